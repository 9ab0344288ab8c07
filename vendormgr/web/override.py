"""行の取決め: what a contract says about one row of one service, kept inside the contract."""

from dataclasses import dataclass, replace

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from vendormgr.domain.access import Permission
from vendormgr.domain.agreement import by_precedence
from vendormgr.domain.catalogue import ResponsibilityItem
from vendormgr.domain.matrix_cell import ALWAYS_HOSPITAL, Cell
from vendormgr.domain.portfolio import Contract, Override, Service
from vendormgr.domain.vocabulary import Holder
from vendormgr.i18n import language, t
from vendormgr.store.record import Stored
from vendormgr.web.access import needs
from vendormgr.web.clause_row import rows_to_record
from vendormgr.web.estate import estate
from vendormgr.web.fields import (
    EnumRadioField,
    NoteField,
    ReferenceField,
    TextField,
    offered_names,
    reference,
)
from vendormgr.web.flashes import warn
from vendormgr.web.forms import RecordForm, Required
from vendormgr.web.matrix_address import PANEL
from vendormgr.web.matrix_cell import find_override
from vendormgr.web.options import party_options
from vendormgr.web.record import require
from vendormgr.web.saving import Attempt, save_changed

pages = Blueprint("override", __name__)
change = needs(Permission.VIEW_PORTFOLIO, Permission.EDIT_CONTRACTS)
PATH = "/matrix/services/<id:service_id>/rows/<id:item_id>"


class OverrideForm(RecordForm):
    """What the contract says about the row."""

    party = EnumRadioField(
        "override.party",
        [Required("override.party_missing")],
        of=(Holder.HOSPITAL, Holder.VENDOR, Holder.SHARED),
        blank="",
    )
    article = TextField("override.article", limit=80, description="override.article_hint")
    clause = ReferenceField(
        "override.clause", blank="override.no_clause", description="override.clause_hint"
    )
    decider = ReferenceField(
        "override.decider", blank="override.no_decider", description="override.decider_hint"
    )
    parts = NoteField("override.parts", description="override.parts_hint", limit=1000)
    emergency = EnumRadioField(
        "override.emergency",
        of=(Holder.HOSPITAL, Holder.VENDOR, Holder.SHARED),
        blank="override.emergency_same",
    )
    emergency_parts = NoteField(
        "override.emergency_parts", description="override.emergency_parts_hint", limit=1000
    )
    note = NoteField("common.note")

    cell: Cell
    """What the form is about."""

    def shown(self, contract: Contract) -> Override:
        """What a version of the contract says about the cell, as the form is filled from it."""
        return find_override(contract, self.cell.service, self.cell.item) or Override()

    def offer(self, item: ResponsibilityItem, held: Override | None) -> None:
        """The clauses, those that settle the row first; and who could decide."""
        clauses = estate().catalogue.clauses
        order = dict.fromkeys((*item.settled_by, *clauses))
        self.clause.offer(reference(one, clauses[one].title.of(language()), one) for one in order)
        self.decider.offer(_deciders(held))

    def fact(self) -> Override:
        """The override as typed; only a shared row has somebody who decides.

        An emergency in which the same party has it is none worth a record of its own.
        """
        values = self.values()
        if self.party.data is not Holder.SHARED:
            values["decider"] = None
        if values["emergency"] is values["party"]:
            values["emergency"] = None
        return Override(service=self.cell.service, item=self.cell.item, **values)


def _deciders(held: Override | None) -> list[SelectChoice]:
    """Hospital and vendors; a decider that a document wrote in its own words stays."""
    offered = party_options()
    known = {choice.value for choice in offered}
    free = held.decider if held is not None else None
    return [reference(free, free), *offered] if free and free not in known else offered


@dataclass(frozen=True, slots=True)
class _Place:
    """The cell whose row is agreed, and the contract that says so."""

    cell: Cell
    service: Service
    item: ResponsibilityItem
    contracts: tuple[Contract, ...]
    """In force and covering the service; the one that holds against the others first."""
    stored: Stored[Contract] | None
    """The chosen one; None when there is none."""

    @property
    def held(self) -> Override | None:
        """What the chosen contract says now."""
        return find_override(
            self.stored.fact if self.stored else None, self.cell.service, self.cell.item
        )

    @property
    def stronger(self) -> Contract | None:
        """Another contract whose word on this row holds against the chosen one's."""
        for contract in self.contracts:
            if self.stored is not None and contract.id == self.stored.fact.id:
                return None
            if find_override(contract, self.cell.service, self.cell.item):
                return contract
        return None

    @property
    def back(self) -> str:
        """The cell in its matrix."""
        service, item = self.cell.service, self.cell.item
        return url_for("matrix.service", id_=service, service=service, item=item, _anchor=PANEL)


@pages.route(f"{PATH}/agreed", methods=["GET", "POST"])
@change
def edit(service_id: str, item_id: str) -> ResponseReturnValue:
    """Record what a contract says about the row; the contract is named by ?contract=."""
    place = _find(service_id, item_id)
    if item_id in ALWAYS_HOSPITAL:
        page = render_template("matrix/always_hospital.html", place=place)
        return page, 422 if request.method == "POST" else 200
    if place.stored is None:
        return render_template("matrix/no_contract.html", place=place)
    form = OverrideForm(place.held, version=place.stored.version)
    form.cell = place.cell
    form.offer(place.item, place.held)
    _suggest(form, place)
    attempt: Attempt[Contract] = Attempt()
    if form.submitted():
        attempt = _save(form, place, form.fact())
        if attempt.saved is not None:
            return redirect(_next(place, attempt.saved), 303)
    return _form_page(place, form, attempt)


def _suggest(form: OverrideForm, place: _Place) -> None:
    """Fill in the clause that the address names, with its article, where nothing is held yet."""
    clause = request.args.get("clause")
    if request.method == "POST" or place.held is not None or place.stored is None:
        return
    if clause in offered_names(form.clause):
        state = place.stored.fact.clauses.get(str(clause))
        form.clause.data = clause
        form.article.data = state.article if state is not None else None


@pages.post(f"{PATH}/agreed/remove")
@change
def remove(service_id: str, item_id: str) -> ResponseReturnValue:
    """Take back what the contract was recorded to say; the row falls back to its clauses."""
    place = _find(service_id, item_id)
    form = RecordForm()
    if place.stored is None or place.held is None or not form.submitted():
        abort(404)
    attempt = _save(form, place, None)
    if attempt.saved is not None:
        return redirect(place.back, 303)
    warn(t("record.changed_meanwhile"))
    contract = place.stored.fact.id
    again = url_for("override.edit", service_id=service_id, item_id=item_id, contract=contract)
    return redirect(again, 303)


def _find(service_id: str, item_id: str) -> _Place:
    conclusions = estate()
    cell = conclusions.matrix.cells.get((service_id, item_id)) if item_id else None
    if cell is None:
        abort(404)
    index = conclusions.index
    covering = by_precedence(index.contracts_covering.get(service_id, ()), index.bundles)
    contracts = tuple(reversed(covering))
    ids = [one.id for one in contracts]
    asked = request.args.get("contract") or cell.contract or (ids[0] if ids else None)
    if asked is not None and asked not in ids:
        abort(404)
    return _Place(
        cell=cell,
        service=conclusions.index.services[service_id],
        item=conclusions.catalogue.items[item_id],
        contracts=contracts,
        stored=require(Contract, asked) if asked is not None else None,
    )


def _save(form: RecordForm, place: _Place, fresh: Override | None) -> Attempt[Contract]:
    """Put the override into the contract, or take it out."""
    assert place.stored is not None  # noqa: S101 - both callers have looked
    contract = place.stored.fact
    held = place.held
    overrides = [one for one in contract.overrides if one != held]
    if fresh is not None:
        # What was there keeps its place, so that an unchanged form changes nothing.
        overrides.insert(contract.overrides.index(held) if held else len(overrides), fresh)
    changed = replace(contract, overrides=tuple(overrides))
    text = "override.saved" if fresh is not None else "override.removed"
    return save_changed(form, changed, t(text, item=place.item.title.of(language())))


def _next(place: _Place, contract: Contract) -> str:
    """The cell; for whoever came from a clause its next row without a name, if there is one."""
    clause = request.args.get("clause")
    if clause is not None and rows_to_record(estate(), contract, clause):
        return url_for("clause.edit", id_=contract.id, clause=clause, _anchor="rows")
    return place.back


def _form_page(
    place: _Place, form: OverrideForm, attempt: Attempt[Contract]
) -> ResponseReturnValue:
    conclusions = estate()
    page = render_template(
        "matrix/override.html",
        place=place,
        form=form,
        conflict=attempt.conflict,
        clause=request.args.get("clause"),
        catalogue=conclusions.catalogue,
        names=conclusions.index.name,
    )
    return page, attempt.status(form)
