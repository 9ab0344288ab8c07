"""The answer of `vendormgr matrix` for people and for spreadsheets."""

import csv
import io
from collections.abc import Iterator

import click

from vendormgr.cli.check_text import gap_lines, heading, paragraphs
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.matrix import Cell
from vendormgr.domain.vocabulary import Holder
from vendormgr.exchange.portfolio_answer import matrix_findings
from vendormgr.i18n import label, language, t

FORMULA_STARTS = frozenset("=+-@\t\r＝＋－＠")
"""A spreadsheet would run a cell that begins with one of these."""

_CODES = (
    "column",
    "proposed",
    "written",
    "stated",
    "effective",
    "performer",
    "clause",
    "article",
    "decider",
)
"""Fields of a cell that stand in the table as they are."""


def matrix_text(conclusions: Conclusions) -> str:
    """Every service with its rows, then what is wrong, then deemed compliance."""
    return paragraphs(
        *(_service(id_, conclusions) for id_ in conclusions.matrix.columns),
        _deemed(conclusions),
        gap_lines(matrix_findings(conclusions), conclusions),
    )


def matrix_csv(conclusions: Conclusions) -> str:
    """One line a cell, ids and names; for a spreadsheet."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    keys = ("service", "service_name", "item", "item_title", *_CODES, "contract", "reason")
    writer.writerow(keys)
    for cell in conclusions.matrix.every_cell():
        writer.writerow(map(_safe, _record(cell, conclusions)))
    return out.getvalue()


def _record(cell: Cell, conclusions: Conclusions) -> tuple[str | None, ...]:
    return (
        cell.service,
        conclusions.index.name(cell.service),
        cell.item,
        conclusions.catalogue.items[cell.item].title.of(language()),
        *(getattr(cell, name) for name in _CODES),
        cell.contract,
        cell.because,
    )


def _safe(value: str | None) -> str:
    text = value or ""
    return f"'{text}" if text[:1] in FORMULA_STARTS else text


def _service(id_: str, conclusions: Conclusions) -> Iterator[str]:
    index, matrix = conclusions.index, conclusions.matrix
    service = index.services[id_]
    column = label(matrix.columns[id_])
    head = f"{index.name(id_)} ({id_})  {index.name(service.vendor)}  {column}"
    yield click.style(head, bold=True, underline=True)
    layer = ""
    for cell in matrix.of_service(id_):
        item = conclusions.catalogue.items[cell.item]
        if item.layer != layer:
            layer = item.layer
            yield f"  {conclusions.catalogue.layers[layer].of(language())}"
        row = f"{_mark(cell)} {item.title.of(language())}: {label(cell.effective)}"
        yield f"    {row}  {_why(cell, conclusions)}"


def _mark(cell: Cell) -> str:
    if cell.effective is Holder.NOT_APPLICABLE:
        return "－"
    return "×" if cell.problems else "○"


def _why(cell: Cell, conclusions: Conclusions) -> str:
    clause = conclusions.catalogue.clauses.get(cell.clause or "")
    name = conclusions.index.name
    notes = (
        t(f"cli.reason_{cell.because}"),
        clause and clause.title.of(language()),
        cell.article,
        cell.stated and t("cli.stated", holder=label(cell.stated)),
        cell.performer and t("cli.performer", name=name(cell.performer)),
    )
    return f"({t('common.comma').join(note for note in notes if note)})"


def _deemed(conclusions: Conclusions) -> Iterator[str]:
    deemed = conclusions.deemed
    yield heading("cli.deemed_met" if deemed.met else "cli.deemed_unmet")
    for server in deemed.servers:
        name = conclusions.index.name(server.asset or server.service or "")
        party = conclusions.index.name(server.maintained_by) if server.maintained_by else "？"
        yield f"  {'○' if server.met else '×'} {name}  {party}"
