"""文例: the drafts of a clause as the catalogue shows them, for no contract in particular."""

from collections.abc import Mapping
from typing import NamedTuple

from vendormgr.domain.catalogue import ClauseTopic
from vendormgr.domain.model_wording import (
    NUMBERS,
    PLACEHOLDERS,
    ModelWording,
    Strength,
    fill_words,
)
from vendormgr.domain.vocabulary import ClauseLevel
from vendormgr.i18n import find_text, label, t


class Draft(NamedTuple):
    """One draft under its heading."""

    strength: Strength
    title: str
    text: str


def strength_title(strength: Strength, clause: ClauseTopic) -> str:
    """What a draft of that strength is for: of an adverse clause, what becomes of the clause."""
    if clause.level is ClauseLevel.ADVERSE:
        return t(f"wording.adverse_{strength.value}")
    return label(strength)


def unfilled_drafts(wording: ModelWording, clause: ClauseTopic) -> tuple[Draft, ...]:
    """The drafts with 〔what belongs there〕 in each blank, in Japanese for every reader."""
    words = _blanks()
    return tuple(
        Draft(one, strength_title(one, clause), fill_words(wording.draft(one), words))
        for one in Strength
    )


def _blanks() -> Mapping[str, str]:
    named = {name: find_text(f"wording.blank.{name}").ja for name in PLACEHOLDERS - NUMBERS.keys()}
    return {name: f"〔{word}〕" for name, word in (named | dict(NUMBERS)).items()}
