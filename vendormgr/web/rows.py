"""Rows inside a form, added and removed without script: risk_0_title, risk_0_owner, risk_1_title.

A form class is made for the rows that are there: those sent, those stored, and blank ones where
asked for. What both somebody else and this person wrote meets in `web.conflict` field by field.
"""

from collections.abc import Iterable
from types import SimpleNamespace
from typing import Any

from flask import request

GONE = "gone"
"""Checkbox of each row that takes it away."""
MORE = "more"
"""Button that asks for further rows; its value is the kind of row."""


def row_count(kind: str, stored: int, *, most: int, more: int = 1) -> int:
    """How many rows of that kind the form needs: one blank one where there is none."""
    if request.method != "POST":
        return min(most, max(stored, 1))
    places = (_place(kind, name) for name in request.form)
    sent = max((place for place in places if place is not None), default=-1) + 1
    asked = more if request.form.get(MORE) == kind else 0
    return min(most, max(sent, stored) + asked)


def _place(kind: str, name: str) -> int | None:
    """Which row a field of the request belongs to."""
    start, _, rest = name.partition("_")
    digits = rest.partition("_")[0]
    known = start == kind and digits.isascii() and digits.isdigit() and len(digits) < 4
    return int(digits) if known else None


def row_values(kind: str, rows: Iterable[Any]) -> dict[str, Any]:
    """The fields of rows under the names that they have in the form."""
    return {
        f"{kind}_{place}_{name}": getattr(row, name)
        for place, row in enumerate(rows)
        for name in type(row).__dataclass_fields__
    }


class ShownRows(SimpleNamespace):
    """A fact as a form with rows is filled from it; a row that it has not is blank."""

    def __getattr__(self, name: str) -> Any:
        place = name.split("_")[1:2]
        if not place or not place[0].isdigit():
            raise AttributeError(name)
        return () if name.endswith("_aspects") else False if name.endswith(f"_{GONE}") else None
