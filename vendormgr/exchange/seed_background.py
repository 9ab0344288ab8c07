"""Seed files of the background: editions, checklist history, topologies, tiers, limits."""

from vendormgr.domain.background import (
    Background,
    ChecklistYear,
    EditionChange,
    KnownGap,
    TierQuestion,
    ToolRequirement,
    Topology,
)
from vendormgr.domain.text import NO_TEXT
from vendormgr.exchange.seed_file import Seed, Table, text


def build_background(seed: Seed) -> Background:
    """The background, in the order of the files."""
    return Background(
        editions=tuple(_edition(one.raw) for one in seed.entries("editions", "change")),
        checklists=tuple(_year(one.raw) for one in seed.entries("checklists", "year")),
        topologies=tuple(_topology(one.raw) for one in seed.entries("topologies", "topology")),
        tier_questions=tuple(_question(one.raw) for one in seed.entries("tiers", "question")),
        tier_rule=next((text(file.tables, "rule") for file in seed.of("tiers")), NO_TEXT),
        tool_requirements=tuple(
            _tool(one.raw) for one in seed.entries("tool-requirements", "requirement")
        ),
        known_gaps=tuple(_gap(one.raw) for one in seed.entries("known-gaps", "gap")),
    )


def _edition(raw: Table) -> EditionChange:
    return EditionChange(
        v6=raw["v6"],
        v7=raw["v7"],
        change=text(raw, "change"),
        cites_v6=tuple(raw["cites_v6"]),
        cites_v7=tuple(raw["cites_v7"]),
    )


def _year(raw: Table) -> ChecklistYear:
    return ChecklistYear(
        fiscal_year=raw["fiscal_year"], hospital=text(raw, "hospital"), note=text(raw, "note")
    )


def _topology(raw: Table) -> Topology:
    return Topology(
        id=raw["id"], title=text(raw, "title"), rule=text(raw, "rule"), basis=raw["basis"]
    )


def _question(raw: Table) -> TierQuestion:
    return TierQuestion(id=raw["id"], title=text(raw, "title"), basis=raw.get("basis"))


def _tool(raw: Table) -> ToolRequirement:
    return ToolRequirement(id=raw["id"], title=text(raw, "title"), basis=text(raw, "basis"))


def _gap(raw: Table) -> KnownGap:
    return KnownGap(**{key: text(raw, key) for key in ("what", "status", "why", "todo")})
