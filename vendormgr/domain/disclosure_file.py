"""A vendor's filled-in disclosure form: its answers, whose product it is, what it takes back."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from vendormgr.domain.assurance import Disclosure, DisclosureAnswer
from vendormgr.domain.naming import search_key
from vendormgr.domain.sheet_answer import CellProblem, read_answer
from vendormgr.domain.sheet_grid import Grid
from vendormgr.domain.sheet_table import SheetLayout, read_lines
from vendormgr.domain.vocabulary import Answer

_PRODUCT = re.compile(r"(製品|サービス|システム|商品)(の)?(名称?|型名|名)")
_HEAD_ROWS = 30


@dataclass(frozen=True, slots=True)
class WrongCell:
    """A cell that could not be read: its row in the file from 1, its number, what is wrong."""

    row: int
    number: str
    cell: CellProblem


@dataclass(frozen=True, slots=True)
class ReadDisclosure:
    """What a file says."""

    answers: tuple[DisclosureAnswer, ...]
    wrong: tuple[WrongCell, ...]
    repeated: tuple[str, ...]
    """Numbers that stand twice; the first one counts."""
    product: str | None
    """The product that the file names above its table; None: none found."""


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A question that was answered otherwise before."""

    number: str
    before: Answer
    now: Answer


def read_disclosure(grid: Grid, layout: SheetLayout) -> ReadDisclosure:
    """The answers of a filled-in form, in its order; lines without an answer are left out."""
    answers: dict[str, DisclosureAnswer] = {}
    wrong: list[WrongCell] = []
    repeated: dict[str, None] = {}
    for line in read_lines(grid, layout):
        said, problems = read_answer(line)
        wrong += [WrongCell(line.row + 1, line.number, one) for one in problems]
        if line.number in answers:
            repeated[line.number] = None
        elif said.answer is not None or said.remark is not None:
            answers[line.number] = DisclosureAnswer(
                number=line.number,
                question=line.item or None,
                answer=said.answer,
                remark=said.remark,
                compensation=said.compensation,
                target_on=said.target_on,
            )
    product = _product(grid, layout)
    return ReadDisclosure(tuple(answers.values()), tuple(wrong), tuple(repeated), product)


def merged_answers(
    recorded: Iterable[DisclosureAnswer], read: Iterable[DisclosureAnswer]
) -> tuple[DisclosureAnswer, ...]:
    """The file's answers with what the hospital decided on them; a no that became a yes loses it.

    Answers to numbers that the file does not have stay at the end.
    """
    old = {one.number: one for one in recorded}
    merged = []
    for one in read:
        known = old.pop(one.number, None)
        if known is not None and one.answer is Answer.NO:
            one = replace(  # noqa: PLW2901 - the file's answer with the hospital's decision
                one,
                compensation=one.compensation or known.compensation,
                accepted_by=known.accepted_by,
                accepted_until=known.accepted_until,
                target_on=one.target_on or known.target_on,
            )
        merged.append(one)
    return (*merged, *old.values())


def contradictions(
    before: Iterable[DisclosureAnswer], now: Iterable[DisclosureAnswer]
) -> tuple[Contradiction, ...]:
    """Questions whose answer went from yes, no or not applicable to another one."""
    old: Mapping[str, Answer] = {one.number: one.answer for one in before if one.answer}
    return tuple(
        Contradiction(one.number, old[one.number], one.answer)
        for one in now
        if one.answer is not None and old.get(one.number, one.answer) is not one.answer
    )


def is_other_product(disclosure: Disclosure, product: str | None) -> bool:
    """Whether the file names a product that is plainly not the one on record."""
    if not product or not disclosure.product:
        return False
    ours, theirs = search_key(disclosure.product), search_key(product)
    return ours not in theirs and theirs not in ours


def _product(grid: Grid, layout: SheetLayout) -> str | None:
    """The text right of a label such as 製品名, above the table."""
    for row in grid.rows[: min(layout.first, _HEAD_ROWS)]:
        for place, text in enumerate(row):
            plain = "".join(unicodedata.normalize("NFKC", text).split())
            label, _, behind = plain.partition(":")
            if not _PRODUCT.search(label) or len(label) > 20:
                continue
            value = behind or next((one for one in row[place + 1 :] if one), "")
            if value:
                return value
    return None
