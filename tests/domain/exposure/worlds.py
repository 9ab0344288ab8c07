"""Small random estates, small enough for brute force; the same seed gives the same estate."""

from collections.abc import Iterator, Mapping
from random import Random

from tests.domain.factories import asset, connection, portfolio
from vendormgr.domain.catalogue import ConnectionKind, Text
from vendormgr.domain.index import Index, build_index
from vendormgr.domain.portfolio import Asset, Connection, Measure, Party, Portfolio
from vendormgr.domain.vocabulary import Controller, PartyRole

NO_TEXT = Text("", "")


def kind(id_: str, vectors: Mapping[str, tuple[str, ...]], effort: int = 1) -> ConnectionKind:
    """A kind; an alternative is written as its controls with + between them."""
    return ConnectionKind(
        id=id_,
        title=NO_TEXT,
        help=NO_TEXT,
        vectors={
            vector: tuple(frozenset(way.split("+")) for way in ways)
            for vector, ways in vectors.items()
        },
        effort=effort,
    )


KINDS = {
    one.id: one
    for one in (
        kind("door", {"push": ("lock", "removed")}),
        kind("session", {"session": ("mfa+jump_host", "mfa+on_demand+approval", "removed")}, 2),
        kind("spread", {"reuse": ("segmented", "unique"), "exploit": ("segmented", "patched")}, 3),
        kind("hatch", {"climb": ("removed",)}, 2),
        kind("agent_channel", {"command": ("signed+restricted", "removed")}, 3),
    )
}
"""Kinds that differ in shape: one control, combinations, shared controls, nothing that helps, and
a channel that is a way in whoever opens it."""
CONTROLS = {
    "door": ("lock",),
    "session": ("mfa", "jump_host", "approval"),
    "spread": ("segmented", "unique", "patched"),
    "hatch": (),
    "agent_channel": ("signed", "restricted"),
}
VENDORS = ("v1", "v2")


def worlds(count: int, *, joint: bool = False, first: int = 0) -> Iterator[Index]:
    """Estates number first, first + 1 and so on."""
    for seed in range(first, first + count):
        yield build_index(world(seed, joint=joint))


def world(seed: int, *, joint: bool = False) -> Portfolio:
    """An estate of up to 7 assets: cycles, self-loops, parallel connections, any cores or none."""
    draw = Random(f"{seed} {joint}")  # noqa: S311 - not a secret
    inside = [_inside(draw, name) for name in "pqrst"[: draw.choice((1, 3, 4, 5, 5))]]
    outside = [_outside(draw, name) for name in "xyz"[: draw.randint(1, 2)]]
    names = [one.id for one in (*outside, *inside)]
    count = draw.choice((0, 3, 6, 8, 9, 10, 11, 12))
    lines = [_line(draw, f"c{place:02}", names, joint=joint) for place in range(count)]
    draw.shuffle(lines)
    parties = [Party(id=id_, role=PartyRole.VENDOR) for id_ in VENDORS]
    return portfolio(*parties, *outside, *inside, *lines)


def _inside(draw: Random, name: str) -> Asset:
    return asset(
        name,
        core=draw.random() < 0.3 or None,
        owner=draw.choice(("hospital", "hospital", "hospital", "v1")),
        attacker_start=draw.random() < 0.02 or None,
        device_model=draw.choice((None, "m1", "m2")),
    )


def _outside(draw: Random, name: str) -> Asset:
    internet = draw.random() < 0.35
    return asset(
        name,
        location="external",
        kind="internet" if internet else "system",
        owner=None if internet else draw.choice((*VENDORS, *VENDORS, "hospital", None)),
        core=draw.random() < 0.1 or None,
        device_model=draw.choice((None, "m1", "m2")),
    )


def _line(draw: Random, id_: str, names: list[str], *, joint: bool) -> Connection:
    kind_id = draw.choices(tuple(KINDS), (5, 3, 4, 1, 1))[0]
    ends = [draw.randrange(len(names)) for _ in range(2)]
    if draw.random() < 0.7:
        # Mostly inwards, so that ways grow long enough to be worth comparing.
        ends.sort()
    from_, to = (names[end] for end in ends)
    needs: list[str] = []
    if joint and draw.random() < 0.35:
        needs = draw.sample(names, min(len(names), draw.choice((1, 1, 2))))
    return connection(
        from_,
        to,
        id_,
        kind_id,
        always_on=draw.choice((True, False, None)),
        initiator=draw.choice((*[None] * 6, "hospital", "v1")),
        controlled_by=draw.choice((*Controller, None)),
        controls=_answers(draw, kind_id),
        needs=tuple(needs),
    )


def _answers(draw: Random, kind_id: str) -> dict[str, bool | None]:
    answers: dict[str, bool | None] = {}
    for name in CONTROLS[kind_id]:
        if draw.random() < 0.85:
            answers[name] = draw.choices((True, False, None), (1, 5, 3))[0]
    if draw.random() < 0.15:
        answers["removed"] = draw.choice((True, False, None))
    return answers


def with_measures(estate: Portfolio, seed: int) -> Portfolio:
    """The estate with up to 7 random measures over its connections' controls."""
    draw = Random(seed)  # noqa: S311 - not a secret
    measures = tuple(
        Measure(
            id=f"m{place}",
            cost=draw.randint(1, 4),
            by=draw.choice((*Controller, None)),
            sets=tuple(key for line in _some(draw, estate) for key in _settings(draw, line)),
        )
        for place in range(draw.randint(0, 7))
    )
    return portfolio(*estate.parties, *estate.assets, *estate.connections, *measures)


def _some(draw: Random, estate: Portfolio) -> list[Connection]:
    lines = estate.connections
    return draw.sample(lines, min(len(lines), draw.randint(1, 4)))


def _settings(draw: Random, line: Connection) -> list[str]:
    names = [*CONTROLS[line.kind], "always_on"]
    if draw.random() < 0.25:
        return [f"{line.id}.removed"]
    return [f"{line.id}.{name}" for name in draw.sample(names, draw.randint(1, len(names)))]
