"""The README says what the measurement said."""

import csv
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
README = (HERE.parents[1] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["tuning", "held_out"])
def test_the_readme_shows_the_sums_of_the_table(name: str) -> None:
    with (HERE / "measured.tsv").open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    asked, found, shown, right = (
        sum(int(row[f"{name} {what}"]) for row in rows)
        for what in ("asked", "found", "shown", "right")
    )
    assert f"{found / asked:.3f} ({found}/{asked})" in README
    assert f"{right / asked:.3f} ({right}/{asked})" in README
    assert f"{right / shown:.3f} ({right}/{shown})" in README
