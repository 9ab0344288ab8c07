"""Papers and workbooks: one vendor's matrix, the register of a thousand vendors, all gaps.

Run: pytest tests/benchmarks/test_reports.py -s
"""

import time
from datetime import date
from functools import cache

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from tests.reports.papers import imprint
from vendormgr.domain.analysis import Conclusions, conclude
from vendormgr.domain.portfolio import ClauseState, Contract, Party, Portfolio, Service
from vendormgr.domain.vocabulary import (
    ClauseStatus,
    Criticality,
    DataClass,
    PartyRole,
    ServiceModel,
)
from vendormgr.exchange.seed import load_catalogue
from vendormgr.reports import gaps, gaps_pdf, matrix, matrix_pdf, matrix_xlsx, vendor_register
from vendormgr.reports.page import A3_LANDSCAPE, A4_LANDSCAPE

pytestmark = pytest.mark.benchmark(timer=time.process_time)
"""Processor time, because a machine has other work too."""
CLAUSES = {
    "security-update-duty": ClauseState(status=ClauseStatus.PRESENT, article="第5条"),
    "network-boundary": ClauseState(status=ClauseStatus.ABSENT),
    "two-factor": ClauseState(status=ClauseStatus.INADEQUATE, wording="努める"),
}


@cache
def hospital(vendors: int) -> Conclusions:
    """So many vendors, each with one service under one contract."""
    made = Portfolio(
        id="benchmark",
        as_of=date(2026, 11, 22),
        parties=(
            Party(id="hospital", role=PartyRole.HOSPITAL, name="試験病院"),
            *(
                Party(
                    id=f"v{n}", role=PartyRole.VENDOR, name=f"委託先{n}株式会社",
                    kana=f"いたくさき{n}", corporate_number="7000012050002", it_vendor=n % 3 > 0,
                    address="東京都千代田区", criticality=Criticality.STANDARD,
                )
                for n in range(vendors)
            ),
        ),
        services=tuple(
            Service(
                id=f"s{n}", vendor=f"v{n}", model=list(ServiceModel)[n % 8], name=f"サービス{n}",
                data_class=DataClass.PHI,
            )
            for n in range(vendors)
        ),
        contracts=tuple(
            Contract(
                id=f"c{n}", party=f"v{n}", title=f"保守契約{n}", services=(f"s{n}",),
                starts_on=date(2024, 4, 1), ends_on=date(2027, 3, 31), clauses=CLAUSES,
            )
            for n in range(vendors)
        ),
    )  # fmt: skip
    return conclude(made, load_catalogue())


def test_matrix_of_one_service_on_a4(benchmark: BenchmarkFixture) -> None:
    values = matrix.MatrixValues.of(hospital(100), imprint())
    benchmark(lambda: matrix_pdf.render_pdf(matrix.build_for_service(values, "s0"), A4_LANDSCAPE))


def test_matrix_of_one_service_on_a3(benchmark: BenchmarkFixture) -> None:
    values = matrix.MatrixValues.of(hospital(100), imprint())
    benchmark(lambda: matrix_pdf.render_pdf(matrix.build_for_service(values, "s0"), A3_LANDSCAPE))


def test_matrix_of_one_service_in_excel(benchmark: BenchmarkFixture) -> None:
    values = matrix.MatrixValues.of(hospital(100), imprint())
    benchmark(lambda: matrix_xlsx.render_xlsx(matrix.build_for_service(values, "s0")))


def test_register_of_a_thousand_vendors_in_four_sheets(benchmark: BenchmarkFixture) -> None:
    made = hospital(1000)

    def register() -> bytes:
        sheets = vendor_register.build(made, imprint(), with_paths=True)
        return vendor_register.render_xlsx(sheets, imprint())

    benchmark(register)


def test_gaps_of_a_hundred_vendors_on_paper(benchmark: BenchmarkFixture) -> None:
    made = hospital(100)
    benchmark(lambda: gaps_pdf.render_pdf(gaps.build(made, imprint())))
