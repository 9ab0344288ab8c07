"""交渉: the page of a contract, one clause with its rounds, and writing down what was agreed."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.domain.factories import MAINTAINER, clause_state, contract, service
from tests.web.browse import fill_in, follow, form_on, links_on, press_undo
from tests.web.conftest import Visitor
from tests.web.records import FACTS, estate
from vendormgr.domain.access import Role
from vendormgr.domain.negotiation import Negotiation, OwnClause
from vendormgr.domain.portfolio import ClauseState, Contract, Fact, Portfolio
from vendormgr.domain.vocabulary import ClauseLevel, ClauseStatus, NegotiationDecision
from vendormgr.store import record as store
from vendormgr.store.audit import Actor
from vendormgr.store.engine import Database

SHEET = "/contracts/c-ehr/negotiation"
CLAUSE = f"{SHEET}/two-factor"
NEW = "/negotiations/new?contract=c-ehr&clause=two-factor"
HELD = next(one for one in FACTS if isinstance(one, Contract))
Keep = Callable[[Portfolio], None]
SignIn = Callable[[Role], Visitor]


def talk(id_: str = "negotiation.1", **fields: Any) -> Negotiation:
    """One round over two-factor, asked on 1 October."""
    given = {
        "contract": "c-ehr",
        "clause": "two-factor",
        "on": date(2026, 10, 1),
        "ask": "求めた文",
    }
    return Negotiation(**{"id": id_, **given, **fields})


@pytest.fixture(autouse=True)
def small_estate(keep: Keep) -> None:
    keep(estate())


@pytest.fixture
def held(database: Database) -> Callable[..., ClauseState | None]:
    """``held()``: what the contract has on two-factor now."""

    def now(clause: str = "two-factor") -> ClauseState | None:
        with database.reading() as session:
            found = store.find(session, Contract, "c-ehr")
        assert found is not None
        return found.fact.clauses.get(clause)

    return now


def test_the_page_names_every_clause_with_its_worth_and_what_is_left(planner: Visitor) -> None:
    page = planner.get(SHEET)
    assert page.status_code == 200
    assert "行が片付く" in page.text
    assert "断られた場合に医療機関に残るもの" in page.text
    assert f'href="{CLAUSE}"' in page.text


def test_clauses_stand_by_worth(planner: Visitor) -> None:
    text = planner.get(SHEET).text
    assert text.index('id="security-update-duty"') < text.index('id="two-factor"')


def test_a_round_is_written_with_today_and_the_person_filled_in(
    planner: Visitor,
) -> None:
    sent, answer = fill_in(planner, NEW, ask="二要素認証を求めます。")
    assert answer.status_code == 303
    assert sent["on"] == ["2026/11/22"]
    assert sent["by"] == ["planner の人"]
    page = follow(planner, answer)
    assert "二要素認証を求めます。" in page.text
    assert "先方の回答待ち" in page.text
    assert "二要素認証を求めます。" in planner.get(SHEET).text


def test_a_round_that_is_sent_twice_is_written_once(planner: Visitor) -> None:
    sent = form_on(planner.get(NEW))
    planner.post(NEW, sent)
    planner.post(NEW, sent)
    assert planner.get(CLAUSE).text.count("第2回") == 0


def test_a_new_round_can_be_taken_back(planner: Visitor) -> None:
    _, answer = fill_in(planner, NEW, ask="取り消す文")
    press_undo(planner, follow(planner, answer))
    assert "取り消す文" not in planner.get(CLAUSE).text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"answered_on": "2026/10/1", "answer": "よい"}, "求めた日より前"),
        ({"answered_on": "2026/11/22"}, "先方の回答も書いて"),
        ({"decided_on": "2026/11/23"}, "結果も選んで"),
        ({"contract": ""}, "必ず入力"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(
    planner: Visitor, typed: dict[str, str], said: str
) -> None:
    _, answer = fill_in(planner, NEW, **typed)
    assert answer.status_code == 422
    assert said in answer.text or "入力してください" in answer.text


def test_an_agreement_offers_to_write_it_into_the_contract_and_one_undo_takes_it_back(
    planner: Visitor, held: Callable[..., ClauseState | None]
) -> None:
    _, answer = fill_in(planner, NEW, ask="合意した文", decision="agreed")
    assert answer.location.endswith(f"{CLAUSE}/settle")
    page = follow(planner, answer)
    assert "合意した文" in page.text
    _, answer = fill_in(planner, f"{CLAUSE}/settle", article="第９条")
    state = held()
    assert state == ClauseState(
        status=ClauseStatus.PRESENT,
        article="第９条",
        wording="合意した文",
        completed_on=date(2026, 11, 22),
    )
    press_undo(planner, follow(planner, answer))
    assert held() == clause_state("absent")


def test_a_refusal_says_what_is_left_and_leaves_the_record(
    planner: Visitor, held: Callable[..., ClauseState | None]
) -> None:
    _, answer = fill_in(planner, NEW, decision="refused")
    page = follow(planner, answer)
    assert "先方に断られています" in page.text
    assert held() == clause_state("absent")


def test_nothing_is_written_into_the_contract_without_an_agreement(planner: Visitor) -> None:
    assert planner.get(f"{CLAUSE}/settle").status_code == 404


def test_two_people_write_down_an_agreement_and_both_versions_are_shown(
    planner: Visitor, signed_in: SignIn, keep: Keep
) -> None:
    keep(estate(talk(decision=NegotiationDecision.AGREED)))
    other = signed_in(Role.CONTRACTS)
    sent = form_on(planner.get(f"{CLAUSE}/settle"))
    fill_in(other, f"{CLAUSE}/settle", article="第8条")
    answer = planner.post(f"{CLAUSE}/settle", sent | {"article": ["第9条"]})
    assert answer.status_code == 409
    assert "第8条" in answer.text
    assert "第9条" in answer.text


def test_the_first_check_of_several_clauses_is_recorded_and_taken_back_at_once(
    planner: Visitor, held: Callable[..., ClauseState | None]
) -> None:
    _, answer = fill_in(
        planner,
        SHEET,
        "first_checked_on",
        clauses=["two-factor", "log-provision"],
        first_checked_on="令和8年11月20日",
        first_answer="no",
    )
    assert answer.status_code == 303
    for clause in ("two-factor", "log-provision"):
        state = held(clause)
        assert state is not None
        assert (state.first_checked_on, state.first_answer) == (date(2026, 11, 20), False)
    press_undo(planner, follow(planner, answer))
    assert held() == clause_state("absent")
    assert held("log-provision") is None


def test_all_that_nobody_checked_can_be_recorded_at_once(planner: Visitor) -> None:
    _, answer = fill_in(planner, SHEET, "first_checked_on", scope="unchecked")
    assert answer.status_code == 303
    _, again = fill_in(planner, SHEET, "first_checked_on", scope="unchecked")
    assert again.status_code == 422


def test_choosing_nothing_says_so(planner: Visitor) -> None:
    _, answer = fill_in(planner, SHEET, "first_checked_on")
    assert answer.status_code == 422
    assert "条項が選ばれていません" in answer.text


def test_a_first_check_on_an_older_version_changes_nothing(
    planner: Visitor, database: Database, held: Callable[..., ClauseState | None]
) -> None:
    sent = form_on(planner.get(SHEET), "first_checked_on")
    with database.writing() as session:
        found = store.find(session, Contract, "c-ehr")
        assert found is not None
        store.update(
            session, replace(found.fact, note="x"), by=Actor("別の人"), seen_version=found.version
        )
    answer = planner.post(SHEET, sent | {"clauses": ["two-factor"]})
    assert answer.status_code == 409
    assert held() == clause_state("absent")
    again = form_on(answer, "first_checked_on")
    assert planner.post(SHEET, again).status_code == 303


def test_standard_terms_say_that_asking_is_pointless(planner: Visitor, keep: Keep) -> None:
    keep(estate(replace(HELD, negotiable=False)))
    page = planner.get(SHEET)
    assert "文言の交渉はできません" in page.text
    assert "リスクとして受容するか" in page.text
    assert "/negotiations/new" not in page.text
    assert "/negotiations/new" not in planner.get(CLAUSE).text


def test_who_may_not_edit_reads_everything_and_is_offered_nothing(signed_in: SignIn) -> None:
    auditor = signed_in(Role.AUDITOR)
    page = auditor.get(SHEET)
    assert page.status_code == 200
    assert "first_checked_on" not in page.text
    assert "/negotiations/new" not in page.text
    assert auditor.post(SHEET, {}).status_code == 403


def test_lines_are_named_only_to_those_who_may_see_them(
    planner: Visitor, signed_in: SignIn, keep: Keep
) -> None:
    upkeep = service("upkeep", MAINTAINER, "managed")
    keep(estate(upkeep, contract("upkeep", id_="c-line", party=MAINTAINER, title="保守契約")))
    path = "/contracts/c-line/negotiation"
    assert "接続の義務" in planner.get(path).text
    clerk = signed_in(Role.CONTRACTS)
    assert "接続の義務" not in clerk.get(path).text
    assert "給食管理サーバ" not in clerk.get(f"{path}/two-factor").text


def test_an_amendment_leads_to_the_contract_that_it_is_judged_under(
    planner: Visitor, keep: Keep
) -> None:
    keep(estate(contract(id_="c-memo", title="覚書", amends="c-ehr")))
    page = planner.get("/contracts/c-memo/negotiation")
    assert page.status_code == 200
    assert f'href="{SHEET}"' in page.text


def test_a_clause_of_the_hospital_s_own_is_asked_for_in_its_own_words(
    planner: Visitor, keep: Keep
) -> None:
    own = OwnClause(id="own-drill", title="訓練", level=ClauseLevel.MUST, wording="年1回訓練する。")
    keep(estate(own))
    page = planner.get("/negotiations/new?contract=c-ehr&clause=own-drill")
    assert "年1回訓練する。" in page.text
    assert planner.get(f"{SHEET}/own-drill").status_code == 200


def test_the_list_says_whose_turn_it_is(planner: Visitor, keep: Keep) -> None:
    keep(estate(talk(), talk("negotiation.2", clause="log-provision", answer="検討します")))
    page = planner.get("/negotiations")
    assert "先方の回答待ちが1件" in page.text
    assert "判断待ちが1件" in page.text
    assert planner.get("/negotiations?stage=asked").text.count('<th scope="row">') == 1


def test_a_round_leads_to_its_clause(planner: Visitor) -> None:
    fill_in(planner, NEW)
    edit = next(one for one in links_on(planner.get(CLAUSE)) if one.endswith("/edit"))
    answer = planner.get(edit.removesuffix("/edit"))
    assert answer.location.endswith(CLAUSE)
    assert planner.get("/negotiations/negotiation.99").status_code == 404


def test_unknown_contracts_and_clauses_are_not_found(planner: Visitor) -> None:
    assert planner.get("/contracts/nobody/negotiation").status_code == 404
    assert planner.get(f"{SHEET}/no-such-clause").status_code == 404
    assert planner.get("/contracts/nobody/negotiation/two-factor").status_code == 404


def test_what_people_wrote_is_escaped(planner: Visitor, keep: Keep) -> None:
    keep(estate(talk(ask="<script>x</script>", answer="<b>y</b>", fallback="<i>z</i>")))
    for path in (SHEET, CLAUSE):
        text = planner.get(path).text
        assert "<script>x" not in text
        assert "<b>y" not in text
        assert "<i>z" not in text


def test_the_number_of_statements_does_not_grow_with_the_rounds(
    planner: Visitor, keep: Keep, count_statements: Callable[[], Any]
) -> None:
    counted = []
    for n in (1, 300):
        rounds: list[Fact] = [talk(f"negotiation.{one + 1}") for one in range(n)]
        keep(estate(*rounds))
        planner.get("/contracts")
        with count_statements() as statements:
            assert planner.get(SHEET).status_code == 200
            assert planner.get(CLAUSE).status_code == 200
        counted.append(len(statements))
    assert counted[0] == counted[1]
    assert counted[0] <= 30


def test_the_second_of_two_who_begin_a_round_is_told_and_may_save_anyway(
    planner: Visitor, signed_in: SignIn
) -> None:
    other = signed_in(Role.CONTRACTS)
    sent = form_on(planner.get(NEW)) | {"ask": ["わたしの文"]}
    _, answer = fill_in(other, NEW, ask="先に保存した文")
    answer = planner.post(NEW, sent)
    assert answer.status_code == 409
    for said in ("contracts の人さん", "先に保存した文", "わたしの文", "それでも保存する"):
        assert said in answer.text
    assert any(one.startswith(f"{CLAUSE}#") for one in links_on(answer))
    assert "第2回" not in planner.get(CLAUSE).text
    assert planner.post(NEW, form_on(answer)).status_code == 303
    assert "第2回" in planner.get(CLAUSE).text


def test_who_has_seen_the_open_round_begins_the_next_without_a_question(
    planner: Visitor, keep: Keep
) -> None:
    keep(estate(talk()))
    _, answer = fill_in(planner, NEW, ask="次の文")
    assert answer.status_code == 303


def test_a_day_without_an_answer_is_not_said_to_be_an_answer(planner: Visitor, keep: Keep) -> None:
    keep(estate(talk(answered_on=date(2026, 10, 9))))
    text = planner.get(CLAUSE).text
    assert "回答日のみ" in text
    assert "先方の回答が来ています" not in text
    assert "回答日のみ" in planner.get(SHEET).text


def test_no_round_begins_over_standard_terms_and_the_way_to_accept_is_shown(
    planner: Visitor, keep: Keep
) -> None:
    keep(estate(replace(HELD, negotiable=False)))
    page = planner.get(NEW)
    assert f'href="{CLAUSE}"' in page.text
    answer = planner.post(NEW, form_on(page))
    assert answer.status_code == 422
    assert "リスクとして受容するか" in answer.text
    text = planner.get(CLAUSE).text
    assert "data-copy" not in text
    assert "第1回" not in text


def test_a_clause_that_is_settled_is_not_said_to_be_asked_for_yet(
    planner: Visitor, keep: Keep
) -> None:
    keep(estate(replace(HELD, clauses={"two-factor": clause_state("present")})))
    text = planner.get(SHEET).text
    line = text[text.index('<tr id="two-factor"') :]
    assert "まだ求めていない" not in line[: line.index("</tr>")]


def test_a_wording_says_that_names_of_lines_are_withheld(
    planner: Visitor, signed_in: SignIn
) -> None:
    path, note = f"{SHEET}/remote-maintenance", "見る権限のある人にだけ表示されます"
    assert note not in planner.get(path).text
    clerk = signed_in(Role.CONTRACTS)
    assert note in clerk.get(path).text
    assert note not in clerk.get(CLAUSE).text
