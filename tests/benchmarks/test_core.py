"""The whole core on generated hospitals: matrix, gaps, tiers and paths of everything at once."""

import time

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.benchmarks.estates import estate_of
from vendormgr.domain.analysis import conclude
from vendormgr.domain.exposure import concentrations
from vendormgr.exchange.seed import load_catalogue

pytestmark = pytest.mark.benchmark(timer=time.process_time)
"""Processor time, because a machine has other work too."""
MOST_GROWTH = 13
"""Ten times the vendors may cost little more than ten times the work."""


@pytest.mark.parametrize("vendors", [100, 1_000, 10_000])
def test_concluding_everything(benchmark: BenchmarkFixture, vendors: int) -> None:
    portfolio, catalogue = estate_of(vendors), load_catalogue()
    rounds = 1 if vendors > 1_000 else 3
    found = benchmark.pedantic(conclude, (portfolio, catalogue), rounds=rounds, warmup_rounds=1)  # type: ignore[no-untyped-call]
    assert len(found.matrix.columns) == vendors


def test_concentration_over_vendors_platforms_lines_and_devices(
    benchmark: BenchmarkFixture,
) -> None:
    found = conclude(estate_of(1_000), load_catalogue())
    assert benchmark(concentrations, found.exposure.graph)


def test_ten_times_the_vendors_cost_about_ten_times_the_work() -> None:
    catalogue = load_catalogue()
    seconds = {}
    for vendors in (1_000, 10_000):
        portfolio = estate_of(vendors)
        conclude(portfolio, catalogue)
        start = time.process_time()
        conclude(portfolio, catalogue)
        seconds[vendors] = time.process_time() - start
    growth = seconds[10_000] / seconds[1_000]
    print(f"\n1,000 to 10,000 vendors: {growth:.1f} times the work")  # noqa: T201
    assert growth < MOST_GROWTH
