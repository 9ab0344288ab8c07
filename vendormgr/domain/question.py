"""質問: what nobody knows, as questions to whoever can answer. Unknown is never taken for safe.

The one list of questions: screens, questionnaires and the plan all show these, in this order.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.exposure import OpenAnswer
from vendormgr.domain.gaps import Finding
from vendormgr.domain.index import Index
from vendormgr.domain.obligation import CONTROL_DUTIES
from vendormgr.domain.portfolio import Connection, Relation
from vendormgr.domain.text import Text
from vendormgr.domain.vocabulary import Controller, Location, PartyRole, VendorPath


class QuestionKind(StrEnum):
    """What is asked, in the order of asking; texts/question.toml words it, by rule where `mend`."""

    ANY_LINE = "any_line"
    """Is there any line into the hospital at all?"""
    LINES = "lines"
    """Which lines do you have into the hospital, and where do they end?"""
    CONTROL = "control"
    """Is this control in place? `text` holds the question."""
    VERSION = "version"
    """Which firmware does the device run, and when was that checked?"""
    RESPONSIBLE = "responsible"
    """Who is accountable for this duty?"""
    MEND = "mend"
    """Something is known to be missing: when will it be there, and what protects until then?"""
    SUBCONTRACT = "subcontract"
    """What is done by a subcontractor that was not disclosed?"""
    CONSENT = "consent"
    """Did the hospital agree to this subcontract?"""
    FLOWDOWN = "flowdown"
    """Were the duties passed on to this subcontractor?"""
    SUPPLY_CHAIN = "supply_chain"
    """Which platform, line and maintenance firms stand behind you?"""
    CONTACT = "contact"
    """Whom can we call outside office hours?"""
    REGISTERED = "registered"
    """Is this connection or equipment in the hospital's register?"""
    DECIDER = "decider"
    """Who has the last word on a shared row?"""
    HOLDER = "holder"
    """Which side has this row of the matrix?"""
    DISPUTED = "disputed"
    """The vendor's statement on this row differs from ours: who has it, on what ground?"""
    CLAUSE = "clause"
    """Does the contract have this clause, and in which article?"""


class AnswerForm(StrEnum):
    """How a question is answered."""

    TRI_STATE = "tri_state"
    """○ × ？"""
    HOLDER = "holder"
    """Which side has a row of the matrix."""
    FREE = "free"
    """In words."""


_FORMS = {
    QuestionKind.ANY_LINE: AnswerForm.TRI_STATE,
    QuestionKind.CONTROL: AnswerForm.TRI_STATE,
    QuestionKind.CONSENT: AnswerForm.TRI_STATE,
    QuestionKind.FLOWDOWN: AnswerForm.TRI_STATE,
    QuestionKind.REGISTERED: AnswerForm.TRI_STATE,
    QuestionKind.HOLDER: AnswerForm.HOLDER,
    QuestionKind.DISPUTED: AnswerForm.HOLDER,
}
"""Anything else is answered in words."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question to one party."""

    to: str | None
    """The party to ask; None: no hospital is on record to ask itself."""
    kind: QuestionKind
    subject: str
    """Connection, asset, relation, contract, service or party that it is about."""
    about: str | None = None
    """The control, duty, clause or row."""
    text: Text | None = None
    """The catalogue's wording for a vendor, for a control; the hospital asks itself in short."""
    rule: str | None = None
    """The rule whose finding the answer would settle; None: no finding rests on it."""
    first: bool = False
    """Belongs to the fewest answers that could settle all that is not certain."""

    @property
    def form(self) -> AnswerForm:
        """How it is answered."""
        return _FORMS.get(self.kind, AnswerForm.FREE)


CONTROL_UNKNOWN = "control-unknown"
_FROM_ANYBODY = {
    "line-not-recorded": QuestionKind.LINES,
    "device-version-unknown": QuestionKind.VERSION,
    "responsibility-unconfirmed": QuestionKind.RESPONSIBLE,
    "supply-chain-unknown": QuestionKind.SUPPLY_CHAIN,
    "emergency-contact-missing": QuestionKind.CONTACT,
    "clause-unknown": QuestionKind.CLAUSE,
}
"""Where no vendor is concerned, the hospital asks itself."""
_FROM_VENDORS = {
    "subcontract-undisclosed": QuestionKind.SUBCONTRACT,
    "subcontract-without-flowdown": QuestionKind.FLOWDOWN,
    "shared-without-decider": QuestionKind.DECIDER,
    "responsibility-unassigned": QuestionKind.HOLDER,
    "responsibility-unwritten": QuestionKind.HOLDER,
    "responsibility-disputed": QuestionKind.DISPUTED,
    "end-of-support": QuestionKind.MEND,
    "exposed-device-unpatched": QuestionKind.MEND,
    "known-vulnerability-stale": QuestionKind.MEND,
    "two-factor-missing": QuestionKind.MEND,
    "shared-credential": QuestionKind.MEND,
    "lockout-missing": QuestionKind.MEND,
    "source-unrestricted": QuestionKind.MEND,
    "interactive-login-allowed": QuestionKind.MEND,
    "connection-always-on": QuestionKind.MEND,
    "antimalware-missing": QuestionKind.MEND,
}
"""Where no vendor is concerned, it is the hospital's own homework and no question."""
MENDED_RULES = tuple(rule for rule, kind in _FROM_VENDORS.items() if kind is QuestionKind.MEND)
TO_SEND = frozenset(QuestionKind) - {QuestionKind.CLAUSE}
"""What stands in a list to send; the contract is in the hospital's own hands."""
_ORDER = {kind: place for place, kind in enumerate(QuestionKind)}


def questions_by_party(conclusions: Conclusions) -> Mapping[str | None, tuple[Question, ...]]:
    """Every open question by the party to ask, parties in portfolio order.

    Within a party: whether there is any line, then the lines, then rows and clauses.
    """
    asked: dict[str | None, list[Question]] = {party: [] for party in conclusions.index.parties}
    for question in _questions(conclusions, conclusions.findings):
        asked.setdefault(question.to, []).append(question)
    return {party: in_order(listed) for party, listed in asked.items() if listed}


def questions_for(conclusions: Conclusions, party: str) -> tuple[Question, ...]:
    """The questions to send to one party, or those that the hospital has to ask itself."""
    to_hospital = party == conclusions.index.hospital
    findings = (
        one
        for one in conclusions.findings
        if one.rule == CONTROL_UNKNOWN or one.party == party or (to_hospital and one.party is None)
    )
    found = _questions(conclusions, findings)
    return in_order(one for one in found if one.to == party)


def in_order(questions: Iterable[Question]) -> tuple[Question, ...]:
    """Each thing asked once, in the order of asking."""
    each = {(one.to, one.kind, one.subject, one.about): one for one in questions}
    return tuple(sorted(each.values(), key=lambda one: _ORDER[one.kind]))


def questions_on_paths(
    conclusions: Conclusions, answers: Iterable[OpenAnswer]
) -> tuple[Question, ...]:
    """The unknown answers on which the ways in depend, as questions, in their order."""
    return tuple(
        replace(_about_control(one.connection, one.control, conclusions), first=one.first)
        for one in answers
    )


def _questions(conclusions: Conclusions, findings: Iterable[Finding]) -> Iterator[Question]:
    yield from _about_lines(conclusions)
    for finding in findings:
        yield from questions_from(finding, conclusions)
    for relation in conclusions.portfolio.relations:
        yield from _about_relation(relation, conclusions)
    yield from _about_register(conclusions)


def questions_from(finding: Finding, conclusions: Conclusions) -> Iterator[Question]:
    """What to ask because of one finding; nothing where the hospital has to act by itself."""
    if finding.rule == CONTROL_UNKNOWN:
        controls = finding.detail["controls"]
        for control in controls if isinstance(controls, tuple) else ():
            yield _about_control(finding.subject, control, conclusions)
        return
    kind = _FROM_ANYBODY.get(finding.rule) or _FROM_VENDORS.get(finding.rule)
    if kind is None or (finding.rule in _FROM_VENDORS and finding.party is None):
        return
    subject, _, about = finding.subject.partition("/")
    to = finding.party or conclusions.index.hospital
    yield Question(to, kind, subject, about or None, rule=finding.rule)


def _about_lines(conclusions: Conclusions) -> Iterator[Question]:
    """Vendors of which nobody knows whether they have a line; subcontractors through the prime."""
    parties = conclusions.index.parties
    for id_, vendor in conclusions.exposure.vendors.items():
        if vendor.standing is VendorPath.NOT_ASKED and parties[id_].lines_listed is None:
            to = (*conclusions.estate.parties(id_), id_)[0]
            yield Question(to, QuestionKind.ANY_LINE, id_)


def _about_control(subject: str, control: str, conclusions: Conclusions) -> Question:
    record = conclusions.catalogue.controls.get(control)
    to = who_answers(subject, control, conclusions)
    in_house = to is None or to == conclusions.index.hospital
    return Question(
        to=to,
        kind=QuestionKind.CONTROL,
        subject=subject,
        about=control,
        text=None if record is None or in_house else record.question,
        rule=CONTROL_UNKNOWN,
    )


def who_answers(subject: str, control: str, conclusions: Conclusions) -> str | None:
    """Whom to ask about a control of a connection or asset.

    Who is accountable for it, else whose line it is or whose equipment stands outside, whoever
    may change its settings; the hospital where it controls a connection that nobody outside has
    a part in. A subcontractor is asked through its prime vendor.
    """
    estate, index = conclusions.estate, conclusions.index
    duty = estate.duties.get((subject, CONTROL_DUTIES.get(control, "")))
    if duty is not None and len(duty.accountable) == 1:
        return (*estate.parties(duty.accountable[0]), duty.accountable[0])[0]
    connection, asset = index.connections.get(subject), index.assets.get(subject)
    if connection is not None and _is_hospitals_own(connection, index):
        return index.hospital
    concerned = estate.line_parties.get(subject, ())
    if asset is not None:
        concerned = estate.parties_of_asset(asset)
    return (*concerned, index.hospital)[0]


def _is_hospitals_own(connection: Connection, index: Index) -> bool:
    """Whether the hospital controls it and no vendor has the line or stands at an outer end."""
    ends = (index.assets[connection.from_], index.assets[connection.to])
    outside = (one for one in ends if one.location is Location.EXTERNAL)
    concerned = [party for one in outside for party in (one.owner, one.maintained_by)]
    return connection.controlled_by is Controller.HOSPITAL and not any(
        index.is_vendor(party) for party in (connection.line_party, *concerned)
    )


def _about_relation(relation: Relation, conclusions: Conclusions) -> Iterator[Question]:
    """Consent and flow-down that nobody recorded; a known no is a finding."""
    estate = conclusions.estate
    start = conclusions.index.parties.get(relation.from_ or "")
    if start is None or start.role is PartyRole.HOSPITAL:
        return
    to = (*estate.parties(relation.from_, relation.to), conclusions.index.hospital)[0]
    if relation.consent is None:
        yield Question(to, QuestionKind.CONSENT, relation.id)
    if relation.flowdown is None:
        yield Question(to, QuestionKind.FLOWDOWN, relation.id)


def _about_register(conclusions: Conclusions) -> Iterator[Question]:
    """Lines into the hospital and vendors' equipment of which nobody knows: in the register?"""
    index = conclusions.index
    for connection in index.connections.values():
        if connection.registered is None and index.crosses_into_hospital(connection):
            yield Question(index.hospital, QuestionKind.REGISTERED, connection.id)
    for asset in index.portfolio.assets:
        inside = asset.location is Location.HOSPITAL
        if asset.registered is None and inside and index.is_vendor(asset.owner):
            yield Question(index.hospital, QuestionKind.REGISTERED, asset.id)
