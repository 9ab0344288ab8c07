"""確認表の様式: the hospital's own copies of official files, loaded once and confirmed."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.dates import fiscal_year
from vendormgr.domain.sheet_grid import Grid
from vendormgr.domain.sheet_lines import asked_lines
from vendormgr.domain.sheet_table import (
    ANSWERING,
    SheetLayout,
    SheetRole,
    find_table,
    read_lines,
)
from vendormgr.domain.vocabulary import DisclosureForm, SheetKind
from vendormgr.exchange.workbook_file import WorkbookError, read_workbook
from vendormgr.i18n import t
from vendormgr.store.errors import RecordError
from vendormgr.store.sheet_edition import (
    SheetEdition,
    add_edition,
    archive_edition,
    confirm_edition,
    edition_content,
    find_edition,
    list_editions,
)
from vendormgr.web.access import actor, needs
from vendormgr.web.clock import today
from vendormgr.web.db import reading, writing
from vendormgr.web.download import Kind, file_name, send
from vendormgr.web.estate import estate
from vendormgr.web.fields import EnumField, ReferenceField, TextField, WholeNumberField, reference
from vendormgr.web.flashes import done, warn
from vendormgr.web.forms import RecordForm, Required
from vendormgr.web.once import OnceForm
from vendormgr.web.sheet_loaded import grid_named, grids_of

pages = Blueprint("sheet_edition", __name__, url_prefix="/sheets/forms")
MOST_SHOWN = 200


class LoadForm(OnceForm):
    """What is loaded; the file itself is no field, a browser never sends one twice."""

    kind = EnumField("sheet.kind", [Required()], of=(*SheetKind, *DisclosureForm))
    fiscal_year = WholeNumberField(
        "sheet.fiscal_year",
        [Required()],
        least=2000,
        most=2199,
        default=lambda: fiscal_year(today()),
    )
    title = TextField("sheet_form.title", [Required()], description="sheet_form.title_hint")

    def loaded(self) -> dict[str, Any]:
        """What the form says of the file."""
        names = ("kind", "fiscal_year", "title")
        return {name: self[name].data for name in names}


class LayoutForm(RecordForm):
    """Which column is what; its fields are made for the file."""

    first = WholeNumberField("sheet_form.first", [Required()], least=1, most=20_000)
    last = WholeNumberField("sheet_form.last", [Required()], least=1, most=20_000)


@pages.get("")
@needs(Permission.VIEW_PORTFOLIO)
def index() -> ResponseReturnValue:
    """The forms that are loaded."""
    return render_template("sheet_form/index.html", editions=list_editions(reading()))


@pages.route("/new", methods=["GET", "POST"])
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_ASSESSMENTS)
def new() -> ResponseReturnValue:
    """Load a file; where its table lies is confirmed on the next page."""
    form = LoadForm()
    problem: str | None = None
    if form.submitted():
        file = request.files.get("file")
        content = file.read() if file is not None else b""
        try:
            layout = _find(content)
            with writing() as session:
                id_ = add_edition(
                    session,
                    **form.loaded(),
                    file_name=(file.filename or "")[:200] if file is not None else "",
                    content=content,
                    layout=layout,
                    by=actor(),
                )
        except WorkbookError as error:
            problem = t(error.text_id, **error.values)
        else:
            return redirect(url_for("sheet_edition.show", id_=id_), 303)
    page = render_template("sheet_form/new.html", form=form, problem=problem)
    return page, 422 if form.problems or problem else 200


def _find(content: bytes) -> SheetLayout:
    """The table of the first sheet that has one; hidden sheets come last.

    Raises:
        WorkbookError: The file is not taken, or has no table.
    """
    if not content:
        raise WorkbookError("missing")
    grids = read_workbook(content)
    for grid in sorted(grids, key=lambda one: one.hidden):
        layout = find_table(grid)
        if layout is not None:
            return layout
    raise WorkbookError("no_table")


@pages.get("/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO)
def show(id_: str) -> ResponseReturnValue:
    """What was found in a form: its columns and its lines, to be confirmed or put right."""
    edition = _require(id_)
    return _page(edition, _layout_form(edition), edition.layout)


@pages.post("/<id:id_>")
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_ASSESSMENTS)
def confirm(id_: str) -> ResponseReturnValue:
    """Say that the table was found right, or where it lies; a table without lines is refused."""
    edition = _require(id_)
    form = _layout_form(edition)
    if form.submitted():
        layout = _typed_layout(edition, form)
        if not form.problems and not any(read_lines(_grid(edition, layout), layout)):
            form.refuse("first", t("sheet_form.no_lines"))
        if not form.problems:
            try:
                with writing() as session:
                    confirm_edition(
                        session, id_, layout, by=actor(), seen_version=form.seen_version
                    )
            except RecordError:
                warn(t("record.changed_meanwhile"))
            else:
                done(t("sheet_form.confirmed", title=edition.title))
            return redirect(url_for("sheet_edition.show", id_=id_), 303)
    return _page(edition, form, edition.layout), 422 if form.problems else 200


def _page(edition: SheetEdition, form: LayoutForm, layout: SheetLayout | None) -> str:
    lines = tuple(read_lines(_grid(edition, layout), layout)) if layout else ()
    known = {one.number: one for one in asked_lines(edition.kind, estate().catalogue, lines)}
    return render_template(
        "sheet_form/show.html",
        edition=edition,
        form=form,
        role_fields=[form[role.value] for role in SheetRole],
        lines=lines[:MOST_SHOWN],
        total=len(lines),
        known=known,
        matched=sum(one.requirement is not None for one in known.values()),
        for_sheets=isinstance(edition.kind, SheetKind),
    )


def _grid(edition: SheetEdition, layout: SheetLayout) -> Grid:
    return grid_named(grids_of(edition), layout)


@pages.post("/<id:id_>/archive")
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_ASSESSMENTS)
def archive(id_: str) -> ResponseReturnValue:
    """Put a form away; sheets that follow it keep it."""
    edition = _require(id_)
    try:
        with writing() as session:
            archive_edition(session, id_, by=actor(), seen_version=RecordForm().seen_version)
    except RecordError:
        warn(t("record.changed_meanwhile"))
        return redirect(url_for("sheet_edition.show", id_=id_), 303)
    done(t("sheet_form.archived", title=edition.title))
    return redirect(url_for("sheet_edition.index"), 303)


@pages.get("/<id:id_>/file.xlsx")
@needs(Permission.VIEW_PORTFOLIO)
def download(id_: str) -> ResponseReturnValue:
    """The file as it was loaded."""
    edition = _require(id_)
    name = file_name(Kind.XLSX, edition.title)
    content = edition_content(reading(), id_)
    return send(content, Kind.XLSX, name=name, noun="sheet_form", subject=id_)


def _require(id_: str) -> SheetEdition:
    edition = find_edition(reading(), id_)
    if edition is None:
        abort(404)
    return edition


def _layout_form(edition: SheetEdition) -> LayoutForm:
    """The form with one choice of column for each role, filled from what was found."""
    layout = edition.layout
    fields = {
        role.value: ReferenceField(f"sheet_form.role_{role}", blank="sheet_form.no_column")
        for role in SheetRole
    }
    kind = type("SheetLayoutForm", (LayoutForm,), dict(fields))
    shown = SimpleNamespace(
        first=layout.first + 1 if layout else None,
        last=layout.last + 1 if layout else None,
        **{role.value: str(column) for role, column in layout.columns.items()} if layout else {},
    )
    form: LayoutForm = kind(shown, version=edition.version)
    columns = _column_names(_grid(edition, layout), layout) if layout else []
    for field in form:
        if isinstance(field, ReferenceField):
            field.offer(reference(str(place), name) for place, name in enumerate(columns))
    return form


def _column_names(grid: Grid, layout: SheetLayout) -> list[str]:
    """The columns by their letter and heading, as somebody who has Excel open finds them."""
    head = grid.filled[layout.head : layout.first]
    headings = (dict.fromkeys(filter(None, column)) for column in zip(*head, strict=True))
    return [f"{_letters(place)} {' / '.join(heading)}" for place, heading in enumerate(headings)]


def _letters(column: int) -> str:
    """A, B ... Z, AA, as Excel names its columns."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _typed_layout(edition: SheetEdition, form: LayoutForm) -> SheetLayout:
    """The layout as a person put it; what cannot be is refused beside its field."""
    assert edition.layout is not None  # noqa: S101 - without a table nothing is kept
    columns = {
        role: int(form[role.value].data) for role in SheetRole if form[role.value].data is not None
    }
    if SheetRole.NUMBER not in columns:
        form.refuse(SheetRole.NUMBER.value, t("sheet_form.number_needed"))
    if not ANSWERING & columns.keys():
        form.refuse(SheetRole.ANSWER.value, t("sheet_form.answer_needed"))
    if len(set(columns.values())) < len(columns):
        form.refuse(SheetRole.ITEM.value, t("sheet_form.column_twice"))
    first, last = (form.first.data or 1) - 1, (form.last.data or 1) - 1
    if last < first:
        form.refuse("last", t("sheet_form.last_before_first"))
    return replace(edition.layout, first=first, last=last, columns=columns)
