"""What holds between the values of one fact: periods, one override per cell, check digits."""

import re
from collections.abc import Hashable
from typing import Any, TypeGuard

from vendormgr.domain.matrix_cell import ALWAYS_HOSPITAL
from vendormgr.domain.naming import corporate_number_fits
from vendormgr.exchange.document import ErrorList, Path
from vendormgr.exchange.portfolio_references import facts, spot_of
from vendormgr.exchange.strict_tree import MappingNode

LAST_YEAR = "2199"
"""Due dates are counted forward from as_of, and a calendar ends with the year 9999."""

# A value of another shape has an error of its own already.
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_THIRTEEN_DIGITS = re.compile(r"[0-9]{13}")


def check_rules(root: MappingNode, errors: ErrorList) -> None:
    """Note everything that the values of single facts contradict."""
    as_of = root.get("as_of")
    if _fits(as_of, _DAY) and as_of[:4] > LAST_YEAR:
        spot_of(root, errors, ("as_of",)).note("date_too_late", value=as_of, year=LAST_YEAR)
    for position, party in facts(root, "parties"):
        number = party.get("corporate_number")
        if _fits(number, _THIRTEEN_DIGITS) and not corporate_number_fits(number):
            path = ("parties", position, "corporate_number")
            spot_of(root, errors, path).note("check_digit", value=number)
    for position, contract in facts(root, "contracts"):
        _check_period(root, position, contract, errors)
        _check_overrides(root, position, contract, errors)
    _check_item_defaults(root, errors)
    _check_amendments(root, errors)


def _fits(value: Any, shape: re.Pattern[str]) -> TypeGuard[str]:
    return isinstance(value, str) and shape.fullmatch(value) is not None


def _check_period(
    root: MappingNode, position: int, contract: MappingNode, errors: ErrorList
) -> None:
    start, end = contract.get("starts_on"), contract.get("ends_on")
    if _fits(start, _DAY) and _fits(end, _DAY) and end < start:
        path = ("contracts", position, "ends_on")
        spot_of(root, errors, path).note("ends_before_start", end=end, start=start)


def _check_overrides(
    root: MappingNode, position: int, contract: MappingNode, errors: ErrorList
) -> None:
    seen: dict[Hashable, int] = {}
    for number, override in facts(contract, "overrides"):
        service, item = override.get("service"), override.get("item")
        path: Path = ("contracts", position, "overrides", number)
        if isinstance(item, str) and item in ALWAYS_HOSPITAL:
            spot_of(root, errors, (*path, "item")).note("patients_override")
        if not (isinstance(service, str) and isinstance(item, str) and service and item):
            continue
        first = seen.setdefault((service, item), number)
        if first != number:
            before = spot_of(root, errors, (*path[:3], first))
            spot_of(root, errors, path).note(
                "override_twice", service=service, item=item, line=before.line
            )


def _check_item_defaults(root: MappingNode, errors: ErrorList) -> None:
    seen: dict[Any, int] = {}
    for position, default in facts(root, "item_defaults"):
        item, column = default.get("item"), default.get("column")
        path: Path = ("item_defaults", position)
        if isinstance(item, str) and item in ALWAYS_HOSPITAL:
            spot_of(root, errors, (*path, "item")).note("patients_override")
        if not (isinstance(item, str) and isinstance(column, str)):
            continue
        first = seen.setdefault((item, column), position)
        if first != position:
            before = spot_of(root, errors, ("item_defaults", first))
            spot_of(root, errors, path).note(
                "default_twice", item=item, column=column, line=before.line
            )


def _check_amendments(root: MappingNode, errors: ErrorList) -> None:
    """Note every contract that, directly or over others, amends itself."""
    position_of = {
        one["id"]: position
        for position, one in reversed(list(facts(root, "contracts")))
        if isinstance(one.get("id"), str)
    }
    above = {id_: root["contracts"][place].get("amends") for id_, place in position_of.items()}
    for start, position in position_of.items():
        contract: Any = above[start]
        for _ in above:
            if contract == start:
                path: Path = ("contracts", position, "amends")
                spot_of(root, errors, path).note("amends_itself", id=start)
                break
            contract = above.get(contract) if isinstance(contract, str) else None
            if contract is None:
                break
