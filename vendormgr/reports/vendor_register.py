"""委託先台帳: vendors, services, contracts and clauses as a workbook of four sheets."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.matrix_cell import UNASSIGNED, UNWRITTEN
from vendormgr.domain.portfolio import ClauseState, Contact, Contract, Party, Service
from vendormgr.domain.vocabulary import ClauseStatus, PartyRole, Severity
from vendormgr.reports.cells import Value
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.look import SEVERITY_TONES
from vendormgr.reports.workbook import CellValue, Field, Sheet, Toned, about_sheet, to_xlsx

_LACKING = frozenset({ClauseStatus.ABSENT, ClauseStatus.INADEQUATE})

_VENDORS = (
    ("name", 34), ("kana", 22), ("role", 10), ("it_vendor", 10), ("criticality", 10), ("tier", 8),
    ("path", 14), ("worst", 10), ("gaps", 8), ("services_of", 36), ("models", 20),
    ("contract_ends", 16), ("emergency", 28), ("approved_on", 16), ("corporate_number", 16),
    ("address", 32), ("id", 16), ("note", 40),
)  # fmt: skip
_SERVICES = (
    ("name", 34), ("vendor", 32), ("system", 26), ("model", 18), ("column", 22), ("runs_on", 26),
    ("data_class", 22), ("equipment", 10), ("stop_hours", 10), ("covered_by", 32),
    ("unwritten", 10), ("id", 20), ("note", 40),
)  # fmt: skip
_CONTRACTS = (
    ("name", 34), ("vendor", 32), ("covers", 36), ("starts_on", 16), ("ends_on", 16),
    ("in_force", 8), ("auto_renewal", 10), ("notice_days", 10), ("notice_months", 10),
    ("notice_hours", 10), ("notice_start", 14), ("edition", 10), ("clauses_lacking", 10),
    ("id", 20), ("note", 40),
)  # fmt: skip
_CLAUSES = (
    ("contract", 34), ("vendor", 32), ("clause", 36), ("level", 8), ("status", 10),
    ("article", 16), ("wording", 60), ("note", 40),
)  # fmt: skip


def build(
    conclusions: Conclusions,
    imprint: Imprint,
    *,
    with_paths: bool,
    parties: Collection[str] | None = None,
) -> tuple[Sheet, ...]:
    """The sheets.

    Args:
        conclusions: What is known and concluded.
        imprint: Who makes the file, when, from which data.
        with_paths: False leaves the column on paths empty, for who may not see them.
        parties: Ids of the vendors to list with their services and contracts; None: all.
    """
    clerk = _Clerk(
        conclusions=conclusions,
        imprint=imprint,
        term=cache(imprint.term),
        emergency=_emergency_contacts(conclusions.portfolio.contacts),
        with_paths=with_paths,
    )
    portfolio = conclusions.portfolio
    vendors = [one for one in portfolio.parties if one.role is not PartyRole.HOSPITAL]
    vendors = [one for one in vendors if parties is None or one.id in parties]
    services = [one for one in portfolio.services if parties is None or one.vendor in parties]
    contracts = [one for one in portfolio.contracts if parties is None or one.party in parties]
    facts = ((imprint.words("report.as_of"), imprint.day(portfolio.as_of)),)
    return (
        clerk.sheet("vendors", _VENDORS, list(map(clerk.vendor, vendors))),
        clerk.sheet("services", _SERVICES, list(map(clerk.service, services))),
        clerk.sheet("contracts", _CONTRACTS, list(map(clerk.contract, contracts))),
        clerk.sheet(
            "clauses",
            _CLAUSES,
            [
                clerk.clause(contract, clause, state)
                for contract in contracts
                for clause, state in contract.clauses.items()
            ],
        ),
        about_sheet(facts, imprint),
    )


def render_xlsx(sheets: Sequence[Sheet], imprint: Imprint) -> bytes:
    """The workbook."""
    return to_xlsx(sheets, title=imprint.words("report.register.title"), imprint=imprint)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Clerk:
    """Writes one line about one thing."""

    conclusions: Conclusions
    imprint: Imprint
    term: Callable[[StrEnum], str]
    emergency: Mapping[str, str]
    """Party to who answers day and night."""
    with_paths: bool

    def sheet(
        self,
        noun: str,
        fields: Sequence[tuple[str, float]],
        rows: Sequence[Sequence[CellValue]],
    ) -> Sheet:
        """A flat sheet with its titles."""
        words = self.imprint.words
        return Sheet(
            title=words(f"report.register.{noun}"),
            columns=tuple(Field(words(f"report.register.{one}"), width) for one, width in fields),
            rows=rows,
            paper="A3",
        )

    def vendor(self, party: Party) -> Sequence[CellValue]:
        """A vendor with what was concluded about it."""
        made, index = self.conclusions, self.conclusions.index
        findings = made.findings_by_party.get(party.id, ())
        services = index.services_of.get(party.id, ())
        tier = made.tiers.get(party.id)
        exposure = made.exposure.vendors.get(party.id) if self.with_paths else None
        return (
            party.name or party.id,
            party.kana,
            self._term(party.role),
            self._trade(party.it_vendor),
            self._term(party.criticality),
            self._term(tier.tier if tier else None),
            self._term(exposure.standing) if exposure else "",
            self._worst(findings[0].severity if findings else None),
            len(findings),
            "\n".join(one.name or one.id for one in services),
            "\n".join(dict.fromkeys(self.term(one.model) for one in services)),
            self._next_end(party.id),
            self.emergency.get(party.id, ""),
            party.approved_on,
            party.corporate_number,
            party.address,
            party.id,
            party.note,
        )

    def service(self, service: Service) -> Sequence[CellValue]:
        """A service with its column and what no contract says of it."""
        index, matrix = self.conclusions.index, self.conclusions.matrix
        cells = matrix.of_service(service.id)
        lacking = sum(UNWRITTEN in one.problems or UNASSIGNED in one.problems for one in cells)
        covering = index.contracts_covering.get(service.id, ())
        return (
            service.name or service.id,
            index.name(service.vendor),
            index.name(service.system) if service.system else "",
            self.term(service.model),
            self._term(matrix.columns.get(service.id)),
            index.name(service.runs_on) if service.runs_on else "",
            self._term(service.data_class),
            self._known(service.equipment_in_hospital),
            service.stop_tolerance_hours,
            "\n".join(one.title or one.id for one in covering),
            lacking,
            service.id,
            service.note,
        )

    def contract(self, contract: Contract) -> Sequence[CellValue]:
        """A contract; clauses lacking are those recorded as absent or inadequate."""
        index = self.conclusions.index
        return (
            contract.title or contract.id,
            index.name(contract.party) if contract.party else "",
            "\n".join(map(index.name, contract.services)),
            contract.starts_on,
            contract.ends_on,
            contract.in_force(self.conclusions.today),
            self._known(contract.auto_renewal),
            contract.cancel_notice_days,
            contract.cancel_notice_months,
            contract.notice_hours,
            self._term(contract.notice_starts_at),
            contract.cites_edition,
            sum(one.status in _LACKING for one in contract.clauses.values()),
            contract.id,
            contract.note,
        )

    def clause(self, contract: Contract, clause: str, state: ClauseState) -> Sequence[CellValue]:
        """What a contract has on one clause."""
        topic = self.conclusions.catalogue.clauses.get(clause)
        return (
            contract.title or contract.id,
            self.conclusions.index.name(contract.party) if contract.party else "",
            topic.title.of(self.imprint.language) if topic else clause,
            self._term(topic.level if topic else None),
            self.term(state.status),
            state.article,
            state.wording,
            state.note,
        )

    def _term(self, value: StrEnum | None) -> str:
        """The label of a term, ？ where nobody recorded one."""
        return "？" if value is None else self.term(value)

    def _known(self, value: bool | None) -> Value:
        return "？" if value is None else value

    def _trade(self, it_vendor: bool | None) -> str:
        if it_vendor is None:
            return "？"
        return self.imprint.words(f"report.register.{'it_yes' if it_vendor else 'it_no'}")

    def _worst(self, severity: Severity | None) -> CellValue:
        return Toned(self.term(severity), SEVERITY_TONES[severity]) if severity else ""

    def _next_end(self, party: str) -> Value:
        today = self.conclusions.today
        ends = (
            one.ends_on
            for one in self.conclusions.index.contracts_of.get(party, ())
            if one.ends_on is not None and one.ends_on >= today
        )
        return min(ends, default=None)


def _emergency_contacts(contacts: Sequence[Contact]) -> Mapping[str, str]:
    lines: dict[str, list[str]] = {}
    for one in contacts:
        if one.round_the_clock:
            lines.setdefault(one.party, []).append(" ".join(filter(None, (one.name, one.phone))))
    return {party: "\n".join(some) for party, some in lines.items()}
