"""候補の比較: what would follow from each candidate, on the estate as it is.

Every figure has two ends: what is confirmed, and the worst case with all unknown answers counted
against the candidate.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.due_diligence import (
    AskedQuestion,
    Need,
    Shortfall,
    answers_of,
    need_met_by,
    need_of,
    questions_for_need,
    settled,
    shortfall,
)
from vendormgr.domain.exposure.vendors import VendorExposure
from vendormgr.domain.gaps import Finding
from vendormgr.domain.index import Index
from vendormgr.domain.portfolio import (
    Asset,
    ClauseState,
    Connection,
    Contract,
    Party,
    Service,
)
from vendormgr.domain.prospect import CONTRACT, Prospect, VendorDraft, look_ahead
from vendormgr.domain.risk import EQUIPMENT
from vendormgr.domain.selection import Candidate, Selection
from vendormgr.domain.vocabulary import (
    Answer,
    AssetKind,
    ClauseLevel,
    ClauseStatus,
    Criticality,
    Edition,
    Holder,
    Location,
    PartyRole,
    Tier,
    VendorPath,
    edition_on,
)

PARTY, SERVICE, ASSET, LINE, END = (
    f"candidate.{one}" for one in ("vendor", "service", "asset", "line", "end")
)
"""Ids of what stands in for a candidate; the dot keeps them apart from all records."""
LINE_KIND = "remote_session"
"""What a line is taken for as long as nobody has said its kind: the usual one, and the worst."""
SUPPLY_CHAIN = "supply-chain-shown"
"""The question whose answer the register keeps of a vendor."""
ON_DEMAND = "on_demand"
"""The control that a connection holds the other way round, as always_on."""
_TO_CONTROL: Mapping[Answer | None, bool | None] = {
    Answer.YES: True,
    Answer.NO: False,
    Answer.NOT_APPLICABLE: None,
    None: None,
}
LATER_THEMES = frozenset({"evidence", "assessment"})
"""Gaps that every new vendor has until it is on record; they say nothing of a candidate."""
APPROVAL, PLACE = "approval-missing", "foreign-place-or-law"
"""Of another theme and yet the same for all; of those themes and yet about the offer."""


@dataclass(frozen=True, slots=True)
class Span:
    """幅: a count for certain, and at worst."""

    confirmed: int
    worst: int

    @property
    def certain(self) -> bool:
        """Whether nothing is left open."""
        return self.confirmed == self.worst


@dataclass(frozen=True, slots=True)
class OfferedClause:
    """A clause that the contract needs, and what the candidate says to it."""

    clause: str
    level: ClauseLevel
    accepts: bool | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What would follow from one candidate."""

    candidate: Candidate
    need: Need
    asked: tuple[AskedQuestion, ...]
    shortfall: Shortfall
    prospect: Prospect
    """With what is unknown left unknown."""
    borne: Span
    """Rows of the matrix that stay with the hospital; worst: it signs no clause that it has not
    accepted."""
    tier: Tier
    worst_tier: Tier
    path: VendorPath | None
    """None: nobody has said where its line would end."""
    exposure: VendorExposure
    line_end: str | None
    """The asset of the system where its line was taken to end."""
    findings: tuple[Finding, ...]
    """Gaps at worst, most severe first."""
    certain: frozenset[tuple[str, str]]
    """Rule and subject of those that stay even if every open answer is a good one."""
    clauses: tuple[OfferedClause, ...]

    @property
    def must(self) -> tuple[OfferedClause, ...]:
        """Clauses that a contract must have."""
        return tuple(one for one in self.clauses if one.level is ClauseLevel.MUST)

    @property
    def refused(self) -> Span:
        """Clauses that a contract must have and the candidate refuses, or has not accepted."""
        must = [one.accepts for one in self.must]
        return Span(must.count(False), must.count(False) + must.count(None))

    @property
    def gaps(self) -> Span:
        """Gaps that would come for certain, and at worst."""
        return Span(len(self.certain), len(self.findings))

    def gaps_of(self, rule: str) -> Span:
        """The same for one rule."""
        certain = sum(of == rule for of, _ in self.certain)
        return Span(certain, sum(one.rule == rule for one in self.findings))


def edition_of(conclusions: Conclusions) -> Edition:
    """The edition that the hospital works under."""
    chosen = conclusions.portfolio.edition
    return Edition(chosen) if chosen is not None else edition_on(conclusions.today)


def compare(
    selection: Selection,
    candidates: Iterable[Candidate],
    conclusions: Conclusions,
    catalogue: Catalogue,
) -> tuple[Outcome, ...]:
    """The candidates side by side, in their order; `catalogue` without the hospital's own rows.

    Costs three small estates for each candidate: as it is, at best and at worst.
    """
    return tuple(_outcome(selection, one, conclusions, catalogue) for one in candidates)


def outlook(selection: Selection, conclusions: Conclusions, catalogue: Catalogue) -> Prospect:
    """What follows from the need alone, before any vendor is known."""
    nobody = Candidate(id="tender", selection=selection.id)
    draft, _ = _draft(selection, nobody, conclusions.index, catalogue)
    return look_ahead(draft, conclusions, catalogue)


def asked_of(
    selection: Selection, candidate: Candidate | None, conclusions: Conclusions
) -> tuple[AskedQuestion, ...]:
    """The questions to a candidate, or those that the need alone brings."""
    need = need_of(selection) if candidate is None else need_met_by(candidate, selection)
    return questions_for_need(need, conclusions.catalogue, edition_of(conclusions))


def _outcome(
    selection: Selection, candidate: Candidate, conclusions: Conclusions, catalogue: Catalogue
) -> Outcome:
    need = need_met_by(candidate, selection)
    asked = asked_of(selection, candidate, conclusions)
    draft, line_end = _draft(selection, candidate, conclusions.index, catalogue)
    prospect = look_ahead(draft, conclusions, catalogue)
    best, worst = (
        look_ahead(_answered(draft, prospect, good=good), conclusions, catalogue)
        for good in (True, False)
    )
    exposure = prospect.conclusions.exposure.vendors[PARTY]
    unknown_end = draft.end is not None
    accepts = {one.clause: one.accepts for one in candidate.clauses}
    return Outcome(
        candidate=candidate,
        need=need,
        asked=asked,
        shortfall=shortfall(asked, candidate),
        prospect=prospect,
        borne=Span(best.borne, worst.borne),
        tier=prospect.tier.tier,
        worst_tier=_worst_tier(prospect),
        path=None if unknown_end else exposure.standing,
        exposure=exposure,
        line_end=line_end,
        findings=_gaps(worst),
        certain=_named(_gaps(best)) & _named(_gaps(worst)),
        clauses=tuple(
            OfferedClause(one.clause, one.level, accepts.get(one.clause))
            for one in prospect.clauses
        ),
    )


def _worst_tier(prospect: Prospect) -> Tier:
    """High as soon as one open answer could make it so."""
    tier = prospect.tier
    turning = any(other and tier.answer(question) is None for question, other in tier.changes_if)
    return Tier.HIGH if turning else tier.tier


def _draft(
    selection: Selection, candidate: Candidate, index: Index, catalogue: Catalogue
) -> tuple[VendorDraft, str | None]:
    """The candidate as facts, and the asset where its line was taken to end."""
    need = need_met_by(candidate, selection)
    party = Party(
        id=PARTY,
        role=PartyRole.VENDOR,
        name=candidate.name,
        criticality=None if selection.important is None else _criticality(selection.important),
        lines_listed=True if need.connects is False else None,
        supply_chain_listed=_TO_CONTROL[settled(answers_of(candidate).get(SUPPLY_CHAIN))],
    )
    service = _service(selection, candidate, need, index)
    contract = Contract(id=CONTRACT, clauses=_clauses(candidate))
    draft = VendorDraft(party=party, service=service, contract=contract)
    if not need.connects:
        return draft, None
    end = _end_in(selection.system, index)
    stand_in = Asset(id=END, kind=AssetKind.SEGMENT, location=Location.HOSPITAL)
    outside = Asset(
        id=ASSET,
        kind=AssetKind.SYSTEM,
        location=Location.EXTERNAL,
        owner=PARTY,
        label=candidate.name,
    )
    line = _line(candidate, catalogue, end or END)
    draft = replace(
        draft, asset=outside, connection=line, end=None if end is not None else stand_in
    )
    return draft, end


def _criticality(important: bool) -> Criticality:
    return Criticality.HIGH if important else Criticality.STANDARD


def _service(
    selection: Selection, candidate: Candidate, need: Need, index: Index
) -> Service | None:
    if need.model is None:
        return None
    return Service(
        id=SERVICE,
        vendor=PARTY,
        model=need.model,
        name=candidate.service or selection.title,
        system=selection.system if selection.system in index.systems else None,
        data_class=need.data_class,
        data_country=candidate.data_country,
        equipment_in_hospital=need.equipment_in_hospital,
        stop_tolerance_hours=need.stop_tolerance_hours,
    )


def _clauses(candidate: Candidate) -> Mapping[str, ClauseState]:
    """What a contract with the candidate would have: what it accepts, and what it refuses not."""
    status = {True: ClauseStatus.PRESENT, False: ClauseStatus.ABSENT, None: ClauseStatus.UNKNOWN}
    return {one.clause: ClauseState(status=status[one.accepts]) for one in candidate.clauses}


def _answered(draft: VendorDraft, prospect: Prospect, *, good: bool) -> VendorDraft:
    """The draft as if every open answer were a good one, or a bad one."""
    contract = draft.contract or Contract(id=CONTRACT)
    present, absent = (
        ClauseState(status=one) for one in (ClauseStatus.PRESENT, ClauseStatus.ABSENT)
    )
    open_ = {
        one.clause: present if good is not (one.level is ClauseLevel.ADVERSE) else absent
        for one in prospect.conclusions.applicable.get(CONTRACT, ())
    }
    contract = replace(contract, clauses={**open_, **_said(contract)})
    line = draft.connection
    if line is not None:
        controls = {name: good if held is None else held for name, held in line.controls.items()}
        always_on = not good if line.always_on is None else line.always_on
        line = replace(line, controls=controls, always_on=always_on)
    listed = draft.party.supply_chain_listed
    party = replace(draft.party, supply_chain_listed=good if listed is None else listed)
    return replace(draft, party=party, contract=contract, connection=line)


def _said(contract: Contract) -> Mapping[str, ClauseState]:
    """What the candidate has said of clauses."""
    return {
        clause: state
        for clause, state in contract.clauses.items()
        if state.status is not ClauseStatus.UNKNOWN
    }


def _gaps(prospect: Prospect) -> tuple[Finding, ...]:
    """The gaps that hang on the offer."""
    rules = prospect.conclusions.catalogue.rules
    return tuple(
        one
        for one in prospect.conclusions.findings_by_party.get(PARTY, ())
        if one.rule == PLACE or (one.rule != APPROVAL and rules[one.rule].theme not in LATER_THEMES)
    )


def _named(findings: Iterable[Finding]) -> frozenset[tuple[str, str]]:
    return frozenset((one.rule, one.subject) for one in findings)


def _end_in(system: str | None, index: Index) -> str | None:
    """Where a line would end: a core asset of the system before any other equipment of it."""
    ends = [
        asset
        for service in index.services_in.get(system or "", ())
        for asset in index.assets_of_service.get(service.id, ())
        if asset.location is Location.HOSPITAL and asset.kind in EQUIPMENT
    ]
    return min(ends, key=lambda one: (not one.core, one.id)).id if ends else None


def _line(candidate: Candidate, catalogue: Catalogue, to: str) -> Connection:
    """The line that the candidate would bring, with the controls that its answers promise."""
    answers = answers_of(candidate)
    promised: dict[str, bool | None] = {}
    for question in catalogue.diligence.values():
        answer = settled(answers.get(question.id))
        for control in question.controls:
            promised[control] = _TO_CONTROL[answer]
    on_demand = promised.pop(ON_DEMAND, None)
    return Connection(
        id=LINE,
        from_=ASSET,
        to=to,
        kind=LINE_KIND,
        line_party=PARTY,
        always_on=None if on_demand is None else not on_demand,
        controls=promised,
    )


def holders_of(prospect: Prospect) -> Mapping[str, Holder]:
    """Row to the proposed holder; empty where no column is known."""
    cells = prospect.conclusions.matrix.of_service(SERVICE)
    return {one.item: one.proposed for one in cells}
