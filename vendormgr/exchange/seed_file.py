"""The files of a seed folder: which there are, what each holds, and where something is wrong."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from dataclasses import field as dataclass_field
from pathlib import Path
from typing import Any

from vendormgr.domain.text import Text

Table = Mapping[str, Any]
Step = str | int
"""A key, or a position in a list, counted from 0."""


@dataclass(frozen=True, slots=True)
class SeedError:
    """One error; its words are the text ``seed_error.<problem>`` filled in with the values."""

    file: str
    """Path inside the seed folder."""
    entry: str
    """Id of the entry, or like ``item 3`` where it has none; empty for the file itself."""
    field: str
    """Like ``default.saas`` or ``cites[0]``; empty for the whole entry."""
    problem: str
    values: Mapping[str, str] = dataclass_field(default_factory=dict)

    @property
    def text_id(self) -> str:
        """The id of the words for people."""
        return f"seed_error.{self.problem}"

    def __str__(self) -> str:
        values = ", ".join(f"{key}={value}" for key, value in self.values.items())
        return f"{self.file}: {self.entry}: {self.field}: {self.problem} ({values})"


class BrokenSeedError(Exception):
    """The seed data cannot be used."""

    def __init__(self, errors: tuple[SeedError, ...]) -> None:
        super().__init__("\n".join(map(str, errors)))
        self.errors = errors


@dataclass(frozen=True, slots=True)
class Layout:
    """A type of seed file."""

    place: str
    """Path; ``*`` is any name."""
    schema: str
    lists: tuple[str, ...]
    """Keys under which its entries stand."""


LAYOUTS = (
    Layout("sources.toml", "sources", ("source",)),
    Layout("requirements/*.toml", "requirements", ("requirement",)),
    Layout("incidents.toml", "incidents", ("incident",)),
    Layout("responsibility/layers.toml", "layers", ("group", "layer")),
    Layout("responsibility/published.toml", "published", ("row",)),
    Layout("responsibility/*.toml", "items", ("item",)),
    Layout("clauses/subjects.toml", "subjects", ("subject",)),
    Layout("clauses/*.toml", "clauses", ("clause",)),
    Layout("reading/words.toml", "reading-words", ("spelling",)),
    Layout("reading/*.toml", "reading", ("clause",)),
    Layout("wordings/*.toml", "wordings", ("wording",)),
    Layout("gap_rules/themes.toml", "themes", ("theme",)),
    Layout("gap_rules/*.toml", "gap-rules", ("rule",)),
    Layout("connection_kinds.toml", "connection-kinds", ("kind",)),
    Layout("controls.toml", "controls", ("control",)),
    Layout("due_diligence.toml", "due-diligence", ("question",)),
    Layout("background/editions.toml", "editions", ("change",)),
    Layout("background/checklists.toml", "checklists", ("year",)),
    Layout("background/topologies.toml", "topologies", ("topology",)),
    Layout("background/tiers.toml", "tiers", ("question",)),
    Layout("background/tool_requirements.toml", "tool-requirements", ("requirement",)),
    Layout("background/known_gaps.toml", "known-gaps", ("gap",)),
)
"""The first that fits a path holds."""
OTHER_FOLDERS = frozenset({"demo"})
"""Folders of seed/ that hold no catalogue."""


@dataclass(frozen=True, slots=True)
class SeedFile:
    """One file as read, right or wrong."""

    path: str
    layout: Layout
    tables: Table

    @property
    def stem(self) -> str:
        """The name without folder and ending: often the id of what the entries belong to."""
        return self.path.rpartition("/")[2].removesuffix(".toml")

    def entries(self, key: str) -> Iterator["Entry"]:
        """The entries of one list that are tables at all."""
        listed = self.tables.get(key)
        for position, raw in enumerate(listed if isinstance(listed, list) else ()):
            if isinstance(raw, dict):
                yield Entry(self, key, position, raw)

    def error(self, path: tuple[Step, ...], problem: str, **values: str) -> SeedError:
        """An error at a path of keys and positions inside this file."""
        entry, rest = "", path
        if len(path) > 1 and path[0] in self.layout.lists and isinstance(path[1], int):
            entry, rest = self._name(str(path[0]), path[1]), path[2:]
        return SeedError(self.path, entry, field_name(rest), problem, values)

    def _name(self, key: str, position: int) -> str:
        raw = self.tables[key][position]
        id_ = raw.get("id") if isinstance(raw, dict) else None
        return id_ if isinstance(id_, str) and id_ else f"{key} {position + 1}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a file."""

    file: SeedFile
    key: str
    position: int
    raw: Table

    @property
    def id(self) -> str:
        """Its id, or nothing where it has none."""
        id_ = self.raw.get("id")
        return id_ if isinstance(id_, str) else ""

    def words(self, name: str) -> Iterator[tuple[tuple[Step, ...], str]]:
        """Every text of a field, which may be one text or a list, with its path in the entry."""
        value = self.raw.get(name)
        if isinstance(value, str):
            yield (name,), value
        elif isinstance(value, list):
            yield from (((name, i), one) for i, one in enumerate(value) if isinstance(one, str))

    def error(self, path: tuple[Step, ...], problem: str, **values: str) -> SeedError:
        """An error at a path inside this entry."""
        return self.file.error((self.key, self.position, *path), problem, **values)


@dataclass(frozen=True, slots=True)
class Seed:
    """All files of a folder that could be read."""

    files: tuple[SeedFile, ...]

    def of(self, schema: str) -> Iterator[SeedFile]:
        """The files of one type, by name."""
        return (file for file in self.files if file.layout.schema == schema)

    def entries(self, schema: str, key: str) -> Iterator[Entry]:
        """The entries of one list over all files of a type."""
        return (entry for file in self.of(schema) for entry in file.entries(key))


def read_seed(folder: Path) -> tuple[Seed, tuple[SeedError, ...]]:
    """The files of a folder, and which are unreadable, unknown or missing."""
    files: list[SeedFile] = []
    errors: list[SeedError] = []
    for place in sorted(folder.rglob("*.toml")):
        relative = place.relative_to(folder)
        if relative.parts[0] in OTHER_FOLDERS:
            continue
        found = _read_file(place, relative.as_posix())
        if isinstance(found, SeedFile):
            files.append(found)
        else:
            errors.append(found)
    present = {file.layout.place for file in files}
    unread = {error.file for error in errors}
    missing = (
        SeedError(layout.place, "", "", "file_missing")
        for layout in LAYOUTS
        if layout.place not in present and not any(Path(one).match(layout.place) for one in unread)
    )
    return Seed(tuple(files)), (*errors, *missing)


def text(table: Table, key: str) -> Text:
    """The text in both languages under that key."""
    return Text(table[key]["ja"], table[key]["en"])


def field_name(path: tuple[Step, ...]) -> str:
    """The path as text: ``default.saas``, ``cites[0]``."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in path)
    return "".join(steps).removeprefix(".")


def _read_file(place: Path, path: str) -> SeedFile | SeedError:
    layout = next((one for one in LAYOUTS if Path(path).match(one.place)), None)
    if layout is None:
        return SeedError(path, "", "", "file_unknown")
    try:
        return SeedFile(path, layout, tomllib.loads(place.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        return SeedError(path, "", "", "not_toml", {"reason": str(error)})
    except UnicodeDecodeError:
        return SeedError(path, "", "", "not_utf8")
