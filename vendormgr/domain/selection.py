"""Facts of choosing a vendor: the need, the candidates, the answers and the decision."""

from dataclasses import dataclass
from datetime import date

from vendormgr.domain.vocabulary import Answer, DataClass, SelectionState, ServiceModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition:
    """条件: what has to be done for the approval to hold."""

    text: str | None = None
    owner: str | None = None
    due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """選定: one need, from the tender to the decision."""

    id: str
    title: str | None = None
    need: str | None = None
    system: str | None = None
    model: ServiceModel | None = None
    data_class: DataClass | None = None
    stop_tolerance_hours: int | None = None
    connects: bool | None = None
    """Whether a line into the hospital is part of the need."""
    equipment_in_hospital: bool | None = None
    important: bool | None = None
    """Whether the executive has to approve it."""
    state: SelectionState | None = None
    opened_on: date | None = None
    decided_on: date | None = None
    decided_by: str | None = None
    approved_on: date | None = None
    approved_by: str | None = None
    chosen: str | None = None
    """The candidate that was chosen."""
    conditions: tuple[Condition, ...] = ()
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateAnswer:
    """候補の回答: what a candidate says to one question of due diligence."""

    question: str
    answer: Answer | None = None
    remark: str | None = None
    checked_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateClause:
    """候補の受入れ: whether a candidate would sign one clause."""

    clause: str
    accepts: bool | None = None
    remark: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """候補: one vendor's offer for a need."""

    id: str
    selection: str | None = None
    party: str | None = None
    """The vendor, once it is on record."""
    name: str | None = None
    service: str | None = None
    """The name of what is offered."""
    model: ServiceModel | None = None
    data_class: DataClass | None = None
    connects: bool | None = None
    equipment_in_hospital: bool | None = None
    data_country: str | None = None
    price: int | None = None
    """Yen a year."""
    answers: tuple[CandidateAnswer, ...] = ()
    clauses: tuple[CandidateClause, ...] = ()
    note: str | None = None
