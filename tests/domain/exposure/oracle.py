"""The same answers by brute force, written from the definitions and nothing else."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from itertools import combinations

from tests.domain.exposure.worlds import KINDS
from vendormgr.domain.index import Index
from vendormgr.domain.portfolio import Connection, Measure
from vendormgr.domain.vocabulary import AssetKind, AttackMode, Location

VENDOR_IDS = ("v1", "v2", "ehr", "caterer")
Label = tuple[int, int, tuple[str, ...]]
"""Effort in all, connections on the way itself, their ids."""


def values_of(line: Connection) -> dict[str, bool | None]:
    """Every control that can matter, as the definitions read it."""
    names = {n for ways in KINDS[line.kind].vectors.values() for way in ways for n in way}
    values = {name: line.controls.get(name) for name in names}
    values["removed"] = line.controls.get("removed", False)
    values["on_demand"] = None if line.always_on is None else not line.always_on
    return values


def is_closed(line: Connection, values: Mapping[str, bool | None]) -> bool:
    """Every vector has an alternative whose controls are all in place."""
    return all(
        any(all(values[name] is True for name in way) for way in ways)
        for ways in KINDS[line.kind].vectors.values()
    )


def state(line: Connection) -> str:
    """Open, unverified or closed."""
    values = values_of(line)
    if is_closed(line, values):
        return "closed"
    best = {name: True if value is None else value for name, value in values.items()}
    return "unverified" if is_closed(line, best) else "open"


def usable(index: Index, *, confirmed: bool) -> list[Connection]:
    """The connections that an attacker may use."""
    wanted = {"open"} if confirmed else {"open", "unverified"}
    return [
        line
        for line in index.connections.values()
        if state(line) in wanted and not is_opened_inside(index, line)
    ]


def is_opened_inside(index: Index, line: Connection) -> bool:
    """Opened outwards by the hospital, without a tunnel or a channel for commands."""
    ends = [index.assets[end].location for end in (line.from_, line.to)]
    inwards = ends == [Location.EXTERNAL, Location.HOSPITAL]
    return inwards and line.initiator == "hospital" and line.kind != "agent_channel"


def starts(index: Index, mode: AttackMode) -> set[str]:
    """Where the attacker begins."""
    if mode is AttackMode.INTERNET:
        return {
            a.id for a in index.assets.values() if a.kind is AssetKind.INTERNET or a.attacker_start
        }
    return {
        a.id
        for a in index.assets.values()
        if a.location is Location.EXTERNAL and a.owner in VENDOR_IDS
    }


def plan_starts(index: Index, mode: AttackMode) -> set[str]:
    """Where the attackers begin whom a plan has to stop: in a vendor, at all that it owns."""
    if mode is AttackMode.INTERNET:
        return starts(index, mode)
    return set().union(*(owned_by(index, vendor) for vendor in VENDOR_IDS))


def owned_by(index: Index, vendor: str) -> set[str]:
    """What somebody inside a vendor holds: all that it owns, wherever it stands."""
    return {a.id for a in index.assets.values() if a.owner == vendor}


def cores(index: Index) -> list[str]:
    """Core assets in the hospital."""
    return [a.id for a in index.assets.values() if a.core and a.location is Location.HOSPITAL]


def held(lines: Collection[Connection], begin: Iterable[str], without: str = "") -> set[str]:
    """All assets that can be held, the starts among them; `without` can never be held."""
    found = set(begin) - {without}
    while True:
        more = (
            {line.to for line in lines if line.from_ in found and set(line.needs) <= found}
            - found
            - {without}
        )
        if not more:
            return found
        found |= more


def best(
    lines: Collection[Connection],
    begin: Collection[str],
    effort: Callable[[Connection], int] = lambda _: 1,
) -> dict[str, Label]:
    """Asset to its best way, by trying every hop until nothing gets better."""
    labels: dict[str, Label] = dict.fromkeys(begin, (0, 0, ()))
    while True:
        before = dict(labels)
        for line in lines:
            premises = {line.from_, *line.needs}
            if premises <= labels.keys() and line.to not in begin:
                spent, length, ids = labels[line.from_]
                spent += sum(labels[need][0] for need in premises - {line.from_}) + effort(line)
                label = (spent, length + 1, (*ids, line.id))
                labels[line.to] = min(labels.get(line.to, label), label)
        if labels == before:
            return labels


def simple_paths(
    lines: Collection[Connection], begin: str, goal: str, seen: tuple[str, ...] = ()
) -> Iterator[tuple[str, ...]]:
    """Connection ids of every way that visits no asset twice; for estates without needs."""
    if begin == goal:
        yield ()
        return
    for line in lines:
        if line.from_ == begin and line.to not in (*seen, begin):
            for rest in simple_paths(lines, line.to, goal, (*seen, begin)):
                yield (line.id, *rest)


def is_safe(lines: Collection[Connection], begin: Iterable[str], targets: Iterable[str]) -> bool:
    """No target can be held."""
    return not held(lines, begin) & set(targets)


def taken(index: Index, begin: Collection[str]) -> list[Connection]:
    """The usable connections that an attacker can come to use; no other is worth closing."""
    lines = usable(index, confirmed=False)
    found = held(lines, begin)
    return [line for line in lines if {line.from_, *line.needs} <= found]


def smallest_cuts(
    index: Index, mode: AttackMode, may_change: Callable[[Connection], bool]
) -> list[list[str]] | None:
    """Every smallest set of connections whose closing makes the hospital's cores safe."""
    begin, targets = starts(index, mode), cores(index)
    lines = taken(index, begin)
    changeable = sorted(line.id for line in lines if may_change(line))
    for size in range(len(changeable) + 1):
        found = [
            list(chosen)
            for chosen in combinations(changeable, size)
            if is_safe([line for line in lines if line.id not in chosen], begin, targets)
        ]
        if found:
            return found
    return None


def fewest_fixes(
    index: Index, begin: Collection[str], may_change: Callable[[Connection], bool]
) -> int | None:
    """Fewest single control changes with the same effect, trying every set of connections."""
    lines, targets = taken(index, begin), cores(index)
    costs = {line.id: fix_of(line) if may_change(line) else None for line in lines}
    closable = [id_ for id_, cost in costs.items() if cost is not None]
    return min(
        (
            sum(costs[id_] or 0 for id_ in chosen)
            for size in range(len(closable) + 1)
            for chosen in combinations(closable, size)
            if is_safe([line for line in lines if line.id not in chosen], begin, targets)
        ),
        default=None,
    )


def fix_of(line: Connection) -> int | None:
    """Fewest controls that close one connection, trying every set of them."""
    open_ones = [n for n, v in values_of(line).items() if v is not True and n != "removed"]
    for size in range(len(open_ones) + 1):
        for chosen in combinations(open_ones, size):
            if is_closed(line, {**values_of(line), **dict.fromkeys(chosen, True)}):
                return size
    return None


def fewest_changes(index: Index, mode: AttackMode) -> int | None:
    """The same as fewest_fixes for everybody, trying every set of single changes; very slow."""
    begin, targets = starts(index, mode), cores(index)
    lines = taken(index, begin)
    changes = [
        (line.id, name)
        for line in lines
        for name, value in values_of(line).items()
        if value is not True and name != "removed"
    ]
    for size in range(len(changes) + 1):
        for chosen in combinations(changes, size):
            left = [line for line in lines if not _closed_by(line, chosen)]
            if is_safe(left, begin, targets):
                return size
    return None


def _closed_by(line: Connection, chosen: Iterable[tuple[str, str]]) -> bool:
    values = values_of(line)
    values.update({name: True for id_, name in chosen if id_ == line.id})
    return is_closed(line, values)


Pair = tuple[str, str]


def attackers(index: Index) -> dict[str, set[str]]:
    """Each internet start by itself, each vendor, and where hops need several things, all."""
    found: dict[str, set[str]] = {}
    joint = any(set(line.needs) - {line.from_} for line in index.connections.values())
    vendors = {v: owned for v in VENDOR_IDS if (owned := owned_by(index, v))}
    online = {asset: {asset} for asset in starts(index, AttackMode.INTERNET)}
    for mode, named in (
        (AttackMode.INTERNET, online),
        (AttackMode.VENDOR_BREACH, vendors),
    ):
        found |= named
        if joint and len(named) > 1:
            found[f"mode.{mode}"] = set().union(*named.values())
    return found


def pairs(index: Index, lines: Collection[Connection]) -> set[Pair]:
    """Who reaches which core asset over these connections."""
    return {
        (name, core)
        for name, begin in attackers(index).items()
        for core in held(lines, begin).intersection(cores(index))
    }


def left_after(lines: Iterable[Connection], measures: Iterable[Measure]) -> list[Connection]:
    """The connections that the measures leave usable."""
    keys = {key for measure in measures for key in measure.sets}
    return [line for line in lines if not _shut(line, keys)]


def _shut(line: Connection, keys: Collection[str]) -> bool:
    if f"{line.id}.removed" in keys:
        return True
    put = {name: True for name in values_of(line) if f"{line.id}.{name}" in keys}
    if f"{line.id}.always_on" in keys:
        put["on_demand"] = True
    return is_closed(line, {**values_of(line), **put})


def cheapest_plan(
    index: Index, lines: Collection[Connection], measures: Collection[Measure]
) -> tuple[int, set[Pair]]:
    """The least cost that parts all pairs which all measures together part; what is left."""
    stuck = pairs(index, left_after(lines, measures))
    costs = [
        sum(measure.cost or 0 for measure in chosen)
        for size in range(len(measures) + 1)
        for chosen in combinations(measures, size)
        if pairs(index, left_after(lines, chosen)) == stuck
    ]
    return min(costs), stuck
