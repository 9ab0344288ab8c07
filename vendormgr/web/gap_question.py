"""The questions to send, and those that the hospital asks itself, as far as people may see them."""

from collections.abc import Iterable

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.question import TO_SEND, Question, questions_for
from vendormgr.reports.questions import WordedQuestion, in_words
from vendormgr.web.download import imprint
from vendormgr.web.kept import kept
from vendormgr.web.sight import ATTACK_MAP_THEMES, sees_attack_map


def questions_to(conclusions: Conclusions, party: str) -> tuple[WordedQuestion, ...]:
    """The questions to send to a vendor, without those on what the person may not see."""
    asked = questions_for(conclusions, party)
    wanted = (one for one in asked if one.kind in TO_SEND)
    return in_words(_visible(wanted, conclusions), conclusions, imprint())


def own_questions(conclusions: Conclusions) -> tuple[WordedQuestion, ...]:
    """What the hospital has to find out by itself; nobody outside can answer it."""
    hospital = conclusions.index.hospital
    if hospital is None:
        return ()
    asked = kept("own questions", conclusions, lambda: questions_for(conclusions, hospital))
    return in_words(_visible(asked, conclusions), conclusions, imprint())


def _visible(questions: Iterable[Question], conclusions: Conclusions) -> list[Question]:
    """Without what asks about a line or a device, for people who may not see the attack map."""
    if sees_attack_map():
        return list(questions)
    index, rules = conclusions.index, conclusions.catalogue.rules
    return [
        one
        for one in questions
        if one.subject not in index.connections
        and one.subject not in index.assets
        and (one.rule is None or rules[one.rule].theme not in ATTACK_MAP_THEMES)
    ]
