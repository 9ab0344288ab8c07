"""線の記録: a caterer gets a line, and the product says at once what that changes."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.web.browse import fill_in, follow, form_on, links_on, press_undo
from tests.web.conftest import Visitor
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Asset, Connection, Portfolio, Responsibility
from vendormgr.exchange.demo import demo_portfolio
from vendormgr.exchange.seed import load_catalogue
from vendormgr.store.engine import Database
from vendormgr.store.portfolio import load_portfolio

NEW = "/vendors/minazuru/lines/new"
TODAY = date(2026, 11, 22)
LINE = {
    "to": "meal-server",
    "start_name": "ミナヅル給食 データセンターのサーバ",
    "line": "インターネットVPN",
    "protocol": "rdp",
    "always_on": "yes",
    "control_mfa": "no",
}


@pytest.fixture(autouse=True)
def demo(keep: Callable[[Portfolio], None]) -> None:
    keep(demo_portfolio(load_catalogue(), TODAY))


@pytest.fixture
def portfolio(database: Database) -> Callable[[], Portfolio]:
    """The portfolio as it is stored now."""

    def now() -> Portfolio:
        with database.reading() as session:
            return load_portfolio(session, TODAY)

    return now


def test_the_osaka_story_column_tier_path_and_gaps_change_with_the_line(planner: Visitor) -> None:
    before = planner.get("/vendors/minazuru").text
    assert "いまの記録では、区分は「標準」です" in before
    assert "業務委託(接続なし)" in planner.get("/services/meal-catering").text
    assert NEW in links_on(planner.get("/vendors/minazuru"))
    _, answer = fill_in(planner, NEW, **LINE)
    assert answer.status_code == 303, answer.text
    page = follow(planner, answer).text
    assert "ミナヅル給食株式会社から基幹システムまで道が開いています" in page
    assert "院内に届く線があるため" in page
    assert "業務委託(接続あり)" in page
    hops = page.partition('class="table as-cards hops"')[2].partition("</table>")[0]
    first = hops.index("ミナヅル給食 データセンターのサーバ → 給食管理サーバ")
    assert first < hops.index("給食管理サーバ → 電子カルテ基幹サーバ")
    assert "二要素認証" in hops
    assert "緊急" in page
    after = planner.get("/vendors/minazuru").text
    assert "この会社から基幹システムまで道が開いています" in after
    assert "業務委託(接続あり)" in planner.get("/services/meal-catering").text


def test_both_ends_the_line_and_who_updates_it_are_recorded_together(
    planner: Visitor, portfolio: Callable[[], Portfolio]
) -> None:
    before = portfolio()
    fill_in(planner, NEW, **LINE, updater="minazuru", note="栄養科から聞き取り")
    after = portfolio()
    (side,) = [one for one in after.assets if one not in before.assets]
    (line,) = [one for one in after.connections if one not in before.connections]
    (duty,) = [one for one in after.responsibilities if one not in before.responsibilities]
    assert isinstance(side, Asset)
    assert (side.owner, side.label, side.location) == ("minazuru", LINE["start_name"], "external")
    assert isinstance(line, Connection)
    assert (line.from_, line.to, line.kind) == (side.id, "meal-server", "remote_session")
    assert (line.line_party, line.always_on, line.controls) == ("minazuru", True, {"mfa": False})
    assert isinstance(duty, Responsibility)
    assert (duty.subject, duty.duty, duty.accountable) == (line.id, "patch", ("minazuru",))


def test_a_form_that_arrives_twice_records_one_line(
    planner: Visitor, portfolio: Callable[[], Portfolio]
) -> None:
    before = len(portfolio().connections)
    sent, first = fill_in(planner, NEW, **LINE)
    second = planner.post(NEW, sent)
    assert len(portfolio().connections) == before + 1
    assert second.location == first.location
    assert "すでに登録されています" in follow(planner, second).text


def test_a_side_without_a_name_is_called_after_the_vendor(
    planner: Visitor, portfolio: Callable[[], Portfolio]
) -> None:
    fill_in(planner, NEW, to="meal-server")
    assert "ミナヅル給食株式会社のシステム" in [one.label for one in portfolio().assets]


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"to": ""}, "入力してください"),
        ({"to": "nothing"}, "候補の中から"),
        ({"start": "meal-server"}, "候補の中から"),
        ({"updater": "nobody"}, "候補の中から"),
        ({"start_name": "長" * 201}, "200文字まで"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_half_saved(
    planner: Visitor, portfolio: Callable[[], Portfolio], typed: dict[str, str], message: str
) -> None:
    before = portfolio()
    _, answer = fill_in(planner, NEW, **{**LINE, "note": "聞き取り中", **typed})
    assert answer.status_code == 422
    (name,) = typed
    assert message in answer.text.partition(f'id="{name}-error"')[2].partition("</div>")[0]
    assert form_on(answer)["note"] == ["聞き取り中"]
    assert portfolio() == before


def test_what_belongs_to_the_vendors_system_comes_first(planner: Visitor) -> None:
    page = planner.get(NEW).text.partition('id="to"')[2].partition("</select>")[0]
    assert page.index('value="meal-server"') < page.index('value="ehr-core"')


def test_each_kind_of_line_has_its_own_questions(planner: Visitor) -> None:
    assert "control_mfa" in form_on(planner.get(NEW))
    assert "control_content_checked" in form_on(planner.get(f"{NEW}?kind=file_drop"))
    for kind in ("lateral", "nothing", ""):
        assert planner.get(f"{NEW}?kind={kind}").status_code == 404


def test_the_hospital_and_unknown_vendors_have_no_lines(planner: Visitor) -> None:
    for id_ in ("hospital", "nobody"):
        assert planner.get(f"/vendors/{id_}/lines/new").status_code == 404
        assert planner.post(f"/vendors/{id_}/lines/new", LINE).status_code == 404


def test_only_planner_and_operator_record_lines(
    signed_in: Callable[[Role], Visitor], portfolio: Callable[[], Portfolio]
) -> None:
    before = portfolio()
    for role in (Role.PROCUREMENT, Role.CONTRACTS, Role.EXECUTIVE, Role.AUDITOR):
        assert signed_in(role).post(NEW, LINE).status_code == 403
    assert portfolio() == before
    _, answer = fill_in(signed_in(Role.OPERATOR), NEW, **LINE)
    assert answer.status_code == 303


def test_the_story_ends_when_the_line_is_opened_only_on_approval_with_two_factors(
    planner: Visitor, portfolio: Callable[[], Portfolio]
) -> None:
    known = {one.id for one in portfolio().connections}
    fill_in(planner, NEW, **LINE)
    (line,) = [one.id for one in portfolio().connections if one.id not in known]
    mended = {"always_on": "no", "control_mfa": "yes", "control_approval_per_session": "yes"}
    _, answer = fill_in(planner, f"/connections/{line}/edit", **mended)
    assert "この接続は閉じています" in follow(planner, answer).text
    page = planner.get("/connections/of/minazuru").text
    assert "この会社から基幹システムへの道はありません" in page
    assert "業務委託(接続あり)" in planner.get("/services/meal-catering").text


def test_one_undo_takes_back_the_line_with_all_that_was_made_along_with_it(
    planner: Visitor, portfolio: Callable[[], Portfolio]
) -> None:
    before = portfolio()
    _, answer = fill_in(planner, NEW, **LINE, updater="minazuru")
    there = answer.location
    page = follow(planner, answer)
    assert "元に戻す</button>" in page.text
    press_undo(planner, page)
    assert portfolio() == before
    assert "保管" in planner.get(there).text, "the page of the line says what became of it"


def test_the_page_on_what_a_line_changes_offers_to_take_it_back_until_it_is_touched(
    planner: Visitor, portfolio: Callable[[], Portfolio]
) -> None:
    before = portfolio()
    _, answer = fill_in(planner, NEW, **LINE)
    planner.get(answer.location)
    again = planner.get(answer.location)
    assert "この記録を元に戻す" in again.text
    press_undo(planner, again)
    assert portfolio() == before
    _, answer = fill_in(planner, NEW, **LINE)
    line = answer.location.split("/")[2]
    fill_in(planner, f"/connections/{line}/edit", note="確認した")
    assert "この記録を元に戻す" not in planner.get(answer.location).text


@pytest.mark.parametrize("role", [Role.PLANNER, Role.OPERATOR])
def test_whoever_records_lines_says_when_all_are_recorded_and_takes_it_back(
    signed_in: Callable[[Role], Visitor], portfolio: Callable[[], Portfolio], role: Role
) -> None:
    visitor = signed_in(role)
    _, answer = fill_in(visitor, NEW, **LINE)
    page = follow(visitor, answer).text
    assert "これですべてですか" in page
    done = visitor.post("/vendors/minazuru/lines/all-listed")
    known = {one.id: one for one in portfolio().parties}
    assert known["minazuru"].lines_listed is True
    press_undo(visitor, follow(visitor, done))
    known = {one.id: one for one in portfolio().parties}
    assert known["minazuru"].lines_listed is None


def test_nobody_else_says_that_all_lines_are_recorded(
    signed_in: Callable[[Role], Visitor],
) -> None:
    for role in (Role.PROCUREMENT, Role.CONTRACTS, Role.EXECUTIVE, Role.AUDITOR):
        assert signed_in(role).post("/vendors/minazuru/lines/all-listed").status_code == 403
    for id_ in ("hospital", "nobody"):
        path = f"/vendors/{id_}/lines/all-listed"
        assert signed_in(Role.PLANNER).post(path).status_code == 404
