"""What vendors said of themselves, entered by the hospital."""

import re
from collections.abc import Callable

import pytest

from tests.domain.factories import TODAY, contract, override, portfolio, service, statement
from tests.web.conftest import Visitor
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Portfolio, Statement
from vendormgr.store.engine import Database
from vendormgr.store.portfolio import load_portfolio

Keep = Callable[[Portfolio], None]
NEW = "/statements/new"
SAID = {"service": "ehr-saas", "item": "log-review", "party": "hospital", "on": "令和8年9月10日"}
CELL = "/matrix/services/ehr-saas?service=ehr-saas&item=log-review"


@pytest.fixture
def kept(database: Database) -> Callable[[], tuple[Statement, ...]]:
    """The statements as they are stored now."""

    def now() -> tuple[Statement, ...]:
        with database.reading() as session:
            return load_portfolio(session, TODAY).statements

    return now


Kept = Callable[[], tuple[Statement, ...]]


def test_a_statement_is_recorded_from_the_cell_and_shows_there(
    planner: Visitor, keep: Keep, kept: Kept
) -> None:
    keep(portfolio(service(name="電子カルテSaaS"), contract("ehr-saas")))
    form = planner.get(f"{NEW}?service=ehr-saas&item=log-review").text
    assert re.search(r'<option [^>]*selected value="log-review"', form)
    assert 'value="2026/11/22"' in form
    answer = planner.post(NEW, {**SAID, "note": "電話で回答"})
    assert answer.location == f"{CELL}#panel"
    said = kept()[0]
    assert (said.service, said.item, said.by) == ("ehr-saas", "log-review", "ehr")
    page = planner.get(CELL).text
    assert "2026年9月10日" in page
    assert "電話で回答" in page


def test_a_statement_that_differs_makes_the_cell_disputed(planner: Visitor, keep: Keep) -> None:
    agreed = override("ehr-saas", "log-review", "vendor")
    keep(portfolio(service(), contract("ehr-saas", overrides=(agreed,))))
    assert "食い違い" not in planner.get(CELL).text.partition('class="chosen"')[2][:900]
    planner.post(NEW, SAID)
    assert "食い違い" in planner.get(CELL).text.partition('class="chosen"')[2][:900]
    assert "1件が契約または提案と食い違っています。" in planner.get("/statements").text


def test_only_the_latest_statement_counts(planner: Visitor, keep: Keep) -> None:
    keep(
        portfolio(
            service(),
            statement("ehr-saas", "log-review", "vendor", on="2025-01-01"),
            statement("ehr-saas", "log-review", "hospital", on="2026-01-01"),
        )
    )
    page = planner.get("/statements").text
    assert page.count("以前の申告") == 1
    assert "2件の申告があり" not in page or "食い違い" in page
    latest = planner.get("/statements?state=latest").text
    assert "2025年1月1日" not in latest


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"party": ""}, "医療機関・事業者・共同のどれか"),
        ({"on": "2026/13/01"}, "13月はありません"),
        ({"on": "2027/01/01"}, "今日より後の日付です"),
        ({"service": "none"}, "候補の中から選んでください"),
        ({"item": ""}, "入力してください"),
        ({"note": "長" * 4001}, "4,000文字まで"),
    ],
)
def test_bad_input_is_explained_beside_its_field(
    sent: dict[str, str], message: str, planner: Visitor, keep: Keep, kept: Kept
) -> None:
    keep(portfolio(service()))
    answer = planner.post(NEW, {**SAID, **sent})
    assert answer.status_code == 422
    assert message in answer.text
    assert kept() == ()


def test_a_statement_can_be_changed_put_away_and_brought_back(
    planner: Visitor, keep: Keep, kept: Kept
) -> None:
    keep(portfolio(service(), statement("ehr-saas", "log-review", "vendor", on="2026-01-01")))
    id_ = kept()[0].id
    answer = planner.post(f"/statements/{id_}/edit", {**SAID, "seen": "1"})
    assert answer.status_code == 303
    assert kept()[0].party == "hospital"
    assert "申告：医療機関" in planner.get(CELL).text
    assert "vendor" in planner.get(f"/statements/{id_}/history").text
    planner.post(f"/statements/{id_}/archive", {"seen": "2"})
    assert kept() == ()
    assert "ログの確認" in planner.get("/statements/archived").text
    assert "元に戻す" in planner.get(f"/statements/{id_}").text
    planner.post(f"/statements/{id_}/restore", {"seen": "3"})
    assert len(kept()) == 1
    assert planner.get(f"/statements/{id_}").location == f"{CELL}#panel"


def test_a_stale_statement_answers_409(planner: Visitor, keep: Keep, kept: Kept) -> None:
    keep(portfolio(service(), statement("ehr-saas", "log-review", "vendor", on="2026-01-01")))
    id_ = kept()[0].id
    planner.post(f"/statements/{id_}/edit", {**SAID, "seen": "1"})
    late = {**SAID, "party": "shared", "seen": "1"}
    assert planner.post(f"/statements/{id_}/edit", late).status_code == 409


def test_an_auditor_reads_statements_and_records_none(
    signed_in: Callable[[Role], Visitor], keep: Keep, kept: Kept
) -> None:
    keep(portfolio(service(), statement("ehr-saas", "log-review", "vendor", on="2026-01-01")))
    auditor = signed_in(Role.AUDITOR)
    page = auditor.get("/statements").text
    assert "ログの確認" in page
    assert "/edit" not in page
    assert auditor.get(NEW).status_code == 403
    assert auditor.post(NEW, SAID).status_code == 403
    assert len(kept()) == 1
