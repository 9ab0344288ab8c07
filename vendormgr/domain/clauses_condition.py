"""The conditions of clauses (applies_when), each answered yes, no or unknown with what shows it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from vendormgr.domain.index import Index
from vendormgr.domain.matrix import Matrix
from vendormgr.domain.matrix_stack import column_of
from vendormgr.domain.portfolio import Service
from vendormgr.domain.vocabulary import PERSONAL_OR_MEDICAL, Column, Location


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What a condition looks at beside the service."""

    index: Index
    matrix: Matrix


Answer = tuple[bool | None, tuple[str, ...]]
"""Whether a condition holds, and the ids that show it."""


def _several_vendors(service: Service, around: Surroundings) -> Answer:
    """Another vendor in its system, beneath it, or exchanging data with it."""
    index = around.index
    others = [
        one.id
        for one in index.services_in.get(service.system or "", ())
        if one.vendor != service.vendor and one.id in around.matrix.columns
    ]
    linked = (*service.interfaces_with, *([service.runs_on] if service.runs_on else []))
    others += [
        one
        for one in linked
        if one in around.matrix.columns and index.services[one].vendor != service.vendor
    ]
    if others:
        return True, tuple(dict.fromkeys(others))
    return (None if service.system is None else False), ()


def _equipment(service: Service, around: Surroundings) -> Answer:
    """Something of the vendor stands in the hospital, not for another service."""
    owned = tuple(
        one.id
        for one in around.index.assets_owned.get(service.vendor, ())
        if one.location is Location.HOSPITAL and one.service in {None, service.id}
    )
    if owned:
        return True, owned
    return service.equipment_in_hospital, (service.id,) if service.equipment_in_hospital else ()


def _connection(service: Service, around: Surroundings) -> Answer:
    """A line of the vendor; without one only a plain outsourcing (bpo) is known to need none."""
    lines = around.index.lines_of.get(service.vendor, ())
    if lines:
        return True, tuple(one.id for one in lines)
    vendor = around.index.parties.get(service.vendor)
    if vendor is not None and vendor.lines_listed is not None:
        # A line that is known of and not recorded is no proof that there is none.
        return (False if vendor.lines_listed else None), ()
    return (False if column_of(service, around.matrix.connected) is Column.BPO_NONE else None), ()


def _personal_or_medical_data(service: Service, around: Surroundings) -> Answer:
    """The service handles such data, or an asset that belongs to it holds some."""
    if service.data_class in PERSONAL_OR_MEDICAL:
        return True, (service.id,)
    holding = tuple(
        one.id
        for one in around.index.assets_of_service.get(service.id, ())
        if one.data_class in PERSONAL_OR_MEDICAL
    )
    if holding:
        return True, holding
    return (None if service.data_class is None else False), ()


CONDITIONS: Mapping[str, Callable[[Service, Surroundings], Answer]] = MappingProxyType(
    {
        "several_vendors": _several_vendors,
        "equipment": _equipment,
        "connection": _connection,
        "personal_or_medical_data": _personal_or_medical_data,
    }
)


def answer(condition: str, service: Service, around: Surroundings) -> Answer:
    """Whether the condition holds for the service.

    What the register does not hold is unknown: so far designated_hospital (基幹インフラの指定).
    """
    ask = CONDITIONS.get(condition)
    return (None, ()) if ask is None else ask(service, around)
