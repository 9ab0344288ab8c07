"""The hospital's own rows and changed defaults: always marked, with a reason, never silent."""

from collections.abc import Callable

import pytest

from tests.domain.factories import TODAY, contract, portfolio, service
from tests.web.browse import follow, press_undo
from tests.web.conftest import Visitor
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import ItemDefault, OwnItem, Portfolio
from vendormgr.domain.vocabulary import Column, Holder
from vendormgr.store.engine import Database
from vendormgr.store.portfolio import load_portfolio

Keep = Callable[[Portfolio], None]
ITEMS, DEFAULTS = "/matrix/items", "/matrix/defaults"
ROW = {"title": "停止時の紙帳票", "layer": "bcp", "default_saas": "vendor"}
CHANGE = {
    "item": "os-updates",
    "column": "saas",
    "party": "hospital",
    "note": "当院の担当が更新しているため",
}


@pytest.fixture
def kept(database: Database) -> Callable[[], Portfolio]:
    """The portfolio as it is stored now."""

    def now() -> Portfolio:
        with database.reading() as session:
            return load_portfolio(session, TODAY)

    return now


Kept = Callable[[], Portfolio]


def test_a_row_of_ones_own_stands_in_every_matrix(planner: Visitor, keep: Keep, kept: Kept) -> None:
    keep(portfolio(service(), contract("ehr-saas", clauses={"service-continuity": "present"})))
    assert "要取決め" in planner.get(f"{ITEMS}/new").text
    answer = planner.post(f"{ITEMS}/new", {**ROW, "settled_by": ["service-continuity"]})
    assert answer.status_code == 303
    own = kept().own_items[0]
    assert own.defaults == {Column.SAAS: Holder.VENDOR}
    assert own.settled_by == ("service-continuity",)
    page = planner.get(f"/matrix/services/ehr-saas?service=ehr-saas&item={own.id}").text
    assert "停止時の紙帳票" in page
    assert "独自の行" in page
    assert "条項があるため、提案どおりの担当です。" in page
    assert "公的な根拠はありません" in page
    assert "独自の行が1つ" in planner.get(ITEMS).text


def test_a_row_can_be_edited_archived_and_brought_back(
    planner: Visitor, keep: Keep, kept: Kept
) -> None:
    keep(portfolio(service(), OwnItem(id="own", title="旧", layer="bcp")))
    planner.post(f"{ITEMS}/own/edit", {**ROW, "default_onprem": "shared", "seen": "1"})
    own = kept().own_items[0]
    assert (own.id, own.title) == ("own", "停止時の紙帳票")
    assert own.defaults == {Column.SAAS: Holder.VENDOR, Column.ONPREM: Holder.SHARED}
    assert "SaaS: 事業者" in planner.get(f"{ITEMS}/own/history").text
    planner.post(f"{ITEMS}/own/archive", {"seen": "2"})
    assert kept().own_items == ()
    planner.get("/matrix")
    assert "停止時の紙帳票" not in planner.get("/matrix/services/ehr-saas").text
    assert "停止時の紙帳票" in planner.get(f"{ITEMS}/archived").text
    assert planner.get(f"{ITEMS}/own").status_code == 200
    planner.post(f"{ITEMS}/own/restore", {"seen": "3"})
    assert planner.get(f"{ITEMS}/own").location == f"{ITEMS}#own"


def test_a_stale_row_answers_409(planner: Visitor, keep: Keep) -> None:
    keep(portfolio(OwnItem(id="own", title="旧", layer="bcp")))
    planner.post(f"{ITEMS}/own/edit", {**ROW, "seen": "1"})
    late = planner.post(f"{ITEMS}/own/edit", {**ROW, "title": "別の題", "seen": "1"})
    assert late.status_code == 409
    assert "停止時の紙帳票" in late.text
    assert "別の題" in late.text


def test_a_changed_default_moves_the_cells_and_says_why(
    planner: Visitor, keep: Keep, kept: Kept
) -> None:
    keep(portfolio(service(), contract("ehr-saas")))
    assert planner.post(f"{DEFAULTS}/new", CHANGE).status_code == 303
    assert kept().item_defaults[0].party is Holder.HOSPITAL
    page = planner.get("/matrix/services/ehr-saas?service=ehr-saas&item=os-updates").text
    assert "既定を変更" in page
    assert "当院が既定を変更：当院の担当が更新しているため" in page
    listed = planner.get(ITEMS).text
    assert "1サービスに適用" in listed
    assert "当院の担当が更新しているため" in listed


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"note": ""}, "変更した理由を入力してください"),
        ({"party": "vendor"}, "製品の既定も「事業者」です"),
        ({"item": "accountability-to-patients"}, "候補の中から選んでください"),
        ({"column": ""}, "入力してください"),
        ({"column": "none"}, "候補の中から選んでください"),
    ],
)
def test_a_change_without_sense_or_reason_is_refused(
    sent: dict[str, str], message: str, planner: Visitor, keep: Keep, kept: Kept
) -> None:
    keep(portfolio(service()))
    answer = planner.post(f"{DEFAULTS}/new", {**CHANGE, **sent})
    assert answer.status_code == 422
    assert message in answer.text
    assert kept().item_defaults == ()


def test_one_default_is_changed_once(planner: Visitor, keep: Keep, kept: Kept) -> None:
    keep(portfolio(service()))
    planner.post(f"{DEFAULTS}/new", CHANGE)
    second = planner.post(f"{DEFAULTS}/new", {**CHANGE, "party": "shared"})
    assert second.status_code == 422
    assert "すでに変更されています" in second.text
    id_ = kept().item_defaults[0].id
    again = {**CHANGE, "party": "shared", "seen": "1"}
    assert planner.post(f"{DEFAULTS}/{id_}/edit", again).status_code == 303
    assert kept().item_defaults[0].party is Holder.SHARED


def test_a_changed_default_can_be_put_away(planner: Visitor, keep: Keep, kept: Kept) -> None:
    change = ItemDefault(item="os-updates", column=Column.SAAS, party=Holder.HOSPITAL, note="x")
    keep(portfolio(service(), change))
    id_ = kept().item_defaults[0].id
    assert planner.get(f"{DEFAULTS}/{id_}").location == f"{ITEMS}#{id_}"
    planner.post(f"{DEFAULTS}/{id_}/archive", {"seen": "1"})
    assert kept().item_defaults == ()
    assert "元に戻す" in planner.get(f"{DEFAULTS}/{id_}").text
    assert "サーバOSの更新（SaaS）" in planner.get(f"{DEFAULTS}/archived").text


def test_an_archived_change_does_not_come_back_beside_a_live_one(
    planner: Visitor, keep: Keep, kept: Kept
) -> None:
    keep(portfolio(service()))
    planner.post(f"{DEFAULTS}/new", CHANGE)
    (first,) = kept().item_defaults
    put_away = planner.post(f"{DEFAULTS}/{first.id}/archive", {"seen": "1"})
    page = follow(planner, put_away)
    planner.post(f"{DEFAULTS}/new", {**CHANGE, "note": "別の理由"})
    live = kept().item_defaults
    answer = planner.post(f"{DEFAULTS}/{first.id}/restore", {"seen": "2"})
    assert "別の記録ですでに変更されています" in follow(planner, answer).text
    press_undo(planner, page)
    assert kept().item_defaults == live


@pytest.mark.parametrize("role", [Role.CONTRACTS, Role.OPERATOR, Role.AUDITOR])
def test_only_who_may_edit_the_catalogue_changes_rows(
    role: Role, signed_in: Callable[[Role], Visitor], keep: Keep, kept: Kept
) -> None:
    keep(portfolio(service(), OwnItem(id="own", title="旧", layer="bcp")))
    visitor = signed_in(role)
    assert "旧" in visitor.get(ITEMS).text
    assert "/new" not in visitor.get(ITEMS).text
    for path, sent in (
        (f"{ITEMS}/new", ROW),
        (f"{ITEMS}/own/edit", {**ROW, "seen": "1"}),
        (f"{ITEMS}/own/archive", {"seen": "1"}),
        (f"{DEFAULTS}/new", CHANGE),
    ):
        assert visitor.post(path, sent).status_code == 403
    assert [one.title for one in kept().own_items] == ["旧"]
    assert kept().item_defaults == ()
