"""資産: what stands at both ends of each line; part of the attack map."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.domain.factories import HOSPITAL, MAINTAINER, asset, connection
from tests.web.browse import fill_in, form_on
from tests.web.conftest import Visitor
from tests.web.records import estate
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Asset, Portfolio
from vendormgr.store import record as store
from vendormgr.store.engine import Database

EDIT = "/assets/meal-server/edit"


@pytest.fixture(autouse=True)
def small_estate(keep: Callable[[Portfolio], None]) -> None:
    keep(estate(asset("net", kind="internet", location="external", label="インターネット")))


@pytest.fixture
def stored(database: Database) -> Callable[..., Asset]:
    """The asset as it is stored now."""

    def now(id_: str = "meal-server") -> Asset:
        with database.reading() as session:
            found = store.find(session, Asset, id_)
        assert found is not None
        return found.fact

    return now


Stored = Callable[..., Asset]


def test_the_page_shows_state_lines_duties_and_gaps(planner: Visitor) -> None:
    page = planner.get("/assets/meal-server").text
    for shown in ("給食管理サーバ", "保守事業者", "保守拠点の端末 → 給食管理サーバ"):
        assert shown in page
    assert planner.get("/assets/ehr-core").status_code == 200


def test_known_answers_about_protection_stay_when_the_form_does_not_touch_them(
    planner: Visitor, keep: Callable[[Portfolio], None], stored: Stored
) -> None:
    keep(estate(asset("meal-server", label="給食", controls={"av": True, "os_patched": False})))
    fill_in(planner, EDIT, edr="no")
    assert stored().controls == {"av": True, "os_patched": False, "edr": False}
    fill_in(planner, EDIT, av="unknown")
    assert stored().controls == {"av": None, "os_patched": False, "edr": False}


def test_the_internet_can_be_edited_like_any_asset(planner: Visitor) -> None:
    _, answer = fill_in(planner, "/assets/net/edit", note="x")
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"label": ""}, "入力してください"),
        ({"kind": ""}, "入力してください"),
        ({"kind": "toaster"}, "候補の中から"),
        ({"location": "moon"}, "候補の中から"),
        ({"owner": "nobody"}, "候補の中から"),
        ({"firmware_checked_on": "9999年1月1日"}, "年は"),
        ({"support_ends_on": "2026/2/30"}, "2026年2月30日はありません"),
        ({"firmware": "1" * 201}, "200文字まで"),
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


def test_days_are_read_in_japanese_years(planner: Visitor, stored: Stored) -> None:
    _, answer = fill_in(planner, EDIT, support_ends_on="令和１１年３月３１日")
    assert answer.status_code == 303
    assert stored().support_ends_on == date(2029, 3, 31)


def test_archiving_an_asset_takes_its_lines_along(planner: Visitor) -> None:
    page = planner.get("/assets/remote/archive").text
    assert "保守拠点の端末 → 給食管理サーバ" in page or "保守用の秘密のVPN" in page
    fill_in(planner, "/assets/remote/archive")
    assert "に保管されました" in planner.get("/connections/line-1").text


def test_who_may_not_see_the_attack_map_gets_nothing(
    signed_in: Callable[[Role], Visitor],
) -> None:
    for role in (Role.PROCUREMENT, Role.CONTRACTS, Role.ADMINISTRATOR):
        visitor = signed_in(role)
        for path in ("/assets", "/assets/meal-server", EDIT, "/assets/archived", "/assets?as=csv"):
            assert visitor.get(path).status_code == 403
    assert signed_in(Role.OPERATOR).get(EDIT).status_code == 200
    assert signed_in(Role.EXECUTIVE).get("/assets/meal-server").status_code == 200
    assert signed_in(Role.EXECUTIVE).get(EDIT).status_code == 403


def test_the_list_is_filtered_and_exported(planner: Visitor) -> None:
    rows = planner.get("/assets?location=external&as=csv").data.decode("utf-8-sig").splitlines()
    assert [row.partition(",")[0] for row in rows[1:]] == ["インターネット", "保守拠点の端末"]


def test_pages_take_as_many_statements_for_fifty_assets_as_for_one(
    planner: Visitor, keep: Callable[[Portfolio], None], count_statements: Callable[[], object]
) -> None:
    paths = ("/assets", "/assets/meal-server", EDIT, "/connections", "/connections/line-1")

    def counts() -> list[int]:
        found = []
        for path in paths:
            planner.get(path)
            with count_statements() as statements:  # type: ignore[attr-defined]
                assert planner.get(path).status_code == 200
            found.append(len(statements))
        return found

    few = counts()
    outside = [asset(f"o{n}", location="external", owner=MAINTAINER) for n in range(50)]
    inside = [asset(f"i{n}", label=f"機器{n}", owner=HOSPITAL) for n in range(50)]
    lines = [connection(f"o{n}", f"i{n}", f"l{n}", line_party=MAINTAINER) for n in range(50)]
    keep(estate(*outside, *inside, *lines))
    assert counts() == few
