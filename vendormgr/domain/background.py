"""What stands behind the catalogue: editions, checklist history, topologies, tiers, limits."""

from dataclasses import dataclass

from vendormgr.domain.text import NO_TEXT, Text


@dataclass(frozen=True, slots=True, kw_only=True)
class EditionChange:
    """版の対応: where a point of edition 6.0 is found in 7.0, and what changed."""

    v6: str
    v7: str
    change: Text
    cites_v6: tuple[str, ...] = ()
    cites_v7: tuple[str, ...] = ()
    """Empty: the place in 7.0 has not been confirmed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistYear:
    """チェックリストの変遷: one fiscal year of the ministry's checklist."""

    fiscal_year: str
    hospital: Text
    note: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Topology:
    """契約の形: one prime vendor, side by side, or one on top of another."""

    id: str
    title: Text
    rule: Text
    basis: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TierQuestion:
    """区分の質問: T1 to T4, which decide how closely a vendor is watched."""

    id: str
    title: Text
    basis: str | None = None
    """A citation; None where the question is this product's own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ToolRequirement:
    """製品自身の要件: what the guideline asks of a tool such as this one."""

    id: str
    title: Text
    basis: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownGap:
    """未確認の範囲: where the catalogue is known to be incomplete, and who could mend it."""

    what: Text
    status: Text
    why: Text
    todo: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Background:
    """The whole background, in the order of the seed files."""

    editions: tuple[EditionChange, ...] = ()
    checklists: tuple[ChecklistYear, ...] = ()
    topologies: tuple[Topology, ...] = ()
    tier_questions: tuple[TierQuestion, ...] = ()
    tier_rule: Text = NO_TEXT
    tool_requirements: tuple[ToolRequirement, ...] = ()
    known_gaps: tuple[KnownGap, ...] = ()
