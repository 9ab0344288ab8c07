"""Everything a rule may look at, built once and read by all rules."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vendormgr.domain.agreement import by_precedence
from vendormgr.domain.assessed import Standing, latest_assessments, standing_of
from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.clauses import ApplicableClause, clauses_of_contracts
from vendormgr.domain.deemed import DeemedCompliance, deemed_compliance
from vendormgr.domain.exposure import Exposure, analyse_exposure
from vendormgr.domain.gaps.concern import concerned, keepers, line_candidates, prime_vendors
from vendormgr.domain.gaps.duty import DutyState, duty_states, line_devices
from vendormgr.domain.gaps.watched import engaged_vendors
from vendormgr.domain.index import Index, build_index
from vendormgr.domain.matrix import Cell, Matrix, derive_matrix
from vendormgr.domain.portfolio import Asset, Connection, Portfolio
from vendormgr.domain.risk import TierResult, tiers
from vendormgr.domain.vocabulary import ClauseStatus, Edition, PathState, edition_on


@dataclass(frozen=True, slots=True, kw_only=True)
class Estate:
    """The facts of a portfolio with what the engines made of them."""

    index: Index
    catalogue: Catalogue
    """With the hospital's own rows."""
    matrix: Matrix
    exposure: Exposure
    applicable: Mapping[str, tuple[ApplicableClause, ...]]
    """Contract, in force or not, to its applicable clauses."""
    clauses_by_status: Mapping[ClauseStatus, tuple[ApplicableClause, ...]]
    """The same clauses sorted by how they stand; each rule on clauses looks at its own only."""
    deemed: DeemedCompliance
    primes: Mapping[str, str]
    """Subcontractor to the vendor at the top of its chain."""
    duties: Mapping[tuple[str, str], DutyState]
    line_devices: Mapping[str, tuple[Connection, ...]]
    line_parties: Mapping[str, tuple[str, ...]]
    """Connection to the vendors that it concerns, the one to talk to first."""
    vendors_reaching: Mapping[str, tuple[tuple[str, PathState], ...]]
    """Core asset in the hospital to the vendors that reach it, and how surely."""
    contract_of_service: Mapping[str, str]
    """Service to the contract in force to negotiate: its own vendor's before another's; of a bundle
    the document under which it is judged."""
    problem_cells: Mapping[str, tuple[Cell, ...]]
    """Rule to the matrix cells on which it fires."""
    tiers: Mapping[str, TierResult]
    """Every party but the hospital, in portfolio order."""
    standings: Mapping[str, Standing]
    """Service of an engaged vendor to how its risk assessment stands."""

    @property
    def today(self) -> date:
        """The day for which everything is judged."""
        return self.index.portfolio.as_of

    @property
    def edition(self) -> Edition:
        """The guideline edition that the hospital works under."""
        return self.index.portfolio.edition or edition_on(self.today)

    def parties(self, *parties: str | None) -> tuple[str, ...]:
        """The vendors among the parties, the one to talk to first."""
        return concerned(self.index, self.primes, *parties)

    def parties_of_asset(self, asset: Asset) -> tuple[str, ...]:
        """The vendors that an asset concerns: who maintains it, then who owns it."""
        return self.parties(*keepers(asset))


def build_estate(portfolio: Portfolio, catalogue: Catalogue) -> Estate:
    """Run every engine over the portfolio, each once; costs a few passes over everything."""
    index = build_index(portfolio)
    catalogue = catalogue.with_own(portfolio)
    matrix = derive_matrix(index, catalogue)
    exposure = analyse_exposure(index, catalogue.kinds)
    primes = prime_vendors(index)
    applicable = clauses_of_contracts(index, catalogue, matrix)
    tiers_ = tiers(index)
    return Estate(
        index=index,
        catalogue=catalogue,
        matrix=matrix,
        exposure=exposure,
        applicable=applicable,
        clauses_by_status=_clauses_by_status(applicable, index),
        deemed=deemed_compliance(index, matrix),
        primes=primes,
        duties=duty_states(index),
        line_devices=line_devices(index),
        line_parties={
            connection.id: concerned(index, primes, *line_candidates(connection, index))
            for connection in index.connections.values()
        },
        vendors_reaching=_vendors_reaching(exposure),
        contract_of_service=_contract_of_service(index),
        problem_cells=_problem_cells(matrix),
        tiers=tiers_,
        standings=_standings(index, matrix, tiers_),
    )


def _clauses_by_status(
    applicable: Mapping[str, tuple[ApplicableClause, ...]], index: Index
) -> Mapping[ClauseStatus, tuple[ApplicableClause, ...]]:
    """Every clause once for its bundle: other documents of it raise nothing of their own."""
    found: dict[ClauseStatus, list[ApplicableClause]] = {status: [] for status in ClauseStatus}
    for contract, clauses in applicable.items():
        if index.bundles[contract].seat == contract:
            for clause in clauses:
                found[clause.status].append(clause)
    return {status: tuple(clauses) for status, clauses in found.items()}


def _vendors_reaching(exposure: Exposure) -> Mapping[str, tuple[tuple[str, PathState], ...]]:
    found: dict[str, list[tuple[str, PathState]]] = {}
    for vendor in exposure.vendors.values():
        for core, state in vendor.cores:
            found.setdefault(core, []).append((vendor.party, state))
    return {core: tuple(sorted(vendors)) for core, vendors in found.items()}


def _contract_of_service(index: Index) -> Mapping[str, str]:
    found = {}
    for service in index.portfolio.services:
        covering = by_precedence(index.contracts_covering.get(service.id, ()), index.bundles)
        own = [contract for contract in covering if contract.party == service.vendor]
        for contract in (*covering, *own)[-1:]:
            found[service.id] = index.bundles[contract.id].seat
    return found


def _problem_cells(matrix: Matrix) -> Mapping[str, tuple[Cell, ...]]:
    found: dict[str, list[Cell]] = {}
    for cell in matrix.every_cell():
        for problem in cell.problems:
            found.setdefault(problem, []).append(cell)
    return {problem: tuple(cells) for problem, cells in found.items()}


def _standings(
    index: Index, matrix: Matrix, tiers_: Mapping[str, TierResult]
) -> Mapping[str, Standing]:
    """Services in use have a column in the matrix; those of former vendors are left out."""
    latest = latest_assessments(index)
    engaged = {party.id for party in engaged_vendors(index)}
    return {
        service.id: standing_of(service, index, tiers_[service.vendor].tier, latest.get(service.id))
        for service in index.portfolio.services
        if service.id in matrix.columns and service.vendor in engaged
    }
