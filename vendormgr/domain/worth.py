"""条項の値打ち: what each clause of a contract would bring, and what its refusal leaves to carry.

Rows come from clauses, gaps from settlement, lines from obligation: one pass puts them together.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.clauses import ApplicableClause, CellKey, ClauseWorth, worth_before_signing
from vendormgr.domain.exposure.questions import whom_to_ask
from vendormgr.domain.exposure.states import REMOVED
from vendormgr.domain.gaps import Finding
from vendormgr.domain.obligation import CONTROL_CLAUSES, CONTROL_DUTIES
from vendormgr.domain.portfolio import Contract
from vendormgr.domain.settlement import ClauseGaps, gaps_of_vendor
from vendormgr.domain.vocabulary import ClauseLevel, ClauseStatus, Duty, Holder, PathState

LEVELS = (ClauseLevel.MUST, ClauseLevel.ADVERSE, ClauseLevel.SHOULD)
"""In which order clauses of equal worth are asked for."""
_NOTHING = ClauseWorth("", "", (), (), ())


@dataclass(frozen=True, slots=True)
class HopDuty:
    """区間の義務: a control that a line of the vendor lacks and that it would owe by the clause."""

    connection: str
    control: str
    missing: bool
    """False: nobody has confirmed it."""

    @property
    def duty(self) -> Duty | None:
        """The duty of keeping it in place, as far as there is one."""
        return CONTROL_DUTIES.get(self.control)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseValue:
    """条項の値打ち: one applicable clause of one contract with all that hangs on it."""

    clause: ApplicableClause
    settles: tuple[CellKey, ...]
    """Rows that it would give to the vendor; another clause might settle them too."""
    decides: tuple[CellKey, ...]
    """Rows without a default: it is the place to write who has them."""
    confirms: tuple[CellKey, ...]
    """Rows that stay the hospital's and would say so."""
    own: tuple[Finding, ...]
    """Gaps about the clause as such: with it in the contract they are gone."""
    grounds: tuple[Finding, ...]
    """Gaps that it would not close, but give the ground to have closed."""
    hops: tuple[HopDuty, ...]
    """What lines of the vendor lack and it would owe."""

    @property
    def rows(self) -> tuple[CellKey, ...]:
        """Rows that fall to the hospital for want of it."""
        return self.settles + self.decides

    @property
    def worth(self) -> int:
        """How many rows, gaps and duties hang on it."""
        return len(self.rows) + len(self.grounds) + len(self.hops)

    @property
    def settled(self) -> bool:
        """Whether there is nothing left to ask for."""
        return is_settled(self.clause.level, self.clause.status)


@dataclass(frozen=True, slots=True)
class Burden:
    """断られた場合: what stays with the hospital as long as the contract lacks the clause."""

    rows: tuple[CellKey, ...]
    """Rows that are the hospital's today and stay so."""
    hops: tuple[HopDuty, ...]


def is_settled(level: ClauseLevel, status: ClauseStatus) -> bool:
    """Whether a clause needs no asking: it is there, or does not apply; an adverse one is gone."""
    good = ClauseStatus.ABSENT if level is ClauseLevel.ADVERSE else ClauseStatus.PRESENT
    return status in {good, ClauseStatus.NOT_APPLICABLE}


def values_of_clauses(
    conclusions: Conclusions,
    contract: Contract,
    *,
    findings: Sequence[Finding] | None = None,
    lines: bool = True,
) -> tuple[ClauseValue, ...]:
    """Every applicable clause: open ones first, by worth, then must before should.

    Args:
        conclusions: What follows from the portfolio.
        contract: In force, or about to be: of one that has ended no clause is worth a row.
        findings: The gaps to count, where somebody may not see all.
        lines: Whether lines and what they lack may be named.
    """
    applicable = conclusions.applicable.get(contract.id, ())
    rows = _rows(conclusions, contract)
    gaps = gaps_by_clause(conclusions, contract, findings)
    hops = _hops(conclusions, contract) if lines else {}
    values = (
        ClauseValue(
            clause=one,
            settles=rows.get(one.clause, _NOTHING).settles,
            decides=rows.get(one.clause, _NOTHING).decides,
            confirms=rows.get(one.clause, _NOTHING).confirms,
            own=gaps[one.clause].own if one.clause in gaps else (),
            grounds=gaps[one.clause].grounds if one.clause in gaps else (),
            hops=tuple(hops.get(one.clause, ())),
        )
        for one in applicable
    )
    return tuple(
        sorted(values, key=lambda one: (one.settled, -one.worth, LEVELS.index(one.clause.level)))
    )


def burden_without(conclusions: Conclusions, value: ClauseValue) -> Burden:
    """What the hospital carries as long as the clause is refused."""
    cells = conclusions.matrix.cells
    return Burden(
        rows=tuple(key for key in value.rows if cells[key].effective is Holder.HOSPITAL),
        hops=value.hops,
    )


def gaps_by_clause(
    conclusions: Conclusions, contract: Contract, findings: Iterable[Finding] | None = None
) -> Mapping[str, ClauseGaps]:
    """Clause to the gaps (all, or of those given) that stand under it in this contract.

    Each gap stands under one clause: the one to ask for.
    """
    if contract.party is None:
        return {}
    given = None if findings is None else tuple(findings)
    vendor = gaps_of_vendor(conclusions, contract.party, given)
    found = next((one for one in vendor.contracts if one.contract == contract.id), None)
    return {one.clause: one for one in found.clauses} if found is not None else {}


def _rows(conclusions: Conclusions, contract: Contract) -> Mapping[str, ClauseWorth]:
    worths = worth_before_signing(
        contract, conclusions.index, conclusions.catalogue, conclusions.matrix
    )
    return {one.clause: one for one in worths}


def _hops(conclusions: Conclusions, contract: Contract) -> Mapping[str, Sequence[HopDuty]]:
    """Clause to what the vendor's open lines lack and the clause would oblige it to."""
    found: defaultdict[str, list[HopDuty]] = defaultdict(list)
    index, states = conclusions.index, conclusions.exposure.connections
    for connection in index.lines_of.get(contract.party or "", ()):
        state = states[connection.id]
        if state.state is PathState.CLOSED or whom_to_ask(connection, index) != contract.party:
            continue
        for controls, missing in ((state.missing, True), (state.unknown, False)):
            for control in controls:
                if control != REMOVED:
                    duty = HopDuty(connection.id, control, missing)
                    for clause in CONTROL_CLAUSES.get(control, ()):
                        found[clause].append(duty)
    return found
