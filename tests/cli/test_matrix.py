"""`vendormgr matrix` as the command line contract has it."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Run
from vendormgr.domain.matrix_cell import CellReason
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import find_text


def answer(run: Run, file: Path) -> dict[str, Any]:
    told: dict[str, Any] = json.loads(run("matrix", file, "--format", "json").stdout)
    return told


def test_the_answer_has_the_keys_of_the_contract(run: Run, imaging: Path) -> None:
    told = answer(run, imaging)
    assert list(told) == ["cells", "findings", "deemed_compliance"]
    assert list(told["cells"][0]) == [
        "service", "item", "column", "proposed", "written", "stated", "effective", "performer",
        "clause", "article", "reason",
    ]  # fmt: skip
    assert list(told["deemed_compliance"]) == ["met", "servers"]
    assert list(told["deemed_compliance"]["servers"][0]) == [
        "asset", "service", "maintained_by", "contract", "clause", "met",
    ]  # fmt: skip


def test_every_row_of_every_service_with_a_column_is_there(run: Run, imaging: Path) -> None:
    cells = answer(run, imaging)["cells"]
    assert [cell["item"] for cell in cells] == list(load_catalogue().items)
    assert {cell["service"] for cell in cells} == {"pacs-saas"}


def test_a_cell_says_who_has_it_and_why(run: Run, imaging: Path) -> None:
    cells = {cell["item"]: cell for cell in answer(run, imaging)["cells"]}
    assert (
        cells["os-updates"] | {"written": "vendor", "clause": "security-update-duty"}
        == (cells["os-updates"])
    )
    assert cells["os-updates"]["reason"] == "written_by_clause"
    assert cells["physical-safety"]["performer"] == "cloud"
    assert cells["encryption"]["stated"] == "hospital"


def test_findings_are_those_of_the_matrix_only(run: Run, imaging: Path) -> None:
    told = answer(run, imaging)
    assert {finding["rule"] for finding in told["findings"]} == {
        "responsibility-unwritten", "responsibility-unassigned", "shared-without-decider",
        "responsibility-disputed",
    }  # fmt: skip
    listed = json.loads(run("check", imaging, "--format", "json").stdout)["findings"]
    assert all(finding in listed for finding in told["findings"])


def test_the_exit_status_follows_the_matrix_findings(run: Run, imaging: Path, quiet: Path) -> None:
    assert run("matrix", imaging, "--fail-on", "info").exit_code == 1
    assert run("matrix", quiet, "--fail-on", "info").exit_code == 0


def test_a_wrong_document_exits_with_2(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "d.yaml"
    file.write_text("format: [\n", encoding="utf-8")
    result = run("matrix", file, "--format", "json")
    assert (result.exit_code, result.stdout) == (2, "")


def test_a_spreadsheet_gets_one_line_a_cell(run: Run, imaging: Path) -> None:
    result = run("matrix", imaging, "--format", "csv")
    assert result.stdout_bytes.startswith(b"\xef\xbb\xbfservice,")
    rows = list(csv.DictReader(io.StringIO(result.stdout_bytes.decode("utf-8-sig"))))
    assert len(rows) == len(load_catalogue().items)
    assert rows[0]["item_title"] == "データの目的・分類・保存義務"


def test_no_cell_of_the_table_runs_as_a_formula(run: Run, imaging: Path, tmp_path: Path) -> None:
    document = json.loads(imaging.read_text(encoding="utf-8"))
    document["services"][0]["name"] = "=1+1"
    document["contracts"][0]["overrides"][0]["article"] = "＠SUM(A1)"
    file = tmp_path / "d.json"
    file.write_text(json.dumps(document), encoding="utf-8")
    text = run("matrix", file, "--format", "csv").stdout_bytes.decode("utf-8-sig")
    assert ",'=1+1," in text
    assert ",'＠SUM(A1)," in text


def test_people_get_the_rows_by_layer_with_reasons(run: Run, imaging: Path) -> None:
    text = run("matrix", imaging).stdout
    assert text.startswith("pacs-saas (pacs-saas)  𠮷野画像  SaaS\n  データ\n")
    assert "○ サーバOSの更新: 事業者  (契約の条項、セキュリティ更新の責任)" in text
    assert "みなし遵守: 使えます" in text


@pytest.mark.parametrize("reason", CellReason)
def test_every_reason_has_words(reason: CellReason) -> None:
    assert find_text(f"cli.reason_{reason}").en
