"""委託先一覧: who is connected, what is wrong, when contracts end; searched, filtered, exported."""

from collections.abc import Iterator
from datetime import timedelta

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.vocabulary import PartyRole, ServiceModel, Severity, Tier, VendorPath
from vendormgr.i18n import label, t
from vendormgr.web.listing import ListColumn, ListFilter, Listing, make_listing
from vendormgr.web.sight import sees_attack_map
from vendormgr.web.vendor_sight import VendorLine, vendor_lines

SOON = timedelta(days=90)
_PATHS = list(VendorPath)


def _gaps_in_words(line: VendorLine) -> str | None:
    """How many of the worst, and how many in all."""
    if line.worst is None:
        return None
    worst = f"{label(line.worst)} {line.worst_gaps}"
    return t("vendor.gaps_exported", worst=worst, n=line.gaps)


_COLUMNS = (
    ListColumn[VendorLine](
        key="name",
        title="vendor.name",
        value=lambda line: line.party.kana or line.party.name or line.party.id,
        exported=lambda line: line.party.name or line.party.id,
    ),
    ListColumn[VendorLine](
        key="services",
        title="vendor.services_column",
        value=lambda line: line.models,
        sortable=False,
    ),
    ListColumn[VendorLine](key="tier", title="vendor.tier", value=lambda line: line.tier.tier),
    ListColumn[VendorLine](
        key="path",
        title="vendor.path",
        value=lambda line: None if line.path is None else _PATHS.index(line.path),
        exported=lambda line: line.path,
    ),
    ListColumn[VendorLine](
        key="gaps",
        title="vendor.gaps_column",
        value=lambda line: (
            None if line.worst is None else (line.worst.rank, -line.worst_gaps, -line.gaps)
        ),
        exported=_gaps_in_words,
    ),
    ListColumn[VendorLine](
        key="ends", title="vendor.contract_end", value=lambda line: line.ends_on
    ),
)


def list_vendors(conclusions: Conclusions) -> Listing[VendorLine]:
    """The vendors that the address asks for."""
    hidden = () if sees_attack_map() else ("path",)
    return make_listing(
        vendor_lines(conclusions),
        [column for column in _COLUMNS if column.key not in hidden],
        [one for one in _filters(conclusions) if one.key not in hidden],
        found_by=_found_by,
        order="gaps",
    )


def _filters(conclusions: Conclusions) -> list[ListFilter[VendorLine]]:
    soon = conclusions.today + SOON
    return [
        ListFilter[VendorLine](
            key="tier",
            title="vendor.tier",
            options={one: label(one) for one in Tier},
            holds=lambda line, value: line.tier.tier == value,
        ),
        ListFilter[VendorLine](
            key="path",
            title="vendor.path",
            options={one: label(one) for one in VendorPath},
            holds=lambda line, value: line.path == value,
        ),
        ListFilter[VendorLine](
            key="worst",
            title="vendor.worst_gap",
            options={one: label(one) for one in Severity},
            holds=lambda line, value: line.worst == value,
        ),
        ListFilter[VendorLine](
            key="model",
            title="vendor.model",
            options={one: label(one) for one in ServiceModel},
            holds=lambda line, value: value in line.models,
        ),
        ListFilter[VendorLine](
            key="kind",
            title="vendor.kind",
            options={
                "it": t("vendor.kind_it"),
                "trade": t("vendor.kind_trade"),
                "subvendor": t("vendor.kind_subvendor"),
            },
            holds=lambda line, value: value in _kinds(line),
        ),
        ListFilter[VendorLine](
            key="ends",
            title="vendor.contract_end",
            options={"soon": t("vendor.ends_soon"), "none": t("vendor.no_end")},
            holds=lambda line, value: (
                line.ends_on is None
                if value == "none"
                else line.ends_on is not None and line.ends_on <= soon
            ),
        ),
    ]


def _kinds(line: VendorLine) -> list[str]:
    kinds = ["subvendor"] if line.party.role is PartyRole.SUBVENDOR else []
    if line.party.it_vendor is not None:
        kinds.append("it" if line.party.it_vendor else "trade")
    return kinds


def _found_by(line: VendorLine) -> Iterator[str | None]:
    party = line.party
    yield from (party.name, party.kana, party.id, party.service, party.corporate_number)
    for service in line.services:
        yield service.name
