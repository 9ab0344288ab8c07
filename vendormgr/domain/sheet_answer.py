"""What the cells of a sheet say, read into an answer, and an answer written into cells."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from vendormgr.domain.assurance import SheetAnswer
from vendormgr.domain.sheet_table import SheetLine, SheetRole
from vendormgr.domain.typed import TypedError, read_date
from vendormgr.domain.vocabulary import Answer

WORDS: Mapping[Answer, str] = {
    Answer.YES: "はい",
    Answer.NO: "いいえ",
    Answer.NOT_APPLICABLE: "対象外",
}
_SAID: Mapping[str, Answer] = {
    **dict.fromkeys(("はい", "YES", "Y", "○", "〇", "◯", "有", "済", "適合", "TRUE"), Answer.YES),
    **dict.fromkeys(("いいえ", "NO", "N", "×", "✕", "✗", "無", "未", "不適合", "FALSE"), Answer.NO),
    **dict.fromkeys(
        ("対象外", "非該当", "該当なし", "N/A", "NA", "-", "－", "―"), Answer.NOT_APPLICABLE
    ),
}
_MARKS = frozenset("○〇◯✓✔レ●■☑X") | {"TRUE", "はい", "1"}
_TICKED: Mapping[SheetRole, Answer] = {
    SheetRole.YES: Answer.YES,
    SheetRole.NO: Answer.NO,
    SheetRole.NOT_APPLICABLE: Answer.NOT_APPLICABLE,
}


@dataclass(frozen=True, slots=True)
class CellProblem:
    """A cell that cannot be read: its column, its text and the id of what to say about it."""

    role: SheetRole
    text: str
    problem: str


def read_answer(line: SheetLine) -> tuple[SheetAnswer, tuple[CellProblem, ...]]:
    """The answer in a line and every cell that could not be read, which is then left empty."""
    problems: list[CellProblem] = []
    answer = SheetAnswer(
        number=line.number,
        answer=_read_choice(line.cells, problems),
        first_checked_on=_read_day(line.cells, SheetRole.FIRST_CHECKED, problems),
        target_on=_read_day(line.cells, SheetRole.TARGET, problems),
        completed_on=_read_day(line.cells, SheetRole.COMPLETED, problems),
        remark=line.cells.get(SheetRole.REMARK),
        compensation=line.cells.get(SheetRole.COMPENSATION),
    )
    return answer, tuple(problems)


def answer_cells(answer: SheetAnswer, roles: frozenset[SheetRole]) -> dict[SheetRole, str | date]:
    """What to write into a line for an answer; an empty text empties the cell."""
    cells: dict[SheetRole, str | date] = {
        SheetRole.ANSWER: WORDS[answer.answer] if answer.answer else "",
        SheetRole.FIRST_CHECKED: answer.first_checked_on or "",
        SheetRole.TARGET: answer.target_on or "",
        SheetRole.COMPLETED: answer.completed_on or "",
        SheetRole.REMARK: answer.remark or "",
        SheetRole.COMPENSATION: answer.compensation or "",
        **{role: "○" if answer.answer is said else "" for role, said in _TICKED.items()},
    }
    return {role: value for role, value in cells.items() if role in roles}


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def _read_choice(cells: Mapping[SheetRole, str], problems: list[CellProblem]) -> Answer | None:
    ticked = [answer for role, answer in _TICKED.items() if _plain(cells.get(role, "")) in _MARKS]
    text = cells.get(SheetRole.ANSWER, "")
    if len(ticked) > 1:
        problems.append(CellProblem(SheetRole.YES, "○", "two_answers"))
        return None
    if ticked or not text:
        return ticked[0] if ticked else None
    plain = _plain(text)
    found = _SAID.get(plain) or _SAID.get(text.strip())
    if found is None and not ("はい" in plain and "いいえ" in plain):
        # Both words in one cell are the printed choice that nobody has made yet.
        problems.append(CellProblem(SheetRole.ANSWER, text, "answer_unreadable"))
    return found


def _read_day(
    cells: Mapping[SheetRole, str], role: SheetRole, problems: list[CellProblem]
) -> date | None:
    text = cells.get(role, "")
    # A printed blank such as "(   /   )" holds no digit.
    if not any(sign.isdigit() for sign in text):
        return None
    try:
        return read_date(text.strip("()（） "))
    except TypedError:
        problems.append(CellProblem(role, text, "date_unreadable"))
        return None
