"""One cell of the matrix in words: who has it, what is wrong, and what that rests on."""

from dataclasses import dataclass
from itertools import groupby

from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.index import Index
from vendormgr.domain.matrix_cell import DISPUTED, NO_DECIDER, UNASSIGNED, UNWRITTEN, Cell
from vendormgr.domain.matrix_mode import modes_of
from vendormgr.domain.matrix_system import RowProblem, SystemRow
from vendormgr.domain.portfolio import Contract
from vendormgr.domain.vocabulary import Column, Holder
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.look import Tone
from vendormgr.reports.matrix_view import CellView, ColumnView, Mark, OverallView

MARK_TONES = {
    UNASSIGNED: Tone.ALARM,
    UNWRITTEN: Tone.ALARM,
    DISPUTED: Tone.ALARM,
    NO_DECIDER: Tone.WARNING,
}
"""The problems that a cell can have, worst first."""
_ROW_TONES = {
    RowProblem.NOBODY: Tone.ALARM,
    RowProblem.SEVERAL: Tone.WARNING,
    RowProblem.UNWRITTEN: Tone.ALARM,
    RowProblem.DISPUTED: Tone.ALARM,
    RowProblem.SHARED_WITHOUT_DECIDER: Tone.WARNING,
}
NONE = "－"


@dataclass(frozen=True, slots=True)
class Teller:
    """Says what cells, columns and rows of a system mean, in the language of the paper."""

    index: Index
    catalogue: Catalogue
    imprint: Imprint

    def cell(self, cell: Cell) -> CellView:
        """The four answers of a cell."""
        return CellView(
            holder=cell.effective,
            who=self.imprint.term(cell.effective),
            marks=tuple(
                Mark(self.imprint.words(f"report.matrix.mark.{rule}"), MARK_TONES[rule])
                for rule in cell.problems
            ),
            proposed=self.imprint.term(cell.proposed),
            written=self.ground(cell),
            stated=self._stated(cell),
            why=self._why(cell),
            people=self._people(cell),
            small=self._small(cell),
        )

    def column(self, service: str, column: Column) -> ColumnView:
        """The head of a service's column; an outsourced service says whether it is connected."""
        found = self.index.services[service]
        return ColumnView(
            service=service,
            title=self.index.name(service),
            vendor=self.index.name(found.vendor),
            model=self.imprint.term(column),
            contract=self.contracts(service),
        )

    def contracts(self, service: str) -> str:
        """The contracts in force that cover a service, with their time."""
        covering = self.index.contracts_covering.get(service, ())
        if not covering:
            return self.imprint.words("report.matrix.no_contract")
        return "\n".join(self._contract(one) for one in covering)

    def overall(self, row: SystemRow) -> OverallView:
        """What the row comes to over all services of a system."""
        if not row.arises:
            return OverallView(doers=self.imprint.term(Holder.NOT_APPLICABLE), marks=())
        return OverallView(
            doers="\n".join(map(self.index.name, row.doers))
            or self.imprint.words("report.matrix.no_doer"),
            marks=tuple(
                Mark(self.imprint.words(f"report.matrix.row.{problem}"), _ROW_TONES[problem])
                for problem in _ROW_TONES
                if problem in row.problems
            ),
        )

    def ground(self, cell: Cell) -> str:
        """Article and clause that a cell rests on."""
        if cell.written is None:
            unwritten = cell.effective is not Holder.NOT_APPLICABLE and cell.problems
            return self.imprint.words("report.matrix.not_written") if unwritten else NONE
        clause = self.catalogue.clauses.get(cell.clause or "")
        title = clause.title.of(self.imprint.language) if clause else ""
        if cell.article and title:
            return self.imprint.words(
                "report.matrix.clause_quoted", article=cell.article, clause=title
            )
        return cell.article or title or self.index.name(cell.contract or "")

    def _contract(self, contract: Contract) -> str:
        name = self.index.name(contract.id)
        period = self.imprint.period(contract.starts_on, contract.ends_on)
        return name if period == NONE else f"{name} {period}"

    def _stated(self, cell: Cell) -> str:
        if cell.stated is None:
            return NONE
        day = cell.statement.on if cell.statement else None
        who = self.imprint.term(cell.stated)
        return f"{who} ({self.imprint.day(day)})" if day else who

    def _why(self, cell: Cell) -> str:
        return self.imprint.words(
            f"report.matrix.because.{cell.because}", lower=self.index.name(cell.lower or "")
        )

    def _people(self, cell: Cell) -> tuple[str, ...]:
        lines = []
        if cell.decider:
            who = self.index.name(cell.decider)
            lines.append(self.imprint.words("report.matrix.line_decider", who=who))
        if cell.performer and cell.effective is not Holder.NOT_APPLICABLE:
            who = self.index.name(cell.performer)
            lines.append(self.imprint.words("report.matrix.line_performer", who=who))
        modes = modes_of(cell, self.index)
        if modes.parts:
            lines.append(self.imprint.words("report.matrix.line_parts", parts=modes.parts))
        if modes.differs:
            who = self.emergency(cell)
            lines.append(self.imprint.words("report.matrix.line_emergency", who=who))
        return tuple(lines)

    def emergency(self, cell: Cell) -> str:
        """Who has the row in an emergency, and who does which part then; empty: as normally."""
        modes = modes_of(cell, self.index)
        if not modes.differs:
            return ""
        who = self.imprint.term(modes.emergency)
        return f"{who} ({modes.emergency_parts})" if modes.emergency_parts else who

    def _small(self, cell: Cell) -> str:
        words = self.imprint.words
        if cell.effective is Holder.NOT_APPLICABLE and cell.stated is None:
            return self._why(cell)
        parts = [words("report.matrix.line_proposed", who=self.imprint.term(cell.proposed))]
        if cell.written is not None or cell.problems:
            parts.append(words("report.matrix.line_written", ground=self.ground(cell)))
        elif cell.stated is None:
            parts = [words("report.matrix.as_proposed")]
        if cell.stated is not None:
            parts.append(words("report.matrix.line_stated", who=self._stated(cell)))
        return self._joined([*parts, *self._people(cell)])

    def _joined(self, parts: list[str]) -> str:
        return self.imprint.words("report.matrix.separator").join(parts)


def layers_in_order(catalogue: Catalogue, language: str) -> list[tuple[str, tuple[str, ...]]]:
    """Headings of the matrix with the layers under each; layers of no group come last."""
    groups = [(one.title.of(language), one.members) for one in catalogue.layer_groups]
    grouped = {layer for _, members in groups for layer in members}
    loose = [one.layer for one in catalogue.items.values() if one.layer not in grouped]
    for layer, _ in groupby(dict.fromkeys(loose)):
        text = catalogue.layers.get(layer)
        groups.append((text.of(language) if text else layer, (layer,)))
    return groups
