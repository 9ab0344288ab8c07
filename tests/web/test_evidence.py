"""Evidence on screens: until when it holds, what it supports, and its earlier versions."""

from collections.abc import Callable

import pytest

from tests.domain.factories import CATERER, EHR, TODAY, disclosure, evidence, portfolio, said_no
from tests.web.conftest import Visitor
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Portfolio
from vendormgr.store.engine import Database
from vendormgr.store.portfolio import load_portfolio

Keep = Callable[[Portfolio], None]
SignIn = Callable[..., Visitor]
ENDED = evidence(id="old", expires_on="2026-11-21", title="古い登録証")
SOON = evidence(id="soon", expires_on="2027-02-20", title="もうすぐの登録証", replaces="older")
OLDER = evidence(id="older", expires_on="2024-02-20", title="以前の登録証")
LASTING = evidence(id="long", party=CATERER, expires_on="2027-02-21", title="続く登録証")


def test_the_list_says_what_ended_and_what_ends_soon(planner: Visitor, keep: Keep) -> None:
    keep(portfolio(ENDED, SOON, OLDER, LASTING))
    page = planner.get("/evidence").text
    assert "期限の切れた証跡が1件" in page
    assert "90日以内に期限を迎えるものが1件" in page
    expired = planner.get("/evidence?state=expired").text
    assert "古い登録証" in expired
    assert "続く登録証" not in expired
    assert "以前の登録証" in planner.get("/evidence?state=replaced").text
    assert "古い登録証" in planner.get("/evidence?as=csv").data.decode("utf-8-sig")


def test_replaced_versions_stay_and_are_shown(planner: Visitor, keep: Keep) -> None:
    keep(portfolio(SOON, OLDER))
    page = planner.get("/evidence/soon").text
    assert "差し替えの履歴" in page
    assert "以前の登録証" in page
    assert "新しい証跡に差し替えられています" in planner.get("/evidence/older").text
    form = planner.get("/evidence/new?party=ehr&replaces=soon").text
    assert 'selected value="soon"' in form


def test_what_it_supports_is_linked(planner: Visitor, keep: Keep, database: Database) -> None:
    keep(portfolio(disclosure(said_no("2-⑩"), product="製品")))
    typed = {
        "party": EHR,
        "kind": "isms",
        "issued_on": "R8.4.1",
        "supports": ["item:os-updates", "clause:audit-right", "answer:d1/2-⑩"],
        "digest": "a" * 64,
    }
    answer = planner.post("/evidence/new", typed)
    assert answer.status_code == 303
    with database.reading() as session:
        (made,) = load_portfolio(session, TODAY).evidence
    assert made.supports == ("item:os-updates", "clause:audit-right", "answer:d1/2-⑩")
    page = planner.get(answer.location).text
    for link in (
        "/catalogue/items/os-updates",
        "/catalogue/clauses/audit-right",
        "/disclosures/d1",
    ):
        assert f'href="{link}"' in page


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ({"issued_on": "2026/4/1", "expires_on": "2026/3/31"}, "発行日より後"),
        ({"digest": "abc"}, "64桁"),
        ({"party": ""}, "入力"),
    ],
)
def test_what_cannot_be_is_refused(
    typed: dict[str, str], word: str, planner: Visitor, keep: Keep
) -> None:
    keep(portfolio())
    answer = planner.post("/evidence/new", {"party": EHR, "kind": "isms", **typed})
    assert answer.status_code == 422
    assert word in answer.text


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ({"issued_on": "2027/1/1"}, "その日までは有効な認証とは数えません"),
        ({"issued_on": "2020/1/1", "expires_on": "2023/1/1"}, "期限が切れている"),
        ({}, "発行日がない"),
    ],
)
def test_what_proves_nothing_today_is_kept_with_a_word(
    typed: dict[str, str], word: str, planner: Visitor, keep: Keep
) -> None:
    keep(portfolio())
    answer = planner.post("/evidence/new", {"party": EHR, "kind": "isms", **typed})
    assert word in planner.get(answer.location).text


def test_a_link_that_is_no_address_is_only_text(planner: Visitor, keep: Keep) -> None:
    keep(portfolio(evidence(link="javascript:alert(1)"), evidence(id="e2", link="棚A-3")))
    assert 'href="javascript' not in planner.get("/evidence/e1").text
    assert "棚A-3" in planner.get("/evidence/e2").text


def test_a_vendor_shows_its_papers_and_an_auditor_may_not_change_them(
    signed_in: SignIn, keep: Keep
) -> None:
    keep(portfolio(ENDED, LASTING, disclosure(said_no("1"), product="電子カルテ製品")))
    auditor = signed_in(Role.AUDITOR)
    page = auditor.get(f"/evidence/of/{EHR}").text
    assert "古い登録証" in page
    assert "続く登録証" not in page
    assert "電子カルテ製品" in page
    assert auditor.get("/evidence/new").status_code == 403
