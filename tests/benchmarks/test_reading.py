"""A contract of 100 pages: split into articles, matched with every clause, compared with another.

Run: pytest tests/benchmarks/test_reading.py -s
How well it is read, and a whole PDF: python -m tests.benchmarks.reading
"""

import time
from collections.abc import Sequence

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.reading import hundred_pages
from vendormgr.domain.reading.articles import read_passages
from vendormgr.domain.reading.comparing import compare
from vendormgr.domain.reading.facts import read_facts
from vendormgr.domain.reading.matching import propose
from vendormgr.domain.reading.passage import Passage
from vendormgr.exchange.seed_reading import load_guide

pytestmark = pytest.mark.benchmark(timer=time.process_time)
"""Processor time, because a machine has other work too."""


@pytest.fixture(scope="module")
def passages() -> Sequence[Passage]:
    return read_passages(hundred_pages(), wrapped=True)


def test_a_hundred_pages_are_split_into_passages(benchmark: BenchmarkFixture) -> None:
    assert len(benchmark(read_passages, hundred_pages(), wrapped=True)) > 1000


def test_every_clause_is_looked_for_in_a_hundred_pages(
    benchmark: BenchmarkFixture, passages: Sequence[Passage]
) -> None:
    assert any(benchmark(propose, passages, load_guide()).values())


def test_facts_are_read_in_a_hundred_pages(
    benchmark: BenchmarkFixture, passages: Sequence[Passage]
) -> None:
    assert benchmark(read_facts, passages)


def test_two_versions_of_a_hundred_pages_are_compared(
    benchmark: BenchmarkFixture, passages: Sequence[Passage]
) -> None:
    changed = [[line.replace("乙", "受託者") for line in page] for page in hundred_pages()]
    assert benchmark(compare, passages, read_passages(changed, wrapped=True))
