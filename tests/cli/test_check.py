"""`vendormgr check` as the command line contract has it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from vendormgr.domain.catalogue import Catalogue
from vendormgr.exchange.seed import load_catalogue


@pytest.fixture
def catalogue() -> Catalogue:
    return load_catalogue()


def answer(run: Run, *words: str | Path) -> dict[str, Any]:
    result = run("check", *words, "--format", "json")
    assert result.exit_code in {0, 1}, result.stderr
    parsed: dict[str, Any] = json.loads(result.stdout)
    return parsed


def state(told: dict[str, Any], asset: str, mode: str) -> str:
    states = {(target["asset"], target["mode"]): target["state"] for target in told["targets"]}
    found: str = states[asset, mode]
    return found


def test_the_answer_has_the_keys_of_the_contract(run: Run, clinic: Path) -> None:
    told = answer(run, clinic)
    assert list(told) == ["as_of", "targets", "cuts", "reachable", "findings"]
    assert told["as_of"] == "2026-10-01"
    assert list(told["targets"][0]) == ["asset", "mode", "state", "path"]
    assert list(told["targets"][0]["path"]) == ["assets", "connections"]
    assert list(told["cuts"]) == ["internet", "vendor_breach"]
    assert list(told["cuts"]["internet"]) == [
        "connections", "sets", "sets_complete", "fixes", "hospital_controlled",
    ]  # fmt: skip
    assert list(told["cuts"]["internet"]["hospital_controlled"]) == ["connections", "fixes"]
    assert list(told["reachable"]) == ["internet", "vendor_breach"]
    assert list(told["findings"][0]) == [
        "rule", "subject", "severity", "title", "detail", "remedy", "citations",
    ]  # fmt: skip


def test_the_path_of_the_meals_line_is_named_hop_by_hop(run: Run, clinic: Path) -> None:
    told = answer(run, clinic)
    assert told["targets"][0] == {
        "asset": "chart-core",
        "mode": "internet",
        "state": "unverified",
        "path": {
            "assets": ["internet", "kitchen-vpn", "kitchen", "menu", "chart-core"],
            "connections": ["k1", "k2", "k3", "k4"],
        },
    }
    assert told["cuts"]["vendor_breach"]["sets"] == [["k3"], ["k4"]]


def test_every_finding_is_worded_and_rests_on_something(run: Run, clinic: Path) -> None:
    for finding in answer(run, clinic)["findings"]:
        assert all(finding[key] for key in ("title", "detail", "remedy", "citations"))


def test_a_what_if_changes_the_answer_and_not_the_file(run: Run, clinic: Path) -> None:
    before = clinic.read_bytes()
    changes = (
        "--set",
        "k4.segmented=false",
        "--set",
        "k4.os_patched=false",
        "--set",
        "k4.mfa=false",
    )
    assert state(answer(run, clinic, *changes), "chart-core", "vendor_breach") == "open"
    closed = answer(run, clinic, "--set", "k4.segmented=true")
    assert state(closed, "chart-core", "vendor_breach") == "closed"
    asked = answer(run, clinic, "--set", "k4.segmented=unknown")
    assert state(asked, "chart-core", "vendor_breach") == "unverified"
    assert clinic.read_bytes() == before


@pytest.mark.parametrize(
    "change", ["k3.always_on=false", "k3.registered=false", "menu.av=true", "r1.consent=true",
               "r1.flowdown=unknown", "k3.removed=true"],
)  # fmt: skip
def test_connections_assets_and_relations_can_be_changed(
    run: Run, clinic: Path, change: str
) -> None:
    assert run("check", clinic, "--set", change).exit_code in {0, 1}


def test_every_unknown_id_or_name_is_named(run: Run, clinic: Path) -> None:
    wrong = ("nobody.mfa", "k3.wings", "r1.mfa", "caterer.av", "k3", "menu.always_on")
    words = [word for key in wrong for word in ("--set", f"{key}=true")]
    result = run("check", clinic, "--set", "k3.mfa=true", *words)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert [line.split(":")[0] for line in result.stderr.splitlines()] == [
        f"--set {k}" for k in wrong
    ]


@pytest.mark.parametrize("change", ["k3.mfa", "k3.mfa=yes", "k3.mfa=", "=true"])
def test_a_change_of_another_shape_is_refused(run: Run, clinic: Path, change: str) -> None:
    result = run("check", clinic, "--set", change)
    assert result.exit_code == 2
    assert result.stdout == ""


def test_the_exit_status_says_whether_a_finding_is_severe_enough(
    run: Run, clinic: Path, quiet: Path
) -> None:
    assert run("check", clinic).exit_code == 1
    assert run("check", quiet, "--fail-on", "info").exit_code == 0


def test_the_threshold_counts_what_is_as_severe_or_more(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "d.yaml"
    file.write_text(
        "format: vendormgr-portfolio/1\nid: d\nas_of: 2026-10-01\n"
        "parties: [{id: h, role: hospital}, {id: v, role: vendor}]\n"
        "contracts: [{id: c, party: v, cites_edition: '5.2'}]\n"
        "reviews: [{party: v, fiscal_year: 2026, signed_off_on: 2026-09-01}]\n",
        encoding="utf-8",
    )
    assert [finding["severity"] for finding in answer(run, file)["findings"]] == ["low"]
    statuses = {
        threshold: run("check", file, "--fail-on", threshold).exit_code
        for threshold in ("critical", "high", "medium", "low", "info")
    }
    assert statuses == {"critical": 0, "high": 0, "medium": 0, "low": 1, "info": 1}


BROKEN = """format: vendormgr-portfolio/1
id: d
as_of: 2026-13-01
parties:
- {id: ehr, role: vendor, colour: red}
services:
- {id: s, vendor: nobody, model: saas}
"""


def test_a_wrong_document_names_every_error_with_file_line_and_place(
    run: Run, tmp_path: Path
) -> None:
    file = tmp_path / "壊れた.yaml"
    file.write_text(BROKEN, encoding="utf-8")
    result = run("check", file)
    assert result.exit_code == 2
    assert result.stdout == ""
    assert result.stderr.splitlines() == [
        f"{file}:3: as_of (3行目): 「2026-13-01」という日付はありません。",
        f"{file}:5: parties[0].colour (5行目): 「colour」という項目はありません。",
        f"{file}:7: services[0].vendor (7行目): 「nobody」という当事者(parties)がありません。",
        f"{file}: 誤りが3件あり、読み込めません。",
    ]


def test_errors_and_findings_are_told_in_english(run: Run, tmp_path: Path, clinic: Path) -> None:
    file = tmp_path / "broken.yaml"
    file.write_text(BROKEN, encoding="utf-8")
    result = run("check", file, "--lang", "en")
    assert f"{file}:3: as_of (line 3): There is no such day as 2026-13-01." in result.stderr
    title = answer(run, clinic, "--lang", "en")["findings"][0]["title"]
    assert title.isascii()


@pytest.mark.parametrize("command", ["check", "matrix"])
def test_a_file_that_cannot_be_read_is_an_error(run: Run, tmp_path: Path, command: str) -> None:
    for name in ("nothing.yaml", "."):
        result = run(command, tmp_path / name)
        assert result.exit_code == 2
        assert str(tmp_path) in result.stderr


def test_a_file_in_another_encoding_is_an_error(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "sjis.yaml"
    file.write_bytes("id: 病院".encode("cp932"))
    result = run("check", file)
    assert result.exit_code == 2
    assert "UTF-8" in result.stderr


def test_a_document_comes_through_a_pipe(run: Run, clinic: Path) -> None:
    text = clinic.read_text(encoding="utf-8")
    piped = run("check", "-", "--format", "json", stdin=text)
    assert json.loads(piped.stdout) == answer(run, clinic)


def test_people_get_paths_cuts_and_findings_by_rule(run: Run, clinic: Path) -> None:
    text = run("check", clinic).stdout
    assert text.startswith("給食の回線から電子カルテまで(2026年10月1日現在)\n")
    assert "？ chart-core  インターネットから: 未確認" in text
    assert "internet → kitchen-vpn → kitchen → menu → chart-core" in text
    assert text.count("<clause-unknown>") == 1
    assert "要原典確認" in text
    assert "\x1b[" not in text


def test_a_document_without_core_systems_says_so(run: Run, quiet: Path) -> None:
    assert "基幹システム(core)の登録がありません。" in run("check", quiet).stdout


def child(*words: str | Path, **environment: str) -> subprocess.CompletedProcess[bytes]:
    """The command in a process of its own."""
    program = [sys.executable, "-m", "vendormgr", *map(str, words)]
    env = {**os.environ, **environment}
    return subprocess.run(program, capture_output=True, check=False, env=env)


def test_a_plain_c_locale_gets_utf_8_too(clinic: Path) -> None:
    plain = {
        "LC_ALL": "C",
        "PYTHONUTF8": "0",
        "PYTHONCOERCECLOCALE": "0",
        "PYTHONIOENCODING": "ascii",
    }
    done = child("check", clinic, "--format", "json", **plain)
    assert json.loads(done.stdout.decode())["findings"]


def test_check_starts_without_the_web_and_the_database(clinic: Path) -> None:
    done = child("check", clinic, "--format", "json", PYTHONPROFILEIMPORTTIME="1")
    imported = done.stderr.decode()
    assert "vendormgr.domain.analysis" in imported
    for heavy in ("flask", "sqlalchemy", "jsonschema", "matplotlib", "reportlab", "highspy"):
        assert f" {heavy}\n" not in imported
