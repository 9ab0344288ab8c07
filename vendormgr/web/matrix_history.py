"""What happened to one cell: changes of the contracts that concern it, and statements."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.catalogue import ResponsibilityItem
from vendormgr.domain.portfolio import Contract, Statement
from vendormgr.domain.vocabulary import ClauseStatus, Holder
from vendormgr.i18n import label, language, t
from vendormgr.store import record as store
from vendormgr.store.audit import Event
from vendormgr.web.db import reading

MOST_RECORDS = 4
"""Contracts and statements whose history is read: the page must not grow with their number."""
MOST_EVENTS = 20


@dataclass(frozen=True, slots=True)
class CellEvent:
    """One change that concerns the cell, in words."""

    at: datetime
    actor: str
    text: str


def cell_history(
    conclusions: Conclusions, service: str, item: ResponsibilityItem
) -> tuple[CellEvent, ...]:
    """The changes, newest first; one query for each contract and statement concerned."""
    contracts = conclusions.index.contracts_covering.get(service, ())
    said = [
        one
        for one in conclusions.portfolio.statements
        if one.service == service and one.item == item.id
    ]
    events = [
        one
        for contract in contracts[-MOST_RECORDS:]
        for one in _of_contract(conclusions, contract, service, item)
    ]
    events += [one for statement in said[-MOST_RECORDS:] for one in _of_statement(statement)]
    return tuple(sorted(events, key=lambda one: one.at, reverse=True)[:MOST_EVENTS])


def _of_contract(
    conclusions: Conclusions, contract: Contract, service: str, item: ResponsibilityItem
) -> Iterable[CellEvent]:
    name = conclusions.index.name(contract.id)
    for event in store.history(reading(), Contract, contract.id):
        before = _agreed(event.before, service, item.id)
        after = _agreed(event.after, service, item.id)
        if before != after:
            was, now = before or t("matrix.history_silent"), after or t("matrix.history_silent")
            text = t("matrix.history_agreed", contract=name, before=was, after=now)
            yield CellEvent(event.at, event.actor, text)
        yield from _of_clauses(conclusions, event, item, name)


def _of_clauses(
    conclusions: Conclusions, event: Event, item: ResponsibilityItem, name: str
) -> Iterable[CellEvent]:
    for clause in item.settled_by:
        was, now = (_status(values, clause) for values in (event.before, event.after))
        if was != now:
            title = conclusions.catalogue.clauses[clause].title.of(language())
            text = t("matrix.history_clause", contract=name, clause=title, before=was, after=now)
            yield CellEvent(event.at, event.actor, text)


def _agreed(values: Mapping[str, Any] | None, service: str, item: str) -> str:
    """What a contract, as logged, says about the cell; empty when it is silent."""
    for one in (values or {}).get("overrides", ()):
        if one.get("service") == service and one.get("item") == item and one.get("party"):
            who = label(Holder(one["party"]))
            article = one.get("article")
            return t("matrix.history_with_article", who=who, article=article) if article else who
    return ""


def _status(values: Mapping[str, Any] | None, clause: str) -> str:
    state = (values or {}).get("clauses", {}).get(clause, {})
    status = state if isinstance(state, str) else state.get("status")
    return label(ClauseStatus(status)) if status else t("matrix.history_not_recorded")


def _of_statement(statement: Statement) -> Iterable[CellEvent]:
    for event in store.history(reading(), Statement, statement.id):
        said = (event.after or event.before or {}).get("party")
        who = label(Holder(said)) if said else "－"
        yield CellEvent(event.at, event.actor, t("matrix.history_stated", who=who))
