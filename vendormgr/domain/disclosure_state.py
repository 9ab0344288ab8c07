"""Which disclosure came before another of the same product."""

from collections.abc import Iterable
from datetime import date

from vendormgr.domain.assurance import Disclosure


def earlier(disclosure: Disclosure, disclosures: Iterable[Disclosure]) -> Disclosure | None:
    """The latest disclosure of the same vendor, form, service and product before this one."""
    if disclosure.dated_on is None:
        return None
    about = _about(disclosure)
    before = [
        one
        for one in disclosures
        if one.id != disclosure.id
        and one.dated_on is not None
        and one.dated_on < disclosure.dated_on
        and _about(one) == about
    ]
    return max(before, key=lambda one: one.dated_on or date.min, default=None)


def _about(one: Disclosure) -> tuple[object, ...]:
    return (one.party, one.form, one.service, one.product)
