"""Unknown answers on which the exposure depends, and the fewest to ask first."""

from itertools import combinations

import pytest

from tests.domain.exposure import oracle
from tests.domain.exposure.worlds import KINDS, worlds
from tests.domain.factories import asset, connection, index
from vendormgr.domain.exposure import OpenAnswers, ask
from vendormgr.domain.exposure.graph import build_graph
from vendormgr.domain.exposure.questions import whom_to_ask
from vendormgr.domain.index import Index
from vendormgr.domain.portfolio import Connection, Fact, Measure


def asked(estate: Index) -> OpenAnswers:
    return ask(build_graph(estate, KINDS))


def answers_of(line: Connection) -> set[str]:
    """Unknown controls of ways in which nothing is missing, in vectors that are not closed."""
    values = oracle.values_of(line)
    if oracle.state(line) != "unverified":
        return set()
    vectors = KINDS[line.kind].vectors.values()
    open_ones = [ways for ways in vectors if not any(all(values[n] for n in w) for w in ways)]
    ways = [way for ways in open_ones for way in ways]
    hopeful = [way for way in ways if all(values[name] is not False for name in way)]
    return {name for way in hopeful for name in way if values[name] is None}


def leads_on(line: Connection) -> bool:
    """Not only to what must be held already."""
    return line.to not in {line.from_, *line.needs}


def between(estate: Index, line: Connection) -> int:
    """Uncertain pairs that can take the connection and go on from there to the core asset."""
    lines = oracle.usable(estate, confirmed=False)
    certain = oracle.pairs(estate, oracle.usable(estate, confirmed=True))
    count = 0
    for name, begin in oracle.attackers(estate).items():
        holds = oracle.held(lines, begin)
        if not {line.from_, *line.needs} <= holds:
            continue
        taken = [one for one in lines if leads_on(one) and {one.from_, *one.needs} <= holds]
        onward = {line.to}
        while more := {one.to for one in taken if onward & {one.from_, *one.needs}} - onward:
            onward |= more
        count += sum((name, core) not in certain for core in onward & set(oracle.cores(estate)))
    return count


@pytest.mark.parametrize("joint", [False, True], ids=["plain", "joint"])
def test_questions_are_the_unknown_answers_between_uncertain_pairs(joint: bool) -> None:
    for estate in worlds(500, joint=joint):
        expected = {
            (line.id, name): weight
            for line in oracle.usable(estate, confirmed=False)
            if leads_on(line) and (weight := between(estate, line))
            for name in answers_of(line)
        }
        got = {(q.connection, q.control): q.pairs for q in asked(estate).answers}
        assert got == expected


def test_the_fewest_answers_agree_with_all_subsets() -> None:
    several = 0
    for estate in worlds(500, joint=True):
        got = asked(estate)
        lines = oracle.usable(estate, confirmed=False)
        certain = oracle.pairs(estate, oracle.usable(estate, confirmed=True))
        answers = [
            Measure(id=f"{q.connection}.{q.control}", sets=(f"{q.connection}.{_set(q.control)}",))
            for q in got.answers
        ]
        fewest = next(
            size
            for size in range(len(answers) + 1)
            for chosen in combinations(answers, size)
            if oracle.pairs(estate, oracle.left_after(lines, chosen)) == certain
        )
        assert (got.fewest, got.at_least) == (fewest, fewest)
        assert sum(question.first for question in got.answers) == fewest
        several += fewest > 1
    assert several > 10


def _set(control: str) -> str:
    return "always_on" if control == "on_demand" else control


def test_an_answer_beside_a_certain_path_does_not_matter() -> None:
    facts: list[Fact] = [
        asset("net", location="external", owner="ehr"),
        asset("core", core=True),
        connection("net", "core", "c1", "door"),
    ]
    open_too = connection("net", "core", "c2", "door", controls={"lock": False})
    assert [(q.connection, q.control) for q in asked(index(*facts)).answers] == [("c1", "lock")]
    assert asked(index(*facts, open_too)).answers == ()


@pytest.mark.parametrize(
    ("fields", "owner", "party"),
    [
        ({"line_party": "caterer"}, "ehr", "caterer"),
        ({"line_party": "hospital"}, "ehr", "ehr"),
        ({}, "ehr", "ehr"),
        ({}, None, None),
    ],
)
def test_whose_line_it_is_else_the_vendor_at_an_end_can_be_asked(
    fields: dict[str, str], owner: str | None, party: str | None
) -> None:
    line = connection("net", "core", "c1", "door", **fields)
    estate = index(asset("net", location="external", owner=owner), asset("core", core=True), line)
    assert whom_to_ask(line, estate) == party
