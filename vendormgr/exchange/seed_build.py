"""Seed files to the catalogue; they are taken to be right, seed_schema and others check them."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol, TypeVar

from vendormgr.domain.catalogue import (
    Catalogue,
    ClauseTopic,
    ConnectionKind,
    ControlText,
    DiligenceQuestion,
    GapRule,
    Group,
    Incident,
    PublishedRow,
    Requirement,
    ResponsibilityItem,
    Source,
)
from vendormgr.domain.model_wording import ModelWording
from vendormgr.domain.text import NO_TEXT, Text
from vendormgr.domain.vocabulary import (
    ClauseLevel,
    Column,
    DiligenceGroup,
    Holder,
    NeedTrigger,
    Severity,
    Verified,
)
from vendormgr.exchange.seed_background import build_background
from vendormgr.exchange.seed_file import Entry, Seed, Table, text


class HasId(Protocol):
    """Anything of the catalogue that is found by id."""

    @property
    def id(self) -> str:
        """Its id."""


T = TypeVar("T", bound=HasId)


def build_catalogue(seed: Seed) -> Catalogue:
    """The catalogue, in the order of headings first and of the files second.

    Raises:
        KeyError, ValueError, TypeError, AttributeError: Something is missing or of a wrong type.
    """
    groups = tuple(_layer_groups(seed))
    return Catalogue(
        sources=_by_id(_source(one.raw) for one in seed.entries("sources", "source")),
        requirements=_by_id(_requirements(seed)),
        incidents=_by_id(_incident(one.raw) for one in seed.entries("incidents", "incident")),
        items=_by_id(_items(seed, groups)),
        layers=_titles(seed, "layers", "layer"),
        clauses=_by_id(_clause(one.raw) for one in _under(seed, "subjects", "subject", "clauses")),
        rules=_by_id(_rule(one) for one in _under(seed, "themes", "theme", "gap-rules")),
        kinds=_by_id(_kind(one.raw) for one in seed.entries("connection-kinds", "kind")),
        controls=_by_id(_control(one.raw) for one in seed.entries("controls", "control")),
        published=tuple(_published(one.raw) for one in seed.entries("published", "row")),
        published_note=next((text(file.tables, "note") for file in seed.of("published")), NO_TEXT),
        layer_groups=groups,
        clause_subjects=tuple(_clause_subjects(seed)),
        themes=_titles(seed, "themes", "theme"),
        wordings=_by_id(
            _wording(one.raw) for one in _under(seed, "subjects", "subject", "wordings")
        ),
        diligence=_by_id(_diligence(one.raw) for one in seed.entries("due-diligence", "question")),
        background=build_background(seed),
    )


def _by_id(things: Iterable[T]) -> Mapping[str, T]:
    return {thing.id: thing for thing in things}


def _maybe(table: Table, key: str) -> Text | None:
    return text(table, key) if key in table else None


def _titles(seed: Seed, schema: str, key: str) -> Mapping[str, Text]:
    return {entry.id: text(entry.raw, "title") for entry in seed.entries(schema, key)}


def _under(seed: Seed, headings: str, heading: str, schema: str) -> Iterator[Entry]:
    """Entries of the files named after headings, in the order of the headings."""
    files = {file.stem: file for file in seed.of(schema)}
    for entry in seed.entries(headings, heading):
        file = files[entry.id]
        yield from file.entries(file.layout.lists[0])


def _layer_groups(seed: Seed) -> Iterator[Group]:
    for entry in seed.entries("layers", "group"):
        yield Group(entry.id, text(entry.raw, "title"), tuple(entry.raw["layers"]))


def _clause_subjects(seed: Seed) -> Iterator[Group]:
    files = {file.stem: file for file in seed.of("clauses")}
    for entry in seed.entries("subjects", "subject"):
        members = tuple(clause.id for clause in files[entry.id].entries("clause"))
        yield Group(entry.id, text(entry.raw, "title"), members)


def _source(raw: Table) -> Source:
    return Source(
        id=raw["id"],
        title=text(raw, "title"),
        short=text(raw, "short"),
        date=raw["date"],
        edition=raw.get("edition"),
        urls=raw.get("urls", {}),
    )


def _requirements(seed: Seed) -> Iterator[Requirement]:
    for entry in _under(seed, "sources", "source", "requirements"):
        raw = entry.raw
        yield Requirement(
            id=raw["id"],
            source=entry.file.stem,
            section=raw["section"],
            title=text(raw, "title"),
            summary=text(raw, "summary"),
            applies_to=raw["applies_to"],
            phase=raw["phase"],
            verified=Verified(raw["verified"]),
            url=raw.get("url"),
        )


def _incident(raw: Table) -> Incident:
    return Incident(
        id=raw["id"], case=text(raw, "case"), fact=text(raw, "fact"), grade=raw["grade"]
    )


def _items(seed: Seed, groups: tuple[Group, ...]) -> Iterator[ResponsibilityItem]:
    order = [layer for group in groups for layer in group.members]
    items = [_item(entry.raw) for entry in seed.entries("items", "item")]
    return iter(sorted(items, key=lambda item: order.index(item.layer)))


def _item(raw: Table) -> ResponsibilityItem:
    return ResponsibilityItem(
        id=raw["id"],
        layer=raw["layer"],
        title=text(raw, "title"),
        defaults={column: Holder(raw["default"][column]) for column in Column},
        basis=raw["basis"],
        cites=tuple(raw["cites"]),
        settled_by=tuple(raw["settled_by"]),
        note=_maybe(raw, "note"),
        help=text(raw, "help"),
    )


def _published(raw: Table) -> PublishedRow:
    return PublishedRow(
        item=raw["item"],
        party=Holder(raw["party"]),
        title=text(raw, "title"),
        difference=_maybe(raw, "difference"),
    )


def _clause(raw: Table) -> ClauseTopic:
    return ClauseTopic(
        id=raw["id"],
        title=text(raw, "title"),
        asks=text(raw, "asks"),
        level=ClauseLevel(raw["level"]),
        phase=raw["phase"],
        applies_models=frozenset(map(Column, raw["applies_models"])),
        applies_when=raw.get("applies_when"),
        must_when=raw.get("must_when"),
        basis=tuple(raw["basis"]),
    )


def _wording(raw: Table) -> ModelWording:
    return ModelWording(
        id=raw["id"],
        must_have=raw["must_have"],
        acceptable=raw["acceptable"],
        last_resort=raw["last_resort"],
        why=text(raw, "why"),
        instead=text(raw, "instead"),
    )


def _rule(entry: Entry) -> GapRule:
    raw = entry.raw
    return GapRule(
        id=raw["id"],
        theme=entry.file.stem,
        severity=Severity(raw["severity"]),
        title=text(raw, "title"),
        when=text(raw, "when"),
        detail=text(raw, "detail"),
        remedy=text(raw, "remedy"),
        basis=tuple(raw["basis"]),
        false_positives=_maybe(raw, "false_positives"),
    )


def _kind(raw: Table) -> ConnectionKind:
    return ConnectionKind(
        id=raw["id"],
        title=text(raw, "title"),
        help=text(raw, "help"),
        vectors={
            vector: tuple(frozenset(one) for one in alternatives)
            for vector, alternatives in raw["vectors"].items()
        },
        effort=raw["effort"],
    )


def _control(raw: Table) -> ControlText:
    return ControlText(
        id=raw["id"],
        title=text(raw, "title"),
        help=text(raw, "help"),
        question=text(raw, "question"),
        breaks_path=raw["breaks_path"],
        derived_from=raw.get("derived_from"),
    )


def _diligence(raw: Table) -> DiligenceQuestion:
    return DiligenceQuestion(
        id=raw["id"],
        group=DiligenceGroup(raw["group"]),
        when=tuple(map(NeedTrigger, raw["when"])),
        question=text(raw, "question"),
        demand=text(raw, "demand"),
        cites=tuple(raw["cites"]),
        controls=tuple(raw.get("controls", ())),
        clause=raw.get("clause"),
    )
