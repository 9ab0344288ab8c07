"""不備一覧: what is wrong, vendor by vendor, gathered so that fifty findings are not a wall."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.gaps import Finding
from vendormgr.domain.question import TO_SEND, in_order, questions_from
from vendormgr.domain.settlement import rank_vendors
from vendormgr.domain.vocabulary import Severity, edition_on
from vendormgr.domain.wording import Worded, display_name, name_subject, word
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.page import Heading
from vendormgr.reports.questions import WordedQuestion, in_words
from vendormgr.reports.sources import Notes, SourceNote

SEVERE = frozenset({Severity.CRITICAL, Severity.HIGH})


@dataclass(frozen=True, slots=True, kw_only=True)
class Treatment:
    """What the hospital has decided about a gap; labels are given in the language of the paper."""

    state: str
    owner: str = ""
    due: date | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class GapLine:
    """Findings of one rule about one thing, as one line of the list."""

    severity: Severity
    title: str
    subject: str
    seen: str
    """The sentence of a single finding, or what several of them concern."""
    remedy: str
    notes: tuple[int, ...]
    treatments: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class VendorPart:
    """One vendor's part of the list; the hospital's own part has no party."""

    party: str | None
    name: str
    counts: Mapping[Severity, int]
    lines: tuple[GapLine, ...]
    questions: tuple[WordedQuestion, ...]


@dataclass(frozen=True, slots=True)
class GapRecord:
    """One finding with every field, for filtering."""

    finding: Finding
    worded: Worded
    subject: str
    treatment: Treatment | None


@dataclass(frozen=True, slots=True, kw_only=True)
class GapDocument:
    """The list of gaps, ready for paper and for Excel."""

    imprint: Imprint
    heading: Heading
    total: int
    severe: int
    counts: Mapping[Severity, int]
    vendors: tuple[VendorPart, ...]
    notes: tuple[SourceNote, ...]
    records: tuple[GapRecord, ...]
    conclusions: Conclusions


NO_TREATMENTS: Mapping[tuple[str, str], Treatment] = {}


def build(
    conclusions: Conclusions,
    imprint: Imprint,
    *,
    findings: Sequence[Finding] | None = None,
    treatments: Mapping[tuple[str, str], Treatment] = NO_TREATMENTS,
) -> GapDocument:
    """The list of these findings (all, if not given), worst vendor first, the hospital last.

    Give only what the reader may see: findings on connections and paths are an attack map.
    A finding stands under the first vendor it concerns. `treatments` is by rule and subject.
    """
    listed = conclusions.findings if findings is None else tuple(findings)
    notes = Notes(conclusions.catalogue, imprint.language)
    records = tuple(
        GapRecord(
            one,
            word(one, conclusions, imprint.language),
            name_subject(one, conclusions, imprint.language),
            treatments.get(one.key),
        )
        for one in listed
    )
    counts = Counter(one.severity for one in listed)
    vendors = _vendors(records, conclusions, imprint, notes)
    return GapDocument(
        imprint=imprint,
        heading=_heading(conclusions, imprint, vendors),
        total=len(listed),
        severe=sum(counts[one] for one in SEVERE),
        counts=counts,
        vendors=vendors,
        notes=notes.all,
        records=records,
        conclusions=conclusions,
    )


def _heading(conclusions: Conclusions, imprint: Imprint, vendors: Sequence[VendorPart]) -> Heading:
    words, portfolio = imprint.words, conclusions.portfolio
    edition = portfolio.edition or edition_on(portfolio.as_of)
    named = [one.name for one in vendors if one.party is not None]
    subject = named[0] if len(named) == len(vendors) == 1 else words("report.gaps.subject")
    return Heading(
        title=words("report.gaps.title"),
        subject=subject,
        facts=(
            (words("report.as_of"), imprint.day(portfolio.as_of)),
            (words("report.edition"), words("report.edition_value", edition=edition)),
            (words("report.vendors"), str(len(named))),
        ),
    )


def _vendors(
    records: Sequence[GapRecord], conclusions: Conclusions, imprint: Imprint, notes: Notes
) -> tuple[VendorPart, ...]:
    groups: dict[str | None, list[GapRecord]] = {}
    for record in records:
        groups.setdefault(record.finding.party, []).append(record)
    made = []
    for party, counts in rank_vendors(conclusions, [one.finding for one in records]).items():
        findings = [one.finding for one in groups[party]]
        made.append(
            VendorPart(
                party=party,
                name=conclusions.index.name(party) if party else imprint.words("report.gaps.own"),
                counts=counts,
                lines=_lines(groups[party], conclusions, imprint, notes),
                questions=_questions(party, findings, conclusions, imprint),
            )
        )
    return tuple(made)


def _questions(
    party: str | None, findings: Sequence[Finding], conclusions: Conclusions, imprint: Imprint
) -> tuple[WordedQuestion, ...]:
    """What the vendor could answer of what is listed here."""
    raised = (one for finding in findings for one in questions_from(finding, conclusions))
    asked = in_order(one for one in raised if one.to == party and one.kind in TO_SEND)
    return in_words(asked, conclusions, imprint) if party else ()


def _lines(
    records: Sequence[GapRecord], conclusions: Conclusions, imprint: Imprint, notes: Notes
) -> tuple[GapLine, ...]:
    """One line for each rule and thing: rows of one service, clauses of one contract together."""
    groups: dict[tuple[str, str], list[GapRecord]] = {}
    for record in records:
        thing = record.finding.subject.partition("/")[0]
        groups.setdefault((record.finding.rule, thing), []).append(record)
    return tuple(
        _line(thing, group, conclusions, imprint, notes) for (_, thing), group in groups.items()
    )


def _line(
    thing: str,
    group: Sequence[GapRecord],
    conclusions: Conclusions,
    imprint: Imprint,
    notes: Notes,
) -> GapLine:
    first = group[0]
    if len(group) == 1:
        subject, seen = first.subject, first.worded.detail
    else:
        subject = display_name(thing, conclusions.index, imprint.language)
        parts = [_part(one.finding, conclusions, imprint.language) for one in group]
        separator = imprint.words("report.gaps.list_separator")
        seen = imprint.words("report.gaps.parts", n=len(parts), parts=separator.join(parts))
    treated = [one.treatment for one in group if one.treatment is not None]
    return GapLine(
        severity=first.finding.severity,
        title=first.worded.title,
        subject=subject,
        seen=seen,
        remedy=first.worded.remedy,
        notes=notes.numbers(one.id for one in first.worded.citations),
        treatments=tuple(dict.fromkeys(_treatment(one, imprint) for one in treated)),
        count=len(group),
    )


def _part(finding: Finding, conclusions: Conclusions, language: str) -> str:
    """What the finding adds to the thing it is about: a row, a clause, a duty."""
    part = finding.subject.partition("/")[2]
    titled = conclusions.catalogue.items.get(part) or conclusions.catalogue.clauses.get(part)
    if titled is not None:
        return titled.title.of(language)
    return name_subject(finding, conclusions, language)


def _treatment(treatment: Treatment, imprint: Imprint) -> str:
    due = imprint.day(treatment.due) if treatment.due else ""
    return " ".join(filter(None, (treatment.state, due, treatment.owner)))
