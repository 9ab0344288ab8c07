"""通常時・非常時: who does which part of a row, and who has it in an emergency.

Two time modes exist; where a contract says nothing about an emergency, it is as in normal times.
"""

from typing import NamedTuple

from vendormgr.domain.index import Index
from vendormgr.domain.matrix_cell import Cell
from vendormgr.domain.portfolio import Override
from vendormgr.domain.vocabulary import Holder


class Modes(NamedTuple):
    """One cell in both time modes."""

    normal: Holder
    parts: str | None
    """Who does which part, in the words of the contract."""
    emergency: Holder
    emergency_parts: str | None

    @property
    def differs(self) -> bool:
        """Whether an emergency changes anything."""
        return self.emergency is not self.normal or self.emergency_parts is not None


def override_of(cell: Cell, index: Index) -> Override | None:
    """What the contract that the cell rests on says about the row itself; None: nothing."""
    contract = index.contracts.get(cell.contract or "")
    return next(
        (
            one
            for one in (contract.overrides if contract is not None else ())
            if one.service == cell.service and one.item == cell.item
        ),
        None,
    )


def modes_of(cell: Cell, index: Index) -> Modes:
    """The cell in normal times and in an emergency."""
    said = override_of(cell, index)
    if said is None:
        return Modes(cell.effective, None, cell.effective, None)
    return Modes(cell.effective, said.parts, said.emergency or cell.effective, said.emergency_parts)
