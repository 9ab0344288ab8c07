"""Numbered notes under a paper: what its rows rest on, and what was not checked."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable

from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.guideline import cite
from vendormgr.reports.grid import Content, Grid, Ruling
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.ink import Ink, Span
from vendormgr.reports.look import GREY, NOTE, RED, Style
from vendormgr.reports.page import Paper

_SOURCE = Style(7.25, 11, bold=True, colour=GREY)


@dataclass(frozen=True, slots=True)
class SourceNote:
    """One cited point; its number is what the rows show."""

    number: int
    id: str
    source: str
    section: str
    title: str
    unverified: bool
    """Says 要原典確認: not compared with the published text."""


class Notes:
    """Numbers citations in the order in which they are first named."""

    def __init__(self, catalogue: Catalogue, language: str) -> None:
        self._catalogue, self._language = catalogue, language
        self._notes: dict[str, SourceNote] = {}

    def numbers(self, ids: Iterable[str]) -> tuple[int, ...]:
        """The numbers of these citations."""
        return tuple(self._note(one).number for one in ids)

    @property
    def all(self) -> tuple[SourceNote, ...]:
        """Every note so far, by number."""
        return tuple(self._notes.values())

    def _note(self, id_: str) -> SourceNote:
        if id_ not in self._notes:
            found = cite(self._catalogue, id_)
            self._notes[id_] = SourceNote(
                number=len(self._notes) + 1,
                id=id_,
                source=found.source_title.of(self._language),
                section=found.section.of(self._language),
                title=found.title.of(self._language),
                unverified=found.needs_checking,
            )
        return self._notes[id_]


def raised_numbers(numbers: Sequence[int]) -> list[Span]:
    """The note numbers behind a title."""
    return [Span(" " + "".join(f"[{n}]" for n in numbers), bold=False, colour=GREY, raised=True)]


def source_list(
    notes: Sequence[SourceNote], imprint: Imprint, paper: Paper, ink: Ink
) -> list[Flowable]:
    """The notes by document, under each in columns read downwards."""
    count = 3 if paper.wide else 2
    rows: list[list[Content]] = []
    bands = []
    for source in dict.fromkeys(note.source for note in notes):
        lines = [_line(note, imprint, ink) for note in notes if note.source == source]
        deep = -(-len(lines) // count)
        bands.append(len(rows))
        rows.append([ink.text(source, _SOURCE)])
        rows += [
            [lines[place] if place < len(lines) else () for place in range(row, deep * count, deep)]
            for row in range(deep)
        ]
    ruling = Ruling(left=2, right=8, top=1, bottom=0.6, rule=None)
    return [Grid(rows, [paper.inner / count] * count, bands=bands, ruling=ruling)]


def _line(note: SourceNote, imprint: Imprint, ink: Ink) -> Flowable:
    text: list[Span | str] = [f"[{note.number}] {f'{note.section} {note.title}'.strip()}"]
    if note.unverified:
        text.append(Span(f" 【{imprint.words('report.unverified')}】", colour=RED))
    return ink.text(text, NOTE)
