"""One cell of the matrix opened: who has it and why, on what ground, what it leaves open."""

from collections.abc import Iterator
from dataclasses import dataclass

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.catalogue import ClauseTopic, ResponsibilityItem
from vendormgr.domain.gaps import Finding
from vendormgr.domain.guideline import Citation, EditionFit, cite, place_in
from vendormgr.domain.matrix_cell import ALWAYS_HOSPITAL, Cell
from vendormgr.domain.matrix_mode import Modes, modes_of
from vendormgr.domain.portfolio import ClauseState, Contract, ItemDefault, Override
from vendormgr.domain.vocabulary import ClauseStatus, Edition, Holder
from vendormgr.web.matrix_address import Address
from vendormgr.web.matrix_grid import Grid, Head
from vendormgr.web.matrix_history import CellEvent, cell_history
from vendormgr.web.matrix_offer import Offer, offers_for
from vendormgr.web.matrix_path import OpenLine, lines_left_open
from vendormgr.web.sight import sees_attack_map, visible


@dataclass(frozen=True, slots=True, kw_only=True)
class CitedPlace:
    """A citation, and where the edition that is shown has it."""

    citation: Citation
    fit: EditionFit
    elsewhere: tuple[Citation, ...]
    """Its place in that edition, where it moved."""


@dataclass(frozen=True, slots=True)
class ClauseSeen:
    """How a clause that could settle the row stands in a contract in force."""

    contract: Contract
    clause: ClauseTopic
    state: ClauseState | None
    """None: nobody has looked for it."""

    @property
    def status(self) -> ClauseStatus:
        """Unknown when nobody has looked for it."""
        return self.state.status if self.state else ClauseStatus.UNKNOWN


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """Everything the panel beside the table says."""

    cell: Cell
    item: ResponsibilityItem
    head: Head
    contract: Contract | None
    """What `written` rests on."""
    clause: ClauseTopic | None
    override: Override | None
    change: ItemDefault | None
    """The hospital's own default for this row and column."""
    clauses: tuple[ClauseSeen, ...]
    """Empty when something is written."""
    citations: tuple[CitedPlace, ...]
    findings: tuple[Finding, ...]
    lines: tuple[OpenLine, ...]
    offers: tuple[Offer, ...]
    history: tuple[CellEvent, ...]
    always_hospital: bool
    """The row takes no override."""
    modes: Modes
    """通常時・非常時."""

    @property
    def says_nobody(self) -> bool:
        """A settling clause is there, but a row without a model answer still needs a name."""
        if self.cell.proposed is not Holder.TO_SETTLE:
            return False
        return any(one.status is ClauseStatus.PRESENT for one in self.clauses)

    @property
    def arises(self) -> bool:
        """Whether the row is applicable to the service."""
        return self.cell.effective is not Holder.NOT_APPLICABLE


def open_cell(conclusions: Conclusions, grid: Grid, address: Address) -> Panel | None:
    """The cell that the address names; None when it names none of this table."""
    head = next((one for one in grid.heads if one.service.id == address.service), None)
    item = conclusions.catalogue.items.get(address.item or "")
    if head is None or item is None:
        return None
    cell = conclusions.matrix.cells[head.service.id, item.id]
    contract = conclusions.index.contracts.get(cell.contract or "")
    subject = f"{cell.service}/{cell.item}"
    arises = cell.effective is not Holder.NOT_APPLICABLE
    return Panel(
        cell=cell,
        item=item,
        head=head,
        contract=contract,
        clause=conclusions.catalogue.clauses.get(cell.clause or ""),
        override=find_override(contract, cell.service, cell.item),
        change=find_change(conclusions, cell),
        clauses=() if contract else tuple(_clauses(conclusions, head, item)),
        citations=cited_places(conclusions, item.cites, address.edition),
        findings=visible(conclusions.about(subject), conclusions),
        lines=(
            lines_left_open(conclusions, head.service, item) if sees_attack_map() and arises else ()
        ),
        offers=offers_for(conclusions, (cell.service, cell.item)),
        history=cell_history(conclusions, cell.service, item),
        always_hospital=item.id in ALWAYS_HOSPITAL,
        modes=modes_of(cell, conclusions.index),
    )


def find_override(contract: Contract | None, service: str, item: str) -> Override | None:
    """What the contract itself says about a cell."""
    return next(
        (
            one
            for one in (contract.overrides if contract else ())
            if one.service == service and one.item == item
        ),
        None,
    )


def find_change(conclusions: Conclusions, cell: Cell) -> ItemDefault | None:
    """The hospital's own default behind a cell; of several the last holds."""
    changes = conclusions.portfolio.item_defaults
    mine = (one for one in reversed(changes) if one.item == cell.item)
    return next((one for one in mine if one.column is cell.column), None)


def cited_places(
    conclusions: Conclusions, citations: tuple[str, ...], edition: Edition
) -> tuple[CitedPlace, ...]:
    """The citations with their place in an edition of the guideline."""
    catalogue = conclusions.catalogue
    places = ((one, place_in(catalogue, one, edition)) for one in citations)
    return tuple(
        CitedPlace(
            citation=cite(catalogue, one),
            fit=place.fit,
            elsewhere=(
                tuple(cite(catalogue, other) for other in place.ids)
                if place.fit is EditionFit.MOVED
                else ()
            ),
        )
        for one, place in places
    )


def _clauses(
    conclusions: Conclusions, head: Head, item: ResponsibilityItem
) -> Iterator[ClauseSeen]:
    for contract in head.contracts:
        for clause in item.settled_by:
            topic = conclusions.catalogue.clauses[clause]
            state = contract.clauses.get(clause)
            # Of the documents of a bundle only those speak that mention the clause.
            if state is not None or conclusions.index.bundles[contract.id].seat == contract.id:
                yield ClauseSeen(contract, topic, state)
