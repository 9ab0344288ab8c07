"""Facts of a risk assessment: its risks before and after, and what the hospital does itself."""

from dataclasses import dataclass
from datetime import date

from vendormgr.domain.vocabulary import Aspect, Tier, Treatment


@dataclass(frozen=True, slots=True, kw_only=True)
class Risk:
    """リスク: one line of an assessment; likelihood and impact from 1 to 5, None not judged."""

    title: str | None = None
    asset: str | None = None
    """What is at stake: an asset's id, or words."""
    threat: str | None = None
    aspects: tuple[Aspect, ...] = ()
    likelihood: int | None = None
    impact: int | None = None
    measures: str | None = None
    """What is in place already."""
    treatment: Treatment | None = None
    plan: str | None = None
    residual_likelihood: int | None = None
    residual_impact: int | None = None
    owner: str | None = None
    due_on: date | None = None
    done_on: date | None = None
    origin: str | None = None
    """The starting point it was proposed from; None: written by a person."""
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HospitalTask:
    """医療機関側の対応: what the hospital itself does so that the rest of the risk holds."""

    task: str | None = None
    owner: str | None = None
    due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Assessment:
    """リスク評価: of one service on one day; a later one is a new version of it."""

    id: str
    service: str | None = None
    assessed_on: date | None = None
    scope: str | None = None
    assessor: str | None = None
    vendor_measures: str | None = None
    """What the vendor did and told."""
    risks: tuple[Risk, ...] = ()
    tasks: tuple[HospitalTask, ...] = ()
    communicated_on: date | None = None
    agreed_on: date | None = None
    agreed_by: str | None = None
    rested_on: tuple[str, ...] = ()
    """The facts it rested on, as "subject=value"; a later difference makes it due again."""
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TierChange:
    """区分の変更: a tier that a person set against the records, for a time."""

    id: str = ""
    party: str | None = None
    tier: Tier | None = None
    reason: str | None = None
    approver: str | None = None
    until: date | None = None
    """Inclusive; after it the records decide again."""
    decided_on: date | None = None
