"""The questions of domain/question in words: what each is about, and how it is put politely."""

from collections.abc import Iterable
from dataclasses import dataclass

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.question import (
    TO_SEND,
    AnswerForm,
    Question,
    QuestionKind,
    questions_for,
)
from vendormgr.domain.vocabulary import Duty
from vendormgr.domain.wording import display_name
from vendormgr.reports.imprint import Imprint


@dataclass(frozen=True, slots=True, kw_only=True)
class WordedQuestion:
    """One thing to ask; `rule` and `subject` say which finding it would answer."""

    rule: str
    subject: str
    about: str
    point: str
    """The row, duty or clause that it is about; empty where the question says it all."""
    text: str
    form: AnswerForm


def questions_to(
    party: str, conclusions: Conclusions, imprint: Imprint
) -> tuple[WordedQuestion, ...]:
    """The list to send to one vendor."""
    asked = (one for one in questions_for(conclusions, party) if one.kind in TO_SEND)
    return in_words(asked, conclusions, imprint)


def in_words(
    questions: Iterable[Question], conclusions: Conclusions, imprint: Imprint
) -> tuple[WordedQuestion, ...]:
    """These questions in words; the same words about one thing are asked once."""
    unique: dict[tuple[str, str], WordedQuestion] = {}
    for question in questions:
        one = _word(question, conclusions, imprint)
        unique.setdefault((one.about, one.text), one)
    return tuple(unique.values())


def _word(question: Question, conclusions: Conclusions, imprint: Imprint) -> WordedQuestion:
    subject = _name(question.subject, conclusions, imprint)
    point = _point(question.about or "", conclusions, imprint)
    if question.text is not None:
        text = question.text.of(imprint.language)
    elif question.kind is QuestionKind.MEND:
        text = imprint.words(f"question.mend.{question.rule}")
    else:
        text = imprint.words(f"question.{question.kind}", subject=subject, about=point)
    parts = (question.subject, question.about if question.kind is not QuestionKind.CONTROL else "")
    return WordedQuestion(
        rule=question.rule or "",
        subject="/".join(part for part in parts if part),
        about=subject,
        point="" if question.kind is QuestionKind.CONTROL else point,
        text=text,
        form=question.form,
    )


def _name(id_: str, conclusions: Conclusions, imprint: Imprint) -> str:
    """A connection by both its ends, anything else by its name."""
    index, language = conclusions.index, imprint.language
    connection = index.connections.get(id_)
    if connection is None:
        return display_name(id_, index, language)
    ends = (display_name(end, index, language) for end in (connection.from_, connection.to))
    name = " → ".join(ends)
    return f"{name}({connection.line})" if connection.line else name


def _point(about: str, conclusions: Conclusions, imprint: Imprint) -> str:
    catalogue = conclusions.catalogue
    titled = (
        catalogue.items.get(about) or catalogue.clauses.get(about) or catalogue.controls.get(about)
    )
    if titled is not None:
        return titled.title.of(imprint.language)
    return imprint.term(Duty(about)) if about in set(Duty) else about
