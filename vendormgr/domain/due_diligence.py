"""事前の確認: what a new vendor is asked, and why; only what model, data and lines bring.

Unknown counts as yes: what nobody has said yet is asked. Source: mhlw-6.0/企画管理編/7⑥ for the
minimum list, seed/due_diligence.toml for all questions with their citations.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from vendormgr.domain.catalogue import Catalogue, DiligenceQuestion
from vendormgr.domain.guideline import EditionFit, place_in
from vendormgr.domain.risk import INTOLERABLE_HOURS
from vendormgr.domain.selection import Candidate, CandidateAnswer, Selection
from vendormgr.domain.vocabulary import (
    MEDICAL,
    PERSONAL_OR_MEDICAL,
    Answer,
    DataClass,
    DiligenceGroup,
    Edition,
    NeedTrigger,
    ServiceModel,
)

CLOUD = frozenset({ServiceModel.SAAS, ServiceModel.ASP, ServiceModel.PAAS, ServiceModel.IAAS})
HOSTED = CLOUD | {ServiceModel.HOUSING}
SYSTEMS = frozenset(ServiceModel) - {ServiceModel.BPO}
MAY_KEEP_DATA = frozenset({ServiceModel.MANAGED, ServiceModel.BPO})
"""The model alone does not say whether data stay in the hospital. Source: mhlw-6.0 Q&A 企Q-17."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """必要とするもの: model, data and connections, as far as they are known."""

    model: ServiceModel | None = None
    data_class: DataClass | None = None
    connects: bool | None = None
    equipment_in_hospital: bool | None = None
    stop_tolerance_hours: int | None = None


@dataclass(frozen=True, slots=True)
class CitedPlace:
    """A citation under the hospital's edition."""

    id: str
    fit: EditionFit
    """UNCONFIRMED: a point of the other edition whose place in this one nobody has seen."""


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question with the reason why it is asked."""

    question: DiligenceQuestion
    because: tuple[NeedTrigger, ...]
    unknown: tuple[NeedTrigger, ...]
    """Those of `because` that nobody knows; they count as yes."""
    cites: tuple[CitedPlace, ...]

    @property
    def id(self) -> str:
        """The question's id, under which answers are kept."""
        return self.question.id


def need_of(selection: Selection) -> Need:
    """The need as the case says it."""
    return Need(
        model=selection.model,
        data_class=selection.data_class,
        connects=selection.connects,
        equipment_in_hospital=selection.equipment_in_hospital,
        stop_tolerance_hours=selection.stop_tolerance_hours,
    )


def need_met_by(candidate: Candidate, selection: Selection) -> Need:
    """What a candidate offers; what it leaves open is as the case says."""
    need = need_of(selection)
    return Need(
        model=candidate.model or need.model,
        data_class=candidate.data_class or need.data_class,
        connects=need.connects if candidate.connects is None else candidate.connects,
        equipment_in_hospital=need.equipment_in_hospital
        if candidate.equipment_in_hospital is None
        else candidate.equipment_in_hospital,
        stop_tolerance_hours=need.stop_tolerance_hours,
    )


def kept_outside(need: Need) -> bool | None:
    """Whether medical data are kept outside the hospital; None: nobody can say yet."""
    medical = _is(need.data_class, MEDICAL)
    outside = None if need.model in MAY_KEEP_DATA else _is(need.model, HOSTED)
    return _all((medical, outside))


def _short_stop(need: Need) -> bool | None:
    hours = need.stop_tolerance_hours
    return None if hours is None else hours <= INTOLERABLE_HOURS


_TRAITS: Mapping[NeedTrigger, Callable[[Need], bool | None]] = {
    NeedTrigger.OUTSIDE: kept_outside,
    NeedTrigger.MEDICAL: lambda need: _is(need.data_class, MEDICAL),
    NeedTrigger.PERSONAL: lambda need: _is(need.data_class, PERSONAL_OR_MEDICAL),
    NeedTrigger.SYSTEM: lambda need: _is(need.model, SYSTEMS),
    NeedTrigger.CLOUD: lambda need: _is(need.model, CLOUD),
    NeedTrigger.HOSTED: lambda need: _is(need.model, HOSTED),
    NeedTrigger.CONNECTS: lambda need: need.connects,
    NeedTrigger.EQUIPMENT: lambda need: need.equipment_in_hospital,
    NeedTrigger.ESSENTIAL: _short_stop,
}


def triggered(trigger: NeedTrigger, need: Need) -> bool | None:
    """Whether the need has that trait; None: nobody has said."""
    return _TRAITS[trigger](need)


def questions_for_need(
    need: Need, catalogue: Catalogue, edition: Edition
) -> tuple[AskedQuestion, ...]:
    """The questions that a need brings under an edition, the minimum list first."""
    asked = []
    for question in catalogue.diligence.values():
        answers = {one: triggered(one, need) for one in question.when}
        cites = cited_under(question, catalogue, edition)
        if _all(answers.values()) is False or not cites:
            continue
        unknown = tuple(one for one, answer in answers.items() if answer is None)
        asked.append(AskedQuestion(question, question.when, unknown, cites))
    order = list(DiligenceGroup)
    return tuple(sorted(asked, key=lambda one: order.index(one.question.group)))


def cited_under(
    question: DiligenceQuestion, catalogue: Catalogue, edition: Edition
) -> tuple[CitedPlace, ...]:
    """The citations of a question under an edition; none: that edition does not ask it.

    A point of 6.0 whose place in 7.0 is not confirmed stays, and says so. A point that came with
    7.0 is no point of 6.0.
    """
    found: dict[str, CitedPlace] = {}
    for cite in question.cites:
        place = place_in(catalogue, cite, edition)
        # Where a whole chapter was rewritten, nobody can say which point became which.
        known = place.ids if len(place.ids) == 1 else ()
        for id_ in known:
            found.setdefault(id_, CitedPlace(id_, EditionFit.SAME))
        if not known and edition is Edition.V7:
            found.setdefault(cite, CitedPlace(cite, EditionFit.UNCONFIRMED))
    return tuple(found.values())


def answers_of(candidate: Candidate) -> Mapping[str, CandidateAnswer]:
    """Question to what the candidate said, the last one where it is listed twice."""
    return {one.question: one for one in candidate.answers}


def settled(answer: CandidateAnswer | None) -> Answer | None:
    """The answer as it counts: 対象外 without its reason is no answer."""
    if answer is None or answer.answer is None:
        return None
    if answer.answer is Answer.NOT_APPLICABLE and not (answer.remark or "").strip():
        return None
    return answer.answer


@dataclass(frozen=True, slots=True)
class Shortfall:
    """不足: of the questions asked, how many are short for certain, and at worst."""

    asked: int
    confirmed: int
    """Answered with no."""
    worst: int
    """With every question that nobody answered counted as no."""

    @property
    def open(self) -> int:
        """Questions without an answer."""
        return self.worst - self.confirmed


def shortfall(asked: Iterable[AskedQuestion], candidate: Candidate) -> Shortfall:
    """What a candidate is short of; unknown counts as the worst case."""
    answers = answers_of(candidate)
    given = [settled(answers.get(one.id)) for one in asked]
    confirmed = given.count(Answer.NO)
    return Shortfall(len(given), confirmed, confirmed + given.count(None))


def _is(value: object, among: frozenset[ServiceModel] | frozenset[DataClass]) -> bool | None:
    return None if value is None else value in among


def _all(answers: Iterable[bool | None]) -> bool | None:
    """No as soon as one is no; yes where all are; else unknown."""
    given = tuple(answers)
    if False in given:
        return False
    return None if None in given else True
