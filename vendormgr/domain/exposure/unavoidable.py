"""必ず通る資産: what every way of a vendor to a core system passes."""

from collections.abc import Collection, Iterator, Mapping
from functools import reduce

from vendormgr.domain.exposure.field import Field
from vendormgr.domain.exposure.ways import Ways

GOAL = -1
"""Stands for "any core asset"; asset numbers begin at 0."""


def unavoidable(field: Field) -> Mapping[str, tuple[str, ...]]:
    """Attacker to the assets that it must hold before any core asset falls, or that are one.

    In portfolio order, its own starts left out; attackers that reach nothing are left out. The
    first core asset that falls counts, so one that is always first is unavoidable itself.
    Each answer is worked out when it is asked for.
    """
    return _Unavoidable(field)


class _Unavoidable(Mapping[str, tuple[str, ...]]):
    def __init__(self, field: Field) -> None:
        self._field = field
        joint = any(len(step.premises) > 1 for step in field.ways.steps)
        self._tree = None if joint else _Dominators(field)
        self._known: dict[str, tuple[str, ...] | None] = {}

    def __getitem__(self, name: str) -> tuple[str, ...]:
        if name not in self._known:
            self._known[name] = self._find(self._field.sources[name])
        found = self._known[name]
        if found is None:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return (name for name in self._field.sources if name in self)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _find(self, starts: tuple[int, ...]) -> tuple[str, ...] | None:
        tree = self._tree
        assets = tree.common(starts) if tree is not None else _by_trial(self._field, starts)
        names = self._field.graph.assets
        return None if assets is None else tuple(names[asset] for asset in sorted(assets))


def _by_trial(field: Field, starts: tuple[int, ...]) -> set[int] | None:
    """Take away each asset of one way and see whether another way is left."""
    graph, goals = field.graph, field.cores
    way = field.ways.proof(starts, goals)
    if way is None:
        return None
    if not way:
        return set()
    passed = {graph.head[hop] for hop in way}.difference(starts)
    return {asset for asset in passed if not _is_left(field.ways, starts, goals, asset)}


def _is_left(ways: Ways, starts: tuple[int, ...], goals: Collection[int], without: int) -> bool:
    closed = {step.hop for step in ways.entering(without)}
    return ways.proof(starts, goals, closed) is not None


class _Dominators:
    """Which assets all ways from each asset to a core asset have in common, as a tree.

    Source: Cooper, Harvey and Kennedy 2001, on the hops read backwards from the core assets.
    """

    def __init__(self, field: Field) -> None:
        self._cores = field.cores
        self._ways = field.ways
        order = self._backwards()
        self._rank = {asset: rank for rank, asset in enumerate((GOAL, *order))}
        self._next = {GOAL: GOAL}
        changed = True
        while changed:
            changed = False
            for asset in order:
                fresh = self._first_shared(asset)
                if self._next.get(asset) != fresh:
                    self._next[asset] = fresh
                    changed = True

    def _backwards(self) -> list[int]:
        """Assets that lead to a core asset, in reverse postorder seen from there."""
        done: list[int] = []
        seen: set[int] = set()
        for core in sorted(self._cores):
            if core in seen:
                continue
            seen.add(core)
            trail = [(core, iter(self._ways.entering(core)))]
            while trail:
                asset, steps = trail[-1]
                before = next((p for s in steps for p in s.premises if p not in seen), None)
                if before is None:
                    done.append(asset)
                    trail.pop()
                else:
                    seen.add(before)
                    trail.append((before, iter(self._ways.entering(before))))
        return done[::-1]

    def _first_shared(self, asset: int) -> int:
        """Where all ways from the asset first meet, as far as is known."""
        if asset in self._cores:
            return GOAL
        heads = (step.head for step in self._ways.leaving(asset))
        return reduce(self._meet, (head for head in heads if head in self._next))

    def _meet(self, one: int, other: int) -> int:
        rank, onward = self._rank, self._next
        while one != other:
            if rank[one] > rank[other]:
                one = onward[one]
            else:
                other = onward[other]
        return one

    def common(self, starts: tuple[int, ...]) -> set[int] | None:
        """What all ways from these starts pass, without themselves; None: they lead nowhere."""
        known = [start for start in starts if start in self._next]
        if not known:
            return None
        asset = reduce(self._meet, known)
        shared = set()
        while asset != GOAL:
            shared.add(asset)
            asset = self._next[asset]
        return shared.difference(starts)
