"""Which column a service has, and who answers for a row when services run on one another.

Source: scenarios, section Matrix, points 1 and 2; mhlw-6.0/企画管理編/2.2.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from vendormgr.domain.index import Index
from vendormgr.domain.portfolio import Service
from vendormgr.domain.vocabulary import Column, Location, ServiceModel

INFRASTRUCTURE_ROWS = ("virtualisation", "server-hardware", "physical-safety", "vendor-network")
PROVIDED_ROWS: Mapping[ServiceModel, tuple[str, ...]] = MappingProxyType(
    {
        ServiceModel.IAAS: INFRASTRUCTURE_ROWS,
        ServiceModel.PAAS: (*INFRASTRUCTURE_ROWS, "os-updates", "middleware-updates"),
    }
)
"""Rows that a service of this model provides to the one that runs on it; other models none."""


@dataclass(frozen=True, slots=True)
class Stack:
    """What lies beneath one service; both map a row to the service below that it concerns."""

    taken: Mapping[str, str]
    """Rows that a separately contracted service of another vendor takes over."""
    performed: Mapping[str, str]
    """Rows that a service without a contract of its own performs for this one's vendor."""

    @property
    def key(self) -> tuple[tuple[str, str], ...]:
        """A hashable name: equal for two services exactly when their stacks are equal."""
        return (*self.taken.items(), ("", ""), *self.performed.items())


NO_STACK = Stack({}, {})


def connected_parties(index: Index) -> frozenset[str]:
    """Parties with a line or with equipment in the hospital: what makes bpo read as bpo_conn."""
    equipment = (s.vendor for s in index.portfolio.services if s.equipment_in_hospital)
    owners = (a.owner for a in index.portfolio.assets if a.location is Location.HOSPITAL)
    return frozenset([*index.lines_of, *equipment, *(one for one in owners if one is not None)])


def column_of(service: Service, connected: frozenset[str]) -> Column:
    """The column of a service: its model, where bpo splits by having a line or equipment."""
    if service.model is not ServiceModel.BPO:
        return Column(service.model.value)
    return Column.BPO_CONN if service.vendor in connected else Column.BPO_NONE


def separately_contracted(index: Index, service: Service) -> bool:
    """Whether a contract in force of its own vendor covers the service."""
    covering = index.contracts_covering.get(service.id, ())
    return any(contract.party == service.vendor for contract in covering)


def services_beneath(index: Index, service: Service) -> Iterator[Service]:
    """What the service runs on, nearest first; a circle ends where it began."""
    seen = {service.id}
    lower = index.services.get(service.runs_on or "")
    while lower is not None and lower.id not in seen:
        yield lower
        seen.add(lower.id)
        lower = index.services.get(lower.runs_on or "")


def answered_above(index: Index) -> frozenset[str]:
    """Services without a column: another one runs on them and its vendor answers for the chain.

    Services that run on each other in a circle keep their columns: none is the lower one, and a
    mistake in the register must not make rows disappear.
    """
    return frozenset(
        lower.id
        for upper in index.portfolio.services
        if (lower := index.services.get(upper.runs_on or "")) is not None
        and not separately_contracted(index, lower)
        and all(deeper.id != upper.id for deeper in services_beneath(index, lower))
        and lower.id != upper.id
    )


def stack_beneath(index: Index, service: Service, answered: frozenset[str]) -> Stack:
    """Which rows the services below take over or perform, through the whole chain.

    The deepest service that provides a row stands for it. Performers are named down to the first
    service with a column of its own: what that one runs on is its own vendor's affair.
    """
    if service.runs_on is None:
        return NO_STACK
    taken: dict[str, str] = {}
    performed: dict[str, str] = {}
    own_chain = True
    for lower in services_beneath(index, service):
        rows = PROVIDED_ROWS.get(lower.model, ())
        if separately_contracted(index, lower):
            own_chain = False
            if lower.vendor != service.vendor:
                taken.update(dict.fromkeys(rows, lower.id))
        elif own_chain := own_chain and lower.id in answered:
            performed.update(dict.fromkeys(rows, lower.id))
    return Stack(taken, {row: lower for row, lower in performed.items() if row not in taken})
