"""侵入の想定, on one sheet: what to cut in which order, whom to call; for when systems are down."""

from dataclasses import dataclass

from reportlab.platypus import Flowable

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.drill import CutLine, Drill
from vendormgr.domain.lanes import captions, draw
from vendormgr.domain.lanes_picture import Picture
from vendormgr.domain.lanes_scene import scene_from
from vendormgr.domain.vocabulary import AssetKind, Controller
from vendormgr.reports.exposure_pdf import TONES
from vendormgr.reports.grid import Content, Grid
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.lanes_pdf import LanesDrawing, Legend
from vendormgr.reports.look import BLUE, CELL, CELL_BOLD, HEAD, LEAD, RED, SMALL
from vendormgr.reports.page import A4, Heading, Paper, Sheets
from vendormgr.reports.parts import Badge, Badges, TickBox, callout

MOST_CUTS = 14
"""More would not stay on one sheet; the rest is counted."""
MOST_CONTACTS = 6
MOST_STARTS = 8
"""Of each firm."""
_SHARES = (0.04, 0.06, 0.34, 0.18, 0.38)
_CONTACT_SHARES = (0.22, 0.32, 0.46)
_BY = {
    Controller.HOSPITAL: "drill.hospital",
    Controller.JOINT: "drill.joint",
    Controller.VENDOR: "drill.vendor_only",
    None: "drill.unknown_who",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DrillSheet:
    """What stands on the sheet."""

    imprint: Imprint
    heading: Heading
    title: str
    drill: Drill
    conclusions: Conclusions
    picture: Picture
    credentials: frozenset[str]


def build(title: str, drill: Drill, conclusions: Conclusions, imprint: Imprint) -> DrillSheet:
    """The sheet for that drill."""
    words = imprint.words
    scene = scene_from(conclusions.exposure, conclusions.catalogue.kinds, drill.starts)
    assets = conclusions.portfolio.assets
    return DrillSheet(
        imprint=imprint,
        heading=Heading(
            title=words("drill.title"),
            subject=title,
            facts=(
                (words("drill.in_reach"), words("exposure.answers", n=len(drill.cores))),
                (words("drill.cuts"), words("exposure.answers", n=len(drill.cuts))),
                (words("report.as_of"), imprint.day(conclusions.today)),
            ),
        ),
        title=title,
        drill=drill,
        conclusions=conclusions,
        picture=draw(scene, captions(conclusions.index)),
        credentials=frozenset(one.id for one in assets if one.kind is AssetKind.CREDENTIAL),
    )


def render_pdf(sheet: DrillSheet, paper: Paper = A4) -> bytes:
    """The PDF."""
    sheets = Sheets(paper, sheet.heading, sheet.imprint)
    ink, words, drill = sheets.ink, sheet.imprint.words, sheet.drill
    name = sheet.conclusions.index.name
    text = (
        words("drill.reaches", name=sheet.title, n=len(drill.cores))
        if drill.cores
        else words("drill.reaches_none", name=sheet.title)
    )
    content = [ink.text(text, LEAD)]
    badges = [
        Badge(f"{name(id_)} {sheet.imprint.term(state)}", TONES[state], 8)
        for id_, state in drill.cores
    ]
    boxed = [*content, Badges(badges, ink)] if badges else content
    sheets.add(callout(boxed, paper.inner, colour=RED if drill.cores else BLUE))
    if drill.starts:
        sheets.add(ink.text(words("drill.starts_line", names=_starts(sheet)), SMALL))
    sheets.heading_line(words("drill.cuts"))
    sheets.add(_cut_table(sheet, sheets))
    left = len(drill.cuts) - MOST_CUTS
    if left > 0:
        sheets.add(ink.text(words("exposure.and_more", n=left), SMALL))
    sheets.heading_line(words("drill.contacts"))
    sheets.add(_contact_table(sheet, sheets))
    _add_rights(sheet, sheets)
    if sheet.picture.boxes:
        sheets.heading_line(words("exposure.picture"))
        sheets.add(
            LanesDrawing(
                sheet.picture,
                ink,
                sheet.imprint,
                credentials=sheet.credentials,
                numbers=False,
                highest=170,
            ),
            Legend(ink, sheet.imprint),
        )
    return sheets.render()


def _starts(sheet: DrillSheet) -> str:
    """What counts as compromised: firm by firm, equipment in the hospital marked."""
    words, name, drill = sheet.imprint.words, sheet.conclusions.index.name, sheet.drill
    comma = words("common.comma")
    if not drill.sources:
        return comma.join(map(name, drill.starts[:MOST_STARTS]))
    firms = []
    for source in drill.sources:
        if not source.assets:
            continue
        things = [
            f"{name(one)}({words('drill.inside')})" if one in source.inside else name(one)
            for one in source.assets[:MOST_STARTS]
        ]
        if len(source.assets) > MOST_STARTS:
            things.append(words("exposure.and_more", n=len(source.assets) - MOST_STARTS))
        word = f"({words('drill.subcontractor')})" if len(source.chain) > 1 else ""
        firms.append(f"{name(source.party)}{word} {comma.join(things)}")
    return "; ".join(firms)


def _cut_table(sheet: DrillSheet, sheets: Sheets) -> Grid:
    ink, words = sheets.ink, sheet.imprint.words
    ids = ("drill.done", "drill.order", "exposure.route", "drill.who", "drill.stops")
    rows: list[list[Content]] = [[ink.text(words(one), HEAD) for one in ids]]
    for number, cut in enumerate(sheet.drill.cuts[:MOST_CUTS], 1):
        rows.append(_cut_row(number, cut, sheet, sheets))
    if len(rows) == 1:
        rows.append([(), (), ink.text(words("drill.no_cuts"), CELL), (), ()])
    return Grid(rows, [share * sheets.paper.inner for share in _SHARES], heads=1)


def _cut_row(number: int, cut: CutLine, sheet: DrillSheet, sheets: Sheets) -> list[Content]:
    ink, words, name = sheets.ink, sheet.imprint.words, sheet.conclusions.index.name
    comma = words("common.comma")
    line = cut.connection
    purpose = words("drill.needed") if cut.needed else words("drill.safety")
    protects = comma.join(map(name, cut.protects))
    stops = comma.join(map(name, cut.stopping.services)) or words("drill.stops_unknown")
    hours = cut.stopping.tolerance_hours
    stopping: list[Flowable] = [ink.text(stops, CELL)]
    if hours is not None:
        stopping.append(ink.text(words("drill.tolerance", n=hours), SMALL))
    return [
        TickBox(),
        ink.text(str(number), CELL_BOLD),
        [
            ink.text(f"{name(line.from_)} → {name(line.to)}", CELL_BOLD),
            ink.text("・".join(one for one in (line.line, purpose, protects) if one), SMALL),
        ],
        ink.text(words(_BY[line.controlled_by]), CELL),
        stopping,
    ]


def _contact_table(sheet: DrillSheet, sheets: Sheets) -> Grid:
    ink, words, name = sheets.ink, sheet.imprint.words, sheet.conclusions.index.name
    rows: list[list[Content]] = []
    for one in sheet.drill.contacts[:MOST_CONTACTS]:
        hours = words("drill.day_and_night") if one.round_the_clock else one.hours or ""
        person = "　".join(part for part in (one.department, one.name) if part)
        rows.append(
            [
                ink.text(one.phone or words("drill.no_phone"), CELL_BOLD),
                [ink.text(name(one.party), CELL)],
                [ink.text(person, CELL), ink.text(hours, SMALL)],
            ]
        )
    if not rows:
        rows.append([ink.text(words("drill.no_contacts"), CELL_BOLD), (), ()])
    return Grid(rows, [share * sheets.paper.inner for share in _CONTACT_SHARES])


def _add_rights(sheet: DrillSheet, sheets: Sheets) -> None:
    ink, imprint, name = sheets.ink, sheet.imprint, sheet.conclusions.index.name
    words = imprint.words
    for one in sheet.drill.rights[:MOST_CONTACTS]:
        notice = imprint.term(one.notice)
        if one.notice_hours is not None:
            notice += f"（{words('drill.hours', n=one.notice_hours)}）"
        text = (
            f"{name(one.contract)}{words('common.colon')}{words('drill.right_cut')} "
            f"{imprint.term(one.cut_off)}・{words('drill.right_notice')} {notice}"
        )
        sheets.add(ink.text(text, SMALL))
