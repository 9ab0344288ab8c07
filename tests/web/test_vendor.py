"""委託先: the list, one vendor's page, its form, the register, and management's approval."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from python_calamine import load_workbook

from tests.domain.factories import CATERER, EHR, MAINTAINER, asset, connection, contract, party
from tests.web.browse import fill_in, follow, form_on, links_on
from tests.web.conftest import Visitor
from tests.web.records import estate
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Party, Portfolio
from vendormgr.domain.vocabulary import Criticality, PartyRole
from vendormgr.store import record as store
from vendormgr.store.audit import list_events
from vendormgr.store.engine import Database

Keep = Callable[[Portfolio], None]
SignIn = Callable[[Role], Visitor]


def stored(database: Database, id_: str) -> Party:
    with database.reading() as session:
        found = store.find(session, Party, id_)
    assert found is not None
    return found.fact


def test_the_list_says_tier_with_its_reason_path_gaps_and_contract_end(
    planner: Visitor, keep: Keep
) -> None:
    keep(estate())
    page = planner.get("/vendors").text
    assert "委託先は4社です。" in page
    row = page.partition(">電子カルテ事業者</a>")[2].partition("</tr>")[0]
    assert "高" in row
    assert "医療情報などを扱う" in row
    assert "2027年3月31日" in row


@pytest.mark.parametrize("typed", ["でんし", "デンシカルテ", "ﾃﾞﾝｼｶﾙﾃ", "電子カルテ 事業者", "saas"])
def test_a_search_passes_over_kana_and_width(planner: Visitor, keep: Keep, typed: str) -> None:
    keep(estate())
    page = planner.get("/vendors", query_string={"q": typed}).text
    assert ">電子カルテ事業者</a>" in page
    assert ">給食事業者</a>" not in page


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("tier=high", "電子カルテ事業者", "給食事業者"),
        ("model=bpo", "給食事業者", "電子カルテ事業者"),
        ("kind=trade", "給食事業者", "電子カルテ事業者"),
        ("kind=subvendor", "下請けデータ", "給食事業者"),
        ("ends=none", "給食事業者", "電子カルテ事業者"),
        ("path=not_asked", "給食事業者", "保守事業者"),
    ],
)
def test_filters_narrow_the_list(
    planner: Visitor, keep: Keep, query: str, there: str, gone: str
) -> None:
    keep(estate())
    page = planner.get(f"/vendors?{query}").text
    assert f">{there}</a>" in page
    assert f">{gone}</a>" not in page


def test_nonsense_in_the_address_shows_the_whole_list(planner: Visitor, keep: Keep) -> None:
    keep(estate())
    page = planner.get("/vendors?tier=huge&sort=--name&page=-3&size=1e9&path=%00&q=")
    assert page.status_code == 200
    assert ">給食事業者</a>" in page.text


def test_an_empty_list_says_what_to_do_first(planner: Visitor) -> None:
    page = planner.get("/vendors")
    assert "まだ委託先がありません" in page.text
    assert "/vendors/wizard" in links_on(page)


def test_list_and_page_take_as_many_statements_for_fifty_vendors_as_for_one(
    planner: Visitor, keep: Keep, count_statements: Callable[[], object]
) -> None:
    def counts() -> list[int]:
        found = []
        for path in ("/vendors", f"/vendors/{EHR}", f"/vendors/{EHR}/edit", "/vendors/wizard"):
            planner.get(path)
            with count_statements() as statements:  # type: ignore[attr-defined]
                assert planner.get(path).status_code == 200
            found.append(len(statements))
        return found

    keep(estate())
    few = counts()
    more = [party(f"v{n}", name=f"会社{n}") for n in range(50)]
    more_lines = [asset(f"a{n}", location="external", owner=f"v{n}") for n in range(50)]
    more_contracts = [contract(id_=f"c{n}", party=f"v{n}", title=f"契約{n}") for n in range(50)]
    keep(estate(*more, *more_lines, *more_contracts))
    assert counts() == few


def test_the_page_says_why_the_tier_is_what_it_is(planner: Visitor, keep: Keep) -> None:
    keep(estate())
    page = planner.get(f"/vendors/{MAINTAINER}").text
    assert "院内ネットワークに届く" in page
    assert "院内に届く線がある" in page
    assert "保守拠点の端末 → 給食管理サーバ" in page


def test_the_page_offers_what_is_missing_to_who_may_add_it(
    planner: Visitor, signed_in: SignIn, keep: Keep
) -> None:
    keep(estate())
    page = planner.get(f"/vendors/{CATERER}")
    for wanted in (f"/vendors/{CATERER}/lines/new", f"/contracts/new?party={CATERER}"):
        assert wanted in links_on(page)
    auditor = signed_in(Role.AUDITOR).get(f"/vendors/{CATERER}").text
    assert "次にすること" not in auditor


def test_the_hospital_is_no_vendor(planner: Visitor, keep: Keep, database: Database) -> None:
    keep(estate())
    for page in ("", "/edit", "/archive", "/history", "/approval", "/lines/new"):
        assert planner.get(f"/vendors/hospital{page}").status_code in {403, 404}, page
    sent = {"seen": "1", "name": "乗っ取り", "role": "vendor"}
    assert planner.post("/vendors/hospital/edit", sent).status_code == 404
    assert planner.post("/vendors/hospital/archive", sent).status_code == 404
    assert stored(database, "hospital").role is PartyRole.HOSPITAL


def test_the_hospitals_own_entry_is_changed_on_its_own_page(
    planner: Visitor, signed_in: SignIn, keep: Keep, database: Database
) -> None:
    keep(estate())
    _, answer = fill_in(planner, "/hospital", name="試験市民病院", role="vendor")
    assert answer.status_code == 303
    assert stored(database, "hospital").name == "試験市民病院"
    assert stored(database, "hospital").role is PartyRole.HOSPITAL
    assert "試験市民病院" in planner.get("/facilities").text
    assert signed_in(Role.PROCUREMENT).get("/hospital").status_code == 403


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"name": ""}, "入力してください"),
        ({"name": "  \u200b "}, "入力してください"),
        ({"name": "長" * 201}, "200文字までです"),
        ({"corporate_number": "123"}, "13桁"),
        ({"corporate_number": "1234567890128"}, "検査数字が合いません"),
        ({"website": "http://example.jp"}, "https://"),
        ({"website": "javascript:alert(1)"}, "https://"),
        ({"role": "hospital"}, "候補の中から"),
        ({"criticality": "enormous"}, "候補の中から"),
        ({"it_vendor": "perhaps"}, "候補の中から"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_lost(
    planner: Visitor, keep: Keep, database: Database, typed: dict[str, str], message: str
) -> None:
    keep(estate())
    before = stored(database, EHR)
    _, answer = fill_in(planner, f"/vendors/{EHR}/edit", note="書いておいた備考", **typed)
    assert answer.status_code == 422
    (name,) = typed
    beside = answer.text.partition(f'id="{name}-error"')[2].partition("</div>")[0]
    assert message in beside
    assert f'href="#{name}"' in answer.text
    assert form_on(answer)["note"] == ["書いておいた備考"]
    assert stored(database, EHR) == before


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ({"corporate_number": "７０００-０１２０-５０００２"}, "7000012050002"),
        ({"name": "ミナヅル\u202e給食"}, "ミナヅル給食"),
        ({"name": "𠮷田電機㈱ 髙﨑①"}, "𠮷田電機㈱ 髙﨑①"),
    ],
)
def test_numbers_are_read_in_any_width_and_names_kept_to_the_letter(
    planner: Visitor, keep: Keep, database: Database, typed: dict[str, str], kept: str
) -> None:
    keep(estate())
    _, answer = fill_in(planner, f"/vendors/{EHR}/edit", **typed)
    assert answer.status_code == 303
    (name,) = typed
    assert getattr(stored(database, EHR), name) == kept


def test_a_name_that_looks_like_another_is_pointed_out_but_kept(
    planner: Visitor, keep: Keep
) -> None:
    keep(estate())
    form = {"name": "株式会社 電子カルテ事業者", "role": "vendor"}
    _, answer = fill_in(planner, "/vendors/new", **form)
    assert answer.status_code == 303
    assert "よく似た名前、または同じ法人番号の委託先があります" in follow(planner, answer).text


@pytest.mark.parametrize("name", ["New", "archived", "Register", "wizard"])
def test_a_name_like_a_part_of_an_address_gets_another_id(
    planner: Visitor, keep: Keep, name: str
) -> None:
    keep(estate())
    _, answer = fill_in(planner, "/vendors/new", name=name, role="vendor")
    assert planner.get(answer.location).status_code == 200
    assert f"<h1>{name}</h1>" in planner.get(answer.location).text


def sheets(content: bytes) -> dict[str, Any]:
    book = load_workbook(BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_the_register_holds_what_the_list_shows_and_is_noted_in_the_log(
    planner: Visitor, keep: Keep, database: Database
) -> None:
    keep(estate())
    answer = planner.get("/vendors/register?kind=trade")
    assert answer.status_code == 200
    assert "filename*=UTF-8''" in answer.headers["Content-Disposition"]
    book = sheets(answer.data)
    assert [row[0] for row in book["委託先"][1:]] == ["給食事業者"]
    assert [row[0] for row in book["サービス"][1:]] == ["患者給食"]
    assert len(book["契約"]) == 1
    with database.reading() as session:
        event = list_events(session, limit=1)[0]
    assert (event.action, event.noun, event.actor) == ("downloaded", "register", "planner の人")


def test_the_register_without_the_attack_map_has_no_paths_and_only_visible_gaps(
    planner: Visitor, signed_in: SignIn, keep: Keep
) -> None:
    keep(estate())
    full = sheets(planner.get("/vendors/register").data)["委託先"]
    part = sheets(signed_in(Role.PROCUREMENT).get("/vendors/register").data)["委託先"]
    path, gaps = full[0].index("基幹システムへの経路"), full[0].index("不備の数")
    line = [row[0] for row in full].index("保守事業者")
    assert full[line][path] != ""
    assert part[line][path] == ""
    assert float(str(part[line][gaps])) < float(str(full[line][gaps]))


def test_the_list_as_csv_takes_no_formula(planner: Visitor, keep: Keep) -> None:
    keep(estate(party("bad", name="=HYPERLINK(1)", kana="@x")))
    text = planner.get("/vendors?as=csv").data.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert "\r\n=HYPERLINK" not in text
    assert text.startswith("事業者名,サービス,区分")


def test_management_approves_with_day_and_name(
    planner: Visitor, signed_in: SignIn, keep: Keep, database: Database
) -> None:
    keep(estate(party(EHR, criticality=Criticality.HIGH)))
    boss = signed_in(Role.EXECUTIVE)
    assert f"/vendors/{EHR}/approval" in links_on(boss.get(f"/vendors/{EHR}"))
    path = f"/vendors/{EHR}/approval"
    assert form_on(boss.get(path))["approved_on"] == ["2026/11/22"]
    _, answer = fill_in(boss, path, approved_on="令和8年11月1日", approved_by="病院長 山田")
    assert answer.status_code == 303
    assert stored(database, EHR).approved_by == "病院長 山田"
    assert "2026年11月1日" in planner.get(f"/vendors/{EHR}").text
    assert planner.get(path).status_code == 403
    assert planner.post(path, {"seen": "2", "approved_by": "自分"}).status_code == 403


def test_an_approval_lies_not_in_the_future_and_has_a_name(
    signed_in: SignIn, keep: Keep, database: Database
) -> None:
    keep(estate())
    boss = signed_in(Role.EXECUTIVE)
    path = f"/vendors/{EHR}/approval"
    _, answer = fill_in(boss, path, approved_on="2026/11/23", approved_by="")
    assert answer.status_code == 422
    assert "今日より先です" in answer.text
    assert form_on(answer)["approved_on"] == ["2026/11/23"]
    assert stored(database, EHR).approved_on is None


def test_an_approval_of_something_that_changed_meanwhile_is_asked_again(
    planner: Visitor, signed_in: SignIn, keep: Keep, database: Database
) -> None:
    keep(estate())
    boss = signed_in(Role.EXECUTIVE)
    path = f"/vendors/{EHR}/approval"
    sent = form_on(boss.get(path))
    fill_in(planner, f"/vendors/{EHR}/edit", note="条件が変わった")
    assert boss.post(path, sent).status_code == 409
    assert stored(database, EHR).approved_on is None


def test_an_approval_is_withdrawn_and_stays_in_the_history(
    signed_in: SignIn, keep: Keep, database: Database
) -> None:
    keep(estate())
    boss = signed_in(Role.EXECUTIVE)
    fill_in(boss, f"/vendors/{EHR}/approval", approved_by="病院長")
    answer = boss.post(f"/vendors/{EHR}/approval/withdraw", {"seen": "2"})
    assert answer.status_code == 303
    assert stored(database, EHR).approved_on is None
    assert "病院長" in boss.get(f"/vendors/{EHR}/history").text


def test_a_line_recorded_later_shows_in_tier_and_count(planner: Visitor, keep: Keep) -> None:
    keep(estate())
    assert "標準" in planner.get(f"/vendors/{CATERER}").text
    line = (
        asset("kitchen", location="external", owner=CATERER, label="調理場の端末"),
        connection("kitchen", "meal-server", "meal-line", line_party=CATERER),
    )
    keep(estate(*line))
    page = planner.get(f"/vendors/{CATERER}").text
    assert "院内に届く線がある" in page


def test_a_vendors_history_holds_what_belongs_to_it(
    planner: Visitor, signed_in: Callable[[Role], Visitor], keep: Callable[[Portfolio], None]
) -> None:
    keep(estate())
    fill_in(planner, "/services/ehr-saas/edit", note="サービスの備考を変えた")
    fill_in(planner, "/contracts/c-ehr/edit", note="契約の備考を変えた")
    fill_in(planner, f"/vendors/{EHR}/edit", note="会社の備考を変えた")
    page = planner.get(f"/vendors/{EHR}/history")
    for shown in ("サービスの備考を変えた", "契約の備考を変えた", "会社の備考を変えた"):
        assert shown in page.text
    assert "/contracts/c-ehr/history" in links_on(page)
    fill_in(planner, "/connections/line-1/edit", note="線の備考を変えた")
    path = f"/vendors/{MAINTAINER}/history"
    assert "線の備考を変えた" in planner.get(path).text
    assert "線の備考を変えた" not in signed_in(Role.PROCUREMENT).get(path).text
    planner.post("/services/ehr-saas/archive", {"seen": "2"})
    assert "電子カルテSaaS" in planner.get(f"/vendors/{EHR}/history").text
