"""条項の文例: drafts of every clause in three strengths, and how their blanks are filled.

The wordings are Japanese, as the contracts are; 甲 is the hospital, 乙 the vendor. Drafts to start
a negotiation from, not legal advice.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from enum import StrEnum

from vendormgr.domain.text import Text

BLANK = "＿＿"
"""What stands where nobody recorded a name: to be seen and filled in by hand."""
_PLACE = re.compile(r"\{(\w+)\}")


class Strength(StrEnum):
    """文例の強さ: what to ask for first, what to settle for, and the least that still helps."""

    MUST_HAVE = "must_have"
    ACCEPTABLE = "acceptable"
    LAST_RESORT = "last_resort"


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelWording:
    """文例: the drafts for one clause; of an adverse clause the counter-wordings."""

    id: str
    """The clause."""
    must_have: str
    acceptable: str
    last_resort: str
    why: Text
    """Why it matters, or what the hospital carries without it; of an adverse clause the harm."""
    instead: Text
    """What the hospital must do itself where only the last resort is obtained."""

    def draft(self, strength: Strength) -> str:
        """The draft of that strength, its placeholders not filled in."""
        drafts = {
            Strength.MUST_HAVE: self.must_have,
            Strength.ACCEPTABLE: self.acceptable,
            Strength.LAST_RESORT: self.last_resort,
        }
        return drafts[strength]


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingFacts:
    """差込みの値: what fills the drafts; its fields are the placeholders that a draft may use.

    Names that nobody recorded are a visible blank. The numbers are this product's proposals, to be
    changed in the negotiation; only where a source is named do they follow somebody else's.
    """

    hospital: str = BLANK
    vendor: str = BLANK
    contract: str = BLANK
    services: str = BLANK
    systems: str = BLANK
    """Systems that the services belong to."""
    lines: str = BLANK
    """Lines of the vendor into the hospital: part of the attack map."""
    subcontractors: str = BLANK
    """Everybody the vendor passes work to, at any depth."""
    other_vendors: str = BLANK
    """Vendors whose services meet those of the contract."""
    lead: str = BLANK
    """Who leads fault isolation between the vendors of a system."""
    edition: str = BLANK
    """Guideline edition that the hospital works under."""
    stop_hours: str = BLANK
    """The shortest stop that care can bear among the services."""
    notice_hours: int = 24
    """From the first suspicion to the first notice. Source: rule notice-deadline-too-long."""
    urgent_days: int = 3
    """To close a weakness that attackers already use, or to fend it off until it is closed."""
    update_days: int = 14
    """To apply a fix for a weakness of high severity."""
    report_days: int = 10
    """To hand over a list, plan, record or report in writing."""
    prior_days: int = 30
    """Before a change, such as of a subcontractor, a place or a configuration."""
    keep_days: int = 365
    """How long logs and work records are kept."""
    start_hours: int = 4
    """From the hospital's call to people at work on the recovery."""
    return_days: int = 30
    """From the end of the contract to data returned, and again to data erased."""
    exit_days: int = 365
    """Before the vendor ends a service or the contract of its own will."""

    def words(self) -> Mapping[str, str]:
        """Placeholder to what stands in its place."""
        return {name: str(value) for name, value in asdict(self).items()}


PLACEHOLDERS = frozenset(field.name for field in fields(WordingFacts))
NUMBERS: Mapping[str, int] = {
    name: value for name, value in asdict(WordingFacts()).items() if isinstance(value, int)
}
"""Placeholder to the number that stands there unless something else is on record."""


def fill(draft: str, facts: WordingFacts) -> str:
    """The draft with the facts in place of its placeholders."""
    return fill_words(draft, facts.words())


def fill_words(draft: str, words: Mapping[str, str]) -> str:
    """The draft with these words in place of its placeholders; braces in words are just text.

    Raises:
        KeyError: The draft asks for a placeholder that there is no word for.
    """
    return _PLACE.sub(lambda place: words[place[1]], draft)


def join_names(names: Iterable[str | None]) -> str:
    """「A、B及びC」, each once; a name nobody recorded is a blank, and so is no name at all."""
    listed = list(dict.fromkeys(name or BLANK for name in names))
    if len(listed) < 2:
        return listed[0] if listed else BLANK
    return f"{'、'.join(listed[:-1])}及び{listed[-1]}"
