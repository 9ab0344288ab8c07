"""対策の入力: one ○ × ？ question for each control of a connection's kind.

Which controls are asked follows from the kind: those that can close it first, then the others that
may be recorded. Their words come from the catalogue.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from vendormgr.domain.catalogue import Catalogue, ConnectionKind
from vendormgr.domain.exposure.states import ON_DEMAND, REMOVED
from vendormgr.i18n import language
from vendormgr.web.fields import TriStateField

PREFIX = "control_"
_FURTHER = ("unique_credentials", "lockout", "least_privilege", "logging", "closed_network")
"""Asked of every kind, because rules look at them whatever the kind is."""


def closing_controls(kind: ConnectionKind) -> tuple[str, ...]:
    """The controls that can close a connection of that kind, in catalogue order, each once."""
    named = (
        control
        for alternatives in kind.vectors.values()
        for alternative in alternatives
        for control in sorted(alternative)
    )
    return tuple(dict.fromkeys(one for one in named if one not in {REMOVED, ON_DEMAND}))


def further_controls(kind: ConnectionKind, recorded: Iterable[str] = ()) -> tuple[str, ...]:
    """Other controls worth recording: the usual ones and whatever is recorded already."""
    closing = {*closing_controls(kind), REMOVED, ON_DEMAND}
    return tuple(one for one in dict.fromkeys((*_FURTHER, *recorded)) if one not in closing)


def control_fields(names: Iterable[str], catalogue: Catalogue) -> dict[str, TriStateField]:
    """Form fields for these controls, worded in the current language."""
    words = language()
    return {
        f"{PREFIX}{name}": TriStateField(
            catalogue.controls[name].title.of(words),
            description=catalogue.controls[name].help.of(words),
        )
        for name in names
    }


def read_controls(form: Any, recorded: Mapping[str, bool | None]) -> dict[str, bool | None]:
    """The controls as answered; an unknown one is kept only where it was recorded before."""
    controls = dict(recorded)
    for field in form:
        if field.name.startswith(PREFIX):
            name = field.name.removeprefix(PREFIX)
            if field.data is not None or name in recorded:
                controls[name] = field.data
    return controls
