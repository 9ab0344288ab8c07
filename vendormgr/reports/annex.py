"""責任分界表: the agreed matrix as an annex to a contract, made from the snapshot alone."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from reportlab.lib.units import mm
from reportlab.platypus import CondPageBreak, Flowable

from vendormgr.domain.snapshot import AgreedMatrix, FrozenCell, FrozenColumn
from vendormgr.domain.vocabulary import Holder
from vendormgr.reports.grid import Content, Grid
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.look import BODY, CELL_BOLD, HEAD, HOLDER_TONES, LABEL, NOTE, SMALL, Style
from vendormgr.reports.page import A4_LANDSCAPE, Heading, Paper, Sheets
from vendormgr.reports.parts import Badge, Badges, Signer, signature_boxes

_BAND = Style(7.5, 10, bold=True, colour=SMALL.colour)
_MOST_COLUMNS = 4
_FIRST = 0.3
"""Share of the width that the rows' names take."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Annex:
    """An annex ready to be set: the matrix, and which version of it this is."""

    matrix: AgreedMatrix
    imprint: Imprint
    version: int | None = None
    """None: a draft that nobody has agreed to yet."""
    agreed_on: date | None = None
    digest: str = ""


def render_pdf(annex: Annex, paper: Paper = A4_LANDSCAPE) -> bytes:
    """The PDF; the same snapshot gives the same bytes whenever it is printed."""
    imprint = replace(annex.imprint, hospital=annex.matrix.hospital, confidential=False)
    words = imprint.words
    heading = Heading(
        title=words("report.annex.title"), subject=annex.matrix.title, facts=_facts(annex, imprint)
    )
    sheets = Sheets(paper, heading, imprint)
    if annex.digest:
        # A line of its own: in a cell of the grid it would break in two.
        said = f"{words('report.annex.digest')}　{annex.digest}"
        sheets.add(sheets.ink.text(said, LABEL))
        sheets.space(4)
    sheets.add(sheets.ink.text(words("report.annex.lead"), BODY))
    if any(any(one.mode) for one in annex.matrix.cells):
        # A version that says nothing of emergencies must not say on paper that it did.
        sheets.add(sheets.ink.text(words("report.annex.lead_modes"), BODY))
    sheets.space(6)
    columns = annex.matrix.columns
    for start in range(0, len(columns), _MOST_COLUMNS):
        if start:
            sheets.space(8)
        sheets.add(_table(annex.matrix, columns[start : start + _MOST_COLUMNS], sheets))
    sheets.add(CondPageBreak(50 * mm))
    sheets.heading_line(words("report.signatures"))
    sheets.add(sheets.ink.text(words("report.annex.signatures_note"), NOTE))
    sheets.space(4)
    signers = _signers(annex.matrix, imprint)
    sheets.add(signature_boxes(signers, words("report.seal"), paper.inner, sheets.ink))
    return sheets.render()


def _facts(annex: Annex, imprint: Imprint) -> tuple[tuple[str, str], ...]:
    words, matrix = imprint.words, annex.matrix
    version = (
        words("report.annex.draft")
        if annex.version is None
        else words("report.annex.version_value", n=annex.version)
    )
    return (
        (words("report.annex.first_party"), matrix.hospital),
        (words("report.annex.second_party"), matrix.party),
        (words("report.annex.version"), version),
        (words("report.annex.agreed_on"), imprint.day(annex.agreed_on)),
        (words("report.edition"), words("report.edition_value", edition=matrix.edition)),
        (words("report.matrix.services"), "\n".join(one.title for one in matrix.columns)),
    )


def _table(matrix: AgreedMatrix, columns: Sequence[FrozenColumn], sheets: Sheets) -> Grid:
    ink, words, language = sheets.ink, sheets.imprint.words, sheets.imprint.language
    cells = matrix.by_key()
    head: list[Content] = [ink.text(words("report.matrix.item"), HEAD)]
    head += [
        [
            ink.text(one.title, HEAD),
            ink.text(f"{one.vendor}　{sheets.imprint.term(one.column)}", LABEL),
        ]
        for one in columns
    ]
    rows: list[list[Content]] = [head]
    bands = []
    number = 0
    for title, group in groupby(matrix.rows, lambda row: row.group.of(language)):
        bands.append(len(rows))
        rows.append([ink.text(title, _BAND)])
        for row in group:
            number += 1
            name = ink.text(f"{number}　{row.title.of(language)}", CELL_BOLD)
            line: list[Content] = [name]
            line += [_cell(cells.get((one.service, row.item)), matrix, sheets) for one in columns]
            rows.append(line)
    inner = sheets.paper.inner
    each = inner * (1 - _FIRST) / len(columns)
    return Grid(rows, [inner * _FIRST, *[each] * len(columns)], heads=1, bands=bands)


def _head(column: FrozenColumn, sheets: Sheets) -> list[Flowable]:
    below = f"{column.vendor}　{sheets.imprint.term(column.column)}"
    return [sheets.ink.text(column.title, HEAD), sheets.ink.text(below, LABEL)]


def _cell(cell: FrozenCell | None, matrix: AgreedMatrix, sheets: Sheets) -> list[Flowable]:
    if cell is None:
        return []
    who = Badge(sheets.imprint.term(cell.effective), HOLDER_TONES[cell.effective], 8)
    made: list[Flowable] = [Badges([who], sheets.ink)]
    ground = ground_of(cell, matrix, sheets.imprint)
    if ground:
        made.append(sheets.ink.text(ground, SMALL))
    made += [sheets.ink.text(one, SMALL) for one in modes_said(cell, sheets.imprint)]
    return made


def modes_said(cell: FrozenCell, imprint: Imprint) -> tuple[str, ...]:
    """通常時・非常時: who does which part, and who has it in an emergency; empty: nothing is said.

    Normal times are named only beside an emergency: a row without one is the same in both.
    """
    words, said = imprint.words, []
    if any(cell.mode):
        normal, then = imprint.term(cell.effective), imprint.term(cell.emergency or cell.effective)
        said.append(words("report.annex.normal", who=_with_parts(normal, cell.parts)))
        said.append(words("report.annex.emergency", who=_with_parts(then, cell.emergency_parts)))
    elif cell.parts:
        said.append(words("report.matrix.line_parts", parts=cell.parts))
    return tuple(said)


def _with_parts(who: str, parts: str | None) -> str:
    return f"{who} ({parts})" if parts else who


def ground_of(cell: FrozenCell, matrix: AgreedMatrix, imprint: Imprint) -> str:
    """Article, clause and decider of a cell; that nothing is written, where that is so."""
    words = imprint.words
    if cell.effective is Holder.NOT_APPLICABLE:
        return ""
    parts = []
    if cell.written is None:
        parts.append(words("report.annex.unwritten") if cell.proposed is not cell.effective else "")
    else:
        clause = matrix.clauses.get(cell.clause or "")
        parts.append(cell.article or "")
        parts.append(clause.of(imprint.language) if clause is not None else "")
        parts.append(matrix.names.get(cell.contract or "", ""))
    if cell.lacks_decider:
        parts.append(words("report.annex.no_decider"))
    elif cell.decider:
        who = matrix.names.get(cell.decider, cell.decider)
        parts.append(words("report.matrix.line_decider", who=who))
    return words("report.matrix.separator").join(filter(None, parts))


def _signers(matrix: AgreedMatrix, imprint: Imprint) -> tuple[Signer, ...]:
    words = imprint.words
    lines = tuple(words(f"report.sign_{one}") for one in ("role", "name", "date"))
    return (
        Signer(words("report.annex.first_party"), matrix.hospital, lines),
        Signer(words("report.annex.second_party"), matrix.party, lines),
    )
