"""接続の貼り付け: a table of connections from a spreadsheet, checked row by row, saved at once."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import TextAreaField

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.portfolio import Asset
from vendormgr.exchange.connection_table import (
    COLUMNS,
    CONTROL,
    ConnectionTable,
    RowError,
    number_connections,
    read_connection_table,
)
from vendormgr.i18n import language, t
from vendormgr.store.errors import RecordError
from vendormgr.store.record import list_archived
from vendormgr.store.record.bulk import create_many, taken_ids
from vendormgr.web.access import actor, needs
from vendormgr.web.db import reading, writing
from vendormgr.web.estate import estate
from vendormgr.web.flashes import done
from vendormgr.web.once import OnceForm, remember_sending, sent_before
from vendormgr.web.record import refuse

pages = Blueprint("paste", __name__)
SHOWN_ERRORS = 200


class PasteForm(OnceForm):
    """The pasted table."""

    table = TextAreaField("paste.table", description="paste.table_hint")


@dataclass(frozen=True, slots=True)
class ErrorLine:
    """One error in words."""

    row: int
    column: str
    text: str


@pages.route("/connections/paste", methods=["GET", "POST"])
@needs(Permission.VIEW_ATTACK_MAP, Permission.EDIT_ASSETS)
def paste() -> ResponseReturnValue:
    """Take a table of connections, or say what is wrong with each row; nothing half saved."""
    conclusions = estate()
    form = PasteForm()
    table = ConnectionTable((), ())
    if form.submitted():
        table = read_connection_table(
            form.table.data or "",
            conclusions.index,
            conclusions.catalogue,
            [one.fact for one in list_archived(reading(), Asset)],
        )
        if not table.errors:
            try:
                return _save(table)
            except RecordError as error:
                refuse(form, error)
    page = render_template(
        "paste/paste.html",
        form=form,
        errors=list(_in_words(table.errors[:SHOWN_ERRORS], conclusions)),
        more=max(0, len(table.errors) - SHOWN_ERRORS),
        wrong_rows=len({one.row for one in table.errors}),
        columns=[_column(name) for name in COLUMNS],
        kinds=conclusions.catalogue.kinds.values(),
    )
    return page, 422 if table.errors or form.problems else 200


def _save(table: ConnectionTable) -> ResponseReturnValue:
    with writing() as session:
        before = sent_before(session)
        if before is not None:
            return redirect(before, 303)
        ids = number_connections(table.connections, taken_ids(session).__contains__)
        facts = [replace(one, id=id_) for one, id_ in zip(table.connections, ids, strict=True)]
        made = create_many(session, facts, by=actor())
        there = url_for("connection.index")
        remember_sending(session, there)
    done(t("paste.saved", n=len(facts)), undo=made)
    return redirect(there, 303)


def _in_words(errors: tuple[RowError, ...], conclusions: Conclusions) -> Iterator[ErrorLine]:
    for one in errors:
        column = ""
        if one.column in COLUMNS:
            column = _column(one.column)
        elif one.column:
            control = conclusions.catalogue.controls[one.column.removeprefix(CONTROL)]
            column = control.title.of(language())
        yield ErrorLine(one.row, column, t(f"paste.{one.problem}", value=one.value))


def _column(name: str) -> str:
    """What a column is called in the language of the request; every word of it can be read."""
    words = COLUMNS[name]
    return words[0] if language() == "ja" else next(one for one in words if one.isascii())
