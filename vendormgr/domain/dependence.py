"""依存: what stops when one thing stops, for how long care can do without, and what falls back.

Answers three questions: behind what do several core systems stand, what stops with each vendor or
platform, and which critical services have no fallback.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.gaps.dependency import (
    LINE_SUBJECT,
    MODEL_SUBJECT,
    network_before,
)
from vendormgr.domain.index import Index
from vendormgr.domain.portfolio import Party, Service
from vendormgr.domain.risk import INTOLERABLE_HOURS
from vendormgr.domain.vocabulary import AssetKind, Criticality


class Behind(StrEnum):
    """What several core systems can stand behind."""

    VENDOR = "vendor"
    PLATFORM = "platform"
    LINE = "line"
    DEVICE = "device"
    MODEL = "model"


ON_MAP = frozenset({Behind.LINE, Behind.DEVICE, Behind.MODEL})
"""Kinds that are part of the attack map."""
SEVERE = frozenset({Criticality.HIGH, Criticality.CRITICAL})


@dataclass(frozen=True, slots=True)
class SharedThing:
    """One thing that several core systems stand or fall with."""

    kind: Behind
    subject: str
    """Party, service or asset id, `line:PARTY/NAME` or `model:NAME`."""
    parties: tuple[str, ...]
    cores: tuple[str, ...]
    stops: tuple[Service, ...]
    """The services that stop with it."""
    tolerance_hours: int | None
    """The shortest time that care can do without one of them; None: not on record."""


@dataclass(frozen=True, slots=True)
class Reliance:
    """A critical service, and what there is to fall back on."""

    service: Service
    vendor: Party
    also_stops: tuple[Service, ...]
    """Services that run on it, however high."""
    tolerance_hours: int | None

    @property
    def has_fallback(self) -> bool | None:
        """True: another supplier or a procedure; False: known to have neither; None: not known."""
        known = (self.vendor.alternative_supplier, self.vendor.fallback_procedure)
        if True in known:
            return True
        return False if known == (False, False) else None


def shared_things(conclusions: Conclusions) -> tuple[SharedThing, ...]:
    """What two or more core systems stand behind, the most core systems first."""
    found = [
        _shared(
            _kind(one.subject, conclusions.index),
            one.subject,
            one.parties,
            one.rests_on,
            conclusions,
        )
        for one in conclusions.findings
        if one.rule == "concentration"
    ]
    found += _shared_devices(conclusions)
    return tuple(sorted(found, key=lambda one: (-len(one.cores), list(Behind).index(one.kind))))


def reliances(conclusions: Conclusions) -> tuple[Reliance, ...]:
    """Critical services, those without a fallback first, then by how soon their stop hurts."""
    index = conclusions.index
    on_top = _on_top(index)
    found = []
    for standing in conclusions.estate.standings.values():
        service = index.services[standing.service]
        vendor = index.parties[service.vendor]
        also = _above(service.id, on_top, index)
        hours = _shortest((service, *also))
        if (hours is not None and hours <= INTOLERABLE_HOURS) or vendor.criticality in SEVERE:
            found.append(Reliance(service, vendor, also, hours))
    order: Mapping[bool | None, int] = {False: 0, None: 1, True: 2}
    far = 10**6
    return tuple(
        sorted(
            found,
            key=lambda one: (
                order[one.has_fallback],
                far if one.tolerance_hours is None else one.tolerance_hours,
            ),
        )
    )


def _kind(subject: str, index: Index) -> Behind:
    if subject.startswith(LINE_SUBJECT):
        return Behind.LINE
    if subject.startswith(MODEL_SUBJECT):
        return Behind.MODEL
    return Behind.PLATFORM if subject in index.services else Behind.VENDOR


def _shared_devices(conclusions: Conclusions) -> list[SharedThing]:
    """Single devices through which connections come to several core systems."""
    index = conclusions.index
    behind: dict[str, list[str]] = {}
    for core in conclusions.portfolio.assets:
        if core.core is True:
            for asset in network_before(index, core):
                if asset.kind is AssetKind.DEVICE:
                    behind.setdefault(asset.id, []).append(core.id)
    return [
        _shared(
            Behind.DEVICE,
            id_,
            conclusions.estate.parties_of_asset(index.assets[id_]),
            tuple(cores),
            conclusions,
        )
        for id_, cores in behind.items()
        if len(cores) > 1
    ]


def _shared(
    kind: Behind,
    subject: str,
    parties: tuple[str, ...],
    cores: tuple[str, ...],
    conclusions: Conclusions,
) -> SharedThing:
    index = conclusions.index
    ids = [index.assets[core].service for core in cores if core in index.assets]
    services = {id_: index.services[id_] for id_ in ids if id_ is not None}
    on_top = _on_top(index)
    for id_ in tuple(services):
        services |= {one.id: one for one in _above(id_, on_top, index)}
    stops = tuple(services.values())
    return SharedThing(kind, subject, parties, cores, stops, _shortest(stops))


def _on_top(index: Index) -> Mapping[str, tuple[str, ...]]:
    """Service to those that run on it."""
    found: dict[str, tuple[str, ...]] = {}
    for service in index.portfolio.services:
        if service.runs_on is not None:
            found[service.runs_on] = (*found.get(service.runs_on, ()), service.id)
    return found


def _above(
    service: str, on_top: Mapping[str, tuple[str, ...]], index: Index
) -> tuple[Service, ...]:
    """Everything that runs on it, however high."""
    found: dict[str, Service] = {}
    todo = [service]
    while todo:
        for id_ in on_top.get(todo.pop(), ()):
            if id_ not in found and id_ != service:
                found[id_] = index.services[id_]
                todo.append(id_)
    return tuple(found.values())


def _shortest(services: Iterable[Service]) -> int | None:
    hours = (one.stop_tolerance_hours for one in services)
    return min((one for one in hours if one is not None), default=None)
