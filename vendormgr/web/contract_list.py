"""契約一覧: what ends, what is missing, what nobody has read; one line for each document."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import request

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.clauses import ApplicableClause
from vendormgr.domain.deadline import Deadline
from vendormgr.domain.portfolio import Contract, Party
from vendormgr.domain.vocabulary import ClauseLevel, ClauseStatus, ContractKind
from vendormgr.i18n import label, t
from vendormgr.web.contract_form import contract_name
from vendormgr.web.listing import ListColumn, ListFilter, Listing, make_listing
from vendormgr.web.term import comes_soon, is_missed, last_day, term_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractLine:
    """One contract as the list shows it."""

    contract: Contract
    party: str
    in_force: bool
    term: Deadline | None
    """Its end and the last day to give notice; None: it is not in force."""
    judged_under: Contract | None
    """The contract of its bundle under which the clauses are judged; None: itself."""
    missing: int
    """Applicable must clauses that are absent or inadequate."""
    unread: int
    """Applicable clauses that nobody has checked."""
    old_edition: bool
    """It cites another edition of the guideline than the hospital works under."""


def contract_line(conclusions: Conclusions, contract: Contract) -> ContractLine:
    """One contract with what its clauses lack; a bundle's clauses count once, under its seat."""
    bundle = conclusions.index.bundles[contract.id]
    own_seat = bundle.seat == contract.id
    applicable = conclusions.applicable.get(contract.id, ()) if own_seat else ()
    return ContractLine(
        contract=contract,
        party=conclusions.index.name(contract.party or ""),
        in_force=contract.id in bundle.in_force,
        term=term_of(contract, conclusions.today),
        judged_under=None if own_seat else conclusions.index.contracts[bundle.seat],
        missing=sum(_is_lacking(one) for one in applicable),
        unread=sum(one.status is ClauseStatus.UNKNOWN for one in applicable),
        old_edition=_cites_old_edition(conclusions, contract),
    )


def _cites_old_edition(conclusions: Conclusions, contract: Contract) -> bool:
    about_party = conclusions.findings_by_party.get(contract.party or "", ())
    return any(one.rule == OLD_EDITION and one.subject == contract.id for one in about_party)


def _is_lacking(one: ApplicableClause) -> bool:
    weak = {ClauseStatus.ABSENT, ClauseStatus.INADEQUATE}
    return one.level is ClauseLevel.MUST and one.status in weak


OLD_EDITION = "contract-cites-old-edition"
_NO_KIND = "unknown"
_COLUMNS = (
    ListColumn[ContractLine](
        key="title", title="contract.title", value=lambda line: contract_name(line.contract)
    ),
    ListColumn[ContractLine](
        key="kind", title="contract.kind_short", value=lambda line: line.contract.kind
    ),
    ListColumn[ContractLine](key="party", title="contract.party", value=lambda line: line.party),
    ListColumn[ContractLine](
        key="ends",
        title="contract.ends_on",
        value=lambda line: line.term.term_ends_on if line.term else line.contract.ends_on,
    ),
    ListColumn[ContractLine](
        key="notice", title="contract.notice_on", value=lambda line: last_day(line.term)
    ),
    ListColumn[ContractLine](
        key="missing", title="contract.missing", value=lambda line: line.missing
    ),
    ListColumn[ContractLine](key="unread", title="contract.unread", value=lambda line: line.unread),
)


def list_contracts(conclusions: Conclusions, vendor: Party | None) -> Listing[ContractLine]:
    """The contracts that the address asks for; those that lack most come first."""
    return make_listing(
        [contract_line(conclusions, one) for one in conclusions.portfolio.contracts],
        _COLUMNS,
        [*_of_vendor(vendor), *_filters(conclusions.today)],
        found_by=_found_by,
        order="-missing",
    )


def asked_vendor(conclusions: Conclusions) -> Party | None:
    """The vendor whose contracts alone are asked for."""
    return conclusions.index.parties.get(request.args.get("vendor", ""))


def _of_vendor(vendor: Party | None) -> list[ListFilter[ContractLine]]:
    """The filter that a vendor's page sets; nobody else is offered, a search finds them."""
    if vendor is None:
        return []
    return [
        ListFilter[ContractLine](
            key="vendor",
            title="contract.party",
            options={vendor.id: vendor.name or vendor.id},
            holds=lambda line, value: line.contract.party == value,
        )
    ]


def _filters(today: date) -> list[ListFilter[ContractLine]]:
    return [
        ListFilter[ContractLine](
            key="force",
            title="contract.in_force",
            options={"yes": t("contract.in_force_yes"), "no": t("contract.in_force_no")},
            holds=lambda line, value: line.in_force == (value == "yes"),
        ),
        ListFilter[ContractLine](
            key="soon",
            title="contract.deadline",
            options={"yes": t("vendor.ends_soon"), "missed": t("contract.missed_only")},
            holds=lambda line, value: (
                is_missed(line.term) if value == "missed" else comes_soon(line.term, today)
            ),
        ),
        ListFilter[ContractLine](
            key="lack",
            title="contract.missing",
            options={"yes": t("contract.has_missing")},
            holds=lambda line, _: line.missing > 0,
        ),
        ListFilter[ContractLine](
            key="edition",
            title="contract.cites_edition",
            options={"old": t("contract.old_edition")},
            holds=lambda line, _: line.old_edition,
        ),
        ListFilter[ContractLine](
            key="kind",
            title="contract.kind_short",
            options={
                **{one.value: label(one) for one in ContractKind},
                _NO_KIND: t("common.unknown"),
            },
            holds=lambda line, value: (line.contract.kind or _NO_KIND) == value,
        ),
    ]


def _found_by(line: ContractLine) -> Iterator[str | None]:
    yield from (line.contract.title, line.party, line.contract.id)
