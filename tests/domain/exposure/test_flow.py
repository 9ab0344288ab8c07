"""Every smallest cut of small random networks, against all sets of edges."""

from itertools import combinations
from random import Random

from vendormgr.domain.exposure.flow import ENDLESS, SINK, SOURCE, Network, smallest_sets

Ends = list[tuple[int, int]]


def reaches_sink(size: int, ends: Ends) -> bool:
    held = {SOURCE}
    for _ in range(size):
        held |= {head for tail, head in ends if tail in held}
    return SINK in held


def all_smallest(size: int, cuttable: Ends, fixed: Ends) -> list[list[int]] | None:
    """Places of every smallest set of edges without which nothing reaches the sink."""
    for count in range(len(cuttable) + 1):
        found = [
            list(chosen)
            for chosen in combinations(range(len(cuttable)), count)
            if not reaches_sink(
                size, [*fixed, *(e for n, e in enumerate(cuttable) if n not in chosen)]
            )
        ]
        if found:
            return found
    return None


def drawn(seed: int) -> tuple[int, Ends, Ends]:
    draw = Random(seed)  # noqa: S311 - not a secret
    size = draw.randint(3, 7)
    pairs = [(a, b) for a in range(size) for b in range(size) if a != b]
    ends = draw.sample(pairs, min(len(pairs), draw.randint(2, 11)))
    fixed = [one for one in ends if draw.random() < 0.15]
    return size, [one for one in ends if one not in fixed], fixed


def test_every_smallest_cut_is_found_once_and_in_order() -> None:
    several = 0
    for seed in range(3000):
        size, cuttable, fixed = drawn(seed)
        network = Network(size)
        edges = [network.add(tail, head, 1) for tail, head in cuttable]
        for tail, head in fixed:
            network.add(tail, head, ENDLESS)
        expected = all_smallest(size, cuttable, fixed)
        amount = network.fill()
        if expected is None:
            assert amount is None
            continue
        assert amount == len(expected[0])
        assert smallest_sets(network, edges, 500) == (expected, True)
        several += len(expected) > 2
        if len(expected) > 1:
            assert smallest_sets(network, edges, 1) == (expected[:1], False)
    assert several > 100
