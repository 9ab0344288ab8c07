"""Rules on what a vendor has to show or to give: papers, certificates, a number for the night."""

from collections.abc import Iterator
from datetime import date

from vendormgr.domain.assurance import Disclosure, DisclosureAnswer, Sheet
from vendormgr.domain.dates import add_months, fiscal_year
from vendormgr.domain.gaps.answers import is_undecided, live_disclosures, live_sheets
from vendormgr.domain.gaps.estate import Estate
from vendormgr.domain.gaps.finding import Seen
from vendormgr.domain.gaps.registry import rule
from vendormgr.domain.gaps.responsibility import IMPORTANT
from vendormgr.domain.gaps.watched import engaged_vendors, handles_medical, has_stake
from vendormgr.domain.place import Origin, origin_of
from vendormgr.domain.portfolio import Asset, Party, Service
from vendormgr.domain.vocabulary import (
    PERSONAL_OR_MEDICAL,
    DisclosureForm,
    EvidenceKind,
    Location,
    PartyRole,
    ServiceModel,
    SheetKind,
)

OFFICIAL_FORMS = frozenset({DisclosureForm.MDS, DisclosureForm.SDS})
CERTIFICATES = frozenset(
    {
        EvidenceKind.PRIVACY_MARK,
        EvidenceKind.ISMS,
        EvidenceKind.ISMAP,
        EvidenceKind.CLOUD_SECURITY,
        EvidenceKind.SOC2,
    }
)
DISCLOSURE_MONTHS = 12
HOSTED = frozenset({ServiceModel.SAAS, ServiceModel.ASP, ServiceModel.PAAS, ServiceModel.IAAS})
"""Models under which the data lie with the vendor, whether or not an asset says so."""


@rule("emergency-contact-missing")
def emergency_contact_missing(estate: Estate) -> Iterator[Seen]:
    """An important party has no contact that is known to answer outside office hours."""
    portfolio = estate.index.portfolio
    reachable = {one.party for one in portfolio.contacts if one.round_the_clock is True}
    for party in portfolio.parties:
        if (
            party.role is not PartyRole.HOSPITAL
            and party.criticality in IMPORTANT
            and party.id not in reachable
        ):
            yield Seen(party.id, estate.parties(party.id), facts=(party.criticality,))


@rule("disclosure-missing")
def disclosure_missing(estate: Estate) -> Iterator[Seen]:
    """A vendor with medical data or a system gave no MDS or SDS, or one older than 12 months."""
    last: dict[str | None, date] = {}
    for one in live_disclosures(estate.index.portfolio):
        day = one.dated_on
        if one.form in OFFICIAL_FORMS and day is not None and day <= estate.today:
            last[one.party] = max(day, last.get(one.party, day))
    for party in engaged_vendors(estate.index):
        if not handles_medical(party.id, estate.index):
            continue
        given = last.get(party.id)
        if given is None or add_months(given, DISCLOSURE_MONTHS) < estate.today:
            yield Seen(party.id, (party.id,), facts=(given,), detail={"date": given})


@rule("disclosure-no-unaccepted")
def disclosure_no_unaccepted(estate: Estate) -> Iterator[Seen]:
    """A vendor's no, in a disclosure or its checklist, on which nothing was decided."""
    portfolio = estate.index.portfolio
    sheets = (one for one in live_sheets(portfolio) if one.kind is SheetKind.VENDOR_CHECKLIST)
    papers: tuple[Disclosure | Sheet, ...] = (*live_disclosures(portfolio), *sheets)
    for paper in papers:
        for one in paper.answers:
            if is_undecided(one, estate.today):
                asked = one.question if isinstance(one, DisclosureAnswer) else None
                yield Seen(
                    f"{paper.id}/{one.number}",
                    estate.parties(paper.party),
                    facts=(one.remark,),
                    detail={
                        "party": paper.party,
                        "item": f"{one.number} {asked}" if asked else one.number,
                    },
                )


@rule("vendor-checklist-missing")
def vendor_checklist_missing(estate: Estate) -> Iterator[Seen]:
    """A vendor with something at stake has not answered this fiscal year's checklist."""
    year = fiscal_year(estate.today)
    answered = {
        one.party
        for one in estate.index.portfolio.sheets
        if one.kind is SheetKind.VENDOR_CHECKLIST
        and one.fiscal_year == year
        and one.collected_on is not None
        and one.collected_on <= estate.today
    }
    for party in _asked(estate):
        if party.id not in answered:
            yield Seen(party.id, (party.id,), facts=(year,))


@rule("certificate-missing")
def certificate_missing(estate: Estate) -> Iterator[Seen]:
    """A vendor with something at stake has no certificate that holds today."""
    index = estate.index
    services = index.services
    holders: set[str | None] = set()
    replaced = {one.replaces for one in index.portfolio.evidence}
    for one in index.portfolio.evidence:
        if one.kind in CERTIFICATES and one.is_valid_on(estate.today) and one.id not in replaced:
            service = services.get(one.service or "")
            holders |= {one.party, service.vendor if service is not None else None}
    for party in _asked(estate):
        if party.id not in holders:
            yield Seen(party.id, (party.id,))


@rule("foreign-place-or-law")
def foreign_place_or_law(estate: Estate) -> Iterator[Seen]:
    """Data with a vendor lie abroad, foreign law can apply, or nobody knows."""
    for kept, owner in _entrusted(estate):
        place = _place_of(kept, estate)
        law = _law_over(kept, owner, estate)
        if place is not Origin.JAPAN or law is not Origin.JAPAN:
            rests_on = (kept.id,) if isinstance(kept, Asset) else ()
            yield Seen(
                kept.id,
                estate.parties(owner),
                rests_on=rests_on,
                facts=(place, law),
                detail={"party": owner, "place": place, "law": law},
            )


def _asked(estate: Estate) -> Iterator[Party]:
    """The vendors from which papers are asked."""
    for party in engaged_vendors(estate.index):
        if has_stake(party.id, estate.index):
            yield party


def _entrusted(estate: Estate) -> Iterator[tuple[Asset | Service, str]]:
    """What holds personal or medical data outside, with whose it is; a service once."""
    index = estate.index
    told: set[str] = set()
    """Services that an asset stands for; an asset that names none stands for all of its owner's."""
    for asset in index.portfolio.assets:
        outside = asset.location is Location.EXTERNAL and asset.data_class in PERSONAL_OR_MEDICAL
        if outside and asset.owner is not None and index.is_vendor(asset.owner):
            told.add(asset.service or asset.owner)
            yield asset, asset.owner
    engaged = {one.id for one in engaged_vendors(index)}
    for service in index.portfolio.services:
        if (
            service.model in HOSTED
            and service.data_class in PERSONAL_OR_MEDICAL
            and not {service.id, service.vendor} & told
            and service.vendor in engaged
        ):
            yield service, service.vendor


def _place_of(kept: Asset | Service, estate: Estate) -> Origin:
    """Where the data lie, as the thing itself says it, else its service."""
    if kept.data_country is not None or isinstance(kept, Service):
        return origin_of(kept.data_country)
    service = estate.index.services.get(kept.service or "")
    return origin_of(service.data_country if service is not None else None)


def _law_over(kept: Asset | Service, owner: str, estate: Estate) -> Origin:
    """The law that the contracts in force name; one foreign law is enough to be foreign."""
    index = estate.index
    service = kept.service if isinstance(kept, Asset) else kept.id
    covering = index.contracts_covering.get(service or "", ())
    own = [one for one in index.contracts_of.get(owner, ()) if one.in_force(estate.today)]
    laws = {origin_of(one.governing_law) for one in covering or own}
    return next((one for one in (Origin.ABROAD, Origin.JAPAN) if one in laws), Origin.UNKNOWN)
