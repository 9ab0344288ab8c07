"""What the exposure pages share: pictures, figures and plans, each worked out once an estate."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.exposure import Budget, OpenAnswers, Plan, ask, make_plan
from vendormgr.domain.exposure.field import Field, lay_out, sources_of
from vendormgr.domain.exposure.graph import cores_of
from vendormgr.domain.exposure.plan import Aim
from vendormgr.domain.exposure.states import ConnectionState
from vendormgr.domain.exposure.unavoidable import unavoidable
from vendormgr.domain.lanes import captions, draw
from vendormgr.domain.lanes_picture import Picture
from vendormgr.domain.lanes_scene import Scene, scene_from, scene_of_vendor
from vendormgr.domain.portfolio import Connection
from vendormgr.domain.vocabulary import AssetKind, AttackMode, PathState, VendorPath
from vendormgr.web.kept import kept

BUDGET = Budget(rounds=60, seconds=2.0)
"""A page answers even where the proof would take long; then it says how far the plan may be off."""
MOST_BUSY = 8


def vendor_picture(conclusions: Conclusions, party: str) -> Picture:
    """The ways of one vendor."""
    scene = scene_of_vendor(conclusions.exposure, conclusions.catalogue.kinds, party)
    return draw(scene, captions(conclusions.index))


def picture_from(conclusions: Conclusions, starts: Collection[str]) -> Picture:
    """The ways from these assets."""
    return draw(scene_starting(conclusions, starts), captions(conclusions.index))


def scene_starting(conclusions: Conclusions, starts: Collection[str]) -> Scene:
    """The scene of the ways from these assets."""
    return scene_from(conclusions.exposure, conclusions.catalogue.kinds, starts)


def credentials(conclusions: Conclusions) -> frozenset[str]:
    """Assets that are passwords or keys."""
    assets = conclusions.portfolio.assets
    return frozenset(one.id for one in assets if one.kind is AssetKind.CREDENTIAL)


def plan_of(conclusions: Conclusions, *, own_only: bool = False) -> Plan:
    """The cheapest plan with the recorded measures."""
    aim = Aim(own_only=own_only)
    name = "exposure.plan", own_only

    def work_out() -> Plan:
        return make_plan(conclusions.exposure.graph, aim, budget=BUDGET)

    return kept(name, conclusions, work_out)


def open_answers(conclusions: Conclusions) -> OpenAnswers:
    """The unknown answers that matter."""

    def work_out() -> OpenAnswers:
        return ask(conclusions.exposure.graph, budget=BUDGET)

    return kept("exposure.answers", conclusions, work_out)


def field_of(conclusions: Conclusions) -> Field:
    """Every vendor against every core asset in the worst case."""

    def work_out() -> Field:
        graph = conclusions.exposure.graph
        sources = sources_of(graph, (AttackMode.VENDOR_BREACH,))
        return lay_out(graph, graph.worst, sources, cores_of(graph))

    return kept("exposure.field", conclusions, work_out)


def passed_by_all(conclusions: Conclusions, party: str) -> tuple[str, ...]:
    """Assets that the vendor cannot avoid on its way to any core asset."""
    found = kept("exposure.unavoidable", conclusions, lambda: unavoidable(field_of(conclusions)))
    return found.get(party, ())


@dataclass(frozen=True, slots=True)
class Figures:
    """The headline figures."""

    confirmed: int
    worst: int
    """Vendors, unverified lines counted too."""
    pairs_confirmed: int
    pairs_worst: int
    vendors: int
    not_asked: int
    """Vendors of which nobody knows whether they have a line."""


def figures_of(conclusions: Conclusions) -> Figures:
    """How many vendors reach core systems, and how many pairs of both there are."""
    vendors = conclusions.exposure.vendors.values()
    states = Counter(one.state for one in vendors)
    pairs = Counter(state for one in vendors for _, state in one.cores)
    return Figures(
        confirmed=states[PathState.OPEN],
        worst=states[PathState.OPEN] + states[PathState.UNVERIFIED],
        pairs_confirmed=pairs[PathState.OPEN],
        pairs_worst=pairs.total(),
        vendors=len(vendors),
        not_asked=sum(one.standing is VendorPath.NOT_ASKED for one in vendors),
    )


@dataclass(frozen=True, slots=True)
class Busy:
    """A line over which several vendors come by on their way to core systems."""

    connection: Connection
    state: ConnectionState
    vendors: int


def busiest(conclusions: Conclusions) -> list[Busy]:
    """The lines over which most vendors come by, the busiest first."""
    field = field_of(conclusions)
    held = field.ways.spread(field.seeds)
    index, graph = conclusions.index, conclusions.exposure.graph
    found = [
        (min(held.get(premise, 0).bit_count() for premise in step.premises), graph.hops[step.hop])
        for step in field.ways.steps
        if step.premises
    ]
    found.sort(key=lambda one: (-one[0], one[1]))
    return [
        Busy(index.connections[id_], conclusions.exposure.connections[id_], count)
        for count, id_ in found[:MOST_BUSY]
        if count
    ]
