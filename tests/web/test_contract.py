"""契約: the list, one contract, its form with dates as people write them, and overlaps."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from tests.domain.factories import CATERER, EHR, contract, party
from tests.web.browse import fill_in, follow, form_on, links_on
from tests.web.conftest import Visitor
from tests.web.records import estate
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Contract, Portfolio
from vendormgr.store import record as store
from vendormgr.store.engine import Database

EDIT = "/contracts/c-ehr/edit"


@pytest.fixture(autouse=True)
def small_estate(keep: Callable[[Portfolio], None]) -> None:
    keep(estate())


@pytest.fixture
def stored(database: Database) -> Callable[..., Contract]:
    """The contract as it is stored now."""

    def now(id_: str = "c-ehr") -> Contract:
        with database.reading() as session:
            found = store.find(session, Contract, id_)
        assert found is not None
        return found.fact

    return now


Stored = Callable[..., Contract]


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2028/3/31", date(2028, 3, 31)),
        ("２０２８年３月３１日", date(2028, 3, 31)),
        ("令和10年3月31日", date(2028, 3, 31)),
        ("R10.3.31", date(2028, 3, 31)),
        ("", None),
    ],
)
def test_days_are_read_as_people_write_them(
    planner: Visitor, stored: Stored, typed: str, day: date | None
) -> None:
    _, answer = fill_in(planner, EDIT, ends_on=typed)
    assert answer.status_code == 303
    assert stored().ends_on == day


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"ends_on": "2027/02/29"}, "2027年2月29日はありません"),
        ({"ends_on": "いつか"}, "日付は 2026/11/22"),
        ({"ends_on": "2026/03/31"}, "開始日（2026年4月1日）より前です"),
        ({"ends_on": "平成10年3月31日"}, "開始日（2026年4月1日）より前です"),
        ({"title": ""}, "入力してください"),
        ({"party": "hospital"}, "候補の中から"),
        ({"party": "nobody"}, "候補の中から"),
        ({"services": ["ehr-saas", "meal-server"]}, "候補の中から"),
        ({"cites_edition": "99.9"}, "候補の中から"),
        ({"notice_hours": "すぐ"}, "整数で"),
        ({"cancel_notice_days": "100000"}, "1096まで"),
        ({"cancel_notice_months": "121"}, "120まで"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_kept(
    planner: Visitor, stored: Stored, typed: dict[str, Any], message: str
) -> None:
    before = stored()
    _, answer = fill_in(planner, EDIT, note="交渉の経緯", **typed)
    assert answer.status_code == 422
    (name,) = typed
    assert message in answer.text.partition(f'id="{name}-error"')[2].partition("</div>")[0]
    assert form_on(answer)["note"] == ["交渉の経緯"]
    if name == "ends_on":
        assert form_on(answer)["ends_on"] == [typed["ends_on"]]
    assert stored() == before


def test_notice_is_named_in_months_or_in_days_but_not_in_both(
    planner: Visitor, stored: Stored
) -> None:
    _, answer = fill_in(planner, EDIT, cancel_notice_months="3", cancel_notice_days="90")
    assert answer.status_code == 422
    assert "どちらか一方だけ" in answer.text
    fill_in(planner, EDIT, cancel_notice_months="3", cancel_notice_days="")
    assert (stored().cancel_notice_months, stored().cancel_notice_days) == (3, None)


def test_saving_leaves_clauses_and_agreed_rows_alone(planner: Visitor, stored: Stored) -> None:
    before = stored()
    fill_in(planner, EDIT, title="改めた契約名")
    assert (stored().clauses, stored().overrides) == (before.clauses, before.overrides)


def test_overlapping_contracts_are_pointed_out_and_allowed(
    planner: Visitor, stored: Stored
) -> None:
    typed: dict[str, Any] = {
        "title": "電子カルテ保守覚書",
        "party": EHR,
        "services": ["ehr-saas"],
        "starts_on": "2027/3/31",
    }
    _, answer = fill_in(planner, "/contracts/new", **typed)
    page = follow(planner, answer).text
    assert "同じサービスを同じ期間に対象とする契約があります：電子カルテ利用契約" in page
    assert "期間の重なる契約があります" in page
    made = stored(answer.location.rpartition("/")[2])
    fill_in(planner, f"/contracts/{made.id}/edit", starts_on="2027/4/1")
    assert "期間の重なる契約があります" not in planner.get(f"/contracts/{made.id}").text


def test_an_edition_that_a_document_brought_in_other_words_is_kept(
    planner: Visitor, keep: Callable[[Portfolio], None], stored: Stored
) -> None:
    keep(estate(contract(id_="old", title="古い契約", cites_edition="第5.1版 (令和3年)")))
    _, answer = fill_in(planner, "/contracts/old/edit", note="x")
    assert answer.status_code == 303
    assert stored("old").cites_edition == "第5.1版 (令和3年)"
    shown = planner.get(EDIT).text
    assert "第5版" in shown
    assert "第6.0版" in shown
    assert "令和3年" not in shown


def test_a_new_contract_begins_with_the_vendor_and_its_services_first(planner: Visitor) -> None:
    page = planner.get(f"/contracts/new?party={CATERER}")
    assert form_on(page, "title")["party"] == [CATERER]
    services = page.text.partition('id="services"')[2]
    assert services.index("患者給食") < services.index("電子カルテSaaS")


def test_a_vendors_contracts_stay_its_own_over_search_and_sorting(planner: Visitor) -> None:
    page = planner.get(f"/contracts?vendor={EHR}")
    assert "電子カルテ事業者の契約" in page.text
    listing = [one for one in links_on(page) if one.startswith("/contracts?")]
    leaving = [one for one in listing if f"vendor={EHR}" not in one]
    assert len(listing) > 8
    assert len(leaving) == 1, "only the chip that takes the filter away"
    assert "電子カルテ利用契約" not in planner.get(f"/contracts?vendor={CATERER}").text
    assert planner.get("/contracts?vendor=nobody").status_code == 200


def test_the_list_tells_what_is_lacking_and_what_ends(
    planner: Visitor, keep: Callable[[Portfolio], None]
) -> None:
    soon = contract(id_="soon", title="もうすぐ終わる契約", ends_on="2027-01-10")
    keep(estate(soon))
    page = planner.get("/contracts").text
    assert "1件が90日以内に期限を迎えます" in page
    assert "もうすぐ終わる契約" in planner.get("/contracts?soon=yes").text
    assert "電子カルテ利用契約" not in planner.get("/contracts?soon=yes").text


def test_one_contract_shows_clauses_rows_and_deadlines(planner: Visitor) -> None:
    page = planner.get("/contracts/c-ehr").text
    for shown in ("二要素認証", "第3条", "2027年3月31日", "電子カルテSaaS"):
        assert shown in page


def test_a_missed_day_for_notice_is_marked_wherever_the_contract_stands(
    planner: Visitor, keep: Callable[[Portfolio], None]
) -> None:
    late = contract(
        "meals",
        id_="late",
        party=CATERER,
        title="通知を過ぎた契約",
        ends_on="2027-01-31",
        cancel_notice_days=90,
    )
    keep(estate(late))
    said = "過ぎています"
    assert "1件で通知の期限を過ぎています" in planner.get("/contracts").text
    listed = planner.get("/contracts?soon=missed").text
    assert "通知を過ぎた契約" in listed
    assert "電子カルテ利用契約" not in listed
    page = planner.get("/contracts/late").text
    assert "通知の期限（2026年11月2日）を過ぎています" in page
    assert said in planner.get("/").text.partition('id="soonest"')[2]
    for path in ("/vendors", f"/vendors/{CATERER}"):
        assert "通知の期限を過ぎています" in planner.get(path).text


def test_a_contract_that_renews_itself_shows_its_next_end_and_the_last_day_to_stop_it(
    planner: Visitor, keep: Callable[[Portfolio], None]
) -> None:
    housed = contract(
        "meals",
        id_="housed",
        party=CATERER,
        title="自動更新の契約",
        starts_on="2020-04-01",
        ends_on="2024-03-31",
        auto_renewal=True,
        cancel_notice_days=60,
    )
    keep(estate(housed))
    head = planner.get(f"/vendors/{CATERER}").text
    assert (
        "契約 自動更新（次の終わり 2027年3月31日）・次に止められる通知は2027年1月30日まで" in head
    )
    page = planner.get("/contracts/housed").text
    assert "次の終わり" in page
    assert "2027年1月30日" in page
    assert "自動更新" in planner.get("/vendors").text
    row = planner.get("/contracts").text.partition("自動更新の契約")[2].partition("</tr>")[0]
    assert "2027年3月31日" in row
    assert "2024年3月31日" not in row


def test_only_contracts_people_and_the_planner_change_contracts(
    signed_in: Callable[[Role], Visitor], stored: Stored
) -> None:
    before = stored()
    for role in (Role.PROCUREMENT, Role.OPERATOR, Role.AUDITOR):
        visitor = signed_in(role)
        assert visitor.get("/contracts/c-ehr").status_code == 200
        assert visitor.get(EDIT).status_code == 403
        assert visitor.post(EDIT, {"seen": "1", "title": "x"}).status_code == 403
    assert stored() == before
    _, answer = fill_in(signed_in(Role.CONTRACTS), EDIT, note="確認済み")
    assert answer.status_code == 303


def test_pages_take_as_many_statements_for_fifty_contracts_as_for_one(
    planner: Visitor, keep: Callable[[Portfolio], None], count_statements: Callable[[], object]
) -> None:
    def counts() -> list[int]:
        found = []
        for path in ("/contracts", "/contracts/c-ehr", EDIT, "/contracts/c-ehr/clauses"):
            planner.get(path)
            with count_statements() as statements:  # type: ignore[attr-defined]
                assert planner.get(path).status_code == 200
            found.append(len(statements))
        return found

    few = counts()
    parties = [party(f"v{n}", name=f"会社{n}") for n in range(50)]
    more = [contract("ehr-saas", id_=f"c{n}", party=f"v{n}", title=f"契約{n}") for n in range(50)]
    keep(estate(*parties, *more))
    assert counts() == few


def test_a_contract_to_come_says_what_its_clauses_would_settle(
    planner: Visitor, keep: Callable[[Portfolio], None]
) -> None:
    to_come = contract("ehr-saas", id_="draft", starts_on="2027-04-01")
    keep(estate(to_come))
    page = planner.get("/contracts/draft").text
    assert re.search(r"片付くもの\">\d+行", page)
