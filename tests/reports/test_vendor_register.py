"""委託先台帳: four sheets, nothing lost, unknown is ？ and paths only for who may see them."""

import pytest

from tests.domain.factories import (
    EHR,
    asset,
    clause_state,
    contact,
    contract,
    party,
    portfolio,
    service,
)
from tests.reports.papers import conclusions, imprint, sheets_of
from vendormgr.domain.analysis import conclude
from vendormgr.domain.portfolio import ClauseState
from vendormgr.domain.vocabulary import ClauseStatus
from vendormgr.exchange.seed import load_catalogue
from vendormgr.reports import vendor_register

Rows = list[dict[object, object]]


def register(*facts: object, with_paths: bool = True) -> dict[str, Rows]:
    """Every sheet of the register, each row by its titles."""
    made = (
        conclude(portfolio(*facts), load_catalogue())  # type: ignore[arg-type]
        if facts
        else conclusions()
    )
    xlsx = vendor_register.render_xlsx(
        vendor_register.build(made, imprint(), with_paths=with_paths), imprint()
    )
    return {
        name: [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]
        for name, rows in sheets_of(xlsx).items()
    }


def test_it_has_a_sheet_for_each_noun() -> None:
    assert list(register()) == ["委託先", "サービス", "契約", "条項", "この資料について"]


def test_every_vendor_has_a_line_with_what_was_concluded() -> None:
    lines = {row["ID"]: row for row in register()["委託先"]}
    assert set(lines) == {"ehr", "caterer", "maintainer"}
    assert lines["caterer"]["区分"] == "高"
    assert lines["caterer"]["業種"] == "IT以外"
    assert lines["ehr"]["24時間の連絡先"] == "緊急窓口 03-0000-0000"
    assert str(lines["ehr"]["契約終了(最も近い日)"]) == "2027-03-31"


def test_unknown_is_a_question_mark_and_never_empty_or_no() -> None:
    rows = register(party(EHR, it_vendor=None), service())["委託先"]
    assert {row["ID"]: row["業種"] for row in rows}[EHR] == "？"
    assert register(service())["サービス"][0]["院内の機器"] == "？"
    assert register(contract("ehr-saas"), service())["契約"][0]["自動更新"] == "？"


def test_paths_are_shown_only_to_who_may_see_them() -> None:
    assert {row["基幹システムへの経路"] for row in register()["委託先"]} >= {"未確認"}
    hidden = register(with_paths=False)["委託先"]
    assert {row["基幹システムへの経路"] for row in hidden} == {""}


@pytest.mark.parametrize("status", list(ClauseStatus))
def test_every_recorded_clause_has_a_line(status: ClauseStatus) -> None:
    state = ClauseState(status=status, article="第5条", wording="=努める")
    found = register(service(), contract("ehr-saas", clauses={"two-factor": state}), asset())[
        "条項"
    ]
    assert [row["条"] for row in found] == ["第5条"]
    assert found[0]["文言"] == "'=努める"


def test_clauses_lacking_counts_absent_and_inadequate_ones() -> None:
    states = {
        "two-factor": clause_state("absent"),
        "network-boundary": clause_state("inadequate"),
        "scope-of-work": clause_state("present"),
    }
    row = register(service(), contract("ehr-saas", clauses=states), contact())["契約"][0]
    assert row["足りない条項"] == 2.0
