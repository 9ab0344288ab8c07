"""読み取った期間・期限: what a contract seems to say, taken over into its record one by one."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField

from vendormgr.domain.access import Permission
from vendormgr.domain.deadline import notice_by
from vendormgr.domain.portfolio import Contract
from vendormgr.domain.reading.facts import MEDICAL, FactKind, NoticeUnit, ReadFact
from vendormgr.domain.reading.passage import Passage, address, unit_of
from vendormgr.domain.vocabulary import SubOutsourcing, edition_on
from vendormgr.i18n import format_date, label, t
from vendormgr.store import record as store
from vendormgr.store.errors import ArchivedError, NotFoundError
from vendormgr.web.access import actor, can, needs
from vendormgr.web.clock import today
from vendormgr.web.contract_document import contract_of, document_of, version_name
from vendormgr.web.contract_form import edition_name
from vendormgr.web.contract_reading import ChangedMeanwhileError, fingerprint
from vendormgr.web.db import writing
from vendormgr.web.estate import estate
from vendormgr.web.flashes import done, warn
from vendormgr.web.forms import Form
from vendormgr.web.reading_kept import reading_of

pages = Blueprint(
    "contract_fact", __name__, url_prefix="/contracts/<id:id_>/documents/<id:document>/facts"
)


_AS_READ = frozenset(
    {
        FactKind.STARTS_ON,
        FactKind.ENDS_ON,
        FactKind.AUTO_RENEWAL,
        FactKind.GOVERNING_LAW,
        FactKind.COURT,
        FactKind.LIABILITY_CAP,
        FactKind.SUB_OUTSOURCING,
    }
)
"""What the record holds under the same name and in the same form."""


class FactForm(Form):
    """Which fact, and what was on record when it was chosen."""

    fact = HiddenField("")
    was = HiddenField("")


@dataclass(frozen=True, slots=True)
class FactLine:
    """One fact as the page shows it."""

    number: int
    fact: ReadFact
    value: str
    record: str | None
    """What the contract's record holds; None where it has no place for such a fact."""
    place: str
    same: bool
    can_take: bool
    was: str
    old_edition: bool
    last_day: date | None


@pages.get("")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str, document: str) -> ResponseReturnValue:
    """The facts that were read, each with its passage and what is on record."""
    return _page(id_, document)


@pages.post("")
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_CONTRACTS)
def take_over(id_: str, document: str) -> ResponseReturnValue:
    """Write one fact into the contract's record."""
    form = FactForm()
    facts = reading_of(document_of(id_, document)).facts
    number = str(form.fact.data or "")
    known = number.isascii() and number.isdigit() and int(number[:6]) < len(facts)
    if not form.submitted() or not known:
        return _page(id_, document), 422
    fact = facts[int(number)]
    try:
        _take(id_, fact, form)
    except ChangedMeanwhileError:
        return _page(id_, document, problem=t("contract_reading.fact_conflict")), 409
    except (ArchivedError, NotFoundError):
        warn(t("contract_reading.archived"))
    except ValueError as error:
        reason = t("contract_reading.fact_refused", reason=str(error))
        return _page(id_, document, problem=reason), 422
    return redirect(url_for(".show", id_=id_, document=document), 303)


def _take(id_: str, fact: ReadFact, form: FactForm) -> None:
    with writing() as session:
        stored = store.find(session, Contract, id_)
        if stored is None:
            raise NotFoundError("contracts", id_)
        values = fields_of(fact)
        if fingerprint(_recorded(stored.fact, values)) != form.was.data:
            raise ChangedMeanwhileError(stored.updated_by)
        changed = replace(stored.fact, **values)
        _check(changed)
        saved = store.update(session, changed, by=actor(), seen_version=stored.version)
        event = store.history(session, Contract, id_, limit=1)[0]
    if saved.version == stored.version:
        done(t("contract_reading.unchanged"))
    else:
        name = t(f"contract_reading.kind_{fact.kind.value}")
        done(t("contract_reading.taken_over", name=name), undo=event.sequence)


def _check(contract: Contract) -> None:
    """A contract does not end before it starts, as its form says."""
    start, end = contract.starts_on, contract.ends_on
    if start is not None and end is not None and end < start:
        raise ValueError(t("contract.ends_before_start", start=format_date(start)))


def fields_of(fact: ReadFact) -> Mapping[str, Any]:
    """The fields of a contract's record that a fact fills in; empty: there is none for it."""
    match fact.kind:
        case kind if kind in _AS_READ:
            return {fact.kind.value: fact.value}
        case FactKind.CANCEL_NOTICE:
            return _notice_fields(fact)
        case FactKind.NOTICE if fact.value is not None:
            return {"notice_hours": fact.value, "notice_starts_at": fact.since}
        case FactKind.CITED_EDITION if fact.guideline == MEDICAL:
            known = edition_name(str(fact.value)) != str(fact.value)
            return {"cites_edition": fact.value} if known else {}
        case _:
            return {}


def _notice_fields(fact: ReadFact) -> Mapping[str, Any]:
    """Months stay months; what was recorded in the other unit makes way."""
    in_months = fact.unit is NoticeUnit.MONTHS
    return {
        "cancel_notice_months": fact.value if in_months else None,
        "cancel_notice_days": None if in_months else fact.value,
    }


def _recorded(contract: Contract, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: getattr(contract, name) for name in values}


def _page(id_: str, document: str, problem: str = "") -> str:
    contract, found = contract_of(id_), document_of(id_, document)
    read = reading_of(found)
    live = id_ in estate().index.contracts
    lines = list(_lines(contract, read.facts, read.passages))
    seen = {one.fact.kind for one in lines}
    return render_template(
        "contract_reading/facts.html",
        contract=contract,
        document=found,
        version_name=version_name,
        lines=lines,
        missing=[one for one in FactKind if one not in seen],
        problem=problem,
        editable=live and can(Permission.EDIT_CONTRACTS),
        asked=request.path,
    )


def _lines(
    contract: Contract, facts: Sequence[ReadFact], passages: Sequence[Passage]
) -> Iterator[FactLine]:
    ends = next((one.value for one in facts if one.kind is FactKind.ENDS_ON), contract.ends_on)
    for number, fact in enumerate(facts):
        values = fields_of(fact)
        recorded = _recorded(contract, values)
        yield FactLine(
            number,
            fact,
            _value(fact),
            _record_text(fact, recorded) if values else None,
            address(passages, fact.place) or address(passages, unit_of(passages, fact.place)),
            same=bool(values) and recorded == dict(values),
            can_take=bool(values) and recorded != dict(values),
            was=fingerprint(recorded),
            old_edition=_is_old(fact),
            last_day=_last_day(fact, ends),
        )


def _last_day(fact: ReadFact, ends: object) -> date | None:
    if fact.kind is not FactKind.CANCEL_NOTICE or not isinstance(ends, date):
        return None
    return notice_by(Contract(id="", **_notice_fields(fact)), ends)


def _is_old(fact: ReadFact) -> bool:
    """Whether it cites an edition before the one that the hospital works under."""
    if fact.kind is not FactKind.CITED_EDITION or fact.guideline != MEDICAL:
        return False
    now = estate().portfolio.edition or edition_on(today())
    return _number(str(fact.value)) < _number(now.value)


def _number(edition: str) -> tuple[int, ...]:
    return tuple(int(one) for one in edition.split("."))


def _value(fact: ReadFact) -> str:
    value = fact.value
    if isinstance(value, date | bool):
        return _plain(value)
    match fact.kind:
        case FactKind.CANCEL_NOTICE:
            text = "months_before" if fact.unit is NoticeUnit.MONTHS else "days_before"
            return t(f"contract_reading.{text}", n=value, words=fact.words)
        case FactKind.NOTICE:
            return _hours(fact)
        case FactKind.SUB_OUTSOURCING:
            return t(f"contract_reading.sub_{value}")
        case FactKind.CITED_EDITION:
            return t(f"contract_reading.guideline_{fact.guideline}", edition=value)
    return str(value)


def _plain(value: date | bool) -> str:
    if isinstance(value, date):
        return format_date(value)
    return t("common.yes") if value else t("common.no")


def _hours(fact: ReadFact) -> str:
    if fact.value is None:
        return t("contract_reading.hours_none", words=fact.words)
    text = t("contract_reading.hours_since", n=fact.value, words=fact.words)
    return f"{text} {label(fact.since)}" if fact.since is not None else text


def _record_text(fact: ReadFact, recorded: Mapping[str, Any]) -> str:
    if fact.kind is FactKind.CANCEL_NOTICE:
        return _notice_text(recorded)
    first = next(iter(recorded.values()))
    if first is None:
        return t("common.not_recorded")
    if isinstance(first, SubOutsourcing):
        return label(first)
    if fact.kind is FactKind.NOTICE:
        since = recorded["notice_starts_at"]
        hours = t("service.hours", n=first)
        return f"{hours} {label(since)}" if since is not None else hours
    if isinstance(first, date | bool):
        return _plain(first)
    return edition_name(str(first)) if fact.kind is FactKind.CITED_EDITION else str(first)


def _notice_text(recorded: Mapping[str, Any]) -> str:
    months, days = recorded["cancel_notice_months"], recorded["cancel_notice_days"]
    if months is not None:
        return t("contract.notice_in_months", n=months)
    return t("contract.notice_in_days", n=days) if days is not None else t("common.not_recorded")
