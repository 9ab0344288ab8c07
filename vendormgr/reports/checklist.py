"""交渉チェックリスト: what a person takes into the meeting, as values for paper and workbook."""

from dataclasses import dataclass

from vendormgr.domain.checklist import FIELDS, Value, Values, digest_of_row, row_values
from vendormgr.domain.negotiation import Negotiation
from vendormgr.domain.portfolio import ClauseState
from vendormgr.domain.vocabulary import ClauseLevel, ClauseStatus, NegotiationDecision
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.page import Heading


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistRow:
    """One clause."""

    clause: str
    title: str
    asks: str
    level: ClauseLevel
    status: ClauseStatus
    """As the bundle has it."""
    worth: str
    """What hangs on it, in words."""
    carried: str
    """What stays with the hospital if it is refused, in words."""
    state: ClauseState
    """What this very contract has on record."""
    talk: Negotiation | None
    """The open round, into which the answer is written."""
    before: str
    """What came of the rounds before, in words."""

    @property
    def values(self) -> Values:
        """What the row is filled with."""
        return row_values(self.state, self.talk)

    @property
    def digest(self) -> str:
        """What tells whether the row came back as it went out."""
        return digest_of_row(self.values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Checklist:
    """The checklist of one contract."""

    imprint: Imprint
    contract: str
    heading: Heading
    lead: str
    """The conclusion: how many clauses are open, and what that leaves with the hospital."""
    rows: tuple[ChecklistRow, ...]
    footnote: str = ""
    """What was withheld from whoever prints it; empty: nothing."""

    def choices(self, field: str) -> tuple[str, ...]:
        """What a cell of that field offers."""
        if field == "first_answer":
            return ("○", "×")
        kinds = {"status": ClauseStatus, "decision": NegotiationDecision}
        return tuple(map(self.imprint.term, kinds.get(field, ())))

    def shown(self, value: Value) -> Value:
        """A value as it stands in a cell: terms by their words."""
        if isinstance(value, ClauseStatus | NegotiationDecision):
            return self.imprint.term(value)
        return value


def column_title(field: str, imprint: Imprint) -> str:
    """What the column of a field is called."""
    return imprint.words(f"checklist.col_{field}")


COLUMNS = FIELDS
"""The columns to be filled in, in their order."""
