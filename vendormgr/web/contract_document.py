"""契約の文書: the files of a contract: taken in, listed, downloaded, compared, put away."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from flask import Blueprint, abort, g, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from vendormgr.domain.access import Permission
from vendormgr.domain.naming import clean_line
from vendormgr.domain.portfolio import Contract
from vendormgr.domain.reading.comparing import (
    Comparison,
    Move,
    article_places,
    changed_clauses,
    compare,
)
from vendormgr.domain.reading.firms import other_firms
from vendormgr.domain.reading.passage import Passage, PassageKind, address, from_plain
from vendormgr.exchange.contract_file import MOST_BYTES, ContractFileError, FileProblem
from vendormgr.exchange.incoming_file import (
    IncomingFile,
    IncomingState,
    look,
    receive,
    result,
    start_reading,
)
from vendormgr.i18n import t
from vendormgr.store.audit import Action, note_event
from vendormgr.store.document import (
    Document,
    NewDocument,
    add_document,
    archive_document,
    current,
    find_document,
    list_documents,
    restore_document,
    same_files,
    stored_names,
)
from vendormgr.store.errors import RecordError, StaleError
from vendormgr.store.record import find
from vendormgr.web.access import actor, can, needs
from vendormgr.web.contract import contract_name
from vendormgr.web.db import reading, writing
from vendormgr.web.estate import estate
from vendormgr.web.fields import ReferenceField, TextField, reference
from vendormgr.web.flashes import done, warn
from vendormgr.web.forms import Form, Required, refilled
from vendormgr.web.reading_kept import reading_of, stored_files

pages = Blueprint("contract_document", __name__, url_prefix="/contracts/<id:id_>/documents")
NOUN = "contracts"
"""Noun of the records whose files these screens are for."""
_ENVELOPE = 1024 * 1024
"""What a form takes besides its file."""
_WAIT_SECONDS = 2.0
"""Most files are read while the browser waits for the next page."""
_MIMETYPES = {
    "pdf": ("application/pdf", ".pdf"),
    "docx": (
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ".docx",
    ),
    "text": ("text/plain", ".txt"),
}


class IncomingForm(Form):
    """What a file is called and what it replaces."""

    title = TextField(
        "contract_document.name", [Required()], description="contract_document.name_hint"
    )
    replaces = ReferenceField("contract_document.replaces", blank="contract_document.replaces_none")


@pages.url_value_preprocessor
def _allow_large(endpoint: str | None, _values: dict[str, Any] | None) -> None:
    """A file of the size that is allowed fits into a request of this one form."""
    if endpoint == "contract_document.upload":
        limit = MOST_BYTES + _ENVELOPE
        request.max_content_length = max(request.max_content_length or 0, limit)
        g.most_file_bytes = MOST_BYTES


@pages.get("")
@needs(Permission.VIEW_PORTFOLIO)
def index(id_: str) -> ResponseReturnValue:
    """The documents of a contract, and the form for another one."""
    return _list(contract_of(id_))


@pages.post("")
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_CONTRACTS)
def upload(id_: str) -> ResponseReturnValue:
    """Take a file, look at what it is and read it in the background."""
    contract = contract_of(id_)
    sent = request.files.get("file")
    if refilled() or sent is None or not sent.filename:
        return _list(contract, t("contract_document.file_missing")), 422
    try:
        incoming = _receive(contract, sent)
    except ContractFileError as error:
        return _list(contract, problem_text(error.problem, error.n)), 422
    finally:
        sent.close()
    return redirect(url_for(".incoming", id_=id_, name=incoming.name), 303)


def _receive(contract: Contract, sent: FileStorage) -> IncomingFile:
    files = stored_files()
    files.sweep(stored_names(reading()))
    incoming = receive(
        files,
        sent.stream,  # type: ignore[arg-type]
        file_name=_shown_name(sent.filename or ""),
        noun=NOUN,
        subject=contract.id,
    )
    start_reading(files, incoming).join(_WAIT_SECONDS)
    return incoming


@pages.route("/incoming/<id:name>", methods=["GET", "POST"])
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_CONTRACTS)
def incoming(id_: str, name: str) -> ResponseReturnValue:
    """How far a file is; when it is read: what it is called, and save it."""
    contract = contract_of(id_)
    found = look(stored_files(), name)
    if found is None or (found.noun, found.subject) != (NOUN, id_):
        warn(t("contract_document.gone"))
        return redirect(url_for(".index", id_=id_), 303)
    if found.state is IncomingState.FAILED:
        return _failed(contract, found)
    if request.method == "POST" and "discard" in request.form and not refilled():
        stored_files().drop(name)
        done(t("contract_document.discarded"))
        return redirect(url_for(".index", id_=id_), 303)
    if found.state is IncomingState.READING:
        return render_template("contract_document/incoming.html", contract=contract, incoming=found)
    return _save_or_ask(contract, found)


def _failed(contract: Contract, found: IncomingFile) -> ResponseReturnValue:
    problem = FileProblem(found.problem or FileProblem.STOPPED)
    page = render_template(
        "contract_document/failed.html",
        contract=contract,
        incoming=found,
        problem=problem_text(problem, found.n),
    )
    return page, 422


def _save_or_ask(contract: Contract, found: IncomingFile) -> ResponseReturnValue:
    read = result(stored_files(), found)
    form = IncomingForm(title=found.file_name.rpartition(".")[0] or found.file_name)
    offered = current(list_documents(reading(), NOUN, contract.id))
    form.replaces.offer(reference(one.id, version_name(one)) for one in offered)
    if form.submitted():
        new = NewDocument(
            noun=NOUN,
            subject=contract.id,
            title=form.title.data or "",
            file_name=found.file_name,
            kind=found.kind,
            size_bytes=found.size_bytes,
            sha256=found.sha256,
            stored_name=found.name,
            page_count=read.page_count,
            read_state="scanned" if read.scanned else "read",
            pages_without_text=read.without_text,
            tracked_changes=read.tracked_changes,
            passages=read.passages,
            replaces=form.replaces.data,
        )
        try:
            return _save(contract, new)
        except RecordError as error:
            form.refuse(error.field, t("contract_document.changed_meanwhile"))
    passages = from_plain(read.passages)
    page = render_template(
        "contract_document/save.html",
        contract=contract,
        incoming=found,
        read=read,
        form=form,
        same=_kept_already(found),
        firms=_other_firms(contract, passages),
        articles=sum(one.kind is PassageKind.ARTICLE for one in passages),
        headings=sum(one.kind is PassageKind.HEADING for one in passages),
        annexes=sum(one.kind is PassageKind.ANNEX for one in passages),
        passages=passages[:12],
        address=lambda one: address(passages, one.place),
    )
    return page, 422 if form.problems else 200


def _kept_already(found: IncomingFile) -> list[str]:
    """Where the very same file is kept, as the names of contract and document."""
    index = estate().index
    return [
        f"{contract_name(known)}「{version_name(one)}」" if known else version_name(one)
        for one in same_files(reading(), found.sha256)
        for known in [index.contracts.get(one.subject)]
    ]


def _other_firms(contract: Contract, passages: Sequence[Passage]) -> tuple[str, ...]:
    """Firms that the text names where it does not name the vendor of the contract."""
    index = estate().index
    party = index.parties.get(contract.party or "")
    return other_firms(passages, [party.name] if party and party.name else [])


def _save(contract: Contract, new: NewDocument) -> ResponseReturnValue:
    files = stored_files()
    with files.keeping(new.stored_name), writing() as session:
        document = add_document(session, new, by=actor())
    files.drop(new.stored_name)
    done(t("contract_document.saved", name=document.title))
    if document.readable:
        there = url_for("contract_reading.show", id_=contract.id, document=document.id)
    else:
        there = url_for(".index", id_=contract.id)
    return redirect(there, 303)


@pages.get("/<id:document>/file")
@needs(Permission.VIEW_PORTFOLIO)
def file(id_: str, document: str) -> ResponseReturnValue:
    """The file as it came, as a download."""
    found = document_of(id_, document)
    place = stored_files().kept(found.stored_name)
    if not place.is_file():
        warn(t("contract_document.file_lost"))
        return redirect(url_for(".index", id_=id_), 303)
    with writing() as session:
        note_event(
            session,
            Action.DOWNLOADED,
            "contract_file",
            found.id,
            by=actor(),
            file_name=found.file_name,
            sha256=found.sha256,
        )
    mimetype, ending = _MIMETYPES[found.kind]
    name = found.file_name.rpartition(".")[0] or found.file_name
    answer = send_file(
        BytesIO(place.read_bytes()),
        mimetype=mimetype,
        as_attachment=True,
        download_name=f"{name}{ending}",
        max_age=0,
    )
    # What somebody else made is never shown in our own name.
    answer.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return answer


@pages.post("/<id:document>/archive")
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_CONTRACTS)
def archive(id_: str, document: str) -> ResponseReturnValue:
    """Put a document away; its file stays."""
    return _move(id_, document, away=True)


@pages.post("/<id:document>/restore")
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_CONTRACTS)
def restore(id_: str, document: str) -> ResponseReturnValue:
    """Bring a document back."""
    return _move(id_, document, away=False)


def _move(id_: str, document: str, *, away: bool) -> ResponseReturnValue:
    found = document_of(id_, document)
    seen = request.form.get("seen", "")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0
    step = archive_document if away else restore_document
    try:
        with writing() as session:
            step(session, document, by=actor(), seen_version=version)
    except (StaleError, RecordError):
        warn(t("contract_document.changed_meanwhile"))
    else:
        text = "archived_done" if away else "restored"
        done(t(f"contract_document.{text}", name=found.title))
    return redirect(url_for(".index", id_=id_), 303)


@dataclass(frozen=True, slots=True)
class ComparisonLine:
    """One article of both versions as the page shows it."""

    comparison: Comparison
    name: str
    title: str


@pages.get("/<id:document>/compare")
@needs(Permission.VIEW_PORTFOLIO)
def compare_versions(id_: str, document: str) -> ResponseReturnValue:
    """A version beside the one before it, article by article and clause by clause."""
    new = document_of(id_, document)
    if new.replaces is None:
        abort(404)
    old = document_of(id_, new.replaces)
    before, after = reading_of(old), reading_of(new)
    found = compare(before.passages, after.passages)
    units = (article_places(before.passages), article_places(after.passages))
    moves = changed_clauses(before.proposals, after.proposals, found, units)
    clauses = estate().catalogue.clauses
    lines = list(_lines(found, before.passages, after.passages))
    return render_template(
        "contract_document/compare.html",
        contract=contract_of(id_),
        old=old,
        new=new,
        changed=[one for one in lines if one.comparison.move is not Move.UNCHANGED],
        unchanged=[one for one in lines if one.comparison.move is Move.UNCHANGED],
        counts={move: sum(one.move is move for one in found) for move in Move},
        clauses=[(clauses[id_], move) for id_, move in moves.items() if id_ in clauses],
        version_name=version_name,
    )


def _lines(
    found: Sequence[Comparison], before: Sequence[Passage], after: Sequence[Passage]
) -> Iterator[ComparisonLine]:
    for one in found:
        passages, place = (after, one.new) if one.new is not None else (before, one.old)
        if place is not None:
            name = address(passages, place).removesuffix("第1項")
            yield ComparisonLine(one, name, passages[place].title)


def contract_of(id_: str) -> Contract:
    """The contract, an archived one too."""
    known = estate().index.contracts.get(id_)
    if known is not None:
        return known
    stored = find(reading(), Contract, id_)
    if stored is None:
        abort(404)
    return stored.fact


def document_of(id_: str, document: str) -> Document:
    """The document, if it belongs to that contract."""
    contract_of(id_)
    found = find_document(reading(), document)
    if found is None or (found.noun, found.subject) != (NOUN, id_):
        abort(404)
    return found


def version_name(document: Document) -> str:
    """基本契約書 第2版; a first version goes by its title alone."""
    if document.number == 1:
        return document.title
    return f"{document.title} {t('contract_document.version', n=document.number)}"


def problem_text(problem: FileProblem, n: int | None) -> str:
    """Why a file is not taken, in words."""
    return t(f"file_problem.{problem.value}", n=n or 0)


def size_text(size_bytes: int) -> str:
    """1.2 MB, 340 KB."""
    if size_bytes >= 1024 * 1024:
        return t("contract_document.megabytes", size=f"{size_bytes / 1024 / 1024:.1f}")
    return t("contract_document.kilobytes", size=max(1, size_bytes // 1024))


def _shown_name(name: str) -> str:
    """What a browser calls the file, without a path and without signs that nobody sees."""
    last = name.replace("\\", "/").rpartition("/")[2]
    return clean_line(last)[:150] or "file"


def _list(contract: Contract, problem: str = "") -> str:
    documents = list_documents(reading(), NOUN, contract.id)
    now = current(documents)
    return render_template(
        "contract_document/index.html",
        contract=contract,
        name=contract_name(contract),
        now=now,
        older=[one for one in documents if one.archived_at is None and one not in now],
        archived=[one for one in documents if one.archived_at is not None],
        problem=problem,
        editable=can(Permission.EDIT_CONTRACTS) and contract.id in estate().index.contracts,
        version_name=version_name,
        size_text=size_text,
    )
