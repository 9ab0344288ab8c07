"""What the hospital has to find out by itself, as questions; nobody outside can answer them."""

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.question import Question, QuestionKind, questions_for
from vendormgr.domain.vocabulary import Duty
from vendormgr.domain.wording import display_name
from vendormgr.i18n import label, language, t
from vendormgr.web.kept import kept
from vendormgr.web.sight import sees_attack_map

ON_THE_MAP = frozenset(
    {
        QuestionKind.CONTROL,
        QuestionKind.VERSION,
        QuestionKind.REGISTERED,
        QuestionKind.RESPONSIBLE,
    }
)
"""What these ask about is a line or a device."""


def own_questions(conclusions: Conclusions) -> list[tuple[str, str]]:
    """(what it is about, question) for each that the hospital asks itself, as far as visible."""
    hospital = conclusions.index.hospital
    if hospital is None:
        return []
    asked = kept("own questions", conclusions, lambda: questions_for(conclusions, hospital))
    shown = [one for one in asked if sees_attack_map() or one.kind not in ON_THE_MAP]
    return [(_name(one.subject, conclusions), _words(one, conclusions)) for one in shown]


def _words(question: Question, conclusions: Conclusions) -> str:
    if question.text is not None:
        return question.text.of(language())
    subject = _name(question.subject, conclusions)
    about = _part(question.about, conclusions) if question.about else ""
    return t(f"question.{question.kind}", subject=subject, about=about)


def _name(id_: str, conclusions: Conclusions) -> str:
    """A connection by both its ends, anything else by its name."""
    connection, name = conclusions.index.connections.get(id_), conclusions.index.name
    if connection is None:
        return display_name(id_, conclusions.index, language())
    return t("connection.title", from_=name(connection.from_), to=name(connection.to))


def _part(about: str, conclusions: Conclusions) -> str:
    catalogue = conclusions.catalogue
    titled = catalogue.controls.get(about) or catalogue.clauses.get(about)
    if titled is not None:
        return titled.title.of(language())
    return label(Duty(about)) if about in set(Duty) else about
