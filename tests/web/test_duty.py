"""義務の割当: somebody, nobody, or not confirmed; three different answers."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.domain.factories import EHR, HOSPITAL, MAINTAINER
from tests.web.browse import fill_in, follow, form_on
from tests.web.conftest import Visitor
from tests.web.records import estate
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Portfolio, Responsibility
from vendormgr.store import record as store
from vendormgr.store.engine import Database

EDIT = "/duties/duty.1/edit"


@pytest.fixture(autouse=True)
def small_estate(keep: Callable[[Portfolio], None]) -> None:
    keep(estate())


@pytest.fixture
def stored(database: Database) -> Callable[[], Responsibility]:
    """The duty as it is stored now."""

    def now() -> Responsibility:
        with database.reading() as session:
            found = store.find(session, Responsibility, "duty.1")
        assert found is not None
        return found.fact

    return now


@pytest.mark.parametrize(
    ("answer", "chosen", "kept"),
    [
        ("named", [HOSPITAL], (HOSPITAL,)),
        ("named", [HOSPITAL, MAINTAINER], (HOSPITAL, MAINTAINER)),
        ("nobody", [], ()),
        ("nobody", [MAINTAINER], ()),
        ("unknown", [], None),
    ],
)
def test_somebody_nobody_and_not_confirmed_are_three_answers(
    planner: Visitor,
    stored: Callable[[], Responsibility],
    answer: str,
    chosen: list[str],
    kept: tuple[str, ...] | None,
) -> None:
    _, sent = fill_in(planner, EDIT, answer=answer, accountable=chosen)
    assert sent.location == "/connections/line-1"
    assert stored().accountable == kept
    assert form_on(planner.get(EDIT))["answer"] == [answer]


def test_somebody_without_a_name_is_refused(
    planner: Visitor, stored: Callable[[], Responsibility]
) -> None:
    before = stored()
    _, answer = fill_in(planner, EDIT, answer="named", accountable=[], evidence="契約 第7条")
    assert answer.status_code == 422
    assert "担当を選ぶか" in answer.text
    assert form_on(answer)["evidence"] == ["契約 第7条"]
    assert stored() == before


@pytest.mark.parametrize(
    "typed", [{"duty": ""}, {"duty": "sleep"}, {"accountable": ["nobody"]}, {"answer": "maybe"}]
)
def test_what_cannot_be_is_refused(
    planner: Visitor, stored: Callable[[], Responsibility], typed: dict[str, Any]
) -> None:
    before = stored()
    _, answer = fill_in(planner, EDIT, **typed)
    assert answer.status_code == 422
    assert stored() == before


def test_what_a_recorded_duty_is_about_cannot_be_changed(
    planner: Visitor, stored: Callable[[], Responsibility]
) -> None:
    fill_in(planner, EDIT, subject="ehr-core", evidence="移した")
    assert stored().subject == "line-1"


@pytest.mark.parametrize("subject", ["", "nothing", "ehr", "main-house", "x" * 500])
def test_a_duty_is_about_an_asset_a_line_or_a_service(planner: Visitor, subject: str) -> None:
    assert planner.get(f"/duties/new?subject={subject}").status_code == 404
    sent = {"subject": subject, "duty": "patch", "answer": "nobody"}
    assert planner.post("/duties/new", sent).status_code == 404


@pytest.mark.parametrize(
    ("subject", "home"),
    [
        ("line-1", "/connections/line-1"),
        ("meal-server", "/assets/meal-server"),
        ("ehr-saas", "/services/ehr-saas"),
    ],
)
def test_a_new_duty_leads_back_to_what_it_is_about(
    planner: Visitor, subject: str, home: str
) -> None:
    path = f"/duties/new?subject={subject}"
    _, answer = fill_in(planner, path, duty="backup", answer="named", accountable=[EHR])
    assert answer.location == home


def test_the_same_duty_twice_is_pointed_out(planner: Visitor) -> None:
    path = "/duties/new?subject=line-1"
    _, answer = fill_in(planner, path, duty="patch", answer="named", accountable=[HOSPITAL])
    page = follow(planner, answer).text
    assert "同じ義務の担当がすでに記録されています" in page


def test_the_history_calls_the_duty_by_its_name(planner: Visitor) -> None:
    fill_in(planner, EDIT, duty="mfa")
    page = planner.get("/duties/duty.1/history").text
    assert "二要素認証" in page
    assert "保守事業者" in page


def test_who_may_not_see_the_attack_map_gets_nothing(
    signed_in: Callable[[Role], Visitor],
) -> None:
    for role in (Role.PROCUREMENT, Role.CONTRACTS):
        for path in ("/duties/duty.1", EDIT, "/duties/new?subject=ehr-saas", "/duties/archived"):
            assert signed_in(role).get(path).status_code == 403
