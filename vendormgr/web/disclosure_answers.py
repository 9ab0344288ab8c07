"""The answers of a disclosure: typed, read from the vendor's file, and decided on."""

from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import Any, ClassVar

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.assurance import Disclosure, DisclosureAnswer
from vendormgr.domain.disclosure_file import (
    ReadDisclosure,
    contradictions,
    is_other_product,
    merged_answers,
    read_disclosure,
)
from vendormgr.domain.plain import from_plain, to_plain
from vendormgr.domain.sheet_table import SheetLayout, find_table
from vendormgr.domain.vocabulary import Answer, DisclosureForm
from vendormgr.exchange.workbook_file import WorkbookError, read_workbook
from vendormgr.i18n import t
from vendormgr.store import record as store
from vendormgr.store.draft import Draft, drop_draft, find_draft, save_draft
from vendormgr.store.errors import RecordError
from vendormgr.store.record import Stored
from vendormgr.store.sheet_edition import list_editions
from vendormgr.web.access import actor, needs, user
from vendormgr.web.answer_lines import TEXT_LENGTH, LinesForm, lines_form
from vendormgr.web.clock import now
from vendormgr.web.db import reading, writing
from vendormgr.web.disclosure import disclosure_name, undecided_first
from vendormgr.web.fields import EnumField, ReferenceField, TextField, reference
from vendormgr.web.flashes import done, warn
from vendormgr.web.forms import RecordForm
from vendormgr.web.record import FactForm, require
from vendormgr.web.saving import Attempt, save_changed
from vendormgr.web.sheet_loaded import grid_named

pages = Blueprint("disclosure_answers", __name__)
DECISION = ("compensation", "accepted_by", "accepted_until", "target_on")
ROW = ("number", "question", "answer", "remark")
BLANK_ROWS = 10
MOST_SHOWN = 300
READ_FILE = "disclosure-file"
"""The draft that holds what was read."""


class DecisionsForm(LinesForm[Disclosure]):
    """What the hospital makes of each no."""

    fact_kind = Disclosure
    parts = DECISION
    leads = False
    line = DisclosureAnswer


class RowsForm(FactForm[Disclosure]):
    """The answers as rows; an emptied number takes its row out."""

    fact_kind = Disclosure
    rows: ClassVar[int] = 0

    def fact(self, base: Disclosure | None) -> Disclosure:
        """The disclosure with these rows, each with what was decided on it."""
        assert base is not None  # noqa: S101 - the form only ever edits
        old = {one.number: one for one in base.answers}
        answers = []
        for place in range(self.rows):
            typed = {part: self[f"row{place}_{part}"].data for part in ROW}
            number = typed["number"]
            if number:
                answers.append(replace(old.get(number) or DisclosureAnswer(number=number), **typed))
        return replace(base, answers=tuple(answers))

    def check(self) -> None:
        """Refuse numbers that stand twice and rows without one."""
        seen: set[str] = set()
        for place in range(self.rows):
            cells = [self[f"row{place}_{part}"].data for part in ROW]
            if not cells[0] and any(cells[1:]):
                self.refuse(f"row{place}_number", t("disclosure.number_missing"))
            if cells[0] in seen:
                self.refuse(f"row{place}_number", t("disclosure.number_twice"))
            seen.add(cells[0] or "")
            seen.discard("")

    @classmethod
    def shown(cls, fact: Disclosure) -> Any:
        """One attribute for each cell."""
        return SimpleNamespace(
            **{
                f"row{place}_{part}": getattr(one, part)
                for place, one in enumerate(fact.answers)
                for part in ROW
            }
        )


def rows_form(n: int) -> type[RowsForm]:
    """The form with that many rows."""
    members: dict[str, Any] = {"rows": n}
    for place in range(n):
        for part in ROW:
            words = f"{place + 1} {t(f'disclosure.{part}')}"
            members[f"row{place}_{part}"] = (
                EnumField(words, of=Answer, blank="sheet.not_answered")
                if part == "answer"
                else TextField(words, limit=TEXT_LENGTH)
            )
    return type("DisclosureRowsForm", (RowsForm,), members)


@pages.route("/disclosures/<id:id_>/decisions", methods=["GET", "POST"])
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_ASSESSMENTS)
def decide(id_: str) -> ResponseReturnValue:
    """Say of each no what makes up for it, who accepts it until when, or when it is mended."""
    stored = require(Disclosure, id_)
    noes = undecided_first(stored.fact)
    kind = lines_form(DecisionsForm, [one.number for one in noes])
    form = kind(kind.shown(stored.fact), version=stored.version)
    return _save(stored, form, "disclosure/decisions.html", noes=noes)


@pages.route("/disclosures/<id:id_>/answers", methods=["GET", "POST"])
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_ASSESSMENTS)
def edit(id_: str) -> ResponseReturnValue:
    """Type the answers; ten empty rows follow the ones that are there."""
    stored = require(Disclosure, id_)
    kind = rows_form(_row_count(len(stored.fact.answers) + BLANK_ROWS))
    form = kind(kind.shown(stored.fact), version=stored.version)
    return _save(stored, form, "disclosure/answers.html")


def _row_count(least: int) -> int:
    """As many rows as are sent, so that nothing typed is lost when the record has changed."""
    sent = sum(name.endswith("_number") for name in request.form)
    return max(least, min(sent, 1_000))


def _save(stored: Stored[Disclosure], form: Any, template: str, **more: Any) -> ResponseReturnValue:
    attempt: Attempt[Disclosure] = Attempt()
    if form.submitted() and not _wrong_rows(form):
        fact = form.fact(stored.fact)
        attempt = save_changed(form, fact, t("record.saved", name=disclosure_name(fact)))
        if attempt.saved is not None:
            return redirect(url_for("disclosure.show", id_=fact.id), 303)
    page = render_template(
        template,
        disclosure=stored.fact,
        title=disclosure_name(stored.fact),
        form=form,
        conflict=attempt.conflict,
        decision=DECISION,
        row_parts=ROW,
        **more,
    )
    return page, attempt.status(form)


def _wrong_rows(form: Any) -> bool:
    """Whether typed rows contradict each other; each that does says so."""
    if isinstance(form, RowsForm):
        form.check()
    return bool(form.problems)


@dataclass(frozen=True, slots=True)
class FileProblem:
    """A cell of the file that could not be read, in words."""

    row: int
    number: str
    text: str
    problem: str


class FormChoice(RecordForm):
    """Which known form the vendor filled in."""

    edition = ReferenceField(
        "disclosure.edition", blank="disclosure.edition_none", description="disclosure.edition_hint"
    )


@pages.route("/disclosures/<id:id_>/upload", methods=["GET", "POST"])
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_ASSESSMENTS)
def upload(id_: str) -> ResponseReturnValue:
    """Read the vendor's file; what it says is shown and kept apart until somebody confirms it."""
    stored = require(Disclosure, id_)
    form = FormChoice(version=stored.version)
    editions = {
        one.id: one
        for one in list_editions(reading())
        if one.confirmed and isinstance(one.kind, DisclosureForm)
    }
    form.edition.offer(reference(one.id, one.title) for one in editions.values())
    problem: str | None = None
    if form.submitted():
        file = request.files.get("file")
        edition = editions.get(form.edition.data or "")
        layout = edition.layout if edition is not None else None
        try:
            read = _read(b"" if file is None else file.read(), layout)
        except WorkbookError as error:
            problem = t(error.text_id, **error.values)
        else:
            _keep(stored, read)
            return redirect(url_for("disclosure_answers.preview", id_=id_), 303)
    page = render_template(
        "disclosure/upload.html",
        disclosure=stored.fact,
        title=disclosure_name(stored.fact),
        form=form,
        problem=problem,
    )
    return page, 422 if problem or form.problems else 200


def _read(content: bytes, layout: SheetLayout | None) -> ReadDisclosure:
    """The answers in a file: in the layout that is known for it, else where a table is found.

    Raises:
        WorkbookError: The file is not taken, or holds no answers.
    """
    if not content:
        raise WorkbookError("missing")
    grids = read_workbook(content)
    if layout is not None and any(one.name == layout.sheet for one in grids):
        grid = grid_named(grids, layout)
        known = replace(layout, last=max(layout.last, len(grid.rows) - 1))
        read = read_disclosure(grid, known)
        if read.answers:
            return read
    for grid in sorted(grids, key=lambda one: one.hidden):
        found = find_table(grid)
        if found is not None:
            return read_disclosure(grid, found)
    raise WorkbookError("no_table")


def _keep(stored: Stored[Disclosure], read: ReadDisclosure) -> None:
    """Keep what was read for the person who read it, apart from the record."""
    answers = merged_answers(stored.fact.answers, read.answers)
    fields = {
        "disclosure": to_plain(replace(stored.fact, answers=answers)),
        "problems": [[one.row, one.number, one.cell.text, one.cell.problem] for one in read.wrong],
        "repeated": list(read.repeated),
        "product": read.product,
    }
    with writing() as session:
        save_draft(
            session,
            user().id,
            READ_FILE,
            fields,
            now=now(),
            subject=stored.fact.id,
            seen_version=stored.version,
        )


@pages.get("/disclosures/<id:id_>/upload/preview")
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_ASSESSMENTS)
def preview(id_: str) -> ResponseReturnValue:
    """Everything that the file would change, and what is odd about it."""
    stored = require(Disclosure, id_)
    draft = find_draft(reading(), user().id, READ_FILE, subject=id_)
    if draft is None:
        return _nothing_read(id_)
    read = _disclosure_in(draft)
    old = {one.number: one for one in stored.fact.answers}
    changed = [one for one in read.answers if old.get(one.number) != one]
    product: str | None = draft.fields["product"]
    return render_template(
        "disclosure/preview.html",
        disclosure=stored.fact,
        title=disclosure_name(stored.fact),
        product=product,
        repeated=draft.fields["repeated"],
        changed=changed[:MOST_SHOWN],
        total=len(changed),
        old=old,
        contradictions=contradictions(stored.fact.answers, read.answers),
        other=is_other_product(stored.fact, product),
        problems=[
            FileProblem(row, number, text, t(f"sheet.problem_{problem}"))
            for row, number, text, problem in draft.fields["problems"]
        ],
    )


def _disclosure_in(draft: Draft) -> Disclosure:
    return from_plain(Disclosure, {**draft.fields["disclosure"], "id": draft.subject})


def _nothing_read(id_: str) -> ResponseReturnValue:
    warn(t("disclosure.nothing_read"))
    return redirect(url_for("disclosure_answers.upload", id_=id_), 303)


@pages.post("/disclosures/<id:id_>/upload/take")
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_ASSESSMENTS)
def take(id_: str) -> ResponseReturnValue:
    """Take over what the preview showed; a record that changed meanwhile is read again first."""
    stored = require(Disclosure, id_)
    draft = find_draft(reading(), user().id, READ_FILE, subject=id_)
    if draft is None:
        return _nothing_read(id_)
    fact = replace(stored.fact, answers=_disclosure_in(draft).answers)
    try:
        with writing() as session:
            store.update(session, fact, by=actor(), seen_version=draft.seen_version or 0)
            drop_draft(session, user().id, READ_FILE, subject=id_)
            event = store.history(session, Disclosure, id_, limit=1)[0]
    except RecordError:
        warn(t("disclosure.changed_meanwhile"))
        return redirect(url_for("disclosure_answers.upload", id_=id_), 303)
    done(t("disclosure.taken", n=len(fact.answers)), undo=event.sequence)
    return redirect(url_for("disclosure.show", id_=id_), 303)
