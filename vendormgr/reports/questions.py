"""What to ask a vendor: each open point that only the vendor can answer, as a polite question."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.gaps import Finding
from vendormgr.domain.vocabulary import Duty
from vendormgr.domain.wording import display_name, name_subject
from vendormgr.reports.imprint import Imprint


class AnswerForm(StrEnum):
    """How a question is answered."""

    TRI_STATE = "tri_state"
    """○ × ？"""
    HOLDER = "holder"
    """Which side has a row of the matrix."""
    FREE = "free"
    """In words."""


CONTROL_UNKNOWN = "control-unknown"
ASKED: Mapping[str, AnswerForm] = MappingProxyType(
    {
        "line-not-recorded": AnswerForm.FREE,
        CONTROL_UNKNOWN: AnswerForm.TRI_STATE,
        "subcontract-without-flowdown": AnswerForm.TRI_STATE,
        "responsibility-unassigned": AnswerForm.HOLDER,
        "responsibility-unwritten": AnswerForm.HOLDER,
        "responsibility-disputed": AnswerForm.HOLDER,
        "shared-without-decider": AnswerForm.FREE,
        "responsibility-unconfirmed": AnswerForm.FREE,
        "device-version-unknown": AnswerForm.FREE,
        "supply-chain-unknown": AnswerForm.FREE,
        "emergency-contact-missing": AnswerForm.FREE,
        "end-of-support": AnswerForm.FREE,
        "exposed-device-unpatched": AnswerForm.FREE,
        "known-vulnerability-stale": AnswerForm.FREE,
        "subcontract-undisclosed": AnswerForm.FREE,
        "two-factor-missing": AnswerForm.FREE,
        "shared-credential": AnswerForm.FREE,
        "lockout-missing": AnswerForm.FREE,
        "source-unrestricted": AnswerForm.FREE,
        "interactive-login-allowed": AnswerForm.FREE,
        "connection-always-on": AnswerForm.FREE,
        "antimalware-missing": AnswerForm.FREE,
    }
)
"""Rules whose findings a vendor can answer; the others are the hospital's own homework."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One thing to ask; `rule` and `subject` say which finding it would answer."""

    rule: str
    subject: str
    about: str
    point: str
    """The row or duty that it is about; empty where the question says it all."""
    text: str
    form: AnswerForm


def questions_to(party: str, conclusions: Conclusions, imprint: Imprint) -> tuple[Question, ...]:
    """The questions to one vendor: those on lines and devices first, then row by row."""
    findings = conclusions.findings_by_party.get(party, ())
    return questions_about([one for one in findings if one.party == party], conclusions, imprint)


def questions_about(
    findings: Iterable[Finding], conclusions: Conclusions, imprint: Imprint
) -> tuple[Question, ...]:
    """The questions that these findings raise; the same words about one thing are asked once."""
    unique: dict[tuple[str, str], Question] = {}
    for finding in findings:
        for one in _raised(finding, conclusions, imprint):
            unique.setdefault((one.about, one.text), one)
    return tuple(sorted(unique.values(), key=lambda one: one.form is AnswerForm.HOLDER))


def _raised(finding: Finding, conclusions: Conclusions, imprint: Imprint) -> Iterator[Question]:
    form = ASKED.get(finding.rule)
    if form is None or not finding.parties:
        return
    thing, _, part = finding.subject.partition("/")
    point = _point(part, conclusions, imprint)
    about = display_name(thing, conclusions.index, imprint.language)
    if not point:
        about = name_subject(finding, conclusions, imprint.language)
    for text in _texts(finding, point, conclusions, imprint):
        yield Question(
            rule=finding.rule,
            subject=finding.subject,
            about=about,
            point=point,
            text=text,
            form=form,
        )


def _point(part: str, conclusions: Conclusions, imprint: Imprint) -> str:
    item = conclusions.catalogue.items.get(part)
    if item is not None:
        return item.title.of(imprint.language)
    return imprint.term(Duty(part)) if part in set(Duty) else ""


def _texts(
    finding: Finding, point: str, conclusions: Conclusions, imprint: Imprint
) -> Iterator[str]:
    if finding.rule != CONTROL_UNKNOWN:
        yield imprint.words(f"report.question.{finding.rule}", item=point or finding.subject)
        return
    asked = finding.detail.get("controls")
    for control in asked if isinstance(asked, tuple) else ():
        known = conclusions.catalogue.controls.get(control)
        if known is not None:
            yield known.question.of(imprint.language)
