"""条項の確認: one clause with its wording, and all clauses of a contract on one sheet."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.domain.factories import CATERER, asset, connection, contract
from tests.web.browse import fill_in, follow, form_on, links_on
from tests.web.conftest import Visitor
from tests.web.records import estate
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import ClauseState, Contract, Portfolio
from vendormgr.domain.vocabulary import ClauseStatus
from vendormgr.store import record as store
from vendormgr.store.audit import Actor
from vendormgr.store.engine import Database

SHEET = "/contracts/c-ehr/clauses"
ONE = f"{SHEET}/two-factor"


@pytest.fixture(autouse=True)
def small_estate(keep: Callable[[Portfolio], None]) -> None:
    keep(estate())


@pytest.fixture
def clause(database: Database) -> Callable[[str], ClauseState | None]:
    """``clause(id)``: what the contract has on it now."""

    def now(id_: str = "two-factor") -> ClauseState | None:
        with database.reading() as session:
            found = store.find(session, Contract, "c-ehr")
        assert found is not None
        return found.fact.clauses.get(id_)

    return now


@pytest.fixture
def elsewhere(database: Database) -> Callable[..., None]:
    """``elsewhere(clause=state)``: somebody else records clauses; - in ids written as _."""

    def change(**states: ClauseState) -> None:
        with database.writing() as session:
            found = store.find(session, Contract, "c-ehr")
            assert found is not None
            given = {name.replace("_", "-"): state for name, state in states.items()}
            fact = replace(found.fact, clauses={**found.fact.clauses, **given})
            store.update(session, fact, by=Actor("別の人"), seen_version=found.version)

    return change


Clause = Callable[..., ClauseState | None]


def test_one_clause_is_kept_with_article_wording_and_note(planner: Visitor, clause: Clause) -> None:
    wording = "乙は、二要素認証を\n実施する。<b>"
    _, answer = fill_in(
        planner, ONE, status="present", article="第７条", wording=wording, note="確認 11/22"
    )
    assert answer.location == "/contracts/c-ehr#two-factor"
    assert clause() == ClauseState(
        status=ClauseStatus.PRESENT, article="第７条", wording=wording, note="確認 11/22"
    )
    assert "第７条" in follow(planner, answer).text


def test_who_calls_a_clause_not_applicable_says_why(planner: Visitor, clause: Clause) -> None:
    before = clause()
    _, answer = fill_in(planner, ONE, status="not_applicable", wording="書いた文")
    assert answer.status_code == 422
    beside = answer.text.partition('id="note-error"')[2].partition("</div>")[0]
    assert "理由を書いてください" in beside
    assert form_on(answer)["wording"] == ["書いた文"]
    assert clause() == before
    _, answer = fill_in(planner, ONE, status="not_applicable", note="院内に閉じた系のため")
    assert answer.status_code == 303


@pytest.mark.parametrize(
    "typed", [{"status": "maybe"}, {"status": ""}, {"article": "第" * 81}, {"note": "理" * 1001}]
)
def test_what_cannot_be_is_refused(planner: Visitor, clause: Clause, typed: dict[str, str]) -> None:
    before = clause()
    _, answer = fill_in(planner, ONE, **typed)
    assert answer.status_code == 422
    assert clause() == before


def test_a_form_without_a_status_is_refused(planner: Visitor, clause: Clause) -> None:
    before = clause()
    assert planner.post(ONE, {"seen": "1", "article": "第1条"}).status_code == 422
    assert clause() == before


def test_an_unknown_clause_or_contract_is_not_found(planner: Visitor) -> None:
    for path in (f"{SHEET}/nothing", "/contracts/nothing/clauses", "/contracts/ehr/clauses"):
        assert planner.get(path).status_code == 404
        assert planner.post(path, {"seen": "1"}).status_code == 404


def test_two_people_on_one_clause_see_both_versions(
    planner: Visitor, clause: Clause, elsewhere: Callable[..., None]
) -> None:
    sent = form_on(planner.get(ONE))
    elsewhere(two_factor=ClauseState(status=ClauseStatus.PRESENT, wording="先<i>の文"))
    answer = planner.post(ONE, {**sent, "wording": ["後の文"]})
    assert answer.status_code == 409
    assert "先&lt;i&gt;の文" in answer.text
    assert form_on(answer)["wording"] == ["後の文"]
    assert form_on(answer)["status"] == ["present"], "what only the other changed is taken over"
    state = clause()
    assert state is not None
    assert state.wording == "先<i>の文"


def test_the_sheet_holds_every_clause_that_applies(planner: Visitor) -> None:
    page = planner.get(SHEET)
    fields = form_on(page)
    assert len([name for name in fields if name.startswith("status_")]) >= 20
    assert fields["status_two-factor"] == ["absent"]


def test_the_sheet_keeps_what_was_filled_in_and_leaves_the_rest(
    planner: Visitor, clause: Clause, elsewhere: Callable[..., None]
) -> None:
    elsewhere(two_factor=ClauseState(status=ClauseStatus.ABSENT, wording="写した文"))
    _, answer = fill_in(
        planner,
        SHEET,
        **{"status_two-factor": "inadequate", "status_incident-notice": "present"},
        **{"article_incident-notice": "第12条"},
    )
    assert answer.status_code == 303
    changed = clause("two-factor")
    assert changed == ClauseState(status=ClauseStatus.INADEQUATE, wording="写した文")
    notice = clause("incident-notice")
    assert notice == ClauseState(status=ClauseStatus.PRESENT, article="第12条")
    assert clause("audit-right") is None


def test_two_people_fill_in_different_parts_of_the_sheet_and_both_are_kept(
    planner: Visitor, clause: Clause, elsewhere: Callable[..., None]
) -> None:
    sent = form_on(planner.get(SHEET))
    elsewhere(incident_notice=ClauseState(status=ClauseStatus.PRESENT, article="第9条"))
    answer = planner.post(SHEET, {**sent, "status_audit-right": ["absent"]})
    assert answer.status_code == 409
    assert planner.post(SHEET, form_on(answer)).status_code == 303
    notice, audit = clause("incident-notice"), clause("audit-right")
    assert notice is not None
    assert notice.article == "第9条"
    assert audit is not None
    assert audit.status is ClauseStatus.ABSENT


def test_a_clause_that_is_missing_from_the_sheet_sent_stays_as_it_is(
    planner: Visitor, clause: Clause
) -> None:
    before = clause()
    assert planner.post(SHEET, {"seen": "1"}).status_code == 303
    assert clause() == before


def test_not_applicable_is_not_offered_on_the_sheet_because_it_needs_a_reason(
    planner: Visitor, clause: Clause, elsewhere: Callable[..., None]
) -> None:
    before = clause()
    _, answer = fill_in(planner, SHEET, **{"status_two-factor": "not_applicable"})
    assert answer.status_code == 422
    assert clause() == before
    reason = ClauseState(status=ClauseStatus.NOT_APPLICABLE, note="理由")
    elsewhere(two_factor=reason)
    _, answer = fill_in(planner, SHEET, **{"article_audit-right": "第1条"})
    assert answer.status_code == 303
    assert clause() == reason


def test_too_long_an_article_on_the_sheet_is_said_beside_it_and_kept(
    planner: Visitor, clause: Clause
) -> None:
    long = "第" * 90
    _, answer = fill_in(
        planner, SHEET, **{"article_two-factor": long, "article_audit-right": "第2条"}
    )
    assert answer.status_code == 422
    assert "80文字までです" in answer.text
    assert form_on(answer)["article_two-factor"] == [long]
    assert form_on(answer)["article_audit-right"] == ["第2条"]
    assert clause("audit-right") is None


def test_the_sheet_of_an_archived_contract_leads_to_the_contract(planner: Visitor) -> None:
    fill_in(planner, "/contracts/c-ehr/archive")
    assert planner.get(SHEET).location == "/contracts/c-ehr"
    assert planner.post(SHEET, {"seen": "1"}).status_code in {409, 422}


def test_a_saved_sheet_can_be_taken_back(planner: Visitor, clause: Clause) -> None:
    _, answer = fill_in(planner, SHEET, **{"status_two-factor": "present"})
    page = follow(planner, answer)
    assert "条項の確認結果を保存しました" in page.text
    undo = page.text.partition('action="/undo/')[2].partition('"')[0]
    planner.post(f"/undo/{undo}")
    state = clause()
    assert state is not None
    assert state.status is ClauseStatus.ABSENT


@pytest.mark.parametrize("role", [Role.PROCUREMENT, Role.OPERATOR, Role.AUDITOR, Role.EXECUTIVE])
def test_clauses_are_changed_by_contracts_people_only(
    signed_in: Callable[[Role], Visitor], clause: Clause, role: Role
) -> None:
    before = clause()
    for path in (SHEET, ONE):
        assert signed_in(role).get(path).status_code == 403
        assert signed_in(role).post(path, {"seen": "1", "status": "present"}).status_code == 403
    assert clause() == before


@pytest.fixture
def connected_caterer(keep: Callable[[Portfolio], None]) -> None:
    """A caterer with a line, so that rows without a default fall to the hospital."""
    keep(
        estate(
            asset("kitchen", location="external", owner=CATERER),
            connection("kitchen", "meal-server", line_party=CATERER),
            contract("meals", id_="c-meals", party=CATERER),
        )
    )


BOUNDARY = "/contracts/c-meals/clauses/network-boundary"


@pytest.mark.usefixtures("connected_caterer")
def test_a_present_clause_leads_to_the_rows_that_it_does_not_settle_by_itself(
    planner: Visitor,
) -> None:
    _, answer = fill_in(planner, BOUNDARY, status="present", article="第8条")
    assert answer.location == f"{BOUNDARY}#rows"
    page = follow(planner, answer)
    assert "誰が行うかが記録されていません" in page.text
    (row,) = [one for one in links_on(page) if one.endswith("clause=network-boundary")]
    form = form_on(planner.get(row), "article")
    assert (form["clause"], form["article"]) == (["network-boundary"], ["第8条"])
    assert row in links_on(planner.get("/contracts/c-meals")), "the contract says so too"
    gaps = planner.get(f"/gaps/of/{CATERER}")
    assert row in links_on(gaps)
    assert "契約にあります。1行は誰が行うかが記録されていません" in gaps.text
    _, answer = fill_in(planner, row, party="vendor")
    assert answer.status_code == 303
    assert row not in links_on(planner.get("/contracts/c-meals"))
    assert "誰が行うかが記録されていません" not in planner.get(BOUNDARY).text


@pytest.mark.usefixtures("connected_caterer")
def test_a_clause_that_is_not_there_yet_says_which_rows_take_more_than_the_clause(
    planner: Visitor,
) -> None:
    page = planner.get(BOUNDARY).text
    assert "ほかに1行は、この条項を根拠に誰が行うかを決めて記録すると片付きます" in page
    assert "ほかに1行は、誰が行うかも決めて記録" in planner.get("/contracts/c-meals").text


@pytest.mark.usefixtures("connected_caterer")
def test_who_may_not_edit_contracts_reads_that_rows_are_open(
    planner: Visitor, signed_in: Callable[[Role], Visitor]
) -> None:
    fill_in(planner, BOUNDARY, status="present")
    page = signed_in(Role.AUDITOR).get("/contracts/c-meals").text
    assert "1行は担当が未記録" in page
    assert "/agreed?" not in page
