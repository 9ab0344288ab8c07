"""交渉チェックリスト: handed out, and read back with every change shown before it is saved."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from vendormgr.domain.access import Permission
from vendormgr.domain.checklist import Here, Review, review
from vendormgr.domain.portfolio import Contract
from vendormgr.exchange.checklist_table import FilledList, read_checklist
from vendormgr.exchange.workbook_file import WorkbookError
from vendormgr.i18n import t
from vendormgr.store.draft import drop_draft
from vendormgr.store.errors import RecordError
from vendormgr.web.access import needs, user
from vendormgr.web.checklist_draft import Upload, find_upload, keep_upload
from vendormgr.web.checklist_paper import send_checklist
from vendormgr.web.checklist_save import save_review, versions_of_rounds
from vendormgr.web.checklist_words import change_lines, error_lines, words_of_lists
from vendormgr.web.contract import contract_name
from vendormgr.web.db import reading, writing
from vendormgr.web.download import Kind
from vendormgr.web.estate import estate
from vendormgr.web.flashes import done, warn
from vendormgr.web.forms import Form
from vendormgr.web.negotiation_line import contract_rounds
from vendormgr.web.record import problem_text, put_away_page, require
from vendormgr.web.screens import SCREENS

pages = Blueprint("checklist", __name__)
PATH = "/contracts/<id:id_>/checklist"
change = needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_CONTRACTS)
FORM = "checklist"
SHOWN_ERRORS = 200


@pages.get(f"{PATH}.<any(pdf, xlsx):kind>")
@needs(Permission.VIEW_PORTFOLIO)
def paper(id_: str, kind: str) -> ResponseReturnValue:
    """The checklist to take along, by worth or (?order=catalogue) as in the catalogue."""
    conclusions = estate()
    contract = conclusions.index.contracts.get(id_)
    if contract is None or not conclusions.applicable.get(id_):
        abort(404)
    catalogue_order = request.args.get("order") == "catalogue"
    return send_checklist(conclusions, contract, Kind(kind), catalogue_order=catalogue_order)


@pages.route(f"{PATH}/upload", methods=["GET", "POST"])
@change
def upload(id_: str) -> ResponseReturnValue:
    """Take a filled workbook; what it would change is shown on the next page."""
    contract = estate().index.contracts.get(id_)
    if contract is None:
        return put_away_page(SCREENS["contracts"], id_)
    problem = None
    if Form().submitted():
        file = request.files.get("file")
        content = file.read() if file is not None else b""
        try:
            filled = _read(content) if content else None
        except WorkbookError as error:
            problem = t(error.text_id, **error.values)
        else:
            problem = _problem(filled)
            if filled is not None and problem is None:
                keep_upload(FORM, contract.id, filled)
                return redirect(url_for("checklist.preview", id_=id_), 303)
    page = render_template(
        "checklist/upload.html", contract=contract, name=contract_name(contract), problem=problem
    )
    return page, 422 if problem else 200


def _read(content: bytes) -> FilledList:
    return read_checklist(content, words_of_lists(estate().catalogue.clauses.values()))


def _problem(filled: FilledList | None) -> str | None:
    """What is wrong with the file as a whole, in words."""
    if filled is None:
        return t("checklist.file_missing")
    return t(f"checklist.file_{filled.problem}") if filled.problem else None


@pages.route(f"{PATH}/preview", methods=["GET", "POST"])
@change
def preview(id_: str) -> ResponseReturnValue:
    """Every change and every error of the file that was read; saved at once when confirmed."""
    contract = estate().index.contracts.get(id_)
    if contract is None:
        return put_away_page(SCREENS["contracts"], id_)
    kept = find_upload(FORM, id_)
    if kept is None:
        return redirect(url_for("checklist.upload", id_=id_), 303)
    found = _review(contract, kept)
    status = 200
    if Form().submitted():
        if request.form.get("shown") == kept.digest_with(found) and found.changes:
            try:
                return _save(id_, found)
            except RecordError as error:
                warn(problem_text(error))
        else:
            warn(t("checklist.stale"))
        status = 409
    return _page(contract, kept, _review(contract, kept), status)


def _review(contract: Contract, kept: Upload) -> Review:
    conclusions = estate()
    here = Here(
        contract=contract,
        rounds=contract_rounds(conclusions, contract),
        clauses=conclusions.catalogue.clauses.keys(),
        today=conclusions.today,
        by=user().name,
    )
    return review(kept.rows, here)


def _save(id_: str, found: Review) -> ResponseReturnValue:
    stored, versions = require(Contract, id_), versions_of_rounds(reading(), found)
    with writing() as session:
        undo = save_review(session, stored, found, versions)
        drop_draft(session, user().id, FORM, subject=id_)
    done(t("checklist.saved", n=len(found.changes)), undo=undo)
    return redirect(url_for("negotiation_sheet.show", id_=id_), 303)


def _page(contract: Contract, kept: Upload, found: Review, status: int) -> tuple[str, int]:
    conclusions = estate()
    errors = error_lines(kept.errors, found.errors, conclusions)
    page = render_template(
        "checklist/preview.html",
        contract=contract,
        name=contract_name(contract),
        lines=change_lines(found.changes, conclusions),
        errors=errors[:SHOWN_ERRORS],
        more=max(0, len(errors) - SHOWN_ERRORS),
        recorded=len(found.recorded),
        wrong_rows=len({one.row for one in errors}),
        shown=kept.digest_with(found),
    )
    return page, status
