"""Values worked out from the conclusions, kept in the process as long as those are current."""

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import TypeVar, cast

from flask import current_app

from vendormgr.domain.analysis import Conclusions

T = TypeVar("T")


@dataclass(slots=True)
class _Kept:
    conclusions: Conclusions
    values: dict[Hashable, object] = field(default_factory=dict)


def kept(name: Hashable, conclusions: Conclusions, make: Callable[[], T]) -> T:
    """The value of that name, made once for these conclusions; a change of records drops it.

    What it depends on besides the conclusions (language, permissions) belongs into the name.
    """
    found: _Kept | None = current_app.extensions.get("vendormgr.kept")
    if found is None or found.conclusions is not conclusions:
        found = current_app.extensions["vendormgr.kept"] = _Kept(conclusions)
    if name not in found.values:
        found.values[name] = make()
    return cast("T", found.values[name])
