"""Rows that a present clause does not settle by itself: who does them has to be recorded."""

from dataclasses import dataclass

from flask import url_for

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.clauses import worth_of_all
from vendormgr.domain.portfolio import Contract
from vendormgr.domain.vocabulary import ClauseStatus


@dataclass(frozen=True, slots=True)
class RowToRecord:
    """One row without a default, under a clause that the contract has."""

    contract: str
    clause: str
    service: str
    item: str

    @property
    def address(self) -> str:
        """The form that says who does it, with the clause filled in."""
        return url_for(
            "override.edit",
            service_id=self.service,
            item_id=self.item,
            contract=self.contract,
            clause=self.clause,
        )


def rows_to_record(
    conclusions: Conclusions, contract: Contract, clause: str | None = None
) -> list[RowToRecord]:
    """The rows under the contract's present clauses, or under one of them, each once."""
    found: dict[tuple[str, str], RowToRecord] = {}
    for worth in worth_of_all(
        contract, conclusions.index, conclusions.catalogue, conclusions.matrix
    ):
        held = conclusions.index.bundles[contract.id].holding(worth.clause)
        is_present = held.state.status is ClauseStatus.PRESENT
        if is_present and clause in {None, worth.clause}:
            for service, item in worth.decides:
                row = RowToRecord(contract.id, worth.clause, service, item)
                found.setdefault((service, item), row)
    return list(found.values())
