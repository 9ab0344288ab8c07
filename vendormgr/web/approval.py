"""重要な委託の承認: management's approval of a vendor, with its day and who gave it."""

from dataclasses import replace

from flask import Blueprint, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import ValidationError

from vendormgr.domain.access import Permission
from vendormgr.domain.portfolio import Party
from vendormgr.domain.vocabulary import PartyRole
from vendormgr.i18n import t
from vendormgr.store import record as store
from vendormgr.store.errors import StaleError
from vendormgr.store.record import Stored
from vendormgr.web.access import actor, needs, user
from vendormgr.web.clock import today
from vendormgr.web.db import writing
from vendormgr.web.estate import estate
from vendormgr.web.fields import DateField, TextField
from vendormgr.web.flashes import done, warn
from vendormgr.web.forms import RecordForm, Required
from vendormgr.web.names import namer
from vendormgr.web.saving import Attempt, save_changed
from vendormgr.web.screens import require
from vendormgr.web.sight import visible
from vendormgr.web.vendor_sight import tier_facts, vendor_line

pages = Blueprint("approval", __name__)


class ApprovalForm(RecordForm):
    """When management approved, and who."""

    shown = staticmethod(lambda party: party)
    approved_on = DateField(
        "vendor.approved_on", [Required()], description="form.date_hint", default=today
    )
    approved_by = TextField("vendor.approved_by", [Required()], default=lambda: user().name)

    def validate_approved_on(self, field: DateField) -> None:
        """Nobody has approved anything in the future."""
        if field.data is not None and field.data > today():
            raise ValidationError(t("vendor.approved_in_future"))


@pages.route("/vendors/<id:id_>/approval", methods=["GET", "POST"])
@needs(Permission.VIEW_PORTFOLIO, Permission.APPROVE_OUTSOURCING)
def edit(id_: str) -> ResponseReturnValue:
    """What is to be approved, and the form that says it was."""
    stored = _vendor(id_)
    given = stored.fact.approved_on or stored.fact.approved_by
    form = ApprovalForm(stored.fact if given else None, version=stored.version)
    attempt: Attempt[Party] = Attempt()
    if form.submitted():
        approved = replace(stored.fact, **form.values())
        text = t("vendor.approval_saved", name=approved.name or id_)
        attempt = save_changed(form, approved, text)
        if attempt.saved is not None:
            return redirect(url_for("vendor.show", id_=id_), 303)
    conclusions = estate()
    line = vendor_line(conclusions, stored.fact)
    page = render_template(
        "vendor/approval.html",
        form=form,
        conflict=attempt.conflict,
        stored=stored,
        line=line,
        tier_facts=tier_facts(conclusions, line.tier),
        findings=visible(conclusions.findings_by_party.get(id_, ()), conclusions),
        conclusions=conclusions,
        names=namer(conclusions),
    )
    return page, attempt.status(form)


@pages.post("/vendors/<id:id_>/approval/withdraw")
@needs(Permission.VIEW_PORTFOLIO, Permission.APPROVE_OUTSOURCING)
def withdraw(id_: str) -> ResponseReturnValue:
    """Take an approval back; the history keeps it."""
    stored = _vendor(id_)
    form = RecordForm(version=stored.version)
    if form.submitted():
        bare = replace(stored.fact, approved_on=None, approved_by=None)
        try:
            with writing() as session:
                store.update(session, bare, by=actor(), seen_version=form.seen_version)
        except StaleError:
            warn(t("record.changed_meanwhile"))
            return redirect(url_for("approval.edit", id_=id_), 303)
        done(t("vendor.approval_withdrawn", name=bare.name or id_))
    return redirect(url_for("vendor.show", id_=id_), 303)


def _vendor(id_: str) -> Stored[Party]:
    stored = require(Party, id_)
    if stored.archived_at is not None or stored.fact.role is PartyRole.HOSPITAL:
        abort(404)
    return stored
