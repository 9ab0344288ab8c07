"""The answer of `vendormgr check` for people: paths, what closes them, findings."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

import click

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.exposure import Target
from vendormgr.domain.exposure.cuts import cuts_of
from vendormgr.domain.gaps import Finding
from vendormgr.domain.guideline import Citation
from vendormgr.domain.vocabulary import AttackMode, PathState, Severity
from vendormgr.domain.wording import name_subject, word
from vendormgr.i18n import format_date, label, language, t

MARKS = {PathState.OPEN: "×", PathState.UNVERIFIED: "？", PathState.CLOSED: "○"}
COLOURS = {Severity.CRITICAL: "red", Severity.HIGH: "red", Severity.MEDIUM: "yellow"}
"""Beside the words, never instead of them."""
IN_WORDS = 5
"""So many findings of a rule are told in a sentence; the rest would be a wall of the same words."""


def check_text(conclusions: Conclusions) -> str:
    """The whole answer, with colours that a pipe takes out."""
    return paragraphs(
        _head(conclusions),
        _paths(conclusions),
        _cuts(conclusions),
        gap_lines(conclusions.findings, conclusions),
    )


def paragraphs(*parts: Iterable[str]) -> str:
    """Groups of lines with an empty line between them."""
    return "\n".join("".join(f"{line}\n" for line in part) for part in parts)


def _head(conclusions: Conclusions) -> Iterator[str]:
    portfolio = conclusions.portfolio
    title = portfolio.title or portfolio.id
    yield click.style(t("cli.head", title=title, day=format_date(portfolio.as_of)), bold=True)


def _paths(conclusions: Conclusions) -> Iterator[str]:
    yield heading("cli.paths")
    if not conclusions.exposure.targets:
        yield t("cli.no_core")
    for target in conclusions.exposure.targets:
        yield _target(target, conclusions)
        if target.path is not None:
            hops = " → ".join(conclusions.index.name(asset) for asset in target.path.assets)
            yield f"      {hops}"


def _target(target: Target, conclusions: Conclusions) -> str:
    return t(
        "cli.target",
        mark=MARKS[target.state],
        name=_named(target.asset, conclusions),
        mode=label(target.mode),
        state=label(target.state),
    )


def _cuts(conclusions: Conclusions) -> Iterator[str]:
    yield heading("cli.cuts")
    for mode in AttackMode:
        cuts = cuts_of(conclusions.exposure.graph, mode)
        own = cuts.hospital_controlled
        yield t(
            "cli.cut",
            mode=label(mode),
            connections=_number(cuts.connections),
            fixes=_number(cuts.fixes),
            own_connections=_number(own.connections),
            own_fixes=_number(own.fixes),
        )


def _number(number: int | None) -> str:
    return t("cli.impossible") if number is None else str(number)


def gap_lines(findings: tuple[Finding, ...], conclusions: Conclusions) -> Iterator[str]:
    """The findings, each rule once with everything it fires on, what to do and its ground."""
    yield heading("cli.gaps", n=len(findings))
    counted = Counter(finding.severity for finding in findings)
    yield "  ".join(f"{label(severity)} {counted[severity]}" for severity in Severity)
    for _, group in groupby(findings, key=lambda finding: (finding.severity, finding.rule)):
        yield ""
        yield from _rule_lines(tuple(group), conclusions)


def _rule_lines(findings: tuple[Finding, ...], conclusions: Conclusions) -> Iterator[str]:
    """Findings of one rule: the first ones in words, of the others only the subject."""
    worded = word(findings[0], conclusions, language())
    severity = findings[0].severity
    head = click.style(f"[{label(severity)}]", fg=COLOURS.get(severity))
    yield f"{head} {worded.title}  <{findings[0].rule}>"
    for finding in findings[:IN_WORDS]:
        yield f"  - {word(finding, conclusions, language()).detail}  <{finding.subject}>"
    others = [name_subject(finding, conclusions, language()) for finding in findings[IN_WORDS:]]
    if others:
        yield f"  - {t('cli.others', n=len(others), names=t('common.comma').join(others))}"
    yield f"  {t('cli.remedy', remedy=worded.remedy)}"
    yield f"  {t('cli.basis', basis=t('common.comma').join(map(_cited, worded.citations)))}"


def _cited(citation: Citation) -> str:
    source = citation.source_short.of(language())
    section = citation.section.of(language())
    doubt = f" [{t('common.check_original')}]" if citation.needs_checking else ""
    return f"{source} {section} ({citation.id}){doubt}"


def _named(id_: str, conclusions: Conclusions) -> str:
    name = conclusions.index.name(id_)
    return id_ if name == id_ else f"{name} ({id_})"


def heading(text_id: str, **values: object) -> str:
    """A line that begins a paragraph."""
    return click.style(t(text_id, **values), bold=True, underline=True)
