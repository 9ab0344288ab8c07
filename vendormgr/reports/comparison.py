"""候補の比較表: the rows that screen and paper show, each with what differs between candidates."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.comparison import SERVICE, Outcome, Span
from vendormgr.domain.due_diligence import answers_of, settled
from vendormgr.domain.gaps import Finding
from vendormgr.domain.vocabulary import (
    Answer,
    DiligenceGroup,
    Holder,
    PathState,
    Tier,
    VendorPath,
)
from vendormgr.reports.imprint import Imprint

_PATH_TONES = {VendorPath.OPEN: "bad", VendorPath.CLOSED: "fine"}
Seen = Callable[[Outcome], Sequence[Finding]]
"""The gaps of an outcome that the reader may see."""


class RowGroup(StrEnum):
    """Headings of the comparison, in order; worded in texts/selection.toml."""

    OFFER = "offer"
    RISK = "risk"
    PATH = "path"
    GAP = "gap"
    MATRIX = "matrix"
    CLAUSE = "clause"


@dataclass(frozen=True, slots=True)
class ComparedCell:
    """What one candidate has in a row."""

    text: str
    tone: str = ""
    """bad, warn, fine or nothing; a mark or word always says it too."""
    sub: str = ""


@dataclass(frozen=True, slots=True)
class ComparedRow:
    """One row over all candidates."""

    group: RowGroup
    title: str
    cells: tuple[ComparedCell, ...]
    id: str = ""
    """Rule, row or clause that it is about."""

    @property
    def differs(self) -> bool:
        """Whether the candidates do not all have the same."""
        return len(set(self.cells)) > 1


@dataclass(frozen=True, slots=True)
class Comparison:
    """The rows in the words of one reader."""

    imprint: Imprint
    outcomes: tuple[Outcome, ...]
    seen: Seen
    sees_paths: bool
    names: Callable[[str], str]

    def rows(self) -> tuple[ComparedRow, ...]:
        """Every row, group by group."""
        paths = self._paths() if self.sees_paths else ()
        return (
            *self._offer(),
            *self._risk(),
            *paths,
            *self._gaps(),
            *self._matrix(),
            *self._clauses(),
        )

    def _row(
        self, group: RowGroup, name: str, cell: Callable[[Outcome], ComparedCell]
    ) -> ComparedRow:
        title = self.imprint.words(f"selection.compare_{name}")
        return ComparedRow(group, title, tuple(map(cell, self.outcomes)))

    def _term(self, value: StrEnum | None) -> ComparedCell:
        if value is None:
            return self._unknown()
        return ComparedCell(self.imprint.term(value))

    def _unknown(self) -> ComparedCell:
        return ComparedCell(f"？ {self.imprint.words('common.unknown')}", "warn")

    def _flag(self, value: bool | None) -> ComparedCell:
        if value is None:
            return self._unknown()
        return ComparedCell(self.imprint.words("selection.present" if value else "selection.none"))

    def span(self, span: Span, *, total: int | None = None) -> ComparedCell:
        """From what is confirmed to the worst case; one number where nothing is open."""
        words = self.imprint.words
        number = str(span.worst) if span.certain else f"{span.confirmed}〜{span.worst}"
        text = words("selection.of_total", n=number, total=total) if total is not None else number
        tone = "bad" if span.confirmed else "warn" if span.worst else "fine"
        return ComparedCell(text, tone)

    def _offer(self) -> Iterator[ComparedRow]:
        group, words = RowGroup.OFFER, self.imprint.words
        yield self._row(group, "model", lambda one: self._term(one.need.model))
        yield self._row(group, "data", lambda one: self._term(one.need.data_class))
        yield self._row(group, "connects", lambda one: self._flag(one.need.connects))
        yield self._row(group, "equipment", lambda one: self._flag(one.need.equipment_in_hospital))
        yield self._row(
            group,
            "country",
            lambda one: (
                ComparedCell(one.candidate.data_country)
                if one.candidate.data_country
                else self._unknown()
            ),
        )
        yield self._row(
            group,
            "price",
            lambda one: (
                self._unknown()
                if one.candidate.price is None
                else ComparedCell(words("selection.yen_a_year", n=f"{one.candidate.price:,}"))
            ),
        )

    def _risk(self) -> Iterator[ComparedRow]:
        group = RowGroup.RISK
        yield self._row(group, "tier", self._tier)
        yield self._row(group, "minimum", self._minimum)
        yield self._row(
            group,
            "shortfall",
            lambda one: self.span(
                Span(one.shortfall.confirmed, one.shortfall.worst), total=one.shortfall.asked
            ),
        )
        yield self._row(group, "refused", lambda one: self.span(one.refused, total=len(one.must)))
        yield self._row(group, "borne", lambda one: self.span(one.borne))
        yield self._row(group, "gaps", lambda one: self.span(self.gaps(one)))

    def gaps(self, outcome: Outcome, rule: str | None = None) -> Span:
        """Gaps that the reader may see: all, or those of one rule."""
        seen = [one for one in self.seen(outcome) if rule in (None, one.rule)]
        certain = sum((one.rule, one.subject) in outcome.certain for one in seen)
        return Span(certain, len(seen))

    def _tier(self, one: Outcome) -> ComparedCell:
        text = self.imprint.term(one.tier)
        if one.worst_tier is not one.tier:
            worst = self.imprint.term(one.worst_tier)
            return ComparedCell(self.imprint.words("selection.at_worst", now=text, worst=worst))
        return ComparedCell(text, "bad" if one.tier is Tier.HIGH else "")

    def _minimum(self, one: Outcome) -> ComparedCell:
        listed = [each for each in one.asked if each.question.group is DiligenceGroup.MINIMUM]
        if not listed:
            return ComparedCell(f"－ {self.imprint.words('selection.not_asked')}")
        answers = answers_of(one.candidate)
        given = [settled(answers.get(each.id)) for each in listed]
        met = len(given) - given.count(Answer.NO) - given.count(None)
        tone = "fine" if met == len(given) else "bad" if Answer.NO in given else "warn"
        text = self.imprint.words("selection.of_total", n=met, total=len(given))
        return ComparedCell(text, tone)

    def _paths(self) -> Iterator[ComparedRow]:
        group = RowGroup.PATH
        yield self._row(group, "path", self._path)
        yield self._row(group, "cores", self._cores)

    def _path(self, one: Outcome) -> ComparedCell:
        words = self.imprint.words
        if one.path is None:
            return ComparedCell(f"？ {words('selection.no_line_end')}", "warn")
        end = "" if one.line_end is None else words("selection.ends", name=self.names(one.line_end))
        return ComparedCell(self.imprint.term(one.path), _PATH_TONES.get(one.path, "warn"), end)

    def _cores(self, one: Outcome) -> ComparedCell:
        if not one.exposure.cores:
            return ComparedCell("－")
        words = self.imprint.words
        marks = {PathState.OPEN: "×", PathState.UNVERIFIED: "？"}
        named = (f"{marks[state]} {self.names(core)}" for core, state in one.exposure.cores)
        return ComparedCell(words("common.comma").join(named), "warn")

    def _gaps(self) -> Iterator[ComparedRow]:
        catalogue, language = self._catalogue, self.imprint.language
        found = {
            finding.rule: finding.severity for one in self.outcomes for finding in self.seen(one)
        }
        for rule in sorted(found, key=lambda one: (found[one].rank, one)):
            cells = tuple(self.span(self.gaps(one, rule)) for one in self.outcomes)
            severity = self.imprint.term(found[rule])
            title = f"{catalogue.rules[rule].title.of(language)}（{severity}）"
            yield ComparedRow(RowGroup.GAP, title, cells, rule)

    @property
    def _catalogue(self) -> Catalogue:
        return self.outcomes[0].prospect.conclusions.catalogue

    def _matrix(self) -> Iterator[ComparedRow]:
        catalogue, language = self._catalogue, self.imprint.language
        columns = [_column(one) for one in self.outcomes]
        for item in catalogue.items.values():
            cells = tuple(self._holder(column.get(item.id)) for column in columns)
            yield ComparedRow(RowGroup.MATRIX, item.title.of(language), cells, item.id)

    def _holder(self, held: tuple[Holder, Holder] | None) -> ComparedCell:
        if held is None:
            return ComparedCell("－")
        proposed, effective = held
        text = self.imprint.term(proposed)
        if proposed is effective:
            return ComparedCell(text)
        return ComparedCell(text, "warn", self.imprint.words("selection.until_agreed"))

    def _clauses(self) -> Iterator[ComparedRow]:
        catalogue, language = self._catalogue, self.imprint.language
        offered = [{each.clause: each for each in one.clauses} for one in self.outcomes]
        for clause in catalogue.clauses.values():
            if not any(clause.id in one for one in offered):
                continue
            cells = tuple(
                self._accepted(one[clause.id].accepts) if clause.id in one else ComparedCell("－")
                for one in offered
            )
            title = f"{clause.title.of(language)}（{self.imprint.term(clause.level)}）"
            yield ComparedRow(RowGroup.CLAUSE, title, cells, clause.id)

    def _accepted(self, accepts: bool | None) -> ComparedCell:
        words = self.imprint.words
        if accepts is None:
            return self._unknown()
        mark, text = ("○", "accepts") if accepts else ("×", "refuses")
        return ComparedCell(f"{mark} {words(f'selection.{text}')}", "fine" if accepts else "bad")


def _column(outcome: Outcome) -> Mapping[str, tuple[Holder, Holder]]:
    """Row to the proposed holder, and who would have it with the clauses accepted so far."""
    cells = outcome.prospect.conclusions.matrix.of_service(SERVICE)
    return {one.item: (one.proposed, one.effective) for one in cells}


def grouped(rows: Iterable[ComparedRow]) -> Mapping[RowGroup, tuple[ComparedRow, ...]]:
    """The rows under their headings; a heading without rows is left out."""
    listed = tuple(rows)
    groups = {group: tuple(one for one in listed if one.group is group) for group in RowGroup}
    return {group: found for group, found in groups.items() if found}
