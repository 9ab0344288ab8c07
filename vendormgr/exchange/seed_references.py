"""Ids of the seed data: each given once, and every reference to one leads somewhere."""

from collections.abc import Iterable, Iterator

from vendormgr.exchange.seed_file import Entry, Seed, SeedError

_ID_SPACES = (
    (("requirements", "requirement"), ("clauses", "clause"), ("incidents", "incident")),
    (("sources", "source"),),
    (("items", "item"),),
    (("layers", "layer"),),
    (("layers", "group"),),
    (("subjects", "subject"),),
    (("themes", "theme"),),
    (("gap-rules", "rule"),),
    (("connection-kinds", "kind"),),
    (("controls", "control"),),
    (("due-diligence", "question"),),
    (("wordings", "wording"),),
    (("topologies", "topology"),),
    (("tiers", "question"),),
    (("tool-requirements", "requirement"),),
)
"""Lists whose ids must differ; the first line holds what a citation can name."""

_REFERENCES = (
    ("items", "item", "layer", ("layers", "layer"), "unknown_layer"),
    ("items", "item", "cites", ("requirements", "requirement"), "unknown_citation"),
    ("items", "item", "settled_by", ("clauses", "clause"), "unknown_clause"),
    ("layers", "group", "layers", ("layers", "layer"), "unknown_layer"),
    ("wordings", "wording", "id", ("clauses", "clause"), "unknown_clause"),
    ("published", "row", "item", ("items", "item"), "unknown_item"),
    ("editions", "change", "cites_v6", ("requirements", "requirement"), "unknown_citation"),
    ("editions", "change", "cites_v7", ("requirements", "requirement"), "unknown_citation"),
    ("topologies", "topology", "basis", ("requirements", "requirement"), "unknown_citation"),
    ("due-diligence", "question", "cites", ("requirements", "requirement"), "unknown_citation"),
    ("due-diligence", "question", "controls", ("controls", "control"), "unknown_control"),
    ("due-diligence", "question", "clause", ("clauses", "clause"), "unknown_clause"),
    ("tiers", "question", "basis", ("requirements", "requirement"), "unknown_citation"),
)
"""File type, list and field to the list whose ids it may name, and the problem otherwise."""

_FILED_UNDER = (
    ("requirements", ("sources", "source"), "unknown_source"),
    ("clauses", ("subjects", "subject"), "unknown_subject"),
    ("gap-rules", ("themes", "theme"), "unknown_theme"),
)
"""File types whose file name is an id: entries belong to it without repeating it."""


def check_references(seed: Seed) -> Iterator[SeedError]:
    """Ids given twice, references that lead nowhere, and controls used against their nature."""
    yield from _check_unique(seed)
    for schema, key, field, target, problem in _REFERENCES:
        yield from _check_known(seed.entries(schema, key), field, _ids(seed, *target), problem)
    cited = {id_ for schema, key in _ID_SPACES[0] for id_ in _ids(seed, schema, key)}
    for schema, key in (("clauses", "clause"), ("gap-rules", "rule")):
        yield from _check_known(seed.entries(schema, key), "basis", cited, "unknown_citation")
    yield from _check_own_basis(seed)
    yield from _check_files(seed)
    yield from _check_layers(seed)
    yield from _check_controls(seed)
    yield from _check_wordings(seed)


def _ids(seed: Seed, schema: str, key: str) -> frozenset[str]:
    return frozenset(entry.id for entry in seed.entries(schema, key) if entry.id)


def _check_unique(seed: Seed) -> Iterator[SeedError]:
    for space in _ID_SPACES:
        entries = (entry for schema, key in space for entry in seed.entries(schema, key))
        yield from _check_repeats(entries, "id")
    yield from _check_repeats(seed.entries("published", "row"), "item")
    yield from _check_repeats(seed.entries("checklists", "year"), "fiscal_year")


def _check_repeats(entries: Iterable[Entry], field: str) -> Iterator[SeedError]:
    first: dict[str, Entry] = {}
    for entry in entries:
        for path, id_ in entry.words(field):
            if id_ in first:
                yield entry.error(path, "duplicate_id", value=id_, file=first[id_].file.path)
            first.setdefault(id_, entry)


def _check_known(
    entries: Iterable[Entry], field: str, known: Iterable[str], problem: str
) -> Iterator[SeedError]:
    known = frozenset(known)
    for entry in entries:
        for path, word in entry.words(field):
            if word not in known:
                yield entry.error(path, problem, value=word)


def _check_own_basis(seed: Seed) -> Iterator[SeedError]:
    for entry in seed.entries("clauses", "clause"):
        for path, word in entry.words("basis"):
            if word == entry.id:
                yield entry.error(path, "rests_on_itself", value=word)


def _check_files(seed: Seed) -> Iterator[SeedError]:
    for schema, target, problem in _FILED_UNDER:
        known = _ids(seed, *target)
        for file in seed.of(schema):
            if file.stem not in known:
                yield file.error((), problem, value=file.stem)
        stems = {file.stem for file in seed.of(schema)}
        for entry in seed.entries(*target):
            if entry.id and entry.id not in stems:
                yield entry.error(("id",), "file_of_entry_missing", value=entry.id)


def _check_layers(seed: Seed) -> Iterator[SeedError]:
    """Every layer stands under exactly one heading, or its rows would vanish or come twice."""
    grouped: dict[str, int] = {}
    for group in seed.entries("layers", "group"):
        for path, layer in group.words("layers"):
            if layer in grouped:
                yield group.error(path, "layer_in_two_groups", value=layer)
            grouped[layer] = 1
    for layer_entry in seed.entries("layers", "layer"):
        if layer_entry.id and layer_entry.id not in grouped:
            yield layer_entry.error(("id",), "layer_without_group", value=layer_entry.id)


def _check_wordings(seed: Seed) -> Iterator[SeedError]:
    """Every clause has its wording, in the file of the same name."""
    filed = {entry.id: entry.file.stem for entry in seed.entries("clauses", "clause")}
    worded = _ids(seed, "wordings", "wording")
    for clause in seed.entries("clauses", "clause"):
        if clause.id and clause.id not in worded:
            yield clause.error((), "clause_without_wording", value=clause.id)
    for wording in seed.entries("wordings", "wording"):
        stem = filed.get(wording.id, wording.file.stem)
        if stem != wording.file.stem:
            yield wording.error(("id",), "wording_elsewhere", value=wording.id, file=stem)


def _check_controls(seed: Seed) -> Iterator[SeedError]:
    controls = {entry.id: entry for entry in seed.entries("controls", "control")}
    used: set[str] = set()
    for kind in seed.entries("connection-kinds", "kind"):
        for path, control in _vector_controls(kind):
            used.add(control)
            if control not in controls:
                yield kind.error(path, "unknown_control", value=control)
    for id_, entry in controls.items():
        if entry.raw.get("breaks_path") is False and id_ in used:
            yield entry.error(("breaks_path",), "control_breaks_path", value=id_)
        if entry.raw.get("breaks_path") is True and id_ not in used:
            yield entry.error(("breaks_path",), "control_unused", value=id_)


def _vector_controls(kind: Entry) -> Iterator[tuple[tuple[str | int, ...], str]]:
    vectors = kind.raw.get("vectors")
    for vector, alternatives in (vectors if isinstance(vectors, dict) else {}).items():
        for i, one in enumerate(alternatives if isinstance(alternatives, list) else ()):
            for j, control in enumerate(one if isinstance(one, list) else ()):
                if isinstance(control, str):
                    yield ("vectors", vector, i, j), control
