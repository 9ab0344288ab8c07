"""接続: lines between assets; their questions follow from their kind."""

from collections.abc import Callable

import pytest

from tests.domain.factories import CATERER, MAINTAINER
from tests.web.browse import fill_in, follow, form_on, links_on
from tests.web.conftest import TESTER, Visitor
from tests.web.records import estate
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Asset, Connection, Portfolio
from vendormgr.domain.vocabulary import AssetKind, Location
from vendormgr.exchange.seed import load_catalogue
from vendormgr.store import record as store
from vendormgr.store.engine import Database

EDIT = "/connections/line-1/edit"


@pytest.fixture(autouse=True)
def small_estate(keep: Callable[[Portfolio], None]) -> None:
    keep(estate())


@pytest.fixture
def stored(database: Database) -> Callable[..., Connection]:
    """The connection as it is stored now."""

    def now(id_: str = "line-1") -> Connection:
        with database.reading() as session:
            found = store.find(session, Connection, id_)
        assert found is not None
        return found.fact

    return now


Stored = Callable[..., Connection]


def test_every_kind_has_a_form_with_its_own_questions(planner: Visitor) -> None:
    offered = links_on(planner.get("/connections/kinds"))
    for kind in load_catalogue().kinds:
        assert f"/connections/new?kind={kind}" in offered
        page = planner.get(f"/connections/new?kind={kind}")
        assert page.status_code == 200
        assert "seen" in form_on(page)
    assert "control_media_scanned" in form_on(planner.get("/connections/new?kind=removable_media"))


@pytest.mark.parametrize("kind", ["nothing", "remote_session%00"])
def test_an_unknown_kind_is_not_found(planner: Visitor, kind: str) -> None:
    assert planner.get(f"/connections/new?kind={kind}").status_code == 404


@pytest.mark.parametrize("query", ["", "?kind="])
def test_without_a_kind_the_kinds_are_shown(planner: Visitor, query: str) -> None:
    answer = planner.get(f"/connections/new{query}")
    assert (answer.status_code, answer.location) == (303, "/connections/kinds")


@pytest.mark.parametrize(
    "path", ["/connections/new?kind=remote_session", f"/vendors/{MAINTAINER}/lines/new"]
)
def test_an_end_that_was_archived_meanwhile_is_named(
    planner: Visitor, database: Database, path: str
) -> None:
    with database.writing() as session:
        end = Asset(
            id="new-server", kind=AssetKind.SYSTEM, location=Location.HOSPITAL, label="新しいサーバ"
        )
        store.create(session, end, by=TESTER)
    sent = form_on(planner.get(path))
    with database.writing() as session:
        store.archive(session, Asset, end.id, by=TESTER, seen_version=1, reason=None)
    answer = planner.post(path, {**sent, "to": [end.id]})
    assert answer.status_code == 422
    assert "「新しいサーバ」は" in answer.text
    assert "さんが保管しました" in answer.text


def test_answers_yes_no_and_unknown_are_kept_apart(planner: Visitor, stored: Stored) -> None:
    fill_in(planner, EDIT, control_mfa="no", control_jump_host="yes")
    assert stored().controls == {"mfa": False, "jump_host": True}
    fill_in(planner, EDIT, control_mfa="unknown")
    assert stored().controls == {"mfa": None, "jump_host": True}
    page = planner.get("/connections/line-1").text
    assert "未確認" in page


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"to": "remote"}, "同じ資産どうしはつなげません"),
        ({"to": ""}, "入力してください"),
        ({"from_": "nothing"}, "候補の中から"),
        ({"line_party": "hospital"}, "候補の中から"),
        ({"controlled_by": "nobody"}, "候補の中から"),
        ({"protocol": "x" * 81}, "80文字まで"),
        ({"control_mfa": "perhaps"}, "候補の中から"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(
    planner: Visitor, stored: Stored, typed: dict[str, str], message: str
) -> None:
    before = stored()
    _, answer = fill_in(planner, EDIT, note="書いた備考", **typed)
    assert answer.status_code == 422
    (name,) = typed
    assert message in answer.text.partition(f'id="{name}-error"')[2].partition("</div>")[0]
    assert form_on(answer)["note"] == ["書いた備考"]
    assert stored() == before


def test_two_people_on_different_answers_lose_none(
    planner: Visitor, signed_in: Callable[[Role], Visitor], stored: Stored
) -> None:
    operator = signed_in(Role.OPERATOR)
    sent = form_on(planner.get(EDIT))
    fill_in(operator, EDIT, control_mfa="no")
    answer = planner.post(EDIT, {**sent, "control_jump_host": ["yes"]})
    assert answer.status_code == 409
    assert planner.post(EDIT, form_on(answer)).status_code == 303
    assert stored().controls == {"mfa": False, "jump_host": True}


def test_the_page_says_what_is_missing_who_answers_and_what_it_changes(planner: Visitor) -> None:
    page = planner.get("/connections/line-1")
    for shown in (
        "保守拠点の端末 → 給食管理サーバ",
        "保守用の秘密のVPN",
        "二要素認証",
        "保守事業者",
    ):
        assert shown in page.text
    assert "/connections/line-1/effect" in links_on(page)


def test_the_effect_page_tells_tier_path_and_gaps(planner: Visitor) -> None:
    page = planner.get("/connections/line-1/effect").text
    assert "院内に届く線があるため" in page
    assert "標準" in page
    assert "電子カルテ基幹サーバ" in page
    assert planner.get("/connections/nothing/effect").status_code == 404


def test_a_line_that_is_gone_says_so(planner: Visitor, keep: Callable[[Portfolio], None]) -> None:
    removed = Connection(
        id="line-1",
        from_="remote",
        to="meal-server",
        kind="remote_session",
        controls={"removed": True},
        line_party=MAINTAINER,
    )
    keep(estate(removed))
    page = planner.get("/connections/line-1")
    assert page.status_code == 200
    assert "撤去済み" in page.text
    assert planner.get("/connections/line-1/effect").status_code == 404


def test_a_vendors_lines_and_its_way_to_a_core_system(planner: Visitor) -> None:
    page = planner.get(f"/connections/of/{MAINTAINER}").text
    assert "2区間" in page
    assert page.index("保守拠点の端末 → 給食管理サーバ") < page.index(
        "給食管理サーバ → 電子カルテ基幹サーバ"
    )
    none = planner.get(f"/connections/of/{CATERER}")
    assert "線の記録がありません" in none.text
    assert f"/vendors/{CATERER}/lines/new" in links_on(none)
    for unknown in ("hospital", "nobody"):
        assert planner.get(f"/connections/of/{unknown}").status_code == 404


def test_the_list_is_filtered_and_exported(planner: Visitor) -> None:
    page = planner.get("/connections?entering=yes").text
    assert "保守用の秘密のVPN" in page
    assert "給食管理サーバ → 電子カルテ基幹サーバ</a>" not in page
    rows = planner.get("/connections?entering=yes&as=csv").data.decode("utf-8-sig").splitlines()
    assert len(rows) == 2
    assert "保守拠点の端末 → 給食管理サーバ" in rows[1]
    assert "？ 二要素認証" in rows[1]


def test_who_may_not_see_the_attack_map_gets_nothing(
    signed_in: Callable[[Role], Visitor],
) -> None:
    paths = ["/connections", "/connections/line-1", EDIT, "/connections/line-1/effect"]
    paths += [f"/connections/of/{MAINTAINER}", "/connections/kinds", "/connections?as=xlsx"]
    paths += [f"/vendors/{MAINTAINER}/lines/new", "/connections/line-1/history"]
    for role in (Role.PROCUREMENT, Role.CONTRACTS, Role.ADMINISTRATOR):
        for path in paths:
            assert signed_in(role).get(path).status_code == 403, path


def test_a_new_line_leads_to_its_page(planner: Visitor) -> None:
    chosen = {"from_": "remote", "to": "ehr-core", "line_party": MAINTAINER, "control_mfa": "no"}
    _, answer = fill_in(planner, "/connections/new?kind=remote_session", **chosen)
    assert "保守拠点の端末 → 電子カルテ基幹サーバ" in follow(planner, answer).text
