"""新規委託先: five steps, a draft that survives everything, and records made all at once."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.domain.factories import party
from tests.web.browse import fill_in, follow, form_on, forms_on, links_on, press_undo
from tests.web.conftest import MovableClock, Visitor
from tests.web.records import estate
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Party, Portfolio
from vendormgr.store import record as store
from vendormgr.store.audit import Actor
from vendormgr.store.engine import Database
from vendormgr.store.portfolio import load_portfolio

START = "/vendors/wizard"
WHO = {"name": "ミナヅル給食株式会社", "it_vendor": "no", "trade": "患者給食"}
SERVICE = {"service_name": "院外調理", "model": "bpo", "system": "ehr-system"}
DATA = {"data_class": "business", "stop_tolerance_hours": "４８", "criticality": "standard"}
SITE = {"has_line": "yes", "line_kind": "remote_session", "line_to": "meal-server"}
CONTRACT = {"title": "給食委託契約", "starts_on": "令和8年4月1日", "ends_on": "R9.3.31"}
ALL = {"who": WHO, "service": SERVICE, "data": DATA, "site": SITE, "contract": CONTRACT}


@pytest.fixture(autouse=True)
def small_estate(keep: Callable[[Portfolio], None]) -> None:
    keep(estate())


@pytest.fixture
def portfolio(database: Database, clock: MovableClock) -> Callable[[], Portfolio]:
    """The portfolio as it is stored now."""

    def now() -> Portfolio:
        with database.reading() as session:
            return load_portfolio(session, clock().date())

    return now


Now = Callable[[], Portfolio]


def begin(visitor: Visitor) -> str:
    """The address of a new draft, without a step."""
    form = next(one for one in forms_on(visitor.get(START)) if "/wizard/" in one.action)
    return form.action.rpartition("/")[0]


def send(visitor: Visitor, path: str, typed: dict[str, Any], go: str = "next") -> Any:
    return visitor.post(path, {**typed, "go": go})


def answer_all(visitor: Visitor, **changes: dict[str, Any]) -> str:
    """Fill in every step; gives the address of the draft."""
    draft = begin(visitor)
    for step, typed in ALL.items():
        answer = send(visitor, f"{draft}/{step}", {**typed, **changes.get(step, {})})
        assert answer.status_code in {303, 404}, answer.text
    return draft


def test_five_steps_make_vendor_service_contract_and_line_at_once(
    planner: Visitor, portfolio: Now
) -> None:
    before = portfolio()
    draft = answer_all(planner)
    assert portfolio() == before, "nothing is recorded before the last page"
    page = planner.get(f"{draft}/check")
    for shown in (
        "ミナヅル給食株式会社",
        "院外調理",
        "給食委託契約",
        "2027年3月31日",
        "給食管理サーバ",
    ):
        assert shown in page.text
    _, answer = fill_in(planner, f"{draft}/check", "sending")
    assert answer.status_code == 303
    after = portfolio()
    (vendor,) = [one for one in after.parties if one not in before.parties]
    (service,) = [one for one in after.services if one not in before.services]
    (contract,) = [one for one in after.contracts if one not in before.contracts]
    (line,) = [one for one in after.connections if one not in before.connections]
    assert (vendor.name, vendor.it_vendor, vendor.service) == (WHO["name"], False, "患者給食")
    assert (service.vendor, service.system, service.stop_tolerance_hours) == (
        vendor.id,
        "ehr-system",
        48,
    )
    assert (contract.party, contract.services) == (vendor.id, (service.id,))
    assert (line.line_party, line.to) == (vendor.id, "meal-server")
    assert answer.location == f"/connections/{line.id}/effect"
    assert "を登録しました" in follow(planner, answer).text


def test_the_panel_tells_tier_column_questions_and_clauses_as_they_grow(planner: Visitor) -> None:
    draft = begin(planner)
    send(planner, f"{draft}/who", WHO)
    assert "提供形態を選ぶと出ます" in planner.get(f"{draft}/service").text
    send(planner, f"{draft}/service", SERVICE)
    page = planner.get(f"{draft}/data").text
    assert "業務委託(接続なし)" in page
    assert "契約で確かめる条項" in page
    send(planner, f"{draft}/data", {**DATA, "data_class": "phi"})
    outlook = planner.get(f"{draft}/site").text.partition('id="outlook"')[2]
    assert "高" in outlook.partition("<h3>")[2].partition("</h3>")[0]
    send(planner, f"{draft}/data", DATA)
    outlook = planner.get(f"{draft}/site").text.partition('id="outlook"')[2]
    assert "標準" in outlook.partition("<h3>")[2].partition("</h3>")[0]
    send(planner, f"{draft}/site", SITE)
    outlook = planner.get(f"{draft}/contract").text.partition('id="outlook"')[2]
    assert "高" in outlook.partition("<h3>")[2].partition("</h3>")[0]
    assert "業務委託(接続あり)" in outlook


def test_the_panel_comes_alone_and_keeps_what_is_typed(planner: Visitor) -> None:
    draft = begin(planner)
    answer = send(planner, f"{draft}/who/panel", {"name": "電子カルテ事業者"})
    assert answer.status_code == 200
    assert "<html" not in answer.text
    assert "よく似た委託先があります" in answer.text
    assert form_on(planner.get(f"{draft}/who"), "name")["name"] == ["電子カルテ事業者"]


@pytest.mark.parametrize("go", ["back", "later", "who", "check", "next"])
def test_every_button_keeps_what_was_typed_right_or_wrong(planner: Visitor, go: str) -> None:
    draft = begin(planner)
    send(planner, f"{draft}/who", WHO)
    answer = send(planner, f"{draft}/data", {**DATA, "stop_tolerance_hours": "二日"}, go)
    assert answer.status_code == (422 if go in {"next", "check"} else 303)
    kept = form_on(planner.get(f"{draft}/data"), "stop_tolerance_hours")
    assert kept["stop_tolerance_hours"] == ["二日"]
    assert kept["data_class"] == ["business"]


def test_buttons_lead_forth_back_and_to_any_step(planner: Visitor) -> None:
    draft = begin(planner)
    for go, there in (("next", "service"), ("site", "site"), ("check", "check"), ("back", "who")):
        assert send(planner, f"{draft}/who", WHO, go).location == f"{draft}/{there}"
    assert send(planner, f"{draft}/contract", CONTRACT).location == f"{draft}/check"
    assert send(planner, f"{draft}/who", WHO, "https://evil.example").location == f"{draft}/who"


@pytest.mark.parametrize(
    ("step", "typed", "field", "message"),
    [
        ("who", {"name": ""}, "name", "入力してください"),
        ("who", {"corporate_number": "1234"}, "corporate_number", "13桁"),
        ("service", {"model": ""}, "model", "どの形に近いか"),
        ("service", {"system": "nothing"}, "system", "候補の中から"),
        ("data", {"stop_tolerance_hours": "いつでも"}, "stop_tolerance_hours", "整数で"),
        ("site", {"line_to": "ehr"}, "line_to", "候補の中から"),
        ("contract", {"ends_on": "令和8年3月31日"}, "ends_on", "より前です"),
        ("contract", {"starts_on": "2026/2/30"}, "starts_on", "2026年2月30日はありません"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    planner: Visitor, step: str, typed: dict[str, str], field: str, message: str
) -> None:
    draft = begin(planner)
    answer = send(planner, f"{draft}/{step}", {**ALL[step], **typed})
    assert answer.status_code == 422
    assert message in answer.text.partition(f'id="{field}-error"')[2].partition("</div>")[0]


def test_the_last_page_leads_to_what_is_wrong_and_records_nothing(
    planner: Visitor, portfolio: Now
) -> None:
    before = portfolio()
    draft = begin(planner)
    send(planner, f"{draft}/who", WHO, "check")
    page = planner.get(f"{draft}/check")
    assert "直すところがあるため、まだ登録できません" in page.text
    assert f"{draft}/service#model" in links_on(page)
    answer = planner.post(f"{draft}/check", {"sending": "x"})
    assert answer.status_code == 422
    assert portfolio() == before


def test_a_double_click_on_the_last_button_makes_one_vendor(
    planner: Visitor, portfolio: Now
) -> None:
    draft = answer_all(planner)
    before = len(portfolio().parties)
    sent, first = fill_in(planner, f"{draft}/check", "sending")
    second = planner.post(f"{draft}/check", sent)
    assert len(portfolio().parties) == before + 1
    assert second.location == first.location
    assert "すでに登録されています" in follow(planner, second).text


def test_a_draft_survives_signing_out_and_waits_in_the_list(
    planner: Visitor, signed_in: Callable[[Role], Visitor]
) -> None:
    draft = begin(planner)
    send(planner, f"{draft}/who", WHO, "later")
    send(planner, f"{draft}/service", {"service_name": "書きかけ"}, "later")
    planner.post("/sign-out")
    again = signed_in(Role.PLANNER)
    page = again.get("/vendors")
    assert "途中の登録" in page.text
    assert f"{draft}/service" in links_on(page), "where the person was"
    assert "ミナヅル給食株式会社" in again.get(START).text
    assert form_on(again.get(f"{draft}/service"), "service_name")["service_name"] == ["書きかけ"]


def test_a_recorded_or_dropped_draft_is_gone(planner: Visitor) -> None:
    draft = answer_all(planner)
    fill_in(planner, f"{draft}/check", "sending")
    assert planner.get(f"{draft}/who").location == START
    other = begin(planner)
    send(planner, f"{other}/who", WHO)
    assert planner.post(f"{other}/drop").status_code == 303
    assert planner.get(f"{other}/check").location == START
    assert "途中の登録は見つかりません" in follow(planner, planner.get(f"{other}/check")).text


def test_drafts_are_a_persons_own(
    planner: Visitor, signed_in: Callable[[Role], Visitor], portfolio: Now
) -> None:
    draft = answer_all(planner)
    other = signed_in(Role.PROCUREMENT)
    assert other.get(f"{draft}/who").location == START
    assert "ミナヅル" not in other.get("/vendors").text
    before = portfolio()
    other.post(f"{draft}/check", {"sending": "x"})
    other.post(f"{draft}/drop")
    assert portfolio() == before
    assert form_on(planner.get(f"{draft}/who"), "name")["name"] == [WHO["name"]]


def test_a_draft_older_than_thirty_days_goes_with_the_next_one(
    planner: Visitor, signed_in: Callable[[Role], Visitor], clock: MovableClock
) -> None:
    draft = begin(planner)
    send(planner, f"{draft}/who", WHO)
    clock.forward(days=31)
    again = signed_in(Role.PLANNER)
    send(again, f"{begin(again)}/who", {"name": "次の会社"})
    assert again.get(f"{draft}/who").location == START


def test_looking_at_the_first_page_makes_no_draft(planner: Visitor) -> None:
    planner.get(START)
    planner.get(START)
    assert "途中の登録" not in planner.get("/vendors").text


@pytest.mark.parametrize("key", ["x", "../../vendors", "0" * 15, "g" * 16, "0" * 17, "%00"])
def test_a_made_up_address_is_not_found(planner: Visitor, key: str) -> None:
    for page in ("who", "check"):
        assert planner.get(f"{START}/{key}/{page}").status_code == 404
    assert planner.post(f"{START}/{key}/who", WHO).status_code == 404


def test_an_unknown_step_is_not_found(planner: Visitor) -> None:
    draft = begin(planner)
    assert planner.get(f"{draft}/risk").status_code == 404
    assert planner.post(f"{draft}/risk", WHO).status_code == 404
    assert planner.post(f"{draft}/risk/panel", WHO).status_code == 404


@pytest.mark.parametrize(
    "name", ["株式会社 電子カルテ事業者", "デンシカルテジギョウシャ", "電子カルテ事業者 大阪支店"]
)
def test_a_similar_name_is_pointed_out(planner: Visitor, name: str) -> None:
    draft = begin(planner)
    send(planner, f"{draft}/who", {"name": name})
    page = planner.get(f"{draft}/check").text
    assert "よく似た委託先があります" in page
    assert ">電子カルテ事業者</a>" in page


def test_an_equal_corporate_number_is_pointed_out_also_of_an_archived_vendor(
    planner: Visitor, keep: Callable[[Portfolio], None], database: Database
) -> None:
    keep(estate(party("old", name="旧社名", corporate_number="7000012050002")))
    with database.writing() as session:
        store.archive(session, Party, "old", by=Actor("t"), seen_version=1)
    draft = begin(planner)
    send(planner, f"{draft}/who", {"name": "新社名", "corporate_number": "7000-0120-50002"})
    assert ">旧社名</a>" in planner.get(f"{draft}/check").text


def test_no_contract_typed_makes_none(planner: Visitor, portfolio: Now) -> None:
    before = portfolio()
    blank = dict.fromkeys(CONTRACT, "")
    draft = answer_all(planner, contract=blank, site={"line_kind": ""})
    checked = planner.get(f"{draft}/check").text
    assert "契約は登録しません" in checked
    assert "線の端がまだ登録されていない" in checked
    assert "院内に届く線をすべて登録した" not in checked, "nobody was asked that"
    _, answer = fill_in(planner, f"{draft}/check", "sending")
    after = portfolio()
    assert after.contracts == before.contracts
    assert after.connections == before.connections
    vendor = after.parties[-1]
    assert answer.location == f"/vendors/{vendor.id}"
    assert vendor.lines_listed is False, "there is a line that is not recorded"
    page = follow(planner, answer).text
    assert "線あり・届く先が未記録" in page
    assert "線がどこに届くかを記録" in page, "what to do next"
    assert "線はあるが、どこに届くかが未記録" in page, "why the tier leaves the question open"
    gaps = planner.get(f"/gaps/of/{vendor.id}").text
    assert "線はあるが、届く先が未記録" in gaps
    assert "貴社から当院の院内につながる線" in gaps.partition('id="question-text"')[2]


def test_no_line_after_asking_is_kept_as_confirmed(planner: Visitor, portfolio: Now) -> None:
    draft = answer_all(planner, site={"has_line": "no"})
    fill_in(planner, f"{draft}/check", "sending")
    assert portfolio().parties[-1].lines_listed is True
    assert len(portfolio().connections) == 2


def test_procurement_has_four_steps_and_records_no_line_and_no_contract(
    signed_in: Callable[[Role], Visitor], portfolio: Now
) -> None:
    buyer = signed_in(Role.PROCUREMENT)
    before = portfolio()
    draft = answer_all(buyer)
    assert buyer.get(f"{draft}/contract").status_code == 404
    page = buyer.get(f"{draft}/site")
    assert "line_to" not in form_on(page, "has_line")
    for secret in ("給食管理サーバ", "電子カルテ基幹サーバ", "保守拠点"):
        assert secret not in page.text
    _, answer = fill_in(buyer, f"{draft}/check", "sending")
    after = portfolio()
    assert len(after.parties) == len(before.parties) + 1
    assert (after.contracts, after.connections, after.assets) == (
        before.contracts,
        before.connections,
        before.assets,
    )
    assert urlsplit(answer.location).path.startswith("/vendors/")


@pytest.mark.parametrize(
    "role", [Role.CONTRACTS, Role.OPERATOR, Role.EXECUTIVE, Role.AUDITOR, Role.ADMINISTRATOR]
)
def test_others_may_not_begin(signed_in: Callable[[Role], Visitor], role: Role) -> None:
    visitor = signed_in(role)
    assert visitor.get(START).status_code == 403
    assert visitor.post(f"{START}/{'0' * 16}/who", WHO).status_code == 403
    assert visitor.post(f"{START}/{'0' * 16}/check", {}).status_code == 403


def test_fields_that_are_not_in_the_step_are_passed_over(planner: Visitor, portfolio: Now) -> None:
    extra = {
        "role": "hospital",
        "approved_on": "2020/01/01",
        "id": "hospital",
        "criticality": "low",
    }
    draft = answer_all(planner, who=extra)
    fill_in(planner, f"{draft}/check", "sending")
    vendor = portfolio().parties[-1]
    assert (vendor.role, vendor.approved_on, vendor.criticality) == ("vendor", None, "standard")


def test_hostile_names_are_shown_as_text(planner: Visitor) -> None:
    hostile = '<script>alert("x")</script>'
    draft = answer_all(planner, who={"name": hostile}, service={"service_name": hostile})
    for page in ("who", "service", "check"):
        text = planner.get(f"{draft}/{page}").text
        assert "<script>alert" not in text
        assert "&lt;script&gt;" in text
    assert "<script>alert" not in planner.get("/vendors").text
    _, answer = fill_in(planner, f"{draft}/check", "sending")
    assert "<script>alert" not in follow(planner, answer).text


def test_a_step_after_an_expired_session_comes_back_filled_in_and_keeps_nothing_unasked(
    planner: Visitor, clock: MovableClock
) -> None:
    draft = begin(planner)
    send(planner, f"{draft}/who", WHO)
    clock.forward(hours=13)
    planner.headers["Sec-Fetch-Site"] = "same-origin"
    answer = send(planner, f"{draft}/service", {"service_name": "途中の文"})
    assert answer.status_code == 401
    carried = form_on(answer, "sign_in_name")
    password = {"sign_in_name": ["planner"], "sign_in_password": ["korinto-suika-7-tsubame"]}
    answer = planner.post(f"{draft}/service", {**carried, **password})
    assert answer.status_code == 200
    assert form_on(answer, "service_name")["service_name"] == ["途中の文"]


def test_a_system_that_was_archived_meanwhile_stops_the_recording_with_a_reason(
    planner: Visitor, portfolio: Now
) -> None:
    draft = answer_all(planner)
    fill_in(planner, "/systems/ehr-system/archive")
    before = portfolio()
    answer = planner.post(f"{draft}/check", {"sending": "x"})
    assert answer.status_code == 422
    assert f"{draft}/service#system" in links_on(answer)
    assert portfolio() == before


def test_steps_take_as_many_statements_for_fifty_vendors_as_for_one(
    planner: Visitor, keep: Callable[[Portfolio], None], count_statements: Callable[[], Any]
) -> None:
    draft = answer_all(planner)

    def counts() -> list[int]:
        found = []
        for step in (*ALL, "check"):
            planner.get(f"{draft}/{step}")
            with count_statements() as statements:
                assert planner.get(f"{draft}/{step}").status_code == 200
            found.append(len(statements))
        return found

    few = counts()
    keep(estate(*(party(f"v{n}", name=f"会社{n}") for n in range(50))))
    assert counts() == few


def test_the_column_is_provisional_until_the_line_is_recorded(planner: Visitor) -> None:
    draft = answer_all(planner, site={"line_kind": ""})
    panel = panel_of(planner.get(f"{draft}/site"))
    assert re.search(r"仮に「業務委託\(接続なし\)」の列です.*「接続あり」の列（\d+行）", panel)
    assert "の列で始まります" not in panel
    draft = answer_all(planner)
    assert "の列で始まります" in panel_of(planner.get(f"{draft}/site"))


def test_a_second_tab_does_not_overwrite_the_first_unseen(planner: Visitor) -> None:
    draft = begin(planner)
    send(planner, f"{draft}/who", WHO)
    first, second = (form_on(planner.get(f"{draft}/who"), "tab") for _ in range(2))
    assert send(planner, f"{draft}/who", {**first, "name": "先の画面"}).status_code == 303
    assert send(planner, f"{draft}/who", {**first, "name": "先の画面の続き"}).status_code == 303
    planner.post(f"{draft}/who/panel", {**second, "name": "後の画面"})
    answer = send(planner, f"{draft}/who", {**second, "name": "後の画面"})
    assert answer.status_code == 409
    assert "先の画面の続き" in answer.text
    assert 'value="後の画面"' in answer.text
    again = {**form_on(answer, "tab"), "name": "後の画面"}
    assert send(planner, f"{draft}/who", again).status_code == 303
    assert 'value="後の画面"' in planner.get(f"{draft}/who").text


def panel_of(page: Any) -> str:
    return str(page.text.partition('id="outlook"')[2])


def test_a_line_without_its_end_leaves_the_question_open_and_asks_the_vendor(
    planner: Visitor,
) -> None:
    draft = begin(planner)
    send(planner, f"{draft}/who", WHO)
    send(planner, f"{draft}/site", {"has_line": "yes"})
    panel = panel_of(planner.get(f"{draft}/site"))
    assert "届く先が分かりません" in panel
    assert "院内につながる線の種類と、院内のどこに届くか" in panel
    answers = panel.partition('class="plain answers"')[2].partition("</ul>")[0]
    assert "？" in answers.partition("院内ネットワークに届く")[0].rpartition("<li>")[2]


def test_every_question_of_the_tier_stands_once_and_is_asked_even_when_the_tier_is_high(
    planner: Visitor,
) -> None:
    draft = begin(planner)
    send(planner, f"{draft}/who", WHO)
    send(planner, f"{draft}/service", SERVICE)
    send(
        planner,
        f"{draft}/data",
        {"data_class": "phi", "stop_tolerance_hours": "4", "criticality": "critical"},
    )
    panel = panel_of(planner.get(f"{draft}/site"))
    answers = panel.partition('class="plain answers"')[2].partition("</ul>")[0]
    assert answers.count("<li>") == 4
    asked = panel.partition("この会社に聞くこと")[2].partition("</ul>")[0]
    assert "院内ネットワークに届くか" in asked


def test_the_panel_counts_every_row_that_would_be_the_hospitals(planner: Visitor) -> None:
    draft = begin(planner)
    send(planner, f"{draft}/who", WHO)
    send(planner, f"{draft}/service", {**SERVICE, "model": "saas"})
    panel = panel_of(planner.get(f"{draft}/data"))
    n = int(panel.partition("行も含めて")[2].partition("行")[0])
    held = {
        name: int(
            panel.partition(f"holder-{name}")[2].partition("行")[0].split()[-1].split(">")[-1]
        )
        for name in ("hospital", "vendor", "shared", "to_settle")
        if f"holder-{name}" in panel
    }
    assert n == sum(held.values())
    assert held["vendor"] > 0


def test_a_draft_remembers_where_the_person_was(planner: Visitor) -> None:
    draft = begin(planner)
    send(planner, f"{draft}/who", WHO)
    send(planner, f"{draft}/service", SERVICE, "site")
    assert f"{draft}/site" in links_on(planner.get("/vendors"))
    planner.post(f"{draft}/data/panel", DATA)
    assert f"{draft}/data" in links_on(planner.get("/vendors"))
    send(planner, f"{draft}/data", DATA, "check")
    assert f"{draft}/check" in links_on(planner.get("/vendors"))


def test_the_first_page_takes_the_address_of_its_draft_once_something_is_kept(
    planner: Visitor,
) -> None:
    page = planner.get(START).text
    assert f'hx-replace-url="{begin_of(page)}/who"' in page


def begin_of(page: str) -> str:
    return page.partition('action="/vendors/wizard/')[0] and (
        "/vendors/wizard/" + page.partition('action="/vendors/wizard/')[2].partition("/")[0]
    )


def test_throwing_a_draft_away_asks_says_what_goes_and_can_be_taken_back(
    planner: Visitor,
) -> None:
    draft = begin(planner)
    send(planner, f"{draft}/who", WHO, "later")
    assert f"{draft}/drop" in links_on(planner.get("/vendors"))
    page = planner.get(f"{draft}/drop").text
    assert "ミナヅル給食株式会社" in page
    assert "ミナヅル" in planner.get("/vendors").text, "asking changes nothing"
    listed = follow(planner, planner.post(f"{draft}/drop"))
    assert "途中の登録を破棄しました" in listed.text
    assert "ミナヅル" not in planner.get("/vendors").text
    assert f'action="{draft}/drop?undo=1"' in listed.text
    planner.post(f"{draft}/drop?undo=1")
    assert form_on(planner.get(f"{draft}/who"), "name")["name"] == [WHO["name"]]


def test_one_undo_takes_back_all_that_the_wizard_recorded(planner: Visitor, portfolio: Now) -> None:
    before = portfolio()
    draft = answer_all(planner)
    _, answer = fill_in(planner, f"{draft}/check", "sending")
    assert portfolio() != before
    press_undo(planner, follow(planner, answer))
    assert portfolio() == before
