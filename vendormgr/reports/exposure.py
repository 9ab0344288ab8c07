"""侵入経路の報告書: what stands in it, of one vendor and of the whole hospital."""

from collections.abc import Sequence
from dataclasses import dataclass

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.exposure import OpenAnswers, Plan
from vendormgr.domain.hop import HopReading, read_scene
from vendormgr.domain.lanes import captions, draw
from vendormgr.domain.lanes_picture import Picture
from vendormgr.domain.lanes_scene import scene_of_vendor
from vendormgr.domain.vocabulary import (
    AssetKind,
    AttackMode,
    Controller,
    Location,
    PathState,
    VendorPath,
)
from vendormgr.reports.exposure_words import HopWords, Words
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.page import Heading
from vendormgr.reports.sources import Notes, SourceNote

MOST_VENDORS = 60
"""Vendors with a page of their own; the list at the front holds all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorWays:
    """One vendor of a report."""

    name: str
    state: VendorPath
    cores: tuple[tuple[str, PathState], ...]
    """Names of core systems."""
    picture: Picture
    hops: tuple[HopWords, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoreLine:
    """One core system of the hospital."""

    name: str
    states: tuple[PathState | None, ...]
    """In the order of the modes."""
    way: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepLine:
    """One step of the plan."""

    title: str
    cost: int
    by: Controller | None
    closes: str
    stops: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ExposureDocument:
    """The report; `cores`, `steps` and `figures` are empty in that of one vendor."""

    imprint: Imprint
    heading: Heading
    vendors: tuple[VendorWays, ...]
    notes: tuple[SourceNote, ...]
    credentials: frozenset[str]
    cores: tuple[CoreLine, ...] = ()
    steps: tuple[StepLine, ...] = ()
    figures: tuple[str, ...] = ()
    left_out: int = 0
    """Vendors for which there is no page."""


def build_vendor(party: str, conclusions: Conclusions, imprint: Imprint) -> ExposureDocument:
    """The report of one vendor."""
    words = imprint.words
    notes = Notes(conclusions.catalogue, imprint.language)
    one = _vendor(party, conclusions, imprint, notes)
    return ExposureDocument(
        imprint=imprint,
        heading=Heading(
            title=words("exposure.title"),
            subject=one.name,
            facts=(
                (words("exposure.state"), imprint.term(one.state)),
                (words("exposure.reaches"), words("exposure.answers", n=len(one.cores))),
                (words("report.as_of"), imprint.day(conclusions.today)),
            ),
        ),
        vendors=(one,),
        notes=notes.all,
        credentials=_credentials(conclusions),
    )


def build_hospital(
    conclusions: Conclusions, imprint: Imprint, *, plan: Plan, asked: OpenAnswers
) -> ExposureDocument:
    """The report of the whole hospital: core systems, plan, then every vendor with a way."""
    words = imprint.words
    notes = Notes(conclusions.catalogue, imprint.language)
    exposed = [
        one for one in conclusions.exposure.vendors.values() if one.state is not PathState.CLOSED
    ]
    exposed.sort(key=lambda one: (one.state is not PathState.OPEN, -len(one.cores)))
    confirmed = sum(one.state is PathState.OPEN for one in exposed)
    shown = exposed[:MOST_VENDORS]
    vendors = tuple(_vendor(one.party, conclusions, imprint, notes) for one in shown)
    optimal = "exposure.optimal" if plan.is_optimal else "exposure.gap_to_optimal"
    return ExposureDocument(
        imprint=imprint,
        heading=Heading(
            title=words("exposure.title"),
            subject=words("exposure.whole_hospital"),
            facts=(
                (words("exposure.figure_vendors"), words("exposure.vendors", n=confirmed)),
                (words("exposure.worst_short"), words("exposure.vendors", n=len(exposed))),
                (words("report.as_of"), imprint.day(conclusions.today)),
            ),
        ),
        vendors=vendors,
        notes=notes.all,
        credentials=_credentials(conclusions),
        cores=tuple(_cores(conclusions)),
        steps=tuple(_steps(conclusions, plan, imprint)),
        figures=(
            words("exposure.figure_plan_line", cost=plan.cost, n=len(plan.steps)),
            words(optimal, n=plan.at_least),
            words("exposure.figure_unknown_line", n=len(asked.answers), fewest=asked.fewest),
        ),
        left_out=len(exposed) - len(shown),
    )


def _credentials(conclusions: Conclusions) -> frozenset[str]:
    assets = conclusions.portfolio.assets
    return frozenset(one.id for one in assets if one.kind is AssetKind.CREDENTIAL)


def _vendor(party: str, conclusions: Conclusions, imprint: Imprint, notes: Notes) -> VendorWays:
    exposed = conclusions.exposure.vendors[party]
    scene = scene_of_vendor(conclusions.exposure, conclusions.catalogue.kinds, party)
    spoken = Words(conclusions, imprint)
    hops: Sequence[HopReading] = read_scene(conclusions, scene)
    name = conclusions.index.name
    return VendorWays(
        name=name(party),
        state=exposed.standing,
        cores=tuple((name(id_), state) for id_, state in exposed.cores),
        picture=draw(scene, captions(conclusions.index)),
        hops=tuple(spoken.hop(one, notes) for one in hops),
    )


def _cores(conclusions: Conclusions) -> list[CoreLine]:
    name, assets = conclusions.index.name, conclusions.index.assets
    found: dict[str, dict[AttackMode, PathState]] = {}
    ways: dict[str, str] = {}
    for target in conclusions.exposure.targets:
        if assets[target.asset].location is not Location.HOSPITAL:
            continue
        found.setdefault(target.asset, {})[target.mode] = target.state
        if target.path is not None:
            ways[target.asset] = " → ".join(map(name, target.path.assets))
    return [
        CoreLine(
            name=name(asset),
            states=tuple(states.get(mode) for mode in AttackMode),
            way=ways.get(asset, "－"),
        )
        for asset, states in found.items()
    ]


def _steps(conclusions: Conclusions, plan: Plan, imprint: Imprint) -> list[StepLine]:
    spoken = Words(conclusions, imprint)
    return [
        StepLine(
            title=spoken.measure(step.measure),
            cost=1 if step.measure.cost is None else step.measure.cost,
            by=step.measure.by,
            closes=imprint.words("common.comma").join(map(spoken.connection, step.closes)),
            stops=len(step.stops),
        )
        for step in plan.steps
    ]
