"""What a sheet of many like questions is filled from: a value for each field, None for the rest."""

from collections.abc import Mapping
from typing import Any


class ShownSheet:
    """Field to value; a field that nothing was entered for yet is empty."""

    def __init__(self, values: Mapping[str, Any], starts: tuple[str, ...]) -> None:
        self._values, self._starts = values, starts

    def __getattr__(self, name: str) -> Any:
        """The value of a field of the sheet; anything else is no field of it."""
        if not name.startswith(self._starts):
            raise AttributeError(name)
        return self._values.get(name)
