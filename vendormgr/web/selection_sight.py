"""選定の見せ方: one case with candidates and what follows, as the person who asks may see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import abort

from vendormgr.domain.access import Permission
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.comparison import Outcome, asked_of, compare, edition_of
from vendormgr.domain.due_diligence import AskedQuestion, answers_of
from vendormgr.domain.gaps import Finding
from vendormgr.domain.guideline import Citation, EditionFit, cite
from vendormgr.domain.selection import Candidate, CandidateAnswer, Selection
from vendormgr.domain.selection_step import Standing
from vendormgr.domain.vocabulary import DiligenceGroup, Edition
from vendormgr.exchange.seed import load_catalogue
from vendormgr.reports.comparison import Comparison
from vendormgr.web.access import can
from vendormgr.web.download import imprint
from vendormgr.web.estate import estate
from vendormgr.web.kept import kept
from vendormgr.web.names import namer
from vendormgr.web.sight import sees_attack_map, visible


def selection_of(id_: str | None) -> Selection | None:
    """The case of that id, if it is not archived."""
    return next((one for one in estate().portfolio.selections if one.id == id_), None)


def candidates_of(selection: Selection) -> tuple[Candidate, ...]:
    """Its candidates, in the order in which they were entered."""
    listed = estate().portfolio.candidates
    return tuple(one for one in listed if one.selection == selection.id)


def standing_of(selection: Selection) -> Standing:
    """The case with what its moves depend on."""
    conclusions, candidates = estate(), candidates_of(selection)
    asked = {one.id: asked_of(selection, one, conclusions) for one in candidates}
    return Standing(selection, candidates, asked)


def outcomes_of(selection: Selection, most: int | None = None) -> tuple[Outcome, ...]:
    """What would follow from each candidate; worked out once as long as the records stand."""
    conclusions = estate()
    found = kept(
        ("selection", selection.id),
        conclusions,
        lambda: compare(selection, candidates_of(selection), conclusions, load_catalogue()),
    )
    return found[:most]


def comparison_of(selection: Selection, most: int | None = None) -> Comparison:
    """The comparison in the words of the person who asks."""
    return Comparison(
        imprint=imprint(),
        outcomes=outcomes_of(selection, most),
        seen=_seen,
        sees_paths=sees_attack_map(),
        names=namer(estate()),
    )


def _seen(outcome: Outcome) -> Sequence[Finding]:
    return visible(outcome.findings, outcome.prospect.conclusions)


@dataclass(frozen=True, slots=True)
class ShownCite:
    """A citation beside a question."""

    citation: Citation
    unconfirmed: bool
    """Its place in the hospital's edition has not been confirmed."""


@dataclass(frozen=True, slots=True)
class QuestionLine:
    """One question over all candidates."""

    asked: AskedQuestion
    cites: tuple[ShownCite, ...]
    answers: tuple[tuple[bool, CandidateAnswer | None], ...]
    """For each candidate whether it is asked, and what it said."""

    @property
    def differs(self) -> bool:
        """Whether the candidates do not all say the same."""
        said = {(one, answer.answer if answer else None) for one, answer in self.answers}
        return len(said) > 1


def question_lines(
    selection: Selection, candidates: Sequence[Candidate], conclusions: Conclusions
) -> list[QuestionLine]:
    """Every question that any candidate is asked; those of the need alone where there is none."""
    each = [
        {one.id: one for one in asked_of(selection, candidate, conclusions)}
        for candidate in candidates
    ] or [{one.id: one for one in asked_of(selection, None, conclusions)}]
    answers = [answers_of(one) for one in candidates]
    merged: dict[str, AskedQuestion] = {}
    for asked in each:
        merged = {**merged, **{id_: one for id_, one in asked.items() if id_ not in merged}}
    groups, order = list(DiligenceGroup), list(conclusions.catalogue.diligence)
    return [
        QuestionLine(
            merged[id_],
            shown_cites(merged[id_], conclusions.catalogue),
            tuple(
                (id_ in asked, said.get(id_)) for asked, said in zip(each, answers, strict=False)
            ),
        )
        for id_ in sorted(
            merged, key=lambda one: (groups.index(merged[one].question.group), order.index(one))
        )
    ]


def by_group(lines: Sequence[QuestionLine]) -> list[tuple[DiligenceGroup, list[QuestionLine]]]:
    """The questions under their headings, in order."""
    return [
        (group, found)
        for group in DiligenceGroup
        if (found := [one for one in lines if one.asked.question.group is group])
    ]


def shown_cites(asked: AskedQuestion, catalogue: Catalogue) -> tuple[ShownCite, ...]:
    """The citations of a question, with what has to be checked."""
    return tuple(
        ShownCite(cite(catalogue, one.id), one.fit is EditionFit.UNCONFIRMED) for one in asked.cites
    )


def edition_shown() -> Edition:
    """The edition under which questions are asked."""
    return edition_of(estate())


def is_executive() -> bool:
    """Whether the person may approve important outsourcing."""
    return can(Permission.APPROVE_OUTSOURCING)


def require_selection(id_: str) -> Selection:
    """The case; answers 404 where there is none."""
    found = selection_of(id_)
    if found is None:
        abort(404)
    return found
