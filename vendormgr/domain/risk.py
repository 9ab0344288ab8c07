"""委託先の区分 (tier): how closely a vendor is watched, and which recorded facts decide that.

Source: catalogue background, vendor_tier: any of T1 to T3 yes is high; T4 yes raises to high while
T3 is unknown. Unknown is an answer of its own and is shown with what would change the tier.
"""

from collections import deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from functools import cache

from vendormgr.domain.assessment import TierChange
from vendormgr.domain.index import Index
from vendormgr.domain.portfolio import Asset, Connection
from vendormgr.domain.vocabulary import (
    PERSONAL_OR_MEDICAL,
    AssetKind,
    Criticality,
    Location,
    PartyRole,
    Tier,
)

INTOLERABLE_HOURS = 24
"""A service that care cannot do without for longer than a day. Our judgement, not a source's."""
SEVERE = frozenset({Criticality.HIGH, Criticality.CRITICAL})
EQUIPMENT = frozenset({AssetKind.DEVICE, AssetKind.SEGMENT, AssetKind.SYSTEM})


class Question(StrEnum):
    """The four questions of the vendor tier."""

    T1 = "T1"
    """Handles medical or confidential data."""
    T2 = "T2"
    """Its stop harms care intolerably."""
    T3 = "T3"
    """Can connect to or reach the hospital network."""
    T4 = "T4"
    """Has equipment in the hospital."""


class FactKind(StrEnum):
    """What kind of fact answers a question; the ids beside it say which ones."""

    SERVICE_DATA = "service_data"
    """T1: data class of services."""
    ASSET_DATA = "asset_data"
    """T1: data class of assets that it owns or maintains."""
    DATA_NOT_RECORDED = "data_not_recorded"
    """T1: services and systems whose data class nobody recorded; no ids: nothing of it at all."""
    CRITICALITY = "criticality"
    """T2: the party's criticality."""
    STOP_TOLERANCE = "stop_tolerance"
    """T2: how long care can do without the services."""
    STOP_NOT_RECORDED = "stop_not_recorded"
    """T2: neither criticality nor the tolerance of these services is recorded."""
    OWN_LINE = "own_line"
    """T3: its lines into the hospital."""
    LINE_OF_OTHERS = "line_of_others"
    """T3: the connections, hop by hop, over which its assets come to a line into the hospital."""
    NO_LINE_CONFIRMED = "no_line_confirmed"
    """T3: no line recorded, and somebody confirmed that all are recorded."""
    NO_LINE_RECORDED = "no_line_recorded"
    """T3: no line recorded, which does not say that there is none."""
    LINE_NOT_RECORDED = "line_not_recorded"
    """T3: somebody said that there is a line; where it ends is not recorded."""
    SERVICE_EQUIPMENT = "service_equipment"
    """T4: what its services say about equipment in the hospital."""
    ASSET_IN_HOSPITAL = "asset_in_hospital"
    """T4: equipment of its own that stands in the hospital."""
    EQUIPMENT_NOT_RECORDED = "equipment_not_recorded"
    """T4: services that do not say; no ids: no service is recorded."""


@dataclass(frozen=True, slots=True)
class TierFact:
    """One answer with the facts that gave it."""

    question: Question
    answer: bool | None
    kind: FactKind
    ids: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TierResult:
    """The tier of one party, the four answers and what they rest on."""

    party: str
    tier: Tier
    t1: bool | None
    t2: bool | None
    t3: bool | None
    t4: bool | None
    decided_by: tuple[Question, ...]
    """The questions that make it high; empty for standard."""
    because: tuple[TierFact, ...]
    """T1 to T4; a question answered yes by two kinds of fact stands twice."""
    changes_if: tuple[tuple[Question, bool], ...]
    """Every single answer that would turn the tier; empty where it takes more than one."""
    change: TierChange | None = None
    """What a person set against the records, while it holds; `tier` is its tier then."""

    @property
    def recorded(self) -> Tier:
        """The tier by the records alone."""
        return _tier({question: self.answer(question) for question in Question})

    def answer(self, question: Question) -> bool | None:
        """The answer to one of the four questions."""
        return (self.t1, self.t2, self.t3, self.t4)[list(Question).index(question)]

    @property
    def open_questions(self) -> tuple[Question, ...]:
        """The unknown answers that could turn the tier: what to ask."""
        asked = dict.fromkeys(question for question, _ in self.changes_if)
        return tuple(question for question in asked if self.answer(question) is None)


WaysIn = Mapping[str, Connection]
"""Asset outside the hospital to the connection that is its next hop towards it."""


def tiers(index: Index) -> Mapping[str, TierResult]:
    """The tier of every party but the hospital, in the order of the portfolio; one pass."""
    ways = _ways_in(index)
    changes = changes_in_force(index.portfolio.tier_changes, index.portfolio.as_of)
    return {
        party.id: _as_set(_tier_result(party.id, index, ways), changes.get(party.id))
        for party in index.portfolio.parties
        if party.role is not PartyRole.HOSPITAL
    }


def tier_of(party: str, index: Index) -> TierResult:
    """The tier of one party; walks over the lines of all, so ask `tiers` for more than one."""
    changes = changes_in_force(index.portfolio.tier_changes, index.portfolio.as_of)
    return _as_set(_tier_result(party, index, _ways_in(index)), changes.get(party))


def changes_in_force(changes: Iterable[TierChange], today: date) -> Mapping[str, TierChange]:
    """Party to the change that holds on that day: of several the one decided last.

    Without a reason, an approver and an end a change says nothing: the records decide.
    """
    holding: dict[str, TierChange] = {}
    for one in changes:
        decided = one.decided_on or date.min
        if one.party is None or not is_complete(one) or decided > today:
            continue
        known = holding.get(one.party)
        if known is None or (known.decided_on or date.min) <= decided:
            holding[one.party] = one
    return {
        party: one for party, one in holding.items() if one.until is not None and today <= one.until
    }


def is_complete(change: TierChange) -> bool:
    """Whether it has what a change needs: a tier, a reason, an approver and an end."""
    return None not in (change.tier, change.until) and bool(change.reason and change.approver)


def _as_set(result: TierResult, change: TierChange | None) -> TierResult:
    if change is None or change.tier is None:
        return result
    return replace(result, tier=change.tier, change=change)


def _tier_result(party: str, index: Index, ways: WaysIn) -> TierResult:
    facts = (
        *_data_facts(party, index),
        *_stop_facts(party, index),
        _line_fact(party, index, ways),
        *_equipment_facts(party, index),
    )
    answers = {fact.question: fact.answer for fact in facts}
    tier = _tier(answers)
    return TierResult(
        party=party,
        tier=tier,
        t1=answers[Question.T1],
        t2=answers[Question.T2],
        t3=answers[Question.T3],
        t4=answers[Question.T4],
        decided_by=_deciding(answers),
        because=facts,
        changes_if=_changes(tuple(answers.items()), tier),
    )


@cache
def _changes(
    known: tuple[tuple[Question, bool | None], ...], tier: Tier
) -> tuple[tuple[Question, bool], ...]:
    """The answers that would give another tier; there are 81 ways to answer four questions."""
    answers = dict(known)
    return tuple(
        (question, other)
        for question in Question
        for other in (True, False)
        if _tier({**answers, question: other}) is not tier
    )


def _deciding(answers: Mapping[Question, bool | None]) -> tuple[Question, ...]:
    yes = tuple(one for one in (Question.T1, Question.T2, Question.T3) if answers[one])
    if not yes and answers[Question.T4] and answers[Question.T3] is None:
        return (Question.T4,)
    return yes


def _tier(answers: Mapping[Question, bool | None]) -> Tier:
    return Tier.HIGH if _deciding(answers) else Tier.STANDARD


def _data_facts(party: str, index: Index) -> tuple[TierFact, ...]:
    """T1 from the data classes of its services and of the assets that it owns or maintains."""
    services = index.services_of.get(party, ())
    assets = _assets_of(party, index)
    found = _yes(
        Question.T1,
        (FactKind.SERVICE_DATA, [s.id for s in services if s.data_class in PERSONAL_OR_MEDICAL]),
        (FactKind.ASSET_DATA, [a.id for a in assets if a.data_class in PERSONAL_OR_MEDICAL]),
    )
    if found:
        return found
    # Only systems hold data by themselves: a router without a data class leaves nothing open.
    holders = {one.id: one.data_class for one in services}
    holders |= {one.id: one.data_class for one in assets if one.kind is AssetKind.SYSTEM}
    unknown = tuple(id_ for id_, data_class in holders.items() if data_class is None)
    if unknown or not holders:
        return (TierFact(Question.T1, None, FactKind.DATA_NOT_RECORDED, unknown),)
    kind = FactKind.SERVICE_DATA if services else FactKind.ASSET_DATA
    return (TierFact(Question.T1, False, kind, tuple(holders)),)


def _assets_of(party: str, index: Index) -> tuple[Asset, ...]:
    owned = index.assets_owned.get(party, ())
    kept = index.assets_maintained.get(party, ())
    return tuple({asset.id: asset for asset in (*owned, *kept)}.values())


def _stop_facts(party: str, index: Index) -> tuple[TierFact, ...]:
    """T2 from the party's criticality and from how long care can do without its services."""
    criticality = index.parties[party].criticality
    services = index.services_of.get(party, ())
    known = [one for one in services if one.stop_tolerance_hours is not None]
    short = [one.id for one in known if (one.stop_tolerance_hours or 0) <= INTOLERABLE_HOURS]
    found = _yes(
        Question.T2,
        (FactKind.CRITICALITY, [party] if criticality in SEVERE else []),
        (FactKind.STOP_TOLERANCE, short),
    )
    if found:
        return found
    if criticality is not None:
        return (TierFact(Question.T2, False, FactKind.CRITICALITY, (party,)),)
    unknown = tuple(one.id for one in services if one.stop_tolerance_hours is None)
    if unknown or not services:
        return (TierFact(Question.T2, None, FactKind.STOP_NOT_RECORDED, unknown),)
    ids = tuple(one.id for one in services)
    return (TierFact(Question.T2, False, FactKind.STOP_TOLERANCE, ids),)


def _line_fact(party: str, index: Index, ways: WaysIn) -> TierFact:
    """T3 from the lines: its own, those that its assets come to, else what is known of none."""
    own = tuple(
        line.id
        for line in index.lines_of.get(party, ())
        if index.assets[line.to].location is Location.HOSPITAL
    )
    if own:
        return TierFact(Question.T3, True, FactKind.OWN_LINE, own)
    start = next((one.id for one in _assets_of(party, index) if one.id in ways), None)
    if start is not None:
        return TierFact(Question.T3, True, FactKind.LINE_OF_OTHERS, _route(start, ways))
    listed = index.parties[party].lines_listed
    if listed:
        return TierFact(Question.T3, False, FactKind.NO_LINE_CONFIRMED)
    if listed is False:
        return TierFact(Question.T3, None, FactKind.LINE_NOT_RECORDED)
    return TierFact(Question.T3, None, FactKind.NO_LINE_RECORDED)


def _equipment_facts(party: str, index: Index) -> tuple[TierFact, ...]:
    """T4 from what its services say and from its own equipment in the hospital."""
    services = index.services_of.get(party, ())
    standing = [
        one.id
        for one in index.assets_owned.get(party, ())
        if one.location is Location.HOSPITAL and one.kind in EQUIPMENT
    ]
    found = _yes(
        Question.T4,
        (FactKind.SERVICE_EQUIPMENT, [one.id for one in services if one.equipment_in_hospital]),
        (FactKind.ASSET_IN_HOSPITAL, standing),
    )
    if found:
        return found
    unknown = tuple(one.id for one in services if one.equipment_in_hospital is None)
    if unknown or not services:
        return (TierFact(Question.T4, None, FactKind.EQUIPMENT_NOT_RECORDED, unknown),)
    ids = tuple(one.id for one in services)
    return (TierFact(Question.T4, False, FactKind.SERVICE_EQUIPMENT, ids),)


def _yes(question: Question, *kinds: tuple[FactKind, list[str]]) -> tuple[TierFact, ...]:
    """The facts that answer yes: the kinds for which there is any id."""
    return tuple(TierFact(question, True, kind, tuple(ids)) for kind, ids in kinds if ids)


def _ways_in(index: Index) -> WaysIn:
    """From every asset outside, the next hop of a shortest way into the hospital, if there is one.

    States do not count here: a line that is well kept can still reach the network. Nothing passes
    through the internet itself, or everybody would reach everything.
    """
    inside = [a.id for a in index.portfolio.assets if a.location is Location.HOSPITAL]
    ways: dict[str, Connection] = {}
    queue = deque(inside)
    while queue:
        for line in index.incoming.get(queue.popleft(), ()):
            start = index.assets[line.from_]
            outside = start.location is Location.EXTERNAL and start.kind is not AssetKind.INTERNET
            if outside and start.id not in ways:
                ways[start.id] = line
                queue.append(start.id)
    return ways


def _route(start: str, ways: WaysIn) -> tuple[str, ...]:
    """The connections from an asset outside into the hospital, in the order of the hops."""
    route = []
    line = ways.get(start)
    while line is not None:
        route.append(line.id)
        line = ways.get(line.to)
    return tuple(route)
