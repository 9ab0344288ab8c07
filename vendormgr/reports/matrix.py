"""責任分界マトリクス: the paper and the workbook of a service, or of a system over its services."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.deemed import DeemedCompliance
from vendormgr.domain.index import Index
from vendormgr.domain.matrix import Matrix
from vendormgr.domain.matrix_cell import UNASSIGNED, UNWRITTEN, Cell
from vendormgr.domain.matrix_system import SystemView, system_view
from vendormgr.domain.vocabulary import Holder, edition_on
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.look import Tone
from vendormgr.reports.matrix_deemed import deemed_of, deemed_sheet, deemed_verdict
from vendormgr.reports.matrix_flat import flat_sheet
from vendormgr.reports.matrix_view import (
    LayerView,
    Mark,
    MatrixDocument,
    RowView,
    Summary,
)
from vendormgr.reports.matrix_words import MARK_TONES, Teller, layers_in_order
from vendormgr.reports.page import Heading
from vendormgr.reports.parts import Signer
from vendormgr.reports.sources import Notes


@dataclass(frozen=True, slots=True, kw_only=True)
class MatrixValues:
    """What a matrix paper is made from."""

    index: Index
    matrix: Matrix
    catalogue: Catalogue
    """With the hospital's own rows."""
    deemed: DeemedCompliance
    imprint: Imprint

    @classmethod
    def of(cls, conclusions: Conclusions, imprint: Imprint) -> "MatrixValues":
        """The part of the conclusions that a matrix paper needs."""
        return cls(
            index=conclusions.index,
            matrix=conclusions.matrix,
            catalogue=conclusions.catalogue,
            deemed=conclusions.deemed,
            imprint=imprint,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """Which part of the matrix a paper shows."""

    services: tuple[str, ...]
    items: Collection[str] | None
    view: SystemView | None = None

    def cells(self, matrix: Matrix) -> list[Cell]:
        """The cells of its services and rows."""
        return [
            cell
            for service in self.services
            for cell in matrix.rows[service]
            if self.items is None or cell.item in self.items
        ]


def build_for_service(
    values: MatrixValues,
    service: str,
    *,
    signed: bool = True,
    items: Collection[str] | None = None,
) -> MatrixDocument:
    """The matrix of one service; `items` keeps only these rows (a preset, the problems).

    Raises:
        KeyError: The service has no column, or there is no such service.
    """
    found = values.index.services[service]
    teller = Teller(values.index, values.catalogue, values.imprint)
    column = teller.column(service, values.matrix.columns[service])
    words = values.imprint.words
    scope = _Scope(services=(service,), items=items)
    facts = (
        (words("report.vendor"), column.vendor),
        (words("report.matrix.model"), column.model),
        (words("report.matrix.contracts"), column.contract),
        *_common_facts(values, scope),
    )
    system = values.index.systems.get(found.system or "")
    subject = column.title if system is None else f"{column.title}({system.name or system.id})"
    heading = Heading(title=words("report.matrix.title"), subject=subject, facts=facts)
    return _document(values, heading, scope, signed=signed)


def build_for_system(
    values: MatrixValues,
    system: str,
    *,
    signed: bool = True,
    items: Collection[str] | None = None,
) -> MatrixDocument:
    """The matrix of a system, a column for each service; `items` keeps only these rows.

    Raises:
        KeyError: There is no such system.
    """
    found = values.index.systems[system]
    view = system_view(system, values.index, values.matrix)
    words, name = values.imprint.words, values.index.name
    scope = _Scope(services=view.services, items=items, view=view)
    vendors = dict.fromkeys(values.index.services[one].vendor for one in view.services)
    lead = name(found.lead) if found.lead else words("report.matrix.no_lead")
    facts = (
        (words("report.vendors"), "\n".join(map(name, vendors))),
        (words("report.matrix.services"), "\n".join(map(name, view.services))),
        *([(words("report.matrix.lead"), lead)] if len(vendors) > 1 else []),
        *_common_facts(values, scope),
    )
    heading = Heading(
        title=words("report.matrix.title"), subject=found.name or found.id, facts=facts
    )
    return _document(values, heading, scope, signed=signed)


def _common_facts(values: MatrixValues, scope: _Scope) -> tuple[tuple[str, str], ...]:
    words, portfolio = values.imprint.words, values.index.portfolio
    edition = portfolio.edition or edition_on(portfolio.as_of)
    cells = scope.cells(values.matrix)
    items = {cell.item for cell in cells}
    arising = {cell.item for cell in cells if cell.effective is not Holder.NOT_APPLICABLE}
    rows = words("report.matrix.rows_value", n=len(items), idle=len(items - arising))
    return (
        (words("report.as_of"), values.imprint.day(portfolio.as_of)),
        (words("report.edition"), words("report.edition_value", edition=edition)),
        (words("report.matrix.rows"), rows),
    )


def _document(
    values: MatrixValues, heading: Heading, scope: _Scope, *, signed: bool
) -> MatrixDocument:
    teller = Teller(values.index, values.catalogue, values.imprint)
    columns = tuple(teller.column(one, values.matrix.columns[one]) for one in scope.services)
    notes = Notes(values.catalogue, values.imprint.language)
    layers = _layers(values, teller, scope, notes=notes)
    deemed = deemed_of(values.deemed, scope.services, values.index)
    return MatrixDocument(
        imprint=values.imprint,
        heading=heading,
        summary=_summary(values, scope),
        columns=columns,
        layers=layers,
        notes=notes.all,
        signers=_signers(values.imprint, [one.vendor for one in columns]) if signed else (),
        flat=flat_sheet(values.matrix, scope.services, layers, teller),
        deemed=deemed_sheet(deemed, teller),
        deemed_verdict=deemed_verdict(deemed, values.imprint),
    )


def _layers(
    values: MatrixValues, teller: Teller, scope: _Scope, *, notes: Notes
) -> tuple[LayerView, ...]:
    language = values.imprint.language
    overall = {row.item: teller.overall(row) for row in scope.view.rows} if scope.view else {}
    made: list[LayerView] = []
    number = 0
    for title, members in layers_in_order(values.catalogue, language):
        rows: list[RowView] = []
        for item in values.catalogue.items.values():
            if item.layer not in members or (
                scope.items is not None and item.id not in scope.items
            ):
                continue
            number += 1
            rows.append(
                RowView(
                    number=number,
                    item=item.id,
                    title=item.title.of(language),
                    help=item.help.of(language) if item.help else "",
                    origin=_origin(values, own=item.own, changed=bool(item.changed)),
                    notes=notes.numbers(item.cites),
                    cells=tuple(
                        teller.cell(values.matrix.cells[s, item.id]) for s in scope.services
                    ),
                    overall=overall.get(item.id),
                )
            )
        if rows:
            made.append(LayerView(title, tuple(rows)))
    return tuple(made)


def _origin(values: MatrixValues, *, own: bool, changed: bool) -> str:
    if own:
        return values.imprint.words("report.matrix.own_row")
    return values.imprint.words("report.matrix.changed_row") if changed else ""


def _summary(values: MatrixValues, scope: _Scope) -> Summary:
    words = values.imprint.words
    cells = scope.cells(values.matrix)
    lead_missing = scope.view is not None and scope.view.lead_missing
    counts = Counter(rule for cell in cells for rule in cell.problems)
    lacking = counts[UNWRITTEN] + counts[UNASSIGNED]
    # Rows, as the filters of the screen count them: a row of two services is one row.
    rows = Counter(
        rule for _, rule in {(cell.item, one) for cell in cells for one in cell.problems}
    )
    marks = [
        Mark(
            words(
                "report.matrix.mark_rows", mark=words(f"report.matrix.mark.{rule}"), n=rows[rule]
            ),
            tone,
        )
        for rule, tone in MARK_TONES.items()
        if rows[rule]
    ]
    if lead_missing:
        marks.append(Mark(words("report.matrix.mark.interface-lead-missing"), Tone.WARNING))
    vendors = {values.index.services[one].vendor for one in scope.services}
    lead = words("report.matrix.involved", n=len(vendors)) if len(vendors) > 1 else ""
    if lacking:
        alarm = words("report.matrix.lacking_few" if lacking < 10 else "report.matrix.lacking",
                      n=lacking)  # fmt: skip
        rest = words("report.matrix.until_written")
    else:
        alarm = ""
        also = words("report.matrix.also") if marks else ""
        rest = values.imprint.sentences(words("report.matrix.all_written"), also)
    leads = words("report.matrix.lead_missing") if lead_missing else ""
    return Summary(
        lead=lead, alarm=alarm, rest=values.imprint.sentences(rest, leads), marks=tuple(marks)
    )


def _signers(imprint: Imprint, vendors: Sequence[str]) -> tuple[Signer, ...]:
    words = imprint.words
    lines = tuple(words(f"report.sign_{one}") for one in ("role", "name", "date"))
    hospital = Signer(words("report.signer_hospital"), imprint.hospital, lines)
    return (
        hospital,
        *(Signer(words("report.signer_vendor"), one, lines) for one in dict.fromkeys(vendors)),
    )
