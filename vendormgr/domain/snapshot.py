"""合意した責任分界: the matrix of a contract's services as it was agreed, and what differs since.

A snapshot holds every word that its paper shows, so that an old version can always be printed as
it was, whatever becomes of records and catalogue.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from hashlib import blake2b
from typing import Any

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.index import Index
from vendormgr.domain.matrix_cell import Cell, CellReason
from vendormgr.domain.matrix_mode import modes_of
from vendormgr.domain.plain import parts_reader, parts_to_plain
from vendormgr.domain.portfolio import Contract
from vendormgr.domain.text import NO_TEXT, Text
from vendormgr.domain.vocabulary import Column, Edition, Holder


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenCell:
    """One cell with its four answers and its ground, as they were."""

    service: str
    item: str
    proposed: Holder
    written: Holder | None = None
    stated: Holder | None = None
    effective: Holder
    contract: str | None = None
    """What the ground is in, where it is another contract than the snapshot's."""
    clause: str | None = None
    article: str | None = None
    decider: str | None = None
    because: CellReason
    parts: str | None = None
    """Who does which part, in the words of the contract."""
    emergency: Holder | None = None
    """Who has it in an emergency; None: as normally, or the version is older than the question."""
    emergency_parts: str | None = None

    @property
    def agreed(self) -> tuple[object, ...]:
        """What a later change of is a difference: who has it in both modes, and on which ground."""
        return self.effective, self.written, *self.ground, self.decider, self.parts, *self.mode

    @property
    def ground(self) -> tuple[str | None, str | None]:
        """Clause and article that it rests on."""
        return self.clause, self.article

    @property
    def mode(self) -> tuple[Holder | None, str | None]:
        """非常時: who has it, and who does which part; twice None: as normally."""
        return self.emergency, self.emergency_parts

    @property
    def lacks_decider(self) -> bool:
        """Whether it is shared, and nobody is named who decides in the end."""
        return self.effective is Holder.SHARED and not self.decider


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenColumn:
    """One service at the head of its column."""

    service: str
    title: str
    vendor: str
    column: Column


@dataclass(frozen=True, slots=True, kw_only=True)
class FrozenRow:
    """One row with its name and the heading that it stands under."""

    item: str
    title: Text
    group: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class AgreedMatrix:
    """責任分界表: everything that an annex shows."""

    contract: str
    title: str
    hospital: str
    party: str
    edition: Edition
    columns: tuple[FrozenColumn, ...]
    rows: tuple[FrozenRow, ...]
    cells: tuple[FrozenCell, ...]
    names: Mapping[str, str] = field(default_factory=dict)
    """Id to name of whoever decides and of other contracts."""
    clauses: Mapping[str, Text] = field(default_factory=dict)
    """Id to title of the clauses that cells rest on."""

    @property
    def without_decider(self) -> tuple[FrozenCell, ...]:
        """Shared rows that name nobody who decides, in the order of the paper."""
        return tuple(one for one in self.cells if one.lacks_decider)

    def by_key(self) -> Mapping[tuple[str, str], FrozenCell]:
        """The cells by (service, item)."""
        return {(one.service, one.item): one for one in self.cells}


class ChangeReason(StrEnum):
    """違いの理由: why a cell is not as it was agreed, the farthest reaching first."""

    SERVICE_ADDED = "service_added"
    SERVICE_GONE = "service_gone"
    ROW_ADDED = "row_added"
    ROW_GONE = "row_gone"
    COLUMN_MOVED = "column_moved"
    """The service reads another column of the catalogue: a line was recorded, its model changed."""
    NO_LONGER_WRITTEN = "no_longer_written"
    WRITTEN_NOW = "written_now"
    HOLDER_CHANGED = "holder_changed"
    EMERGENCY_CHANGED = "emergency_changed"
    """Normally the same side, but not in an emergency, or another part of it then."""
    GROUND_CHANGED = "ground_changed"
    DECIDER_CHANGED = "decider_changed"
    PARTS_CHANGED = "parts_changed"
    """The same side, but who does which part reads otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CellChange:
    """違い: one cell then and now."""

    service: str
    item: str
    then: FrozenCell | None
    """None: it was not part of what was agreed."""
    now: FrozenCell | None
    why: ChangeReason


def freeze(conclusions: Conclusions, contract: Contract) -> AgreedMatrix:
    """The matrix of the services of a contract as it is now; no columns: there is none to agree."""
    index, matrix, catalogue = conclusions.index, conclusions.matrix, conclusions.catalogue
    reached = index.bundles[contract.id].reaches.get(contract.id, contract.services)
    services = [one for one in dict.fromkeys(reached) if one in matrix.columns]
    cells = tuple(
        _freeze(cell, contract.id, index) for one in services for cell in matrix.rows[one]
    )
    named = {one for cell in cells for one in (cell.decider, cell.contract) if one is not None}
    clauses = {cell.clause for cell in cells if cell.clause is not None}
    return AgreedMatrix(
        contract=contract.id,
        title=contract.title or contract.id,
        hospital=index.name(index.hospital) if index.hospital else "",
        party=index.name(contract.party) if contract.party else "",
        edition=conclusions.estate.edition,
        columns=tuple(
            FrozenColumn(
                service=one,
                title=index.name(one),
                vendor=index.name(index.services[one].vendor),
                column=matrix.columns[one],
            )
            for one in services
        ),
        rows=tuple(_rows(conclusions)) if services else (),
        cells=cells,
        names={one: index.name(one) for one in sorted(named)},
        clauses={
            one: catalogue.clauses[one].title for one in sorted(clauses) if one in catalogue.clauses
        },
    )


def _freeze(cell: Cell, contract: str, index: Index) -> FrozenCell:
    modes = modes_of(cell, index)
    return FrozenCell(
        service=cell.service,
        item=cell.item,
        proposed=cell.proposed,
        written=cell.written,
        stated=cell.stated,
        effective=cell.effective,
        contract=None if cell.contract == contract else cell.contract,
        clause=cell.clause,
        article=cell.article,
        decider=cell.decider,
        because=cell.because,
        parts=modes.parts,
        emergency=modes.emergency if modes.differs else None,
        emergency_parts=modes.emergency_parts,
    )


def _rows(conclusions: Conclusions) -> Iterator[FrozenRow]:
    """Rows under their headings, in the order of the papers; layers of no group come last."""
    catalogue = conclusions.catalogue
    grouped = {layer for group in catalogue.layer_groups for layer in group.members}
    loose = dict.fromkeys(
        item.layer for item in catalogue.items.values() if item.layer not in grouped
    )
    groups = [(one.title, one.members) for one in catalogue.layer_groups]
    groups += [(catalogue.layers.get(one, Text(one, one)), (one,)) for one in loose]
    for title, layers in groups:
        for item in catalogue.items.values():
            if item.layer in layers:
                yield FrozenRow(item=item.id, title=item.title, group=title)


def changes_since(then: AgreedMatrix, now: AgreedMatrix) -> tuple[CellChange, ...]:
    """The cells that are not as they were agreed, in the order of now, then what is gone."""
    before, after = then.by_key(), now.by_key()
    columns = {one.service: one.column for one in then.columns}
    moved = {one.service for one in now.columns if columns.get(one.service) != one.column}
    kept = {one.service for one in now.columns}
    changes = []
    for key in (*after, *(key for key in before if key not in after)):
        old, new = before.get(key), after.get(key)
        if old is not None and new is not None and old.agreed == new.agreed:
            continue
        service, item = key
        if old is None:
            why = ChangeReason.ROW_ADDED if service in columns else ChangeReason.SERVICE_ADDED
        elif new is None:
            why = ChangeReason.ROW_GONE if service in kept else ChangeReason.SERVICE_GONE
        else:
            why = _why(old, new, moved=service in moved)
        changes.append(CellChange(service=service, item=item, then=old, now=new, why=why))
    return tuple(changes)


def _why(old: FrozenCell, new: FrozenCell, *, moved: bool) -> ChangeReason:
    if old.written is not None and new.written is None:
        why = ChangeReason.NO_LONGER_WRITTEN
    elif old.written is None and new.written is not None:
        why = ChangeReason.WRITTEN_NOW
    elif moved and old.written is None:
        why = ChangeReason.COLUMN_MOVED
    else:
        why = _why_beside_writing(old, new)
    return why


def _why_beside_writing(old: FrozenCell, new: FrozenCell) -> ChangeReason:
    if old.effective is not new.effective:
        why = ChangeReason.HOLDER_CHANGED
    elif old.mode != new.mode:
        why = ChangeReason.EMERGENCY_CHANGED
    elif old.ground != new.ground:
        why = ChangeReason.GROUND_CHANGED
    elif old.decider != new.decider:
        why = ChangeReason.DECIDER_CHANGED
    else:
        why = ChangeReason.PARTS_CHANGED
    return why


def agreed_to_plain(matrix: AgreedMatrix) -> dict[str, Any]:
    """The matrix as plain values, for the database."""
    plain: dict[str, Any] = parts_to_plain([matrix])[0]
    return plain


def agreed_from_plain(plain: Mapping[str, Any]) -> AgreedMatrix:
    """The matrix that was made plain.

    Raises:
        KeyError, ValueError, TypeError: A key or value does not fit.
    """
    read = parts_reader(tuple[AgreedMatrix, ...])
    matrix: AgreedMatrix = read([plain])[0]
    return matrix


def digest_of(plain: Mapping[str, Any]) -> str:
    """What a snapshot is known by: the same content gives the same digest everywhere."""
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return blake2b(text.encode(), digest_size=16).hexdigest()


def title_of_row(matrix: AgreedMatrix, item: str) -> Text:
    """What a row was called when it was agreed."""
    return next((one.title for one in matrix.rows if one.item == item), NO_TEXT)
