"""義務の割当: who is accountable for patches, passwords, approvals ... on a line or a device."""

from types import SimpleNamespace
from typing import Any

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import HiddenField, RadioField, ValidationError
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]

from vendormgr.domain.access import Permission
from vendormgr.domain.portfolio import Responsibility
from vendormgr.domain.vocabulary import Duty
from vendormgr.i18n import label, t
from vendormgr.web.access import needs
from vendormgr.web.estate import estate
from vendormgr.web.fields import EnumField, NoteField, ReferencesField, TextField
from vendormgr.web.forms import Required
from vendormgr.web.options import party_options
from vendormgr.web.record import FactForm, Screens, blueprint, put_away_page

NAMED, NOBODY, UNKNOWN = "named", "nobody", "unknown"


def _answers() -> list[SelectChoice]:
    return [SelectChoice(one, t(f"duty.answer_{one}")) for one in (NAMED, NOBODY, UNKNOWN)]


class DutyForm(FactForm[Responsibility]):
    """A duty on an asset, a connection or a service, and who has it."""

    fact_kind = Responsibility
    subject = HiddenField("duty.subject")
    duty = EnumField("duty.duty", [Required()], of=Duty)
    answer = RadioField("duty.answer", choices=_answers, default=NAMED)
    accountable = ReferencesField("duty.accountable")
    evidence = TextField("duty.evidence", description="duty.evidence_hint")
    note = NoteField("common.note")

    def offer(self) -> None:
        """The hospital and the vendors; the subject comes from the page."""
        self.accountable.offer(party_options())
        if not self.subject.data:
            self.subject.data = request.args.get("subject", "")[:120]
        if _subject_of(self.subject.data) is None:
            abort(404)

    def validate_accountable(self, field: ReferencesField) -> None:
        """Somebody must be named where the answer is that somebody has it."""
        if self.answer.data == NAMED and not field.chosen:
            raise ValidationError(t("duty.nobody_chosen"))

    @classmethod
    def shown(cls, fact: Responsibility) -> Any:
        """The fact with its answer in one word."""
        values = {name: getattr(fact, name) for name in fact.__dataclass_fields__}
        who = fact.accountable
        answer = UNKNOWN if who is None else NAMED if who else NOBODY
        return SimpleNamespace(**{**values, "answer": answer, "accountable": who or ()})

    def fact(self, base: Responsibility | None) -> Responsibility:
        """The fact as typed."""
        who = {NAMED: self.accountable.chosen, NOBODY: (), UNKNOWN: None}[self.answer.data]
        duty = self.duty.data
        # What a recorded duty is about never changes: the field only brings it along.
        subject = self.subject.data if base is None else base.subject
        values = {"accountable": who, "duty": duty.value if duty else None, "subject": subject}
        return self.with_values(base, **values)


def _subject_of(id_: str | None) -> str | None:
    """The page of the asset, connection or service of that id; None: there is none."""
    index = estate().index
    for endpoint, known in (
        ("asset.show", index.assets),
        ("connection.show", index.connections),
        ("service.show", index.services),
    ):
        if id_ in known:
            return url_for(endpoint, id_=id_)
    return None


def _home(duty: Responsibility) -> str:
    return _subject_of(duty.subject) or url_for("connection.index")


def _title(duty: Responsibility) -> str:
    name = estate().index.name(duty.subject or "")
    known = set(Duty)
    return t(
        "duty.title",
        subject=name,
        duty=label(Duty(duty.duty)) if duty.duty in known else duty.duty or "",
    )


def _remark(duty: Responsibility) -> str | None:
    """Point out that the same duty is on record more than once."""
    same = [
        one
        for one in estate().portfolio.responsibilities
        if (one.subject, one.duty) == (duty.subject, duty.duty)
    ]
    return t("duty.twice") if len(same) > 1 else None


SCREENS = Screens(
    name="duty",
    kind=Responsibility,
    form=DutyForm,
    view=(Permission.VIEW_ATTACK_MAP,),
    edit=(Permission.EDIT_ASSETS,),
    title=_title,
    after=_home,
    remark=_remark,
    list_endpoint="connection.index",
)
pages = blueprint(SCREENS, "/duties")


@pages.get("/<id:id_>")
@needs(Permission.VIEW_ATTACK_MAP)
def show(id_: str) -> ResponseReturnValue:
    """A duty has its place on the page of what it is about."""
    found = next((one for one in estate().portfolio.responsibilities if one.id == id_), None)
    return put_away_page(SCREENS, id_) if found is None else redirect(_home(found), 303)
