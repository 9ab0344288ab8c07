"""新規委託先の5つの問い: the forms of the wizard's steps, filled from what a draft holds.

A draft keeps what was typed, letter by letter, whether it is right or not; the forms read it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from werkzeug.datastructures import MultiDict
from wtforms import Form as WTForm
from wtforms import ValidationError

from vendormgr.domain.access import Permission
from vendormgr.domain.vocabulary import Criticality, DataClass, Location, ServiceModel
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import format_date, language, t
from vendormgr.web.access import can
from vendormgr.web.estate import estate
from vendormgr.web.fields import (
    CorporateNumberField,
    DateField,
    EnumRadioField,
    ReferenceField,
    TextField,
    TriStateField,
    WholeNumberField,
    reference,
)
from vendormgr.web.forms import Form, Required
from vendormgr.web.line import KINDS, LINE_ENDS
from vendormgr.web.options import system_options

Typed = Mapping[str, Sequence[str]]
"""Field to the texts that were sent for it."""
LONGEST = 20_000
"""Characters of one field that a draft keeps; more than any field takes."""


class StepForm(Form):
    """One step, filled from the draft: `typed` is None where nothing was typed yet."""

    def __init__(self, typed: Typed | None) -> None:
        sent = None if typed is None else MultiDict((k, v) for k, vs in typed.items() for v in vs)
        WTForm.__init__(self, formdata=sent)  # the base class would read the request instead
        self.offer()

    def offer(self) -> None:
        """Fill in what the reference fields offer."""

    def taken(self) -> dict[str, Any]:
        """The values that are right; None for the others."""
        self.validate()
        return {field.name: None if field.errors else field.data for field in self}


class WhoForm(StepForm):
    """誰か."""

    name = TextField("vendor.name", [Required()], description="vendor.name_hint")
    kana = TextField("vendor.kana", description="vendor.kana_hint")
    it_vendor = TriStateField("vendor.it_vendor", description="vendor.it_vendor_hint")
    trade = TextField("vendor.service", description="vendor.service_hint")
    corporate_number = CorporateNumberField(
        "vendor.corporate_number", description="vendor.corporate_number_hint"
    )


class ServiceForm(StepForm):
    """何を買うか."""

    service_name = TextField("service.name", [Required()], description="wizard.service_name_hint")
    model = EnumRadioField(
        "service.model", [Required("wizard.model_missing")], of=ServiceModel, blank=""
    )
    system = ReferenceField("service.system", blank="service.no_system")

    def offer(self) -> None:
        """The hospital's systems."""
        self.system.offer(system_options())


class DataForm(StepForm):
    """どの情報を扱い、どれだけ大切か."""

    data_class = EnumRadioField("service.data_class", of=DataClass, blank="common.unknown")
    stop_tolerance_hours = WholeNumberField(
        "service.stop_tolerance_hours", most=8760, description="service.stop_tolerance_hours_hint"
    )
    criticality = EnumRadioField("vendor.criticality", of=Criticality, blank="common.unknown")


class SiteForm(StepForm):
    """線・機器・人."""

    has_line = TriStateField("wizard.has_line", description="wizard.has_line_hint")
    line_kind = ReferenceField("wizard.line_kind", blank="wizard.line_kind_unknown")
    line_to = ReferenceField("line.to", blank="wizard.line_to_unknown")
    always_on = TriStateField("connection.always_on", description="connection.always_on_hint")
    equipment = TriStateField("service.equipment_in_hospital")
    people = TriStateField("wizard.people", description="wizard.people_hint")

    def offer(self) -> None:
        """Kinds of lines and where they may end, for those who may record them."""
        if not may_record_lines():
            del self.line_kind, self.line_to, self.always_on
            return
        kinds, words = load_catalogue().kinds, language()
        self.line_kind.offer(reference(one, kinds[one].title.of(words)) for one in KINDS)
        self.line_to.offer(
            reference(one.id, one.label or one.id)
            for one in estate().portfolio.assets
            if one.location is Location.HOSPITAL and one.kind in LINE_ENDS
        )


class ContractForm(StepForm):
    """どの契約か."""

    title = TextField("contract.title", description="contract.title_hint")
    starts_on = DateField("contract.starts_on", description="form.date_hint")
    ends_on = DateField("contract.ends_on", description="contract.ends_on_hint")
    auto_renewal = TriStateField("contract.auto_renewal")
    notice_hours = WholeNumberField(
        "contract.notice_hours", most=8760, description="contract.notice_hours_hint"
    )

    def validate_ends_on(self, field: DateField) -> None:
        """A contract does not end before it starts."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(
                t("contract.ends_before_start", start=format_date(self.starts_on.data))
            )


FORMS: Mapping[str, type[StepForm]] = {
    "who": WhoForm,
    "service": ServiceForm,
    "data": DataForm,
    "site": SiteForm,
    "contract": ContractForm,
}


def may_record_lines() -> bool:
    """Whether the person may record where a line ends: that is part of the attack map."""
    return can(Permission.VIEW_ATTACK_MAP) and can(Permission.EDIT_ASSETS)


def steps() -> tuple[str, ...]:
    """The steps that the person may fill in, in order."""
    return tuple(one for one in FORMS if one != "contract" or can(Permission.EDIT_CONTRACTS))


def typed_in(step: str, sent: MultiDict[str, str]) -> dict[str, list[str]]:
    """What a request holds for the fields of a step; anything else in it is passed over."""
    names = [field.name for field in FORMS[step](None)]
    return {name: [one[:LONGEST] for one in sent.getlist(name)] for name in names if name in sent}
