"""契約の登録: what the register holds of a contract, without its clauses and agreed rows."""

from flask import request
from wtforms import ValidationError

from vendormgr.domain.agreement import amends_itself
from vendormgr.domain.portfolio import Contract
from vendormgr.domain.vocabulary import ContractKind, Edition, NoticeStart, SubOutsourcing
from vendormgr.i18n import format_date, t
from vendormgr.web.estate import estate
from vendormgr.web.fields import (
    DateField,
    EnumRadioField,
    NoteField,
    ReferenceField,
    ReferencesField,
    TextField,
    TriStateField,
    WholeNumberField,
    reference,
)
from vendormgr.web.forms import Required
from vendormgr.web.options import service_options, vendor_options
from vendormgr.web.record import FactForm

_WITHOUT_MINOR = ("1.0", "2.0", "3.0", "4.0", "5.0")
"""Published as 第1版, 第5版 ..."""
_PUBLISHED = (*_WITHOUT_MINOR, "4.1", "4.2", "4.3", "5.1", "5.2", *Edition)
"""Editions of the guideline that a contract may cite. Source: mhlw, list of past editions."""


class ContractForm(FactForm[Contract]):
    """What the register holds of a contract, without its clauses."""

    fact_kind = Contract
    title = TextField("contract.title", [Required()], description="contract.title_hint")
    party = ReferenceField("contract.party", [Required()])
    kind = EnumRadioField("contract.kind", of=ContractKind, blank="common.unknown")
    amends = ReferenceField(
        "contract.amends", blank="contract.amends_none", description="contract.amends_hint"
    )
    services = ReferencesField("contract.services", description="contract.services_hint")
    negotiable = TriStateField("contract.negotiable", description="contract.negotiable_hint")
    starts_on = DateField("contract.starts_on", description="form.date_hint")
    ends_on = DateField("contract.ends_on", description="contract.ends_on_hint")
    auto_renewal = TriStateField("contract.auto_renewal")
    cancel_notice_months = WholeNumberField(
        "contract.cancel_notice_months", most=120, description="contract.cancel_notice_months_hint"
    )
    cancel_notice_days = WholeNumberField(
        "contract.cancel_notice_days", most=1096, description="contract.cancel_notice_days_hint"
    )
    cites_edition = ReferenceField(
        "contract.cites_edition",
        blank="contract.cites_none",
        description="contract.cites_edition_hint",
    )
    notice_hours = WholeNumberField(
        "contract.notice_hours", most=8760, description="contract.notice_hours_hint"
    )
    notice_starts_at = EnumRadioField(
        "contract.notice_starts_at", of=NoticeStart, blank="common.unknown"
    )
    sub_outsourcing = EnumRadioField(
        "contract.sub_outsourcing", of=SubOutsourcing, blank="common.unknown"
    )
    liability_cap = TextField("contract.liability_cap", description="contract.liability_cap_hint")
    governing_law = TextField("contract.governing_law", description="contract.governing_law_hint")
    court = TextField("contract.court", description="contract.court_hint")
    note = NoteField("common.note")

    def offer(self) -> None:
        """Vendors, contracts and services with those of the vendor first, and editions."""
        index = estate().index
        self.party.offer(vendor_options())
        party = self.party.data or request.args.get("party") or ""
        own = {one.id for one in index.services_of.get(party, ())}
        services = sorted(service_options(), key=lambda one: one.value not in own)
        self.services.offer(services, near=sum(one.value in own for one in services))
        others = [one for one in index.contracts.values() if one.id != self.here]
        self.amends.offer(
            reference(one.id, _named_with_party(one), one.id)
            for one in sorted(others, key=lambda one: one.party != party)
        )
        kept = index.contracts.get(self.here or "")
        editions = sorted(_PUBLISHED, reverse=True)
        if kept is not None and kept.cites_edition not in {None, *editions}:
            editions.append(str(kept.cites_edition))
        self.cites_edition.offer(reference(one, edition_name(one)) for one in editions)

    def validate_ends_on(self, field: DateField) -> None:
        """A contract does not end before it starts."""
        if field.data and self.starts_on.data and field.data < self.starts_on.data:
            raise ValidationError(
                t("contract.ends_before_start", start=format_date(self.starts_on.data))
            )

    def validate_cancel_notice_days(self, field: WholeNumberField) -> None:
        """A contract names its notice in months or in days; both would give two last days."""
        if field.data is not None and self.cancel_notice_months.data is not None:
            raise ValidationError(t("contract.cancel_notice_both"))

    def validate_amends(self, field: ReferenceField) -> None:
        """What amends this contract cannot be amended by it."""
        if self.here and amends_itself(self.here, field.data, estate().index.contracts):
            raise ValidationError(t("contract.amends_itself"))


def _named_with_party(contract: Contract) -> str:
    party = estate().index.name(contract.party or "")
    return f"{contract_name(contract)}（{party}）"


def edition_name(edition: str) -> str:
    """第6.0版; what a document holds in other words stays as it is."""
    if edition not in _PUBLISHED:
        return edition
    number = edition.removesuffix(".0") if edition in _WITHOUT_MINOR else edition
    return t("contract.edition", edition=number)


def contract_name(contract: Contract) -> str:
    """What people call a contract."""
    return contract.title or contract.id
