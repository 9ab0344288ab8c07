"""受容台帳: the accepted risks on paper, with a box in which management signs."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from vendormgr.reports.accepted_lines import AcceptedLine
from vendormgr.reports.grid import Content, Grid
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.look import (
    BLUE,
    CELL,
    CELL_BOLD,
    HEAD,
    LEAD,
    NOTE,
    RED,
    SEVERITY_TONES,
    SMALL,
)
from vendormgr.reports.page import A4_LANDSCAPE, Heading, Paper, Sheets
from vendormgr.reports.parts import Badge, Badges, Signer, callout, signature_boxes

_SHARES = (0.26, 0.12, 0.2, 0.17, 0.11, 0.14)


@dataclass(frozen=True, slots=True, kw_only=True)
class AcceptedDocument:
    """What stands on the paper."""

    imprint: Imprint
    heading: Heading
    lines: Sequence[AcceptedLine]


def build(lines: Sequence[AcceptedLine], today: date, imprint: Imprint) -> AcceptedDocument:
    """The register of these lines."""
    words = imprint.words
    ended = sum(one.state == "ended" for one in lines)
    return AcceptedDocument(
        imprint=imprint,
        heading=Heading(
            title=words("accepted.list_title"),
            subject=imprint.hospital,
            facts=(
                (words("report.as_of"), imprint.day(today)),
                (words("accepted.number"), words("risk.cases", n=len(lines))),
                (words("accepted.is_ended"), words("risk.cases", n=ended)),
            ),
        ),
        lines=lines,
    )


def render_pdf(document: AcceptedDocument, paper: Paper = A4_LANDSCAPE) -> bytes:
    """The PDF."""
    sheets = Sheets(paper, document.heading, document.imprint)
    words, ink = document.imprint.words, sheets.ink
    ended = sum(one.state == "ended" for one in document.lines)
    if not document.lines:
        text, colour = words("accepted.says_none"), BLUE
    elif ended:
        text, colour = words("accepted.says_ended", n=ended), RED
    else:
        text, colour = words("accepted.says_fine", n=len(document.lines)), BLUE
    sheets.add(callout([ink.text(text, LEAD)], paper.inner, colour=colour))
    if document.lines:
        sheets.space(6)
        sheets.add(_table(document.lines, sheets))
    sheets.space(4)
    sheets.add(ink.text(words("accepted.who_may"), NOTE))
    sheets.space(10)
    lines = tuple(words(f"report.sign_{one}") for one in ("role", "name", "date"))
    signer = Signer(words("accepted.signer"), document.imprint.hospital, lines)
    sheets.add(signature_boxes([signer], words("report.seal"), paper.inner, ink))
    return sheets.render()


def _table(lines: Sequence[AcceptedLine], sheets: Sheets) -> Grid:
    words, ink = sheets.imprint.words, sheets.ink
    ids = ("what", "vendor", "reason", "compensation", "approver", "until")
    rows: list[list[Content]] = [[ink.text(words(f"accepted.{one}"), HEAD) for one in ids]]
    rows += [_row(one, sheets) for one in lines]
    return Grid(rows, [share * sheets.paper.inner for share in _SHARES], heads=1)


def _row(one: AcceptedLine, sheets: Sheets) -> list[Content]:
    words, ink, imprint = sheets.imprint.words, sheets.ink, sheets.imprint
    severity = one.severity
    badges = [Badge(imprint.term(severity), SEVERITY_TONES[severity], 7)] if severity else []
    kind = words(f"accepted.kind_{one.kind}")
    remains = words("accepted.remains", score=one.score) if one.score else ""
    state = words(f"accepted.ended_{one.ended}") if one.ended else words(f"accepted.is_{one.state}")
    return [
        [
            *([Badges(badges, ink)] if badges else []),
            ink.text(one.title, CELL_BOLD),
            ink.text(" ".join(filter(None, (kind, one.detail, remains))), SMALL),
        ],
        ink.text(one.vendor or "－", CELL),
        ink.text(one.reason or "－", CELL),
        ink.text(one.compensation or "－", CELL),
        [ink.text(one.approver or "－", CELL), ink.text(imprint.day(one.on), SMALL)],
        [ink.text(imprint.day(one.until), CELL_BOLD), ink.text(state, SMALL)],
    ]
