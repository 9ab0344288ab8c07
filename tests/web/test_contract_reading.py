"""契約書を読む: proposals, what a person records of them, facts taken over."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from tests.web.conftest import Visitor
from tests.web.records import estate
from tests.web.test_contract_document import keep_file
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import ClauseState, Contract, Portfolio
from vendormgr.domain.vocabulary import ClauseStatus, NoticeStart, SubOutsourcing
from vendormgr.store import record as store
from vendormgr.store.audit import Actor
from vendormgr.store.engine import Database

TEXT = "\n".join(
    (
        "保守契約書",
        "第1条（期間）　契約期間は、令和8年4月1日から令和10年3月31日までとする。"
        "期間満了の三か月前までに申出がないときは、1年間自動的に更新する。",
        "第2条（遵守）　乙は、医療情報システムの安全管理に関するガイドライン第5.2版を遵守する。",
        "第3条（通報）　乙は、情報の漏えいの疑いを知った時から二十四時間以内に甲に通報する。",
        "第4条（再委託）　乙は、甲の書面による承諾なく業務を第三者に再委託してはならない。<b>",
        "第5条（損害賠償）　乙の損害賠償は、年間の委託料に相当する額を上限とする。",
        "第6条（準拠法及び管轄）　この契約の準拠法は日本法とし、東京地方裁判所を管轄裁判所とする。",
    )
)


@pytest.fixture(autouse=True)
def small_estate(keep: Callable[[Portfolio], None]) -> None:
    keep(estate())


@pytest.fixture
def contract(database: Database) -> Callable[[], Contract]:
    """``contract()``: as it is on record now."""

    def now() -> Contract:
        with database.reading() as session:
            found = store.find(session, Contract, "c-ehr")
        assert found is not None
        return found.fact

    return now


@pytest.fixture
def read(planner: Visitor) -> str:
    """The address at which the document is read."""
    return keep_file(planner, TEXT.encode())


Now = Callable[[], Contract]


def forms(page: str) -> list[dict[str, str]]:
    """The hidden fields of each form of the reading page."""
    found = []
    for form in re.findall(
        r"<form method=\"post\" action=\"[^\"]*/read\".*?</form>", page, re.DOTALL
    ):
        fields = dict(re.findall(r'name="([a-z]+)" value="([^"]*)"', form))
        wording = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", form, re.DOTALL)
        found.append({**fields, "wording": wording.group(1) if wording else ""})
    return found


def form_for(page: str, status: str) -> dict[str, str]:
    return next(one for one in forms(page) if one["status"] == status)


def test_a_clause_is_shown_with_its_passage_its_words_and_the_reason(
    planner: Visitor, read: str
) -> None:
    page = planner.get(f"{read}?clause=incident-notice").text
    assert "第3条" in page
    assert any("二十四時間以内" in one for one in re.findall("<mark>(.*?)</mark>", page))
    assert "具体：" in page
    assert "題名に「通報」" in page


def test_boilerplate_is_proposed_as_inadequate_with_the_reason(planner: Visitor, read: str) -> None:
    page = planner.get(f"{read}?clause=guideline-compliance").text
    assert "決まり文句だけ" in page
    assert 'class="button small primary">不十分とする' in page


def test_reading_alone_records_nothing(planner: Visitor, read: str, contract: Now) -> None:
    before = contract()
    for path in ("", "?clause=incident-notice", "?clause=insurance"):
        assert planner.get(read + path).status_code == 200
    assert contract() == before


def test_a_person_confirms_a_passage_with_its_article_and_wording(
    planner: Visitor, read: str, contract: Now
) -> None:
    page = planner.get(f"{read}?clause=incident-notice").text
    answer = planner.post(read, form_for(page, "present"))
    assert answer.status_code == 303
    assert "clause=incident-notice" not in answer.headers["Location"]
    state = contract().clauses["incident-notice"]
    assert (state.status, state.article) == (ClauseStatus.PRESENT, "第3条")
    assert "二十四時間以内" in (state.wording or "")


def test_the_confirmation_can_be_taken_back(planner: Visitor, read: str, contract: Now) -> None:
    page = planner.get(f"{read}?clause=incident-notice").text
    there = planner.post(read, form_for(page, "inadequate")).headers["Location"]
    undo = re.search(r'action="(/undo/\d+)"', planner.get(there).text)
    assert undo is not None
    planner.post(undo.group(1))
    assert "incident-notice" not in contract().clauses


def test_absence_is_said_by_a_person_and_holds_no_passage(
    planner: Visitor, read: str, contract: Now
) -> None:
    page = planner.get(f"{read}?clause=insurance").text
    assert "この文書からは候補が見つかりませんでした" in page
    planner.post(read, form_for(page, "absent"))
    assert contract().clauses["insurance"] == ClauseState(status=ClauseStatus.ABSENT)


def test_a_clause_that_somebody_else_recorded_meanwhile_answers_409(
    planner: Visitor, read: str, contract: Now, database: Database
) -> None:
    sent = form_for(planner.get(f"{read}?clause=incident-notice").text, "present")
    change(database, "incident-notice", ClauseState(status=ClauseStatus.NEGOTIATING))
    answer = planner.post(read, sent)
    assert answer.status_code == 409
    assert "別の人さんがこの条項を記録しました" in answer.text
    assert contract().clauses["incident-notice"].status is ClauseStatus.NEGOTIATING
    planner.post(read, form_for(answer.text, "present"))
    assert contract().clauses["incident-notice"].status is ClauseStatus.PRESENT


def test_another_clause_recorded_meanwhile_is_no_conflict(
    planner: Visitor, read: str, contract: Now, database: Database
) -> None:
    sent = form_for(planner.get(f"{read}?clause=incident-notice").text, "present")
    change(database, "training", ClauseState(status=ClauseStatus.ABSENT))
    assert planner.post(read, sent).status_code == 303
    assert {"incident-notice", "training"} <= contract().clauses.keys()


def change(database: Database, clause: str, state: ClauseState) -> None:
    with database.writing() as session:
        found = store.find(session, Contract, "c-ehr")
        assert found is not None
        fact = replace(found.fact, clauses={**found.fact.clauses, clause: state})
        store.update(session, fact, by=Actor("別の人"), seen_version=found.version)


@pytest.mark.parametrize(
    "wrong",
    [{"status": "not_applicable"}, {"status": "x"}, {"clause": "ghost"}, {"article": "x" * 81}],
    ids=str,
)
def test_what_cannot_be_recorded_is_refused(
    planner: Visitor, read: str, contract: Now, wrong: dict[str, str]
) -> None:
    before = contract()
    sent = form_for(planner.get(f"{read}?clause=incident-notice").text, "present")
    assert planner.post(read, {**sent, **wrong}).status_code == 422
    assert contract() == before


def test_text_of_the_file_is_never_markup(planner: Visitor, read: str) -> None:
    pages = [read, f"{read}?clause=subcontract-consent", read.replace("/read", "/text")]
    assert all("<b>" not in planner.get(page).text for page in pages)


def test_facts_are_shown_with_their_place_and_taken_over_one_by_one(
    planner: Visitor, read: str, contract: Now
) -> None:
    there = read.replace("/read", "/facts")
    page = planner.get(there).text
    assert "3か月前まで" in page
    assert "通知の最終日：2027年12月31日" in page
    assert "古い版" in page
    for number, was in re.findall(
        r'name="fact" value="(\d+)">\s*<input[^>]*name="was" value="(\w+)"', page
    ):
        assert planner.post(there, {"fact": number, "was": was}).status_code == 303
    now = contract()
    assert (now.starts_on, now.ends_on) == (date(2026, 4, 1), date(2028, 3, 31))
    assert now.auto_renewal is True
    assert (now.cancel_notice_months, now.cancel_notice_days) == (3, None)
    assert (now.notice_hours, now.notice_starts_at) == (24, NoticeStart.SUSPICION)
    assert now.cites_edition == "5.2"
    assert now.sub_outsourcing is SubOutsourcing.PRIOR_CONSENT
    assert (now.governing_law, now.court) == ("日本法", "東京地方裁判所")
    assert now.liability_cap


def test_a_fact_is_not_written_over_what_somebody_else_recorded(
    planner: Visitor, read: str, contract: Now, database: Database
) -> None:
    there = read.replace("/read", "/facts")
    page = planner.get(there).text
    (found,) = re.findall(
        r'終了日</th>.*?name="fact" value="(\d+)">\s*<input[^>]*name="was" value="(\w+)"',
        page,
        re.DOTALL,
    )[:1]
    with database.writing() as session:
        stored = store.find(session, Contract, "c-ehr")
        assert stored is not None
        fact = replace(stored.fact, ends_on=date(2030, 3, 31))
        store.update(session, fact, by=Actor("別の人"), seen_version=stored.version)
    assert planner.post(there, {"fact": found[0], "was": found[1]}).status_code == 409
    assert contract().ends_on == date(2030, 3, 31)


@pytest.mark.parametrize("number", ["99", "-1", "x", "", "²"])
def test_a_fact_that_is_not_there_changes_nothing(
    planner: Visitor, read: str, contract: Now, number: str
) -> None:
    before = contract()
    there = read.replace("/read", "/facts")
    assert planner.post(there, {"fact": number, "was": ""}).status_code == 422
    assert contract() == before


def test_who_may_only_read_gets_no_button(read: str, signed_in: Callable[[Role], Visitor]) -> None:
    auditor = signed_in(Role.AUDITOR)
    page = auditor.get(f"{read}?clause=incident-notice").text
    assert "<mark>" in page
    assert forms(page) == []
    assert auditor.post(read, {}).status_code == 403


def test_every_page_speaks_english_too(planner: Visitor, read: str) -> None:
    planner.post("/language", {"language": "en", "back": "/"})
    for page in ("read", "facts", "text"):
        assert "Whole text" in planner.get(read.replace("read", page)).text


def test_a_page_asks_the_database_as_often_for_every_clause(
    planner: Visitor, read: str, count_statements: Callable[..., object]
) -> None:
    planner.get(read)
    with count_statements() as statements:  # type: ignore[attr-defined]
        planner.get(f"{read}?clause=incident-notice")
    assert len(statements) <= 9
