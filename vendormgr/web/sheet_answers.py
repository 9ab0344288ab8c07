"""Answering a sheet: all lines on one form, by hand or from a filled-in copy of its file."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.assurance import Sheet, SheetAnswer
from vendormgr.domain.sheet_answer import CellProblem, read_answer
from vendormgr.domain.sheet_lines import AskedLine
from vendormgr.domain.sheet_table import SheetLayout, find_table, read_lines
from vendormgr.exchange.sheet_writer import fill_sheet
from vendormgr.exchange.workbook_file import WorkbookError, read_workbook
from vendormgr.i18n import t
from vendormgr.store.record import Stored
from vendormgr.store.sheet_edition import edition_content
from vendormgr.web.access import needs
from vendormgr.web.answer_lines import LinesForm, lines_form
from vendormgr.web.clock import today
from vendormgr.web.conflict import Conflict
from vendormgr.web.db import reading
from vendormgr.web.download import Kind, file_name, send
from vendormgr.web.record import require
from vendormgr.web.saving import Attempt, save_changed
from vendormgr.web.sheet import SCREENS, sheet_name
from vendormgr.web.sheet_loaded import edition_of, grid_named, lines_of, loaded_lines

pages = Blueprint("sheet_answers", __name__)
PARTS = ("answer", "first_checked_on", "target_on", "completed_on", "compensation", "remark")


class AnswersForm(LinesForm[Sheet]):
    """The answers of a sheet, a line an item."""

    fact_kind = Sheet
    parts = PARTS
    line = SheetAnswer


def answers_form(lines: Sequence[AskedLine]) -> type[LinesForm[Sheet]]:
    """The form for these lines."""
    return lines_form(AnswersForm, [one.number for one in lines])


@pages.route("/sheets/<id:id_>/answers", methods=["GET", "POST"])
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_ASSESSMENTS)
def edit(id_: str) -> ResponseReturnValue:
    """Fill in the sheet; two people at once both see what the other wrote."""
    stored = require(Sheet, id_)
    lines = lines_of(stored.fact)
    kind = answers_form(lines)
    form = kind(kind.shown(stored.fact), version=stored.version)
    attempt: Attempt[Sheet] = Attempt()
    if form.submitted():
        fact = form.fact(stored.fact)
        attempt = save_changed(form, fact, t("record.saved", name=sheet_name(fact)))
        if attempt.saved is not None:
            return redirect(url_for("sheet.show", id_=id_), 303)
    return _page(stored, form, lines, conflict=attempt.conflict), attempt.status(form)


@dataclass(frozen=True, slots=True)
class ReadProblem:
    """A cell of the file that could not be read, in words."""

    row: int
    number: str
    text: str
    problem: str


@pages.get("/sheets/<id:id_>/file.xlsx")
@needs(Permission.VIEW_PORTFOLIO)
def download(id_: str) -> ResponseReturnValue:
    """The form that was loaded, with the answers in it."""
    sheet = require(Sheet, id_).fact
    edition = edition_of(sheet)
    if edition is None or edition.layout is None:
        abort(404)
    content = fill_sheet(
        edition_content(reading(), edition.id),
        edition.layout,
        {one.number: one for one in reversed(loaded_lines(edition))},
        {one.number: one for one in sheet.answers},
    )
    name = file_name(Kind.XLSX, sheet_name(sheet))
    return send(content, Kind.XLSX, name=name, noun="sheet_file", subject=id_)


@pages.route("/sheets/<id:id_>/upload", methods=["GET", "POST"])
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_ASSESSMENTS)
def upload(id_: str) -> ResponseReturnValue:
    """Read a filled-in file back: every difference is shown in the form, nothing is saved yet."""
    stored = require(Sheet, id_)
    problem = None
    if request.method == "POST":
        file = request.files.get("file")
        try:
            return _preview(stored, b"" if file is None else file.read())
        except WorkbookError as error:
            problem = t(error.text_id, **error.values)
    page = render_template(
        "sheet/upload.html", sheet=stored.fact, title=sheet_name(stored.fact), problem=problem
    )
    return page, 422 if problem else 200


def _preview(stored: Stored[Sheet], content: bytes) -> str:
    """The form as the file fills it in; empty cells of the file leave what is recorded."""
    lines = lines_of(stored.fact)
    kind = answers_form(lines)
    read, problems, unknown = _read_file(stored.fact, content, kind.numbers)
    recorded = {one.number: one for one in stored.fact.answers}
    merged = [_merged(recorded.get(number), read.get(number), number) for number in kind.numbers]
    form = kind(version=stored.version)
    form.fill(merged, stored.version)
    changed = frozenset(
        one.number
        for one in merged
        if one != recorded.get(one.number, SheetAnswer(number=one.number))
    )
    return _page(
        stored, form, lines, changed=changed, problems=problems, unknown=unknown, read=True
    )


def _merged(old: SheetAnswer | None, new: SheetAnswer | None, number: str) -> SheetAnswer:
    base = old or SheetAnswer(number=number)
    if new is None:
        return base
    said = {part: value for part in PARTS if (value := getattr(new, part)) is not None}
    return replace(base, **said)


def _read_file(
    sheet: Sheet, content: bytes, numbers: Sequence[str]
) -> tuple[Mapping[str, SheetAnswer], list[ReadProblem], list[str]]:
    """Number to answer, the cells that cannot be read, and numbers that nobody asked for.

    Raises:
        WorkbookError: The file is not taken, or has no table to read.
    """
    if not content:
        raise WorkbookError("missing")
    grids = read_workbook(content)
    edition = edition_of(sheet)
    layout = edition.layout if edition is not None else None
    same = [one for one in grids if layout is not None and one.name == layout.sheet]
    found: SheetLayout | None = None
    for grid in (*same, *(one for one in grids if not one.hidden)):
        found = find_table(grid)
        if found is not None:
            break
    if found is None:
        raise WorkbookError("no_table")
    answers: dict[str, SheetAnswer] = {}
    problems: list[ReadProblem] = []
    unknown: list[str] = []
    for line in read_lines(grid_named(grids, found), found):
        if line.number not in numbers:
            unknown.append(line.number)
            continue
        answer, wrong = read_answer(line)
        problems += [_in_words(line.row, line.number, one) for one in wrong]
        if line.number in answers:
            problems.append(ReadProblem(line.row + 1, line.number, "", t("sheet.number_twice")))
        else:
            answers[line.number] = _checked(answer, line.row, problems)
    return answers, problems, unknown


def _checked(answer: SheetAnswer, row: int, problems: list[ReadProblem]) -> SheetAnswer:
    """Checks in the future are slips of the pen: they are named and left out."""
    first, done_on = answer.first_checked_on, answer.completed_on
    for day in (first, done_on):
        if day is not None and day > today():
            words = t("sheet.in_future")
            problems.append(ReadProblem(row + 1, answer.number, f"{day:%Y/%m/%d}", words))
    return replace(
        answer,
        first_checked_on=first if first is None or first <= today() else None,
        completed_on=done_on if done_on is None or done_on <= today() else None,
    )


def _in_words(row: int, number: str, one: CellProblem) -> ReadProblem:
    return ReadProblem(row + 1, number, one.text, t(f"sheet.problem_{one.problem}"))


def _page(  # noqa: PLR0913 - one page for typing and for reading back
    stored: Stored[Sheet],
    form: LinesForm[Sheet],
    lines: Sequence[AskedLine],
    *,
    conflict: Conflict | None = None,
    changed: frozenset[str] = frozenset(),
    problems: Sequence[ReadProblem] = (),
    unknown: Sequence[str] = (),
    read: bool = False,
) -> str:
    return render_template(
        "sheet/answers.html",
        sheet=stored.fact,
        title=sheet_name(stored.fact),
        form=form,
        lines=list(zip(lines, form.rows(), strict=True)),
        parts=PARTS,
        conflict=conflict,
        changed=changed,
        file_problems=problems,
        unknown=unknown,
        read=read,
        screens=SCREENS,
    )
