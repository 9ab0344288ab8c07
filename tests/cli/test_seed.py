"""`vendormgr check-data`."""

import shutil
from pathlib import Path

from tests.cli.conftest import Run
from vendormgr.resources import resource_dir


def test_the_products_own_data_are_right(run: Run) -> None:
    result = run("check-data")
    assert (result.exit_code, result.stderr) == (0, "")


def test_every_error_is_named_with_file_entry_and_field(run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "seed"
    shutil.copytree(resource_dir("seed"), folder)
    rules = folder / "gap_rules" / "path.toml"
    text = rules.read_text(encoding="utf-8").replace(
        'severity = "critical"', 'severity = "awful"', 1
    )
    rules.write_text(text, encoding="utf-8")
    result = run("check-data", folder)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert result.stderr.startswith("gap_rules/path.toml: path-open: severity: ")
    assert "1件" in result.stderr


def test_errors_are_told_in_english(run: Run, tmp_path: Path) -> None:
    result = run("check-data", tmp_path, "--lang", "en")
    assert result.exit_code == 1
    assert result.stderr.isascii()
