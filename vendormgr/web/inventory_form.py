"""棚卸しの用紙: the questions of several lines as one form, and answers copied between them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import abort, request
from wtforms import HiddenField

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.portfolio import Connection
from vendormgr.domain.vocabulary import Controller
from vendormgr.i18n import language, t
from vendormgr.web.control import closing_controls
from vendormgr.web.fields import EnumField, TriStateField
from vendormgr.web.forms import Form

ON_LINE = ("always_on", "registered")
ANSWER, WHO, SEEN = "answer.", "who.", "seen."


@dataclass(frozen=True, slots=True)
class Asked:
    """One question on the screen."""

    field: Any
    question: str
    help: str | None


@dataclass(frozen=True, slots=True)
class InventoryLine:
    """One connection with its questions."""

    connection: Connection
    kind: str
    asked: tuple[Asked, ...]
    who: Any
    same_gateway: int
    """How many other lines on the screen end at the same place and are of the same kind."""

    @property
    def unanswered(self) -> int:
        """How many questions are open in the form as it stands."""
        return sum(one.field.data is None for one in self.asked)


def make_form(conclusions: Conclusions, lines: Iterable[Connection]) -> Form:
    """One form with the questions of all these lines, filled from the records."""
    fields: dict[str, Any] = {}
    for one in lines:
        for name in names_asked(conclusions, one):
            fields[f"{ANSWER}{one.id}.{name}"] = TriStateField(_title(conclusions, name))
        fields[f"{WHO}{one.id}"] = EnumField(
            "connection.controlled_by", of=Controller, blank="common.unknown"
        )
        fields[f"{SEEN}{one.id}"] = HiddenField("")
    form: Form = type("InventoryForm", (Form,), fields)(_Recorded(lines))
    return form


def names_asked(conclusions: Conclusions, connection: Connection) -> tuple[str, ...]:
    """What is asked of a connection: how it is used, then what can close its kind."""
    return (*ON_LINE, *closing_controls(conclusions.catalogue.kinds[connection.kind]))


def _title(conclusions: Conclusions, name: str) -> str:
    if name in ON_LINE:
        return t(f"connection.{name}")
    return conclusions.catalogue.controls[name].title.of(language())


class _Recorded:
    """The lines as the form is filled from them."""

    def __init__(self, lines: Iterable[Connection]) -> None:
        for one in lines:
            self.__dict__.update(answers_of(one))


def answers_of(connection: Connection) -> dict[str, Any]:
    """Field to what is recorded of the connection; a control that is not there is not known."""
    start = f"{ANSWER}{connection.id}."
    return {
        **{f"{start}{name}": value for name, value in connection.controls.items()},
        **{f"{start}{name}": getattr(connection, name) for name in ON_LINE},
        f"{WHO}{connection.id}": connection.controlled_by,
    }


def read_rows(
    conclusions: Conclusions,
    lines: Sequence[Connection],
    form: Form,
    versions: Mapping[str, int],
) -> list[InventoryLine]:
    """The lines with their questions; `versions` are those that the person is looking at."""
    words, catalogue = language(), conclusions.catalogue
    ends = [(one.to, one.kind) for one in lines]
    rows = []
    for one in lines:
        seen = form[f"{SEEN}{one.id}"]
        if request.method != "POST":
            seen.data = str(versions.get(one.id, 0))
        asked = tuple(
            Asked(
                field=form[f"{ANSWER}{one.id}.{name}"],
                question=t(f"inventory.ask_{name}")
                if name in ON_LINE
                else catalogue.controls[name].question.of(words),
                help=None if name in ON_LINE else catalogue.controls[name].help.of(words),
            )
            for name in names_asked(conclusions, one)
        )
        rows.append(
            InventoryLine(
                connection=one,
                kind=catalogue.kinds[one.kind].title.of(words),
                asked=asked,
                who=form[f"{WHO}{one.id}"],
                same_gateway=ends.count((one.to, one.kind)) - 1,
            )
        )
    return rows


def spread(rows: Sequence[InventoryLine], source: str) -> int:
    """Put the answers of one line into the open questions of its likes; how many were filled."""
    first = next((row for row in rows if row.connection.id == source), None)
    if first is None:
        abort(404)
    end = first.connection.to, first.connection.kind
    answers = {_name(one): one.field.data for one in first.asked}
    filled = 0
    for row in rows:
        if row is first or (row.connection.to, row.connection.kind) != end:
            continue
        for one in row.asked:
            name = _name(one)
            if name != "registered" and one.field.data is None and answers.get(name) is not None:
                one.field.data = answers[name]
                filled += 1
        if row.who.data is None:
            row.who.data = first.who.data
    return filled


def _name(asked: Asked) -> str:
    return str(asked.field.name).rpartition(".")[2]


def answered(connection: Connection, form: Form) -> Connection:
    """The connection with what was answered; an unknown answer is kept only where one stood."""
    controls = dict(connection.controls)
    own: dict[str, Any] = {}
    for field in form:
        start, _, name = str(field.name).rpartition(".")
        if start != f"{ANSWER}{connection.id}":
            continue
        if name in ON_LINE:
            own[name] = field.data
        elif field.data is not None or name in controls:
            controls[name] = field.data
    who = form[f"{WHO}{connection.id}"].data
    return replace(connection, controls=controls, controlled_by=who, **own)
