"""侵入経路の報告書: of one vendor and of the whole hospital; picture and hops side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable, PageBreak

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.exposure import OpenAnswers, Plan
from vendormgr.domain.hop import HopReading, read_scene
from vendormgr.domain.lanes import Picture, captions, draw
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
from vendormgr.reports.grid import Content, Grid
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.ink import Span
from vendormgr.reports.lanes_pdf import LanesDrawing, Legend
from vendormgr.reports.look import BLUE, CELL, CELL_BOLD, HEAD, LEAD, NOTE, RED, SMALL, Tone
from vendormgr.reports.page import A4_LANDSCAPE, Heading, Paper, Sheets
from vendormgr.reports.parts import Badge, Badges, callout
from vendormgr.reports.sources import Notes, SourceNote, raised_numbers, source_list

TONES: Mapping[str, Tone] = {
    PathState.OPEN: Tone.ALARM,
    PathState.UNVERIFIED: Tone.WARNING,
    PathState.CLOSED: Tone.NOTE,
    VendorPath.NOT_ASKED: Tone.WARNING,
}
_SHARES = (0.035, 0.235, 0.18, 0.18, 0.18, 0.19)
_PLAN_SHARES = (0.04, 0.34, 0.07, 0.13, 0.42)
_CORE_SHARES = (0.22, 0.13, 0.13, 0.52)
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


def render_vendor(document: ExposureDocument, paper: Paper = A4_LANDSCAPE) -> bytes:
    """The PDF of one vendor."""
    sheets = Sheets(paper, document.heading, document.imprint)
    _add_vendor(document.vendors[0], document, sheets, alone=True)
    _add_notes(document, sheets)
    return sheets.render()


def render_hospital(document: ExposureDocument, paper: Paper = A4_LANDSCAPE) -> bytes:
    """The PDF of the whole hospital."""
    sheets = Sheets(paper, document.heading, document.imprint)
    ink, words = sheets.ink, sheets.imprint.words
    figures = sheets.imprint.sentences(*document.figures)
    colour = RED if any(one.state is VendorPath.OPEN for one in document.vendors) else BLUE
    sheets.add(callout([ink.text(figures, LEAD)], paper.inner, colour=colour))
    if document.cores:
        sheets.heading_line(words("exposure.cores"))
        sheets.add(_core_table(document, sheets))
    if document.steps:
        sheets.heading_line(words("plan.title"))
        sheets.add(_plan_table(document, sheets))
    for one in document.vendors:
        sheets.add(PageBreak())
        _add_vendor(one, document, sheets, alone=False)
    if document.left_out:
        sheets.add(ink.text(words("exposure.paper_left_out", n=document.left_out), NOTE))
    _add_notes(document, sheets)
    return sheets.render()


def _core_table(document: ExposureDocument, sheets: Sheets) -> Grid:
    ink, imprint = sheets.ink, sheets.imprint
    heads = [
        imprint.words("exposure.core"),
        *(imprint.term(mode) for mode in AttackMode),
        imprint.words("exposure.shortest"),
    ]
    rows: list[list[Content]] = [[ink.text(one, HEAD) for one in heads]]
    for line in document.cores:
        states: list[Content] = [
            Badges([Badge(imprint.term(state), TONES[state])], ink)
            if state is not None
            else ink.text("－", CELL)
            for state in line.states
        ]
        rows.append([ink.text(line.name, CELL_BOLD), *states, ink.text(line.way, SMALL)])
    return Grid(rows, [share * sheets.paper.inner for share in _CORE_SHARES], heads=1)


def _plan_table(document: ExposureDocument, sheets: Sheets) -> Grid:
    ink, words = sheets.ink, sheets.imprint.words
    ids = ("drill.order", "measure.name", "measure.cost", "measure.by", "plan.closes_what")
    rows: list[list[Content]] = [[ink.text(words(one), HEAD) for one in ids]]
    for number, step in enumerate(document.steps, 1):
        by = words(f"exposure.by_{step.by or 'unknown'}")
        rows.append(
            [
                ink.text(str(number), CELL_BOLD),
                [
                    ink.text(step.title, CELL_BOLD),
                    ink.text(words("plan.stops", n=step.stops), SMALL),
                ],
                ink.text(f"{step.cost:,}", CELL),
                ink.text(by, CELL),
                ink.text(step.closes, SMALL),
            ]
        )
    return Grid(rows, [share * sheets.paper.inner for share in _PLAN_SHARES], heads=1)


def _add_vendor(
    one: VendorWays, document: ExposureDocument, sheets: Sheets, *, alone: bool
) -> None:
    ink, imprint = sheets.ink, sheets.imprint
    if not alone:
        sheets.heading_line(one.name)
    badges = [Badge(imprint.term(one.state), TONES[one.state], 9)]
    badges += [Badge(f"{core} {imprint.term(state)}", TONES[state]) for core, state in one.cores]
    sheets.add(Badges(badges, ink))
    sheets.space(4)
    if one.picture.boxes:
        sheets.add(
            LanesDrawing(one.picture, ink, imprint, credentials=document.credentials),
            Legend(ink, imprint),
        )
        sheets.space(6)
    else:
        sheets.add(ink.text(imprint.words("exposure.no_line_title"), LEAD))
    if one.hops:
        sheets.add(hop_table(one.hops, sheets))


def hop_table(hops: Sequence[HopWords], sheets: Sheets) -> Grid:
    """The hops in order; what closes each stands last."""
    ink, words = sheets.ink, sheets.imprint.words
    ids = ("route", "lacks", "who", "clause", "closed_by")
    heads = ["", *(words(f"exposure.{one}") for one in ids)]
    rows: list[list[Content]] = [[ink.text(one, HEAD) for one in heads]]
    bands = []
    part = ""
    for hop in hops:
        if hop.part != part:
            part = hop.part
            bands.append(len(rows))
            rows.append([ink.text(part, HEAD)])
        rows.append(_hop_row(hop, sheets))
    widths = [share * sheets.paper.inner for share in _SHARES]
    return Grid(rows, widths, heads=1, bands=bands)


def _hop_row(hop: HopWords, sheets: Sheets) -> list[Content]:
    ink = sheets.ink
    route: list[Flowable] = [
        ink.text([Span(hop.route), *raised_numbers(hop.notes)], CELL_BOLD),
        ink.text(hop.kind, SMALL),
    ]
    closing: list[Flowable] = [ink.text(hop.closed_by, CELL_BOLD)]
    if hop.by:
        closing.append(ink.text(hop.by, SMALL))
    return [
        ink.text(str(hop.number), CELL_BOLD),
        route,
        [ink.text(one, CELL) for one in hop.lacks],
        [ink.text(one, CELL) for one in hop.who],
        [ink.text(one, CELL) for one in hop.clauses],
        closing,
    ]


def _add_notes(document: ExposureDocument, sheets: Sheets) -> None:
    if not document.notes:
        return
    words = sheets.imprint.words
    sheets.add(CondPageBreak(40 * mm))
    sheets.heading_line(words("report.sources"))
    sheets.add(sheets.ink.text(words("report.sources_note"), NOTE))
    sheets.space(3)
    sheets.add(*source_list(document.notes, sheets.imprint, sheets.paper, sheets.ink))
