"""区間の読み方: what a hop lacks, who answers, which clause would oblige them, what closes it.

Missing control -> accountable party or nobody -> clause in the contract or not: the chain that a
hospital can act on. Source: design domain section 6.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from vendormgr.domain.agreement import by_precedence
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.exposure.measures import carried_out_by, cheapest_stop, toolbox
from vendormgr.domain.exposure.path import Path
from vendormgr.domain.exposure.questions import whom_to_ask
from vendormgr.domain.exposure.states import REMOVED
from vendormgr.domain.lanes_scene import Part, Scene, SceneLine
from vendormgr.domain.obligation import CONTROL_CLAUSES, CONTROL_DUTIES
from vendormgr.domain.portfolio import Connection, Contract, Measure
from vendormgr.domain.vocabulary import ClauseStatus, Controller, Holder, PathState

MOST_CITES = 3
"""The first ones are the most fitting; the rest stands on the clause's own page."""


class Ground(StrEnum):
    """担当の根拠: from where it is known who answers."""

    DUTY = "duty"
    """A duty on the connection or the equipment at its ends."""
    ROW = "row"
    """A row of the responsibility matrix."""
    OWN = "own"
    """The hospital's own: nobody else controls the connection."""
    NONE = "none"
    """Nobody is on record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """担当: who answers for a control."""

    ground: Ground
    parties: tuple[str, ...] = ()
    """Empty: nobody."""
    holder: Holder | None = None
    """Of the row."""
    service: str | None = None
    item: str | None = None
    duty: str | None = None
    unconfirmed: bool = False
    """Somebody noted that it is not known."""


@dataclass(frozen=True, slots=True)
class ClauseStanding:
    """条項の有無: a clause that would oblige a vendor, as it stands in the contract."""

    clause: str
    contract: str | None
    """None: there is no contract in force with the vendor."""
    status: ClauseStatus
    ended: bool = False
    """There is no contract in force, but there was one."""


@dataclass(frozen=True, slots=True)
class Lack:
    """足りない対策: a control that is missing or that nobody has confirmed."""

    control: str
    missing: bool
    """False: not known."""
    answer: Answer
    clauses: tuple[ClauseStanding, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class HopReading:
    """区間: one line of a picture with all that people need to act on it."""

    number: int
    line: SceneLine
    connection: Connection
    vendor: str | None
    """Whom to talk to; None: it is the hospital's own."""
    lacks: tuple[Lack, ...]
    cites: tuple[str, ...]
    nearest: tuple[str, ...] | None
    """The fewest controls that would close it, none when closed; None: only removing it would."""
    measures: tuple[Measure, ...]
    """The cheapest recorded ones that close it together; empty: none do."""
    by: Controller | None
    """Who carries out what closes it; None: not known."""

    @property
    def needed(self) -> tuple[Lack, ...]:
        """What the nearest fix puts in place; everything that it lacks, where there is none."""
        wanted = self.nearest or ()
        return tuple(one for one in self.lacks if one.control in wanted) or self.lacks


def read_scene(conclusions: Conclusions, scene: Scene) -> tuple[HopReading, ...]:
    """Every line of the scene in words, numbered as in the picture."""
    reader = _Reader(conclusions, [line.connection for line in scene.lines])
    return tuple(reader.read(n, line) for n, line in enumerate(scene.lines, 1))


def read_lines(conclusions: Conclusions, connections: Iterable[str]) -> tuple[HopReading, ...]:
    """These connections in words, in their order."""
    wanted = tuple(connections)
    reader = _Reader(conclusions, wanted)
    index, states = conclusions.index, conclusions.exposure.connections
    lines = []
    for id_ in wanted:
        one = index.connections[id_]
        state = states[id_].state
        part = Part.CLOSED if state is PathState.CLOSED else Part.WAY
        lines.append(SceneLine(id_, one.from_, one.to, one.needs, state, part))
    return tuple(reader.read(n, line) for n, line in enumerate(lines, 1))


def read_path(conclusions: Conclusions, path: Path | None) -> tuple[HopReading, ...]:
    """The hops of a path in words, in the order in which an attacker takes them."""
    hops = conclusions.exposure.hops(path) if path is not None else ()
    return read_lines(conclusions, (one.connection for one in hops))


class _Reader:
    """Reads lines; what depends on the estate alone is looked up once."""

    def __init__(self, conclusions: Conclusions, connections: Sequence[str]) -> None:
        self._all = conclusions
        self._index = conclusions.index
        graph = conclusions.exposure.graph
        hops = graph.hop_numbers(connections)
        self._hop = dict(zip(connections, hops, strict=True))
        # Only what sets anything here: a page must not read every measure of a large estate.
        recorded = (one for id_ in connections for one in graph.measures_on.get(id_, ()))
        self._tools = toolbox(graph, {one.id: one for one in recorded}.values(), hops)
        self._closable = self._tools.closable()
        self._rules: dict[str, Mapping[str, list[str]]] = {}
        self._items: dict[str, tuple[str, ...]] = {}
        for item in conclusions.catalogue.items.values():
            for clause in item.settled_by:
                self._items[clause] = (*self._items.get(clause, ()), item.id)

    def read(self, number: int, line: SceneLine) -> HopReading:
        """One line in words."""
        connection = self._index.connections[line.connection]
        state = self._all.exposure.connections[line.connection]
        vendor = whom_to_ask(connection, self._index)
        contracts = self._contracts(vendor)
        lacks = tuple(
            self._lack(control, connection, vendor, contracts, missing=missing)
            for controls, missing in ((state.missing, True), (state.unknown, False))
            for control in controls
            if control != REMOVED
        )
        closed = line.state is PathState.CLOSED
        measures = () if closed else self._measures(line.connection)
        return HopReading(
            number=number,
            line=line,
            connection=connection,
            vendor=vendor,
            lacks=lacks,
            cites=() if closed else self._cites(lacks, connection, vendor),
            nearest=() if closed else state.fix,
            measures=measures,
            by=carried_out_by([one.by for one in measures] or [connection.controlled_by]),
        )

    def _measures(self, connection: str) -> tuple[Measure, ...]:
        """The cheapest recorded ones that close it together; empty: none do."""
        hop, tools = self._hop[connection], self._tools
        if hop not in self._closable:
            return ()
        places = sorted({n for offered in tools.setting[hop].values() for n in offered})
        alone = [n for n in places if tools.closes(hop, {n})]
        cheapest = sorted(tools.costs[n] for n in places)
        best = min(alone, key=lambda n: (tools.costs[n], n), default=None)
        # No two measures together cost less than that: the solver has nothing to add.
        if best is not None and tools.costs[best] <= sum(cheapest[:2]):
            return (tools.measures[best],)
        return tuple(tools.measures[n] for n in sorted(cheapest_stop(tools, (hop,))))

    def _contracts(self, vendor: str | None) -> Sequence[Contract]:
        known = self._index.contracts_of.get(vendor or "", ())
        running = [one for one in known if not one.has_ended(self._all.today)]
        return list(reversed(by_precedence(running, self._index.bundles)))

    def _lack(
        self,
        control: str,
        connection: Connection,
        vendor: str | None,
        contracts: Sequence[Contract],
        *,
        missing: bool,
    ) -> Lack:
        wanted = CONTROL_CLAUSES.get(control, ()) if vendor is not None else ()
        return Lack(
            control=control,
            missing=missing,
            answer=self._answer(control, connection, vendor, wanted),
            clauses=tuple(self._standing(clause, vendor, contracts) for clause in wanted),
        )

    def _standing(
        self, clause: str, vendor: str | None, contracts: Sequence[Contract]
    ) -> ClauseStanding:
        """The clause in the contract that has it, else in the first one.

        A document of a bundle speaks for all of it; it is the one that says so that is named.
        """
        if not contracts:
            ended = bool(self._index.contracts_of.get(vendor or "", ()))
            return ClauseStanding(clause, None, ClauseStatus.ABSENT, ended=ended)
        bundles = [(self._index.bundles[one.id], one) for one in contracts]
        found = [(bundle.holding(clause), bundle.seat) for bundle, _ in bundles]
        statuses = [(held.state.status, held.contract or seat) for held, seat in found]
        best = next((one for one in statuses if one[0] is ClauseStatus.PRESENT), statuses[0])
        return ClauseStanding(clause, best[1], best[0])

    def _answer(
        self, control: str, connection: Connection, vendor: str | None, clauses: Sequence[str]
    ) -> Answer:
        duty = CONTROL_DUTIES.get(control)
        if duty is not None:
            for subject in (connection.id, connection.to, connection.from_):
                state = self._all.estate.duties.get((subject, duty))
                if state is not None:
                    return Answer(
                        ground=Ground.DUTY,
                        parties=state.accountable,
                        duty=duty,
                        unconfirmed=state.unconfirmed,
                    )
        own = self._own(connection, vendor)
        if own is not None:
            return own
        return self._row(vendor, clauses) or Answer(ground=Ground.NONE)

    def _own(self, connection: Connection, vendor: str | None) -> Answer | None:
        inside = vendor is None or (
            connection.line_party is None and connection.controlled_by is Controller.HOSPITAL
        )
        if not inside:
            return None
        hospital = self._index.hospital
        return Answer(ground=Ground.OWN, parties=(hospital,) if hospital else ())

    def _row(self, vendor: str | None, clauses: Sequence[str]) -> Answer | None:
        """Who has the matrix row that the clause would settle, for a service of the vendor."""
        cells = self._all.matrix.cells
        for clause in clauses:
            for item in self._items.get(clause, ()):
                for service in self._index.services_of.get(vendor or "", ()):
                    cell = cells.get((service.id, item))
                    if cell is None or cell.effective is Holder.NOT_APPLICABLE:
                        continue
                    return Answer(
                        ground=Ground.ROW,
                        parties=self._parties(cell.effective, vendor),
                        holder=cell.effective,
                        service=service.id,
                        item=item,
                    )
        return None

    def _parties(self, holder: Holder, vendor: str | None) -> tuple[str, ...]:
        hospital, outside = self._index.hospital, vendor
        named = {
            Holder.HOSPITAL: (hospital,),
            Holder.VENDOR: (outside,),
            Holder.SHARED: (hospital, outside),
        }.get(holder, ())
        return tuple(one for one in named if one is not None)

    def _cites(
        self, lacks: Iterable[Lack], connection: Connection, vendor: str | None
    ) -> tuple[str, ...]:
        """What the rules that fire on it rest on, then what the clauses do."""
        catalogue = self._all.catalogue
        named = [
            id_
            for rule in self._rules_of(vendor).get(connection.id, ())
            for id_ in catalogue.rules[rule].basis
            if id_ not in catalogue.clauses
        ]
        named += [
            id_
            for lack in lacks
            for standing in lack.clauses[:1]
            for id_ in catalogue.clauses[standing.clause].basis
        ]
        return tuple(dict.fromkeys(named))[:MOST_CITES]

    def _rules_of(self, vendor: str | None) -> Mapping[str, list[str]]:
        """Connection to the rules that fire on it, among what concerns that vendor."""
        key = vendor or ""
        if key not in self._rules:
            found: dict[str, list[str]] = {}
            own = (one for one in self._all.findings if not one.parties)
            for finding in self._all.findings_by_party.get(key, ()) if key else own:
                found.setdefault(finding.subject.partition("/")[0], []).append(finding.rule)
            self._rules[key] = found
        return self._rules[key]
