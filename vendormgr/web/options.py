"""What reference fields offer: vendors, services, systems, assets ... by the names people use."""

from collections.abc import Callable, Iterable
from typing import Any

from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from vendormgr.domain.portfolio import Party
from vendormgr.domain.vocabulary import PartyRole
from vendormgr.i18n import label
from vendormgr.web.estate import estate
from vendormgr.web.fields import reference


def vendor_options() -> list[SelectChoice]:
    """Vendors and subcontractors, by their reading."""
    return _parties(lambda party: party.role is not PartyRole.HOSPITAL)


def party_options() -> list[SelectChoice]:
    """The hospital first, then vendors and subcontractors by their reading."""
    return [*_parties(lambda party: party.role is PartyRole.HOSPITAL), *vendor_options()]


def service_options(besides: str | None = None) -> list[SelectChoice]:
    """Services with the name of their vendor; one may be left out."""
    index = estate().index
    return [
        reference(one.id, f"{one.name or one.id}（{index.name(one.vendor)}）", one.id)
        for one in estate().portfolio.services
        if one.id != besides
    ]


def system_options() -> list[SelectChoice]:
    """Information systems."""
    return _named(estate().portfolio.systems)


def facility_options() -> list[SelectChoice]:
    """Facilities."""
    return _named(estate().portfolio.facilities)


def asset_options() -> list[SelectChoice]:
    """Assets, with where they stand."""
    return [
        reference(one.id, f"{one.label or one.id}（{label(one.location)}）", one.id)
        for one in estate().portfolio.assets
    ]


def _parties(fits: Callable[[Party], bool]) -> list[SelectChoice]:
    parties = [one for one in estate().portfolio.parties if fits(one)]
    parties.sort(key=lambda one: one.kana or one.name or one.id)
    return [reference(one.id, one.name or one.id, one.kana, one.id) for one in parties]


def _named(records: Iterable[Any]) -> list[SelectChoice]:
    return [reference(one.id, one.name or one.id, one.id) for one in records]
