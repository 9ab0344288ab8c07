"""責任分界表: the matrix of a contract as an annex, its agreed versions, and what differs since."""

from flask import Blueprint, Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, ValidationError

from vendormgr.domain.access import Permission
from vendormgr.domain.portfolio import Contract
from vendormgr.domain.snapshot import (
    AgreedMatrix,
    CellChange,
    agreed_to_plain,
    changes_since,
    digest_of,
    freeze,
    title_of_row,
)
from vendormgr.i18n import t
from vendormgr.store.snapshot import (
    AlteredSnapshotError,
    Snapshot,
    SnapshotHead,
    find_snapshot,
    freeze_matrix,
    list_snapshots,
)
from vendormgr.web.access import actor, can, needs
from vendormgr.web.annex_note import differences
from vendormgr.web.clock import now, today
from vendormgr.web.contract import contract_name
from vendormgr.web.db import reading, writing
from vendormgr.web.download import Kind, file_name, imprint, send
from vendormgr.web.estate import estate
from vendormgr.web.fields import DateField, NoteField
from vendormgr.web.flashes import done
from vendormgr.web.forms import Required
from vendormgr.web.once import OnceForm, remember_sending, sent_before
from vendormgr.web.record import put_away_page
from vendormgr.web.screens import SCREENS

pages = Blueprint("annex", __name__)
PATH = "/contracts/<id:id_>/annex"
see = needs(Permission.VIEW_PORTFOLIO)
NOUN = "annex"


class AgreeForm(OnceForm):
    """When the present matrix was agreed."""

    looked_at = HiddenField("")
    """Digest of the matrix that the person saw."""
    agreed_on = DateField("annex.agreed_on", [Required()], description="annex.agreed_on_hint")
    note = NoteField("annex.note", description="annex.note_hint", limit=400)

    def validate_agreed_on(self, field: DateField) -> None:
        """Nobody has agreed tomorrow."""
        if field.data and field.data > today():
            raise ValidationError(t("annex.agreed_in_future"))


@pages.get(PATH)
@see
def show(id_: str) -> ResponseReturnValue:
    """The versions that were agreed, and how the present matrix differs from the last."""
    contract = estate().index.contracts.get(id_)
    if contract is None:
        return put_away_page(SCREENS["contracts"], id_)
    return _page(contract, AgreeForm())


@pages.post(PATH)
@needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_CONTRACTS)
def agree(id_: str) -> ResponseReturnValue:
    """Keep the present matrix as the next version."""
    conclusions = estate()
    contract = conclusions.index.contracts.get(id_)
    if contract is None:
        abort(404)
    matrix, form = freeze(conclusions, contract), AgreeForm()
    if not matrix.columns:
        abort(404)
    if form.submitted():
        agreed_on = form.agreed_on.data
        if form.looked_at.data != _digest(matrix) or agreed_on is None:
            form.refuse("agreed_on", t("annex.changed_meanwhile"))
            form.looked_at.data = _digest(matrix)
            return _page(contract, form)[0], 409
        with writing() as session:
            place = sent_before(session)
            if place is not None:
                return redirect(place, 303)
            head = freeze_matrix(
                session,
                matrix,
                agreed_on=agreed_on,
                note=form.note.data,
                now=now(),
                by=actor(),
            )
            remember_sending(session, url_for("annex.show", id_=id_))
        done(t("annex.agreed", version=head.version))
        return redirect(url_for("annex.show", id_=id_), 303)
    return _page(contract, form)


def _digest(matrix: AgreedMatrix) -> str:
    return digest_of(agreed_to_plain(matrix))


def _page(contract: Contract, form: AgreeForm) -> tuple[str, int]:
    conclusions = estate()
    matrix = freeze(conclusions, contract)
    heads = list_snapshots(reading(), contract.id)
    last = _find(contract.id, heads[0].version) if heads else None
    if not form.looked_at.data:
        form.looked_at.data = _digest(matrix)
    page = render_template(
        "annex/show.html",
        contract=contract,
        name=contract_name(contract),
        matrix=matrix,
        heads=heads,
        changes=differences(conclusions, contract, last) if last is not None else (),
        service_name=_service_names(matrix),
        row_title=title_of_row,
        form=form if can(Permission.EDIT_CONTRACTS) else None,
    )
    return page, 422 if form.problems else 200


@pages.get(f"{PATH}/<number:version>")
@see
def compare(id_: str, version: int) -> ResponseReturnValue:
    """What differs between a version and now, cell by cell, with the reason."""
    conclusions = estate()
    snapshot = _find(id_, version)
    if snapshot is None:
        abort(404)
    contract = conclusions.index.contracts.get(id_)
    current = freeze(conclusions, contract) if contract is not None else None
    changes: tuple[CellChange, ...] = ()
    if current is not None:
        changes = changes_since(snapshot.matrix, current)
    return render_template(
        "annex/compare.html",
        snapshot=snapshot,
        contract=contract,
        name=snapshot.matrix.title,
        changes=changes,
        now=current,
        service_name=_service_names(snapshot.matrix, current),
        row_title=title_of_row,
        cells=conclusions.matrix.cells,
    )


def _service_names(*matrices: AgreedMatrix | None) -> dict[str, str]:
    return {
        column.service: column.title
        for matrix in matrices
        if matrix is not None
        for column in matrix.columns
    }


@pages.get(f"{PATH}.pdf")
@see
def draft(id_: str) -> ResponseReturnValue:
    """The present matrix as a draft to agree on."""
    conclusions = estate()
    contract = conclusions.index.contracts.get(id_)
    matrix = freeze(conclusions, contract) if contract is not None else None
    if matrix is None or not matrix.columns:
        abort(404)
    return _send(matrix, None)


@pages.get(f"{PATH}/<number:version>.pdf")
@see
def paper(id_: str, version: int) -> ResponseReturnValue:
    """One version as it was agreed, whatever became of the contract."""
    snapshot = _find(id_, version)
    if snapshot is None:
        abort(404)
    return _send(snapshot.matrix, snapshot.head)


def _send(matrix: AgreedMatrix, head: SnapshotHead | None) -> Response:
    # Imported here: ReportLab takes memory that a server without downloads can spare.
    from vendormgr.reports.annex import Annex, render_pdf  # noqa: PLC0415

    made = imprint()
    if head is None:
        annex = Annex(matrix=matrix, imprint=made)
    else:
        # As it was made then: the same version prints the same bytes for ever.
        annex = Annex(
            matrix=matrix,
            imprint=made.at(head.at, by=head.by, data_version=head.digest[:12]),
            version=head.version,
            agreed_on=head.agreed_on,
            digest=head.digest,
        )
    version = t("annex.version_n", n=head.version) if head is not None else ""
    name = file_name(Kind.PDF, t("annex.file_name"), matrix.title, version)
    return send(render_pdf(annex), Kind.PDF, name=name, noun=NOUN, subject=matrix.contract)


def _find(id_: str, version: int) -> Snapshot | None:
    """One version; one that was altered answers with a page that says so."""
    try:
        return find_snapshot(reading(), id_, version)
    except AlteredSnapshotError as error:
        page = render_template("annex/altered.html", id_=id_, version=error.version)
        abort(Response(page, 409))
