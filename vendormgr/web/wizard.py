"""新規委託先: five short steps with what follows from them beside the form, saved at the end.

What is typed is kept as a draft at every step, right or wrong; records are made only on the last
page, all in one transaction. Every button works without a script.
"""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.portfolio import Asset, Connection, Party
from vendormgr.domain.prospect import Prospect, VendorDraft, look_ahead
from vendormgr.domain.risk import Question
from vendormgr.domain.vocabulary import AssetKind, Column, Holder, Location, PartyRole
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import t
from vendormgr.store import record as store
from vendormgr.store.errors import RecordError
from vendormgr.web.access import needs
from vendormgr.web.db import reading, writing
from vendormgr.web.estate import estate
from vendormgr.web.flashes import done, warn
from vendormgr.web.forms import RecordForm, refilled
from vendormgr.web.line import KINDS
from vendormgr.web.lookalike import lookalikes
from vendormgr.web.names import namer
from vendormgr.web.once import OnceForm, remember_sending, sent_before
from vendormgr.web.screens import SCREENS, problem_text
from vendormgr.web.shown import FieldChange, compare, field_titles
from vendormgr.web.sight import sees_attack_map
from vendormgr.web.wizard_draft import (
    ASSET,
    CHECK,
    LINE,
    PARTY,
    SERVICE,
    bring_back,
    create_all,
    digest_of,
    facts_of,
    find_typed,
    forget,
    forms_of,
    keep,
    kept_drafts,
    last_tab,
    throw_away,
)
from vendormgr.web.wizard_form import FORMS, StepForm, Typed, may_record_lines, steps, typed_in

pages = Blueprint("wizard", __name__, url_prefix="/vendors/wizard")
ALLOWED = (Permission.VIEW_PORTFOLIO, Permission.EDIT_VENDORS, Permission.EDIT_SERVICES)
END = "draft.end"
"""Stands in for where a line ends that is not recorded yet."""
SEEN, TAB = "step_seen", "tab"
"""In a step's form: what the draft held when the page was made, and which page it is."""
GO, NEXT, BACK, LATER = "go", "next", "back", "later"
UNDO = "undo"
"""In the address of throwing away: take it back."""


@pages.get("")
@needs(*ALLOWED)
def start() -> ResponseReturnValue:
    """The first step of a new vendor, and the drafts that wait."""
    return _step_page(secrets.token_hex(8), steps()[0], {}, FORMS[steps()[0]](None))


@pages.route("/<id:key>/<id:step>", methods=["GET", "POST"])
@needs(*ALLOWED)
def step(key: str, step: str) -> ResponseReturnValue:
    """One step: keep what was typed, then go where the button says."""
    if step not in steps():
        abort(404)
    typed = find_typed(key)
    if request.method != "POST":
        if typed is None:
            warn(t("wizard.no_draft"))
            return redirect(url_for("wizard.start"), 303)
        return _step_page(key, step, typed, FORMS[step](typed.get(step)))
    sent = typed_in(step, request.form)
    form = FORMS[step](sent)
    elsewhere = _changed_elsewhere(typed, step, sent)
    if refilled() or elsewhere:
        page = _step_page(key, step, typed or {}, form, elsewhere=elsewhere)
        return page, 409 if elsewhere else 200
    go = request.form.get(GO, NEXT)
    wrong = go in {NEXT, CHECK} and not form.validate()
    typed = keep(
        key, step, sent, at=step if wrong else _step_after(step, go), tab=request.form.get(TAB, "")
    )
    if wrong:
        return _step_page(key, step, typed, form), 422
    if go == LATER:
        done(t("wizard.kept"))
        return redirect(url_for("vendor.index", _anchor="drafts"), 303)
    return redirect(_address(key, step, go), 303)


def _changed_elsewhere(typed: Mapping[str, Typed] | None, step: str, sent: Typed) -> bool:
    """Whether another tab has kept something else on the step since this page was made."""
    seen, known = request.form.get(SEEN), (typed or {}).get(step)
    if seen is None or known is None or known == sent or seen == digest_of(known):
        return False
    return last_tab(request.view_args["key"], step) != request.form.get(TAB)  # type: ignore[index]


def _address(key: str, step: str, go: str) -> str:
    """Where a button leads from a step."""
    there = _step_after(step, go)
    if there == CHECK:
        return url_for("wizard.check", key=key)
    return url_for("wizard.step", key=key, step=there)


def _step_after(step: str, go: str) -> str:
    """The step that a button leads to: the next or the one before, one by name, the end."""
    allowed = steps()
    place = allowed.index(step) + {NEXT: 1, BACK: -1}.get(go, 0)
    if go == CHECK or place >= len(allowed):
        return CHECK
    return go if go in allowed else allowed[max(0, place)]


@pages.post("/<id:key>/<id:step>/panel")
@needs(*ALLOWED)
def panel(key: str, step: str) -> ResponseReturnValue:
    """What follows from what is typed now; keeps it on the way."""
    if step not in steps():
        abort(404)
    sent, typed = typed_in(step, request.form), find_typed(key)
    if _changed_elsewhere(typed, step, sent):
        # Kept is what the other tab has, until the person has seen both.
        typed = {**(typed or {}), step: sent}
    else:
        typed = keep(key, step, sent, at=step, tab=request.form.get(TAB, ""))
    return render_template("wizard/_panel.html", outlook=_outlook(typed))


@pages.route("/<id:key>/check", methods=["GET", "POST"])
@needs(*ALLOWED)
def check(key: str) -> ResponseReturnValue:
    """Everything on one page before it is recorded; recording makes all or nothing."""
    form = OnceForm()
    if form.submitted():
        answer = _record(key)
        if answer is not None:
            return answer
    typed = find_typed(key)
    if typed is None:
        warn(t("wizard.no_draft"))
        return redirect(url_for("wizard.start"), 303)
    forms = forms_of(typed)
    draft = facts_of(forms)
    problems = {name: one.problems for name, one in forms.items() if one.problems}
    page = render_template(
        "wizard/check.html",
        key=key,
        form=form,
        steps=steps(),
        problems=problems,
        answers=_answers(draft),
        draft=draft,
        outlook=_outlook(typed),
        may_record_lines=may_record_lines(),
    )
    return page, 422 if form.errors or (problems and request.method == "POST") else 200


@pages.route("/<id:key>/drop", methods=["GET", "POST"])
@needs(*ALLOWED)
def drop(key: str) -> ResponseReturnValue:
    """Ask, then throw a draft away; it can be taken back as long as drafts are kept."""
    form = RecordForm()
    if UNDO in request.args and form.submitted():
        return _take_back(key)
    typed = find_typed(key)
    if typed is None:
        warn(t("wizard.no_draft"))
        return redirect(url_for("vendor.index"), 303)
    if form.submitted():
        throw_away(key)
        done(t("wizard.dropped"), back=url_for("wizard.drop", key=key, undo=1))
        return redirect(url_for("vendor.index"), 303)
    draft = facts_of(forms_of(typed))
    return render_template("wizard/drop.html", key=key, answers=_answers(draft))


def _take_back(key: str) -> ResponseReturnValue:
    """Take up a draft again that was thrown away."""
    if not bring_back(key):
        warn(t("wizard.no_draft"))
        return redirect(url_for("wizard.start"), 303)
    done(t("common.undone"))
    return redirect(url_for("vendor.index", _anchor="drafts"), 303)


def _record(key: str) -> ResponseReturnValue | None:
    """Make the records and leave; None: something is wrong, show the page again."""
    typed = find_typed(key)
    forms = forms_of(typed or {})
    draft = facts_of(forms)
    if typed is None or any(one.problems for one in forms.values()):
        # Sent twice: the first sending has dropped the draft.
        with writing() as session:
            place = sent_before(session)
        return redirect(place, 303) if place is not None else None
    try:
        with writing() as session:
            place = sent_before(session)
            if place is not None:
                return redirect(place, 303)
            made = create_all(session, draft)
            there = (
                url_for("connection.effect", id_=made.connection)
                if made.connection is not None
                else url_for("vendor.show", id_=made.party)
            )
            forget(session, key)
            remember_sending(session, there)
    except RecordError as error:
        warn(problem_text(error))
        return None
    done(t("wizard.recorded", name=draft.party.name or made.party), undo=made.event)
    return redirect(there, 303)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """What stands beside the form."""

    prospect: Prospect
    answers: tuple[tuple[Question, bool | None], ...]
    """Each of the four questions of the tier, once."""
    open: tuple[tuple[Question, bool], ...]
    """Those that nobody can answer yet, and whether a yes or no would turn the tier."""
    line_waits: bool
    """There is a line that is not recorded yet."""
    rows_with_line: int | None
    """Rows that would apply with the line on record; None: the line changes no column."""
    alike: list[Party]
    """Vendors that could be the same company, archived ones too."""
    sees_paths: bool


def _outlook(typed: Mapping[str, Typed]) -> Outlook:
    draft = facts_of(forms_of(typed))
    now = estate()
    prospect = look_ahead(draft, now, load_catalogue())
    tier, line_waits = prospect.tier, draft.party.lines_listed is False
    answers = tuple((one, tier.answer(one)) for one in Question)
    return Outlook(
        prospect=prospect,
        answers=answers,
        # A line whose end is not known has a question of its own among those to the vendor.
        open=tuple(
            (one, one in tier.open_questions)
            for one, answer in answers
            if answer is None and not (line_waits and one is Question.T3)
        ),
        line_waits=line_waits,
        rows_with_line=_rows_with_line(draft, prospect) if line_waits else None,
        alike=_alike(draft.party),
        sees_paths=sees_attack_map(),
    )


def _rows_with_line(draft: VendorDraft, prospect: Prospect) -> int | None:
    """How many rows would apply once the line is recorded, wherever it ends."""
    if prospect.column is not Column.BPO_NONE:
        return None
    asset = Asset(id=ASSET, kind=AssetKind.SYSTEM, location=Location.EXTERNAL, owner=draft.party.id)
    end = Asset(id=END, kind=AssetKind.SYSTEM, location=Location.HOSPITAL)
    line = Connection(id=LINE, from_=ASSET, to=END, kind=KINDS[0], line_party=draft.party.id)
    later = look_ahead(
        replace(draft, asset=asset, connection=line, end=end), estate(), load_catalogue()
    )
    return sum(n for holder, n in later.holders.items() if holder is not Holder.NOT_APPLICABLE)


def _alike(party: Party) -> list[Party]:
    if party.name is None and party.corporate_number is None:
        return []
    gone = [one.fact for one in store.list_archived(reading(), Party)]
    known = [*estate().portfolio.parties, *gone]
    return lookalikes(party, (one for one in known if one.role is not PartyRole.HOSPITAL))


def _step_page(
    key: str, step: str, typed: Mapping[str, Typed], form: StepForm, *, elsewhere: bool = False
) -> str:
    return render_template(
        "wizard/step.html",
        key=key,
        step=step,
        steps=steps(),
        place=steps().index(step) + 1,
        form=form,
        seen=digest_of(typed.get(step)),
        tab=secrets.token_hex(4),
        elsewhere=FORMS[step](typed.get(step)) if elsewhere else None,
        kept=bool(typed),
        outlook=_outlook(typed),
        drafts=[one for one in kept_drafts() if one.key != key] if not typed else [],
        may_record_lines=may_record_lines(),
    )


def _answers(draft: VendorDraft) -> list[tuple[str, list[FieldChange]]]:
    """What will be recorded, in words, by noun."""
    known = namer(estate())
    own: dict[str, str | None] = {PARTY: draft.party.name}
    if draft.service is not None:
        own[SERVICE] = draft.service.name
    if draft.asset is not None:
        own[ASSET] = draft.asset.label

    def name(id_: str) -> str:
        return own.get(id_) or known(id_)

    facts = (
        ("parties", draft.party),
        ("services", draft.service),
        ("contracts", draft.contract),
        ("connections", draft.connection),
    )
    answers = [
        (noun, compare(None, fact, field_titles(SCREENS[noun].form), name))
        for noun, fact in facts
        if fact is not None
    ]
    if draft.party.lines_listed is False:
        answers[0] = ("parties", [_line_to_come(one) for one in answers[0][1]])
    return answers


def _line_to_come(change: FieldChange) -> FieldChange:
    """What the field means where a line is there: nobody was asked whether all are recorded."""
    if change.title != t("vendor.lines_listed"):
        return change
    return replace(change, title=t("wizard.has_line"), after=t("wizard.line_end_missing"))
