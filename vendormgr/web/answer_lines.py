"""A form with one line for each numbered answer of a record: sheets, decisions on disclosures."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any, ClassVar, TypeVar

from vendormgr.domain.assurance import Disclosure, Sheet
from vendormgr.domain.vocabulary import Answer
from vendormgr.i18n import t
from vendormgr.web.fields import DateField, EnumField, TextField
from vendormgr.web.screens import FactForm

F = TypeVar("F", Sheet, Disclosure)
TEXT_LENGTH = 1_000
_DAYS = ("_on", "_until")


class LinesForm(FactForm[F]):
    """The answers to some numbers; those to other numbers stay as they are."""

    numbers: ClassVar[tuple[str, ...]] = ()
    parts: ClassVar[tuple[str, ...]] = ()
    """Fields of an answer that the form shows."""
    leads: ClassVar[bool] = True
    """Whether the answers are kept in the order of the form; else in the one they have."""
    line: ClassVar[type[Any]]
    """What an answer of the record is."""

    def fact(self, base: F | None) -> F:
        """The record with what was typed; a line in which nothing stands is left out."""
        assert base is not None  # noqa: S101 - the form only ever edits
        old: dict[str, Any] = {one.number: one for one in base.answers}
        typed = {
            number: replace(old.get(number) or self.line(number=number), **self._typed(place))
            for place, number in enumerate(self.numbers)
        }
        first: tuple[str, ...] = self.numbers if self.leads else ()
        order = dict.fromkeys((*first, *old, *self.numbers))
        everything = [typed.get(number) or old[number] for number in order]
        said = [one for one in everything if one != self.line(number=one.number)]
        return replace(base, answers=tuple(said))

    def _typed(self, place: int) -> dict[str, Any]:
        return {part: self[cell_name(place, part)].data for part in self.parts}

    @classmethod
    def shown(cls, fact: F) -> Any:
        """One attribute for each cell."""
        return cls.cells(fact.answers)

    @classmethod
    def cells(cls, answers: Iterable[Any]) -> SimpleNamespace:
        """The answers as the form holds them."""
        by_number = {one.number: one for one in answers}
        return SimpleNamespace(
            **{
                cell_name(place, part): getattr(by_number.get(number), part, None)
                for place, number in enumerate(cls.numbers)
                for part in cls.parts
            }
        )

    def rows(self) -> list[list[Any]]:
        """The fields of each line, in the order of its parts."""
        return [
            [self[cell_name(place, part)] for part in self.parts]
            for place in range(len(self.numbers))
        ]

    def fill(self, answers: Iterable[Any], version: int) -> None:
        """Show these answers, whatever was sent: what a file says, before anybody saves it."""
        for name, value in vars(self.cells(answers)).items():
            self[name].process_data(value)
            self[name].raw_data = None
        self.seen.data = str(version)


def cell_name(place: int, part: str) -> str:
    """What the form calls a cell."""
    return f"line{place}_{part}"


def lines_form(base: type[LinesForm[F]], numbers: Sequence[str]) -> type[LinesForm[F]]:
    """The form for these numbers."""
    members: dict[str, Any] = {"numbers": tuple(numbers)}
    for place, number in enumerate(numbers):
        for part in base.parts:
            members[cell_name(place, part)] = _field(part, f"{number} {t(f'sheet.{part}')}")
    return type(f"{base.__name__}OfLines", (base,), members)


def _field(part: str, words: str) -> Any:
    if part == "answer":
        return EnumField(words, of=Answer, blank="sheet.not_answered")
    if part.endswith(_DAYS):
        return DateField(words)
    return TextField(words, limit=TEXT_LENGTH)
