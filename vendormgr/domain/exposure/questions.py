"""確認事項: unknown answers on which the exposure depends, and which to ask first."""

from collections import defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from vendormgr.domain.exposure.field import Field, lay_out, sources_of
from vendormgr.domain.exposure.graph import Graph, cores_of
from vendormgr.domain.exposure.plan import NO_LIMIT, Budget, plan_for
from vendormgr.domain.exposure.states import REMOVED, ConnectionState
from vendormgr.domain.exposure.ways import common
from vendormgr.domain.index import Index
from vendormgr.domain.portfolio import Connection, Measure
from vendormgr.domain.vocabulary import AttackMode, PathState

BOTH = tuple(AttackMode)


@dataclass(frozen=True, slots=True)
class OpenAnswer:
    """未確認の答え: a control that nobody has confirmed; domain/question makes a question of it."""

    connection: str
    control: str
    pairs: int
    """How many attackers and core assets stand on its two sides and are not certain yet."""
    first: bool
    """Belongs to the fewest answers that could settle everything that is not certain."""


@dataclass(frozen=True, slots=True)
class OpenAnswers:
    """未確認の答えの一覧."""

    answers: tuple[OpenAnswer, ...]
    """Those of the fewest first, then what decides most, then in text order."""
    fewest: int
    """How many answers, if all are favourable, settle everything that is not certain."""
    at_least: int
    """What is proven of `fewest`; equal to it unless the budget ended."""


def ask(graph: Graph, modes: Iterable[AttackMode] = BOTH, budget: Budget = NO_LIMIT) -> OpenAnswers:
    """The unknown answers that stand between attackers and core assets that are not certain."""
    field = lay_out(graph, graph.worst, sources_of(graph, modes), cores_of(graph))
    open_answers = {
        f"{graph.hops[hop]}.{name}": (graph.hops[hop], name, weight)
        for hop, weight in _weights(field).items()
        for name in useful_unknowns(graph.states[graph.hops[hop]])
    }
    # A favourable answer closes like a measure; if all are favourable, what is left is certain.
    answers = (Measure(id=key, sets=(key,)) for key in open_answers)
    plan = plan_for(field, answers, budget=budget)
    first = {step.measure.id for step in plan.steps}
    found = (
        OpenAnswer(connection=connection, control=control, pairs=weight, first=key in first)
        for key, (connection, control, weight) in open_answers.items()
    )
    order = sorted(found, key=lambda q: (not q.first, -q.pairs, q.connection, q.control))
    return OpenAnswers(tuple(order), plan.cost, plan.at_least)


def useful_unknowns(state: ConnectionState) -> tuple[str, ...]:
    """The unknown controls of a connection that favourable answers alone could close it with."""
    if state.state is not PathState.UNVERIFIED:
        return ()
    names = {
        name
        for vector in state.vectors
        for way in vector.ways
        if not set(way) & set(vector.missing)
        for name in way
    }
    return tuple(sorted(names.union({REMOVED}.intersection(state.unknown))))


def whom_to_ask(connection: Connection, index: Index) -> str | None:
    """Whose line it is, else the vendor at one of its ends; None: the hospital itself."""
    start, end = index.assets[connection.from_], index.assets[connection.to]
    parties = (
        connection.line_party,
        start.owner,
        start.maintained_by,
        end.maintained_by,
        end.owner,
    )
    return next((party for party in parties if index.is_vendor(party)), None)


def _weights(field: Field) -> dict[int, int]:
    """Unverified hop to the pairs that it lies between and that are not certain; none is 0."""
    held = field.ways.spread(field.seeds)
    states, hops = field.graph.states, field.graph.hops
    unverified = {
        step.hop
        for step in field.ways.steps
        if states[hops[step.hop]].state is PathState.UNVERIFIED
    }
    weights: defaultdict[int, int] = defaultdict(int)
    for core, known in field.reached(unverified).items():
        onward = _leading_to(field, core, held)
        for asset, able in onward.items():
            for step in field.ways.entering(asset):
                if step.hop in unverified:
                    weights[step.hop] += (common(held, step) & able & ~known).bit_count()
    return {hop: weight for hop, weight in sorted(weights.items()) if weight}


def _leading_to(field: Field, core: int, held: Mapping[int, int]) -> Mapping[int, int]:
    """Asset to the attackers that can go on from there to the core asset."""
    onward = {core: -1}
    queue = deque([core])
    while queue:
        asset = queue.popleft()
        for step in field.ways.entering(asset):
            able = onward[asset] & common(held, step)
            for premise in step.premises:
                known = onward.get(premise, 0)
                if able & ~known:
                    onward[premise] = known | able
                    queue.append(premise)
    return onward
