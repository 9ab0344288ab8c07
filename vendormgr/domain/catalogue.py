"""What the product knows before it meets a hospital: rows, clauses, rules, kinds, requirements.

The values come from seed/ through vendormgr.exchange.seed; nothing here reads files. A text in two
languages is a Text; what was not checked against the official page says so through `verified`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from vendormgr.domain.background import Background
from vendormgr.domain.model_wording import ModelWording
from vendormgr.domain.negotiation import OwnClause
from vendormgr.domain.portfolio import Portfolio
from vendormgr.domain.text import NO_TEXT, Text
from vendormgr.domain.vocabulary import (
    ClauseLevel,
    Column,
    DiligenceGroup,
    Holder,
    NeedTrigger,
    Severity,
    Verified,
)

__all__ = [
    "Catalogue",
    "ClauseTopic",
    "ConnectionKind",
    "ControlText",
    "DiligenceQuestion",
    "GapRule",
    "Group",
    "Incident",
    "PublishedRow",
    "Requirement",
    "ResponsibilityItem",
    "Source",
    "Text",
]

OWN_PHASE = "contract"
"""Clauses that the hospital added are agreed when the contract is made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """出典: an official document."""

    id: str
    title: Text
    """Published title; the English is ours."""
    short: Text
    """What a citation in a table shows, such as 「6.0 企画管理編」."""
    date: str
    edition: str | None
    """The guideline edition it belongs to ("6.0", "7.0"), None for any other document."""
    urls: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """要求事項: one point of an official document, in our own words; its id is a citation."""

    id: str
    source: str
    section: str
    title: Text
    summary: Text
    applies_to: str
    phase: str
    verified: Verified
    url: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """事例: a published incident fact or reference point that a rule rests on."""

    id: str
    case: Text
    fact: Text
    grade: str
    """P primary, S secondary, I inference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ResponsibilityItem:
    """責任項目: one row of the matrix."""

    id: str
    layer: str
    title: Text
    defaults: Mapping[Column, Holder]
    basis: str
    cites: tuple[str, ...] = ()
    settled_by: tuple[str, ...] = ()
    note: Text | None = None
    help: Text | None = None
    """One plain line for people who are not specialists."""
    own: bool = False
    """Added by the hospital."""
    changed: frozenset[Column] = frozenset()
    """Columns whose default the hospital changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseTopic:
    """条項: what a contract has to settle, and when."""

    id: str
    title: Text
    asks: Text
    level: ClauseLevel
    phase: str
    applies_models: frozenset[Column]
    applies_when: str | None = None
    must_when: str | None = None
    basis: tuple[str, ...] = ()
    own: bool = False
    """Added by the hospital."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapRule:
    """不備の規則: text record of one rule; its code is the function of that id in domain/gaps/."""

    id: str
    theme: str
    severity: Severity
    title: Text
    when: Text
    """What it fires on, for people."""
    detail: Text
    """Sentence about one finding with {placeholders} that the rule fills in."""
    remedy: Text
    basis: tuple[str, ...] = ()
    false_positives: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConnectionKind:
    """接続の種類: with its attack vectors; see domain.exposure for what they mean."""

    id: str
    title: Text
    help: Text
    vectors: Mapping[str, tuple[frozenset[str], ...]]
    """Vector to alternatives; closed when all controls of any one alternative are in place."""
    effort: int
    """How much work the hop is for an attacker; an ordinal judgement, never a probability."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlText:
    """対策項目: the name of a control and what it is, in plain words."""

    id: str
    title: Text
    help: Text
    question: Text
    """How to ask somebody whether it is in place."""
    breaks_path: bool
    """False for what never breaks a path (closed network, anti-virus ...)."""
    derived_from: str | None = None
    """Field of the connection that answers it; on_demand is the opposite of always_on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DiligenceQuestion:
    """事前の確認: one question to a new vendor, and the same as a requirement for a tender."""

    id: str
    group: DiligenceGroup
    when: tuple[NeedTrigger, ...]
    """All of these must hold for it to be asked."""
    question: Text
    """Worded so that yes is the good answer."""
    demand: Text
    cites: tuple[str, ...]
    controls: tuple[str, ...] = ()
    """What a yes says of the vendor's line into the hospital."""
    clause: str | None = None
    """The clause that makes the answer binding."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishedRow:
    """One row of the published five-row table, the second preset."""

    item: str
    party: Holder
    title: Text
    difference: Text | None = None
    """Where it departs from the 40 rows, in words; None where it does not."""


@dataclass(frozen=True, slots=True)
class Group:
    """見出し: layers of the matrix or clauses that belong under one heading, in order."""

    id: str
    title: Text
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """The whole catalogue; every mapping is by id and keeps the order of the seed files."""

    sources: Mapping[str, Source]
    requirements: Mapping[str, Requirement]
    incidents: Mapping[str, Incident]
    items: Mapping[str, ResponsibilityItem]
    layers: Mapping[str, Text]
    clauses: Mapping[str, ClauseTopic]
    rules: Mapping[str, GapRule]
    kinds: Mapping[str, ConnectionKind]
    controls: Mapping[str, ControlText]
    published: tuple[PublishedRow, ...]
    published_note: Text = NO_TEXT
    """Where the published table comes from and how it differs."""
    layer_groups: tuple[Group, ...] = ()
    """Headings of the matrix; members are layers, rows come in this order."""
    clause_subjects: tuple[Group, ...] = ()
    """Headings of a clause list; members are clauses."""
    themes: Mapping[str, Text] = field(default_factory=dict)
    """Headings of the gap rules."""
    wordings: Mapping[str, ModelWording] = field(default_factory=dict)
    """Clause to its drafts."""
    diligence: Mapping[str, DiligenceQuestion] = field(default_factory=dict)
    """Questions to a new vendor."""
    background: Background = field(default_factory=Background)

    def with_own(self, portfolio: Portfolio) -> "Catalogue":
        """The catalogue with the hospital's own clauses, rows and changed defaults applied."""
        own_clauses = {own.id: _own_topic(own) for own in portfolio.own_clauses}
        clauses = {**self.clauses, **own_clauses}
        items = dict(self.items)
        for own in portfolio.own_items:
            items[own.id] = ResponsibilityItem(
                id=own.id,
                layer=own.layer,
                title=Text(own.title, own.title),
                defaults={c: own.defaults.get(c, Holder.TO_SETTLE) for c in Column},
                basis="own",
                settled_by=tuple(one for one in own.settled_by if one in clauses),
                own=True,
            )
        for change in portfolio.item_defaults:
            item = items.get(change.item)
            if item is not None:
                items[item.id] = replace(
                    item,
                    defaults={**item.defaults, change.column: change.party},
                    changed=item.changed | {change.column},
                )
        for clause in portfolio.own_clauses:
            for id_ in clause.settles:
                item = items.get(id_)
                if item is not None and clause.id not in item.settled_by:
                    items[id_] = replace(item, settled_by=(*item.settled_by, clause.id))
        return replace(self, items=items, clauses=clauses)


def _own_topic(own: OwnClause) -> ClauseTopic:
    """A clause of the hospital's own as the catalogue has its clauses."""
    asks = own.asks or own.title
    return ClauseTopic(
        id=own.id,
        title=Text(own.title, own.title),
        asks=Text(asks, asks),
        level=own.level,
        phase=OWN_PHASE,
        applies_models=frozenset(own.columns) or frozenset(Column),
        own=True,
    )
