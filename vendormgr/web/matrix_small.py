"""What stands small in a cell: the ground, else the proposal, then what the vendor said."""

from collections.abc import Collection

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.matrix_cell import ALWAYS_HOSPITAL, Cell, CellReason
from vendormgr.domain.matrix_mode import modes_of
from vendormgr.domain.portfolio import Contract
from vendormgr.domain.vocabulary import ClauseStatus, Holder
from vendormgr.i18n import label, language, t

Contracts = Collection[Contract]
"""Those in force that cover the cell's service."""


def small_line(cell: Cell, contracts: Contracts, conclusions: Conclusions) -> str:
    """What stands small under the holder: the ground, else the proposal, then the statement."""
    name = conclusions.index.name
    if cell.because is CellReason.NOT_APPLICABLE_BY_STACK and cell.written is None:
        return t("matrix.small_stack", lower=name(cell.lower or ""))
    if cell.item in ALWAYS_HOSPITAL:
        return t("matrix.small_always")
    if cell.effective is Holder.NOT_APPLICABLE and cell.stated is None:
        return ""
    parts = [_ground(cell, contracts, conclusions)]
    if cell.decider:
        parts.append(t("matrix.small_decider", who=name(cell.decider)))
    modes = modes_of(cell, conclusions.index)
    if modes.differs:
        parts.append(t("matrix.small_emergency", who=label(modes.emergency)))
    if cell.performer and cell.effective is not Holder.NOT_APPLICABLE:
        parts.append(t("matrix.small_performer", who=name(cell.performer)))
    if cell.stated is not None:
        same = cell.stated is (cell.written or cell.proposed)
        parts.append(
            t("matrix.small_stated_same") if same
            else t("matrix.small_stated", who=label(cell.stated))
        )  # fmt: skip
    return t("matrix.small_between").join(parts)


def _ground(cell: Cell, contracts: Contracts, conclusions: Conclusions) -> str:
    if cell.written is not None:
        return t("matrix.small_written", ground=ground_words(cell, conclusions))
    if not cell.problems and cell.proposed is Holder.HOSPITAL:
        return t("matrix.small_as_proposed")
    weak = weak_clause(cell.item, contracts, conclusions.catalogue)
    if weak is None:
        return t("matrix.small_proposed", who=label(cell.proposed))
    _, article, status = weak
    return t(
        "matrix.small_weak", who=label(cell.proposed), article=article or "", status=label(status)
    )


def ground_words(cell: Cell, conclusions: Conclusions) -> str:
    """Article, else clause, else contract that a written cell rests on."""
    clause = conclusions.catalogue.clauses.get(cell.clause or "")
    if cell.article:
        return cell.article
    return clause.title.of(language()) if clause else conclusions.index.name(cell.contract or "")


def weak_clause(
    item: str, contracts: Contracts, catalogue: Catalogue
) -> tuple[str, str | None, ClauseStatus] | None:
    """A clause that would settle the row and is there, but inadequate or still negotiated."""
    for contract in contracts:
        for clause in catalogue.items[item].settled_by:
            state = contract.clauses.get(clause)
            if state and state.status in {ClauseStatus.INADEQUATE, ClauseStatus.NEGOTIATING}:
                return clause, state.article, state.status
    return None
