"""侵入の想定: something is in an attacker's hands; what it reaches, what to cut, what stops then.

Every connection counts as long as it is not closed for certain. Cutting is cheapest where the
hospital itself can do it, because nobody has to be reached first.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.drill_source import Source, sources_of_vendor
from vendormgr.domain.exposure.field import lay_out
from vendormgr.domain.exposure.graph import Graph, cores_of
from vendormgr.domain.exposure.plan import Budget, plan_for
from vendormgr.domain.exposure.search import shortest
from vendormgr.domain.exposure.states import REMOVED
from vendormgr.domain.portfolio import Connection, Contact, Measure
from vendormgr.domain.vocabulary import ClauseStatus, Controller, Location, PathState

BUDGET = Budget(rounds=60, seconds=2.0)
COSTS = {Controller.HOSPITAL: 1, Controller.JOINT: 2, Controller.VENDOR: 4}
"""Ordinal: how long it takes until somebody has cut it."""
COST_UNKNOWN = 3
CUT_OFF_CLAUSE, NOTICE_CLAUSE = "cut-off-right", "incident-notice"


@dataclass(frozen=True, slots=True)
class Stopping:
    """止まるもの: what a cut takes away."""

    services: tuple[str, ...]
    systems: tuple[str, ...]
    tolerance_hours: int | None
    """The shortest that any of the services may stand still; None: not on record."""


@dataclass(frozen=True, slots=True)
class CutLine:
    """切る線: one connection in its turn."""

    connection: Connection
    state: PathState
    protects: tuple[str, ...]
    """Core assets that are out of reach from now on."""
    stopping: Stopping
    needed: bool
    """Belongs to the cheapest set that protects every core asset; else it is cut for safety."""


@dataclass(frozen=True, slots=True)
class Rights:
    """契約上の根拠: what the contracts with a vendor allow when something happens."""

    contract: str
    cut_off: ClauseStatus
    notice: ClauseStatus
    notice_hours: int | None


@dataclass(frozen=True, slots=True)
class Drill:
    """侵入の想定."""

    starts: tuple[str, ...]
    sources: tuple[Source, ...]
    """Whose the starts are when a vendor is meant, the vendor itself first; none for a model."""
    parties: tuple[str, ...]
    """Vendors to call: whose the starts are, and who maintains them."""
    cores: tuple[tuple[str, PathState], ...]
    reached: tuple[str, ...]
    """Everything that is reached in the hospital, in portfolio order."""
    cuts: tuple[CutLine, ...]
    """In the order to cut them: what protects most first, then the other lines from there."""
    left: tuple[str, ...]
    """Core assets that stay in reach whatever is cut."""
    contacts: tuple[Contact, ...]
    """Those who answer day and night first."""
    rights: tuple[Rights, ...]


def starts_of_model(conclusions: Conclusions, model: str) -> tuple[str, ...]:
    """Every device of that model."""
    return tuple(one.id for one in conclusions.portfolio.assets if one.device_model == model)


def device_models(conclusions: Conclusions) -> tuple[str, ...]:
    """The models on record, in text order."""
    models = {one.device_model for one in conclusions.portfolio.assets}
    return tuple(sorted(one for one in models if one))


def rehearse_vendor(conclusions: Conclusions, party: str) -> Drill:
    """What follows when a vendor and all that work for it are in an attacker's hands."""
    sources = sources_of_vendor(conclusions, party)
    starts = tuple(dict.fromkeys(asset for one in sources for asset in one.assets))
    return rehearse(conclusions, starts, sources)


def rehearse(
    conclusions: Conclusions, starts: Sequence[str], sources: tuple[Source, ...] = ()
) -> Drill:
    """What follows when these assets are in an attacker's hands; `sources` are whose they are."""
    graph = conclusions.exposure.graph
    begin = graph.numbers(starts)
    certain = shortest(graph, graph.confirmed, begin).by
    held = shortest(graph, graph.worst, begin).by
    cores = tuple(
        (graph.assets[core], PathState.OPEN if core in certain else PathState.UNVERIFIED)
        for core in cores_of(graph)
        if core in held
    )
    inside = conclusions.index.assets
    planned, left = _cheapest_cuts(conclusions, begin)
    parties = _parties(conclusions, starts, sources)
    return Drill(
        starts=tuple(starts),
        sources=sources,
        parties=parties,
        cores=cores,
        reached=tuple(
            id_
            for number, id_ in enumerate(graph.assets)
            if number in held and number not in begin and inside[id_].location is Location.HOSPITAL
        ),
        cuts=(*planned, *_others(conclusions, starts, held, {c.connection.id for c in planned})),
        left=left,
        contacts=_contacts(conclusions, parties),
        rights=tuple(_rights(conclusions, parties)),
    )


def _cheapest_cuts(
    conclusions: Conclusions, begin: Sequence[int]
) -> tuple[list[CutLine], tuple[str, ...]]:
    """The cheapest set of connections to cut, exact unless the budget ends, and what is left."""
    graph = conclusions.exposure.graph
    field = lay_out(graph, graph.worst, {"": tuple(begin)}, cores_of(graph))
    removals = [_removal(graph, step.hop) for step in field.ways.steps]
    plan = plan_for(field, removals, budget=BUDGET)
    lines = [
        _cut_line(conclusions, step.measure.id, [core for _, core in step.stops], needed=True)
        for step in plan.steps
    ]
    return lines, tuple(core for _, core in plan.unstopped)


def _removal(graph: Graph, hop: int) -> Measure:
    """Cutting a connection, as a measure that the planner can choose."""
    connection = graph.index.connections[graph.hops[hop]]
    controller = connection.controlled_by
    cost = COST_UNKNOWN if controller is None else COSTS[controller]
    return Measure(id=connection.id, cost=cost, by=controller, sets=(f"{connection.id}.{REMOVED}",))


def _others(
    conclusions: Conclusions, starts: Collection[str], held: Collection[int], planned: set[str]
) -> list[CutLine]:
    """Further lines from there into the hospital: open ones first, closed ones for safety."""
    index, graph = conclusions.index, conclusions.exposure.graph
    own = set(starts)
    found = [
        one
        for one in index.connections.values()
        if one.id not in planned
        and index.assets[one.to].location is Location.HOSPITAL
        and one.to not in own
        and (
            one.from_ in own
            or (index.crosses_into_hospital(one) and graph.number[one.from_] in held)
        )
    ]
    states = list(PathState)
    found.sort(key=lambda one: states.index(conclusions.exposure.connections[one.id].state))
    return [_cut_line(conclusions, one.id, [], needed=False) for one in found]


def _cut_line(
    conclusions: Conclusions, id_: str, protects: Iterable[str], *, needed: bool
) -> CutLine:
    connection = conclusions.index.connections[id_]
    return CutLine(
        connection=connection,
        state=conclusions.exposure.connections[id_].state,
        protects=tuple(dict.fromkeys(protects)),
        stopping=stopping_of(conclusions, connection),
        needed=needed,
    )


def stopping_of(conclusions: Conclusions, connection: Connection) -> Stopping:
    """What stands at its ends, with the services of the vendor whose line it is."""
    index = conclusions.index
    ends = [index.assets[connection.from_], index.assets[connection.to]]
    named = [one.service for one in ends if one.service in index.services]
    named += [one.id for one in index.services_of.get(connection.line_party or "", ())]
    services = tuple(dict.fromkeys(one for one in named if one is not None))
    records = [index.services[one] for one in services]
    hours = [one.stop_tolerance_hours for one in records if one.stop_tolerance_hours is not None]
    systems = dict.fromkeys(one.system for one in records if one.system in index.systems)
    return Stopping(
        services=services,
        systems=tuple(one for one in systems if one is not None),
        tolerance_hours=min(hours, default=None),
    )


def _parties(
    conclusions: Conclusions, starts: Iterable[str], sources: Iterable[Source]
) -> tuple[str, ...]:
    index = conclusions.index
    assets = [index.assets[one] for one in starts]
    named = [
        *(one.party for one in sources),
        *(p for one in assets for p in (one.owner, one.maintained_by)),
    ]
    return tuple(one for one in dict.fromkeys(named) if one is not None and index.is_vendor(one))


def _contacts(conclusions: Conclusions, parties: Sequence[str]) -> tuple[Contact, ...]:
    found = [one for one in conclusions.portfolio.contacts if one.party in parties]
    return tuple(sorted(found, key=lambda one: one.round_the_clock is not True))


def _rights(conclusions: Conclusions, parties: Iterable[str]) -> Iterable[Rights]:
    for party in parties:
        for contract in conclusions.index.contracts_of.get(party, ()):
            bundle = conclusions.index.bundles[contract.id]
            if contract.has_ended(conclusions.today) or bundle.seat != contract.id:
                continue
            cut_off, notice = map(bundle.holding, (CUT_OFF_CLAUSE, NOTICE_CLAUSE))
            hours = bundle.field("notice_hours")
            yield Rights(contract.id, cut_off.state.status, notice.state.status, hours)
