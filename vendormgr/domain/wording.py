"""Findings in words: title, what was seen, what to do and what it rests on, in ja or en."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.gaps import Finding
from vendormgr.domain.gaps.dependency import LINE_SUBJECT, MODEL_SUBJECT
from vendormgr.domain.guideline import Citation, cite
from vendormgr.domain.index import Index
from vendormgr.domain.paper import paper_name, part_name
from vendormgr.domain.vocabulary import AssetKind, Controller, Duty, Location
from vendormgr.domain.wording_terms import (
    INTERNET,
    LINE,
    LISTED,
    MODEL,
    NOT_RECORDED,
    PART,
    day_text,
    label_text,
)

_PLACE = re.compile(r"\{(\w+)\}")
_PLAIN = frozenset({"model", "edition", "expected"})
"""Placeholders that hold free text, never the id of something."""


@dataclass(frozen=True, slots=True)
class Worded:
    """A finding as people read it."""

    title: str
    detail: str
    remedy: str
    citations: tuple[Citation, ...]


def word(finding: Finding, conclusions: Conclusions, language: str) -> Worded:
    """The finding in words; what nobody recorded is written 未記録 (not recorded)."""
    catalogue = conclusions.catalogue
    rule = catalogue.rules[finding.rule]
    speaker = _Speaker(finding, conclusions.index, catalogue, language)
    return Worded(
        title=rule.title.of(language),
        detail=_PLACE.sub(lambda place: speaker.say(place[1]), rule.detail.of(language)),
        remedy=rule.remedy.of(language),
        citations=tuple(cite(catalogue, id_) for id_ in rule.basis),
    )


def name_subject(finding: Finding, conclusions: Conclusions, language: str) -> str:
    """What people call the subject of a finding; of two parts, both."""
    return _Speaker(finding, conclusions.index, conclusions.catalogue, language).subject()


def display_name(id_: str, index: Index, language: str) -> str:
    """What people call the thing of that id; a connection by its line, else by its ends."""
    asset = index.assets.get(id_)
    connection = index.connections.get(id_)
    relation = index.relations.get(id_)
    if asset is not None and asset.kind is AssetKind.INTERNET and asset.label is None:
        return INTERNET.of(language)
    if connection is not None:
        return connection.line or f"{index.name(connection.from_)}→{index.name(connection.to)}"
    if relation is not None:
        unknown = NOT_RECORDED.of(language)
        ends = (relation.from_, relation.to)
        return "→".join(unknown if end is None else index.name(end) for end in ends)
    paper = index.papers.get(id_)
    return index.name(id_) if paper is None else paper_name(paper, index, language)


@dataclass(frozen=True, slots=True)
class _Speaker:
    """Fills the placeholders of one finding's sentence."""

    finding: Finding
    index: Index
    catalogue: Catalogue
    language: str

    def say(self, place: str) -> str:
        """The text for a placeholder: what the rule gave, else what the finding itself says."""
        if place == "subject":
            return self.subject()
        given = self.finding.detail
        value = given[place] if place in given else self._known(place)
        text = self._text(place, value)
        return NOT_RECORDED.of(self.language) if text is None else text

    def subject(self) -> str:
        """The whole subject: both parts of a two-part one, both ends of a connection."""
        subject = self.finding.subject
        if subject.startswith(MODEL_SUBJECT):
            return MODEL.of(self.language).format(subject.removeprefix(MODEL_SUBJECT))
        if subject.startswith(LINE_SUBJECT):
            party, _, line = subject.removeprefix(LINE_SUBJECT).partition("/")
            whose = f"({self._name(party)})" if party else ""
            return LINE.of(self.language).format(line) + whose
        thing, _, part = subject.partition("/")
        connection = self.index.connections.get(thing)
        name = self._name(thing)
        if connection is not None:
            line = f"({connection.line})" if connection.line else ""
            name = f"{self._name(connection.from_)}→{self._name(connection.to)}{line}"
        if not part:
            return name
        paper = self.index.papers.get(thing)
        named = part_name(paper, part, self.language) if paper is not None else None
        return PART.of(self.language).join((name, named or self._part(part)))

    def _name(self, id_: str) -> str:
        return display_name(id_, self.index, self.language)

    def _line(self, id_: str) -> str:
        """A line by its name, else by its kind: its ends stand in the same sentence."""
        connection = self.index.connections.get(id_)
        if connection is None or connection.line:
            return self._name(id_)
        kind = self.catalogue.kinds.get(connection.kind)
        return self._name(id_) if kind is None else kind.title.of(self.language)

    def _part(self, part: str) -> str:
        item = self.catalogue.items.get(part)
        clause = self.catalogue.clauses.get(part)
        titled = item or clause
        if titled is not None:
            return titled.title.of(self.language)
        return label_text(Duty(part), self.language) if part in set(Duty) else part

    def _known(self, place: str) -> str | None:
        known = _KNOWN.get(place)
        return None if known is None else known(self.finding, self.index)

    def _text(self, place: str, value: object) -> str | None:
        match value:
            case None | "":
                text = None
            case StrEnum():
                text = label_text(value, self.language)
            case date():
                text = day_text(value, self.language)
            case tuple():
                text = LISTED.of(self.language).join(self._listed(one) for one in value)
            case str() if place in {"item", "clause"}:
                text = self._part(value)
            case str() if place == "connection":
                text = self._line(value)
            case str() if place not in _PLAIN:
                text = self._name(value)
            case _:
                text = str(value)
        return text

    def _listed(self, one: object) -> str:
        if isinstance(one, StrEnum):
            return label_text(one, self.language)
        return self._control(str(one))

    def _control(self, id_: str) -> str:
        control = self.catalogue.controls.get(id_)
        return id_ if control is None else control.title.of(self.language)


def _first_part(finding: Finding, _index: Index) -> str:
    return finding.subject.partition("/")[0]


def _start(finding: Finding, index: Index) -> str | None:
    connection = index.connections.get(finding.subject)
    return None if connection is None else connection.from_


def _end(finding: Finding, index: Index) -> str | None:
    connection = index.connections.get(finding.subject)
    return None if connection is None else connection.to


def _party(finding: Finding, index: Index) -> str | None:
    """The vendor to talk to, else the hospital where the matter is its own."""
    return finding.party or _hospital_itself(finding, index)


def _hospital_itself(finding: Finding, index: Index) -> str | None:
    asset = index.assets.get(finding.subject)
    connection = index.connections.get(finding.subject)
    inside = asset is not None and asset.location is Location.HOSPITAL
    if inside or (connection is not None and connection.controlled_by is Controller.HOSPITAL):
        return index.hospital
    return None


_KNOWN: Mapping[str, Callable[[Finding, Index], str | None]] = MappingProxyType(
    {
        "party": _party,
        "other_party": lambda finding, _: (*finding.parties, None, None)[1],
        "contract": lambda finding, _: finding.contract,
        "clause": lambda finding, _: finding.clause,
        "item": lambda finding, _: finding.item,
        "asset": _first_part,
        "connection": _first_part,
        "service": _first_part,
        "system": _first_part,
        "start": _start,
        "end": _end,
    }
)
"""What a finding says by itself, so that a rule need not repeat it in its detail."""
