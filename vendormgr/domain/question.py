"""質問: what nobody knows, as questions to whoever can answer. Unknown is never taken for safe."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.gaps import Finding
from vendormgr.domain.obligation import CONTROL_DUTIES
from vendormgr.domain.portfolio import Relation
from vendormgr.domain.text import Text
from vendormgr.domain.vocabulary import Controller, Location, PartyRole


class QuestionKind(StrEnum):
    """What is asked; the screens word all but `control` (texts/question.toml)."""

    LINES = "lines"
    """Which lines do you have into the hospital, and where do they end?"""
    CONTROL = "control"
    """Is this control in place? `text` holds the question."""
    VERSION = "version"
    """Which firmware does the device run, and when was that checked?"""
    RESPONSIBLE = "responsible"
    """Who is accountable for this duty?"""
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
    CLAUSE = "clause"
    """Does the contract have this clause, and in which article?"""


@dataclass(frozen=True, slots=True)
class Question:
    """One question to one party."""

    to: str | None
    """The party to ask; None: no hospital is on record to ask itself."""
    kind: QuestionKind
    subject: str
    """Connection, asset, relation, contract or party that it is about."""
    about: str | None = None
    """The control, duty or clause."""
    text: Text | None = None
    """The catalogue's wording, for a control."""


_BY_RULE = {
    "line-not-recorded": QuestionKind.LINES,
    "device-version-unknown": QuestionKind.VERSION,
    "responsibility-unconfirmed": QuestionKind.RESPONSIBLE,
    "supply-chain-unknown": QuestionKind.SUPPLY_CHAIN,
    "emergency-contact-missing": QuestionKind.CONTACT,
    "clause-unknown": QuestionKind.CLAUSE,
}


def questions_by_party(conclusions: Conclusions) -> Mapping[str | None, tuple[Question, ...]]:
    """Every open question by the party to ask, parties in portfolio order.

    Within a party the questions about lines come first, those about clauses last.
    """
    asked: dict[str | None, list[Question]] = {party: [] for party in conclusions.index.parties}
    for question in _questions(conclusions):
        asked.setdefault(question.to, []).append(question)
    kinds = {kind: place for place, kind in enumerate(QuestionKind)}
    return {
        party: tuple(sorted(listed, key=lambda one: kinds[one.kind]))
        for party, listed in asked.items()
        if listed
    }


def questions_for(conclusions: Conclusions, party: str) -> tuple[Question, ...]:
    """The questions to send to one party, or those that the hospital has to ask itself."""
    return questions_by_party(conclusions).get(party, ())


def _questions(conclusions: Conclusions) -> Iterator[Question]:
    hospital = conclusions.index.hospital
    for finding in conclusions.findings:
        if finding.rule == "control-unknown":
            yield from _about_controls(finding, conclusions)
        elif finding.rule in _BY_RULE:
            subject, _, about = finding.subject.partition("/")
            to = finding.party or hospital
            yield Question(to, _BY_RULE[finding.rule], subject, about or None)
    for relation in conclusions.portfolio.relations:
        yield from _about_relation(relation, conclusions)
    yield from _about_register(conclusions)


def _about_controls(finding: Finding, conclusions: Conclusions) -> Iterator[Question]:
    controls = finding.detail["controls"]
    for control in controls if isinstance(controls, tuple) else ():
        record = conclusions.catalogue.controls.get(control)
        yield Question(
            to=who_answers(finding, control, conclusions),
            kind=QuestionKind.CONTROL,
            subject=finding.subject,
            about=control,
            text=None if record is None else record.question,
        )


def who_answers(finding: Finding, control: str, conclusions: Conclusions) -> str | None:
    """Whom to ask about a control: who is accountable for it, else who controls the connection.

    A subcontractor is asked through its prime vendor.
    """
    estate, index = conclusions.estate, conclusions.index
    duty = estate.duties.get((finding.subject, CONTROL_DUTIES.get(control, "")))
    if duty is not None and len(duty.accountable) == 1:
        return (*estate.parties(duty.accountable[0]), duty.accountable[0])[0]
    connection = index.connections.get(finding.subject)
    if connection is not None and connection.controlled_by is Controller.HOSPITAL:
        return index.hospital
    return finding.party or index.hospital


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
