"""Hops in the words of a paper: what is missing, who answers, which clause, what closes it."""

from dataclasses import dataclass

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.exposure.measures import ALWAYS_ON
from vendormgr.domain.exposure.states import ON_DEMAND
from vendormgr.domain.hop import Answer, Ground, HopReading, Lack
from vendormgr.domain.lanes_scene import Part
from vendormgr.domain.portfolio import Measure
from vendormgr.domain.vocabulary import ClauseStatus
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.sources import Notes


@dataclass(frozen=True, slots=True, kw_only=True)
class HopWords:
    """One hop as a row of a table; the three lists run side by side."""

    number: int
    part: str
    route: str
    kind: str
    lacks: tuple[str, ...]
    who: tuple[str, ...]
    clauses: tuple[str, ...]
    closed_by: str
    by: str
    notes: tuple[int, ...]


class Words:
    """Puts hops and measures into the language of a paper."""

    def __init__(self, conclusions: Conclusions, imprint: Imprint) -> None:
        self._all, self._imprint = conclusions, imprint
        self._words, self._name = imprint.words, conclusions.index.name

    def hop(self, hop: HopReading, notes: Notes) -> HopWords:
        """One hop."""
        closed = hop.line.part is Part.CLOSED
        wanted = [one for one in hop.lacks if hop.nearest is None or one.control in hop.nearest]
        lacks = [] if closed else wanted
        kind = self._all.catalogue.kinds[hop.connection.kind].title.of(self._imprint.language)
        line = hop.connection.line
        return HopWords(
            number=hop.number,
            part=self._words(f"exposure.part_{hop.line.part.name.lower()}"),
            route=f"{self._name(hop.line.tail)} → {self._name(hop.line.head)}",
            kind=f"{kind}・{line}" if line else kind,
            lacks=tuple(map(self._lack, lacks)),
            who=tuple(self._who(one.answer) for one in lacks),
            clauses=tuple(map(self._clause, lacks)),
            closed_by="－" if closed else self._closed_by(hop),
            by="" if closed else self._by(hop),
            notes=notes.numbers(hop.cites),
        )

    def control(self, name: str) -> str:
        """The title of a control."""
        known = self._all.catalogue.controls.get(ON_DEMAND if name == ALWAYS_ON else name)
        return name if known is None else known.title.of(self._imprint.language)

    def connection(self, id_: str) -> str:
        """From where to where it leads."""
        one = self._all.index.connections.get(id_)
        return id_ if one is None else f"{self._name(one.from_)} → {self._name(one.to)}"

    def measure(self, measure: Measure) -> str:
        """Its title, or what it sets."""
        if measure.title:
            return measure.title
        parts = (key.partition(".") for key in measure.sets)
        settings = [f"{self.connection(id_)} {self.control(name)}" for id_, _, name in parts]
        return self._words("common.comma").join(settings)

    def _lack(self, lack: Lack) -> str:
        return f"{'×' if lack.missing else '？'} {self.control(lack.control)}"

    def _who(self, answer: Answer) -> str:
        words = self._words
        if answer.ground is Ground.ROW and answer.holder is not None and answer.item is not None:
            row = self._all.catalogue.items[answer.item].title.of(self._imprint.language)
            return f"{self._imprint.term(answer.holder)}（{words('exposure.ground_row', row=row)}）"
        if answer.parties:
            return words("common.comma").join(map(self._name, answer.parties))
        return words("exposure.who_unknown" if answer.unconfirmed else "exposure.nobody")

    def _clause(self, lack: Lack) -> str:
        words = self._words
        if not lack.clauses:
            return words("exposure.no_clause")
        first = lack.clauses[0]
        title = self._all.catalogue.clauses[first.clause].title.of(self._imprint.language)
        if first.contract is None:
            state = words("exposure.contract_over" if first.ended else "exposure.no_contract")
        elif first.status is ClauseStatus.PRESENT:
            state = words("exposure.clause_present")
        elif first.status is ClauseStatus.ABSENT:
            state = words("exposure.clause_absent")
        else:
            state = self._imprint.term(first.status)
        return f"{title}{words('common.colon')}{state}"

    def _closed_by(self, hop: HopReading) -> str:
        if hop.measures:
            return " ＋ ".join(map(self.measure, hop.measures))
        if hop.nearest is None:
            return self._words("exposure.only_removal")
        return " ＋ ".join(map(self.control, hop.nearest))

    def _by(self, hop: HopReading) -> str:
        if not hop.measures and hop.nearest is None:
            return ""
        return self._words(f"exposure.by_{hop.by or 'unknown'}")
