"""Two versions of an assessment side by side: what came, what went, what was judged anew."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from vendormgr.domain.assessment import Assessment, Risk
from vendormgr.domain.risk_score import Score, score_after, score_before


class RiskChange(StrEnum):
    """前回との違い."""

    ADDED = "added"
    GONE = "gone"
    CHANGED = "changed"
    SAME = "same"


@dataclass(frozen=True, slots=True)
class Compared:
    """One risk in both versions."""

    change: RiskChange
    old: Risk | None
    new: Risk | None

    @property
    def title(self) -> str | None:
        """What it is called now, else what it was called."""
        one = self.new or self.old
        return one.title if one is not None else None

    @property
    def scores(self) -> tuple[Score | None, Score | None, Score | None, Score | None]:
        """Before and after treatment in the old version, then in the new one."""
        old = (score_before(self.old), score_after(self.old)) if self.old else (None, None)
        new = (score_before(self.new), score_after(self.new)) if self.new else (None, None)
        return (*old, *new)


def compare_versions(old: Assessment, new: Assessment) -> tuple[Compared, ...]:
    """Every risk of both: those of the new version in its order, then those that are gone.

    A risk is the same by its title, else by the starting point it was proposed from.
    """
    left = dict(enumerate(old.risks))
    pairs: list[tuple[Risk | None, Risk]] = []
    for risk in new.risks:
        same = (place for place, one in left.items() if one.title and one.title == risk.title)
        place = next(same, None)
        pairs.append((left.pop(place) if place is not None else None, risk))
    found = [_paired(known or _by_origin(risk, left), risk) for known, risk in pairs]
    return (*found, *(Compared(RiskChange.GONE, one, None) for one in left.values()))


def previous_of(
    assessment: Assessment, all_of_service: tuple[Assessment, ...]
) -> Assessment | None:
    """The dated version before this one."""
    order = {one.id: place for place, one in enumerate(all_of_service)}
    place = order.get(assessment.id, -1)
    return all_of_service[place - 1] if place > 0 else None


def _by_origin(risk: Risk, left: dict[int, Risk]) -> Risk | None:
    origins: Mapping[str | None, int] = {one.origin: place for place, one in left.items()}
    place = origins.get(risk.origin) if risk.origin else None
    return left.pop(place) if place is not None else None


def _paired(old: Risk | None, new: Risk) -> Compared:
    if old is None:
        return Compared(RiskChange.ADDED, None, new)
    return Compared(RiskChange.SAME if old == new else RiskChange.CHANGED, old, new)
