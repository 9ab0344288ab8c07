"""契約書を読む: each clause with the passages that may settle it; a person confirms every one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from hashlib import blake2b

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, ValidationError

from vendormgr.domain.access import Permission
from vendormgr.domain.catalogue import ClauseTopic
from vendormgr.domain.portfolio import ClauseState, Contract
from vendormgr.domain.reading.guide import Role
from vendormgr.domain.reading.matching import (
    Proposal,
    Verdict,
    found_words,
    marks,
)
from vendormgr.domain.reading.passage import Passage, address, heading_of, unit_of
from vendormgr.domain.vocabulary import ClauseLevel, ClauseStatus
from vendormgr.exchange.seed_reading import load_guide
from vendormgr.i18n import label, language, t
from vendormgr.store import record as store
from vendormgr.store.document import Document, current, list_documents
from vendormgr.store.errors import ArchivedError, NotFoundError
from vendormgr.web.access import actor, can, needs
from vendormgr.web.contract import clause_lines
from vendormgr.web.contract_document import NOUN, contract_of, document_of, version_name
from vendormgr.web.contract_form import contract_name
from vendormgr.web.db import reading, writing
from vendormgr.web.estate import estate
from vendormgr.web.fields import EnumField, NoteField, TextField
from vendormgr.web.flashes import done, warn
from vendormgr.web.forms import Form, Required
from vendormgr.web.reading_kept import Reading, reading_of

pages = Blueprint(
    "contract_reading", __name__, url_prefix="/contracts/<id:id_>/documents/<id:document>"
)
_RECORDED = (ClauseStatus.PRESENT, ClauseStatus.INADEQUATE, ClauseStatus.ABSENT)
_LONGEST_WORDING = 4_000
_FIRST = 3
"""How many passages are shown for a clause; those that hardly fit stand apart."""


class ConfirmForm(Form):
    """What a person says about one clause, and what was on record when it was said."""

    clause = HiddenField("clause.title", [Required()])
    status = EnumField("clause.status", [Required()], of=_RECORDED, blank="")
    article = TextField("clause.article", limit=80)
    wording = NoteField("clause.wording")
    was = HiddenField("")

    def validate_clause(self, field: HiddenField) -> None:
        """Only clauses that there are."""
        if field.data not in estate().catalogue.clauses:
            raise ValidationError(t("form.not_a_choice"))


class ChangedMeanwhileError(Exception):
    """Somebody else recorded the same clause."""

    def __init__(self, by: str) -> None:
        super().__init__(by)
        self.by = by


@dataclass(frozen=True, slots=True)
class ClauseEntry:
    """One clause in the list."""

    topic: ClauseTopic
    state: ClauseState
    level: ClauseLevel
    found: str
    """present, inadequate, adverse or none."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One proposed passage as the page shows it."""

    proposal: Proposal
    place: str
    title: str
    page: int | None
    pieces: tuple[tuple[str, bool], ...]
    """The text with the found terms told apart."""
    words: Mapping[Role, tuple[str, ...]]
    wording: str


@pages.get("/read")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str, document: str) -> ResponseReturnValue:
    """One clause at a time, with the passages that may settle it."""
    return _page(id_, document, request.args.get("clause", ""))


@pages.post("/read")
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_CONTRACTS)
def confirm(id_: str, document: str) -> ResponseReturnValue:
    """Record what a person found, then go on to the next open clause."""
    found = document_of(id_, document)
    form = ConfirmForm()
    clause = str(form.clause.data or "")
    if not form.submitted():
        return _page(id_, document, clause), 422
    following = _following(id_, found, clause)
    try:
        _record(id_, clause, form)
    except ChangedMeanwhileError as error:
        return _page(id_, document, clause, conflict=(error.by, form.status.data)), 409
    except (ArchivedError, NotFoundError):
        warn(t("contract_reading.archived"))
    return redirect(url_for(".show", id_=id_, document=document, clause=following), 303)


def _record(id_: str, clause: str, form: ConfirmForm) -> None:
    status = form.status.data
    absent = status is ClauseStatus.ABSENT
    with writing() as session:
        stored = store.find(session, Contract, id_)
        if stored is None:
            raise NotFoundError("contracts", id_)
        state = stored.fact.clauses.get(clause) or ClauseState()
        if fingerprint(state) != form.was.data:
            raise ChangedMeanwhileError(stored.updated_by)
        fresh = replace(
            state,
            status=status,
            article=None if absent else form.article.data,
            wording=None if absent else form.wording.data,
        )
        changed = replace(stored.fact, clauses={**stored.fact.clauses, clause: fresh})
        saved = store.update(session, changed, by=actor(), seen_version=stored.version)
        event = store.history(session, Contract, id_, limit=1)[0]
    if saved.version == stored.version:
        done(t("contract_reading.unchanged"))
        return
    title = estate().catalogue.clauses[clause].title.of(language())
    text = t("contract_reading.saved", title=title, status=label(status))
    done(text, undo=event.sequence)


def fingerprint(state: object) -> str:
    """What tells one state of a record from another, for a form that was filled in before."""
    return blake2b(repr(state).encode(), digest_size=12).hexdigest()


def _page(
    id_: str, document: str, clause: str, conflict: tuple[str, ClauseStatus] | None = None
) -> str:
    contract, found = contract_of(id_), document_of(id_, document)
    if not found.readable:
        abort(redirect(url_for("contract_document.index", id_=id_), 303))
    read = reading_of(found)
    entries, others = _entries(contract, read)
    everything = [*entries, *others]
    chosen = _chosen(everything, clause)
    at = everything.index(chosen)
    proposals = read.proposals.get(chosen.topic.id, ())
    return render_template(
        "contract_reading/show.html",
        contract=contract,
        name=contract_name(contract),
        document=found,
        documents=current(list_documents(reading(), NOUN, id_)),
        version_name=version_name,
        entries=entries,
        others=others,
        entry=chosen,
        at=at + 1,
        count=len(everything),
        before=everything[at - 1] if at else None,
        after=everything[at + 1] if at + 1 < len(everything) else None,
        left=sum(one.state.status is ClauseStatus.UNKNOWN for one in entries),
        has_terms=chosen.topic.id in load_guide().clauses,
        shown=[_shown(one, read.passages, found) for one in proposals[:_FIRST] if one.shown],
        weak=[_shown(one, read.passages, found) for one in proposals[:_FIRST] if not one.shown],
        elsewhere=list(_elsewhere(id_, found, chosen.topic.id)),
        was=fingerprint(chosen.state),
        conflict=conflict,
        editable=_editable(contract),
    )


def _editable(contract: Contract) -> bool:
    live = contract.id in estate().index.contracts
    return live and can(Permission.EDIT_CONTRACTS)


def _entries(contract: Contract, read: Reading) -> tuple[list[ClauseEntry], list[ClauseEntry]]:
    """Clauses that apply, as the contract's page sorts them, and all others."""
    conclusions = estate()
    clauses = conclusions.catalogue.clauses
    levels = {line.clause.clause: line.clause.level for line in clause_lines(conclusions, contract)}
    made = {
        id_: ClauseEntry(
            topic,
            contract.clauses.get(id_) or ClauseState(),
            levels.get(id_, topic.level),
            _found(read.proposals.get(id_, ()), levels.get(id_, topic.level)),
        )
        for id_, topic in clauses.items()
    }
    applicable = [made[id_] for id_ in levels if id_ in made]
    return applicable, [one for id_, one in made.items() if id_ not in levels]


def _found(proposals: Sequence[Proposal], level: ClauseLevel) -> str:
    first = next((one for one in proposals if one.shown), None)
    if first is None:
        return "none"
    if level is ClauseLevel.ADVERSE:
        return "adverse"
    return "present" if first.verdict is Verdict.PRESENT else "inadequate"


def _chosen(entries: Sequence[ClauseEntry], clause: str) -> ClauseEntry:
    """The clause that was asked for, else the first that nobody has checked."""
    named = next((one for one in entries if one.topic.id == clause), None)
    if named is not None:
        return named
    unread = (one for one in entries if one.state.status is ClauseStatus.UNKNOWN)
    return next(unread, entries[0])


def _following(id_: str, document: Document, clause: str) -> str:
    """The next clause that nobody has checked, else simply the next, else this one."""
    entries, _ = _entries(contract_of(id_), reading_of(document))
    ids = [one.topic.id for one in entries]
    at = ids.index(clause) + 1 if clause in ids else 0
    behind = [*entries[at:], *entries[: max(0, at - 1)]]
    unread = (one.topic.id for one in behind if one.state.status is ClauseStatus.UNKNOWN)
    return next(unread, ids[at] if at < len(ids) else clause)


def _shown(proposal: Proposal, passages: Sequence[Passage], document: Document) -> Shown:
    guide = load_guide()
    passage, terms = passages[proposal.place], guide.clauses[proposal.clause]
    return Shown(
        proposal,
        _place_name(passages, passage),
        heading_of(passages, passage.place),
        passage.page if document.page_count else None,
        tuple(_pieces(passage.text, marks(passage, terms, guide))),
        found_words(passage, terms, guide),
        passage.text[:_LONGEST_WORDING],
    )


def _place_name(passages: Sequence[Passage], passage: Passage) -> str:
    return address(passages, passage.place) or address(passages, unit_of(passages, passage.place))


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    at = 0
    for start, end in spans:
        if start > at:
            yield text[at:start], False
        yield text[start:end], True
        at = end
    if at < len(text):
        yield text[at:], False


def _elsewhere(
    id_: str, document: Document, clause: str
) -> Iterator[tuple[Document, Proposal, str]]:
    """The best proposal in each other document of the contract."""
    for other in current(list_documents(reading(), NOUN, id_)):
        if other.id == document.id or not other.readable:
            continue
        read = reading_of(other)
        best = next((one for one in read.proposals.get(clause, ()) if one.shown), None)
        if best is not None:
            yield other, best, _place_name(read.passages, read.passages[best.place])


@pages.get("/text")
@needs(Permission.VIEW_PORTFOLIO)
def text(id_: str, document: str) -> ResponseReturnValue:
    """The whole contract by article, for reading around a proposal and for paper."""
    found = document_of(id_, document)
    read = reading_of(found)
    return render_template(
        "contract_reading/text.html",
        contract=contract_of(id_),
        document=found,
        version_name=version_name,
        passages=read.passages,
        depths=_depths(read.passages),
        address=lambda one: _place_name(read.passages, one),
    )


def _depths(passages: Sequence[Passage]) -> list[int]:
    depths: list[int] = []
    for one in passages:
        depths.append(0 if one.parent is None else depths[one.parent] + 1)
    return depths
