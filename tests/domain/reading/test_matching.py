"""Passages are proposed for clauses, with the reason; nothing is decided."""

import pytest

from vendormgr.domain.reading.articles import read_passages
from vendormgr.domain.reading.guide import make_term
from vendormgr.domain.reading.matching import Proposal, Verdict, Weakness, marks, propose
from vendormgr.domain.reading.passage import Passage, address
from vendormgr.exchange.seed_reading import load_guide

CONTRACT = """保守契約書
第1条（目的）　甲は乙に電子カルテの保守を委託し、乙はこれを受託する。
第2条（遵守）　乙は、医療情報システムの安全管理に関するガイドラインを遵守する。
第3条（通報）　乙は、情報の漏えいの疑いを知ったときは、二十四時間以内に甲に通報する。
第4条（教育）　乙は、従業員の教育に努めるものとする。
第5条（バックアップ）　乙は、次のとおりバックアップを取得する。
（１）毎日、世代は七世代とする。
（２）保存場所は別のデータセンターとする。
第6条（免責）　サイバー攻撃による損害について、乙は責任を負わない。"""


def read(text: str = CONTRACT) -> tuple[Passage, ...]:
    return read_passages([text.split("\n")], wrapped=False)


def first(clause: str, text: str = CONTRACT) -> Proposal:
    return propose(read(text), load_guide())[clause][0]


@pytest.mark.parametrize(
    ("clause", "place", "verdict"),
    [
        ("scope-of-work", "第1条", Verdict.PRESENT),
        ("guideline-compliance", "第2条", Verdict.INADEQUATE),
        ("incident-notice", "第3条", Verdict.PRESENT),
        ("training", "第4条", Verdict.INADEQUATE),
        ("backup-content", "第5条", Verdict.PRESENT),
        ("cyber-force-majeure", "第6条", Verdict.PRESENT),
    ],
)
def test_the_passage_that_settles_a_clause_comes_first(
    clause: str, place: str, verdict: Verdict
) -> None:
    proposal = first(clause)
    assert address(read(), proposal.place).startswith(place)
    assert proposal.shown
    assert proposal.verdict is verdict


def test_boilerplate_and_efforts_are_named_as_such() -> None:
    assert Weakness.BOILERPLATE in first("guideline-compliance").weaknesses
    assert Weakness.VAGUE in first("training").weaknesses


@pytest.mark.parametrize(
    "promise",
    [
        "乙はガイドラインを遵守する。",
        "乙は関係法令を遵守する。",
        "乙は、関係法令及びガイドラインを遵守するものとする。",
        "乙は各種ガイドラインに準拠する。",
        "乙は法令を遵守しなければならない。",
    ],
)
@pytest.mark.parametrize("before", ["", "第1条 甲は乙に保守を委託する。\n"])
def test_a_bare_promise_without_a_title_is_proposed_as_inadequate(
    before: str, promise: str
) -> None:
    text = f"{before}第2条 {promise}"
    proposal = first("guideline-compliance", text)
    assert proposal.shown
    assert proposal.verdict is Verdict.INADEQUATE
    assert Weakness.BOILERPLATE in proposal.weaknesses
    assert promise in read(text)[proposal.place].text


def test_a_notice_without_hours_is_inadequate() -> None:
    text = "第1条（通報）　乙は、事故が生じたときは甲に報告する。"
    assert first("incident-notice", text).weaknesses == (Weakness.NO_DETAIL,)


def test_what_is_not_there_is_not_shown() -> None:
    found = propose(read(), load_guide())
    assert not any(one.shown for one in found["insurance"])
    assert found.keys() == load_guide().clauses.keys()


def test_the_same_contract_gives_the_same_proposals() -> None:
    assert propose(read(), load_guide()) == propose(read(), load_guide())


def test_found_terms_say_what_they_are_and_are_marked_in_the_text() -> None:
    proposal, guide = first("incident-notice"), load_guide()
    assert {one.role.value for one in proposal.found if one.here} == {"subject", "duty", "detail"}
    passage = read()[proposal.place]
    marked = [passage.text[a:b] for a, b in marks(passage, guide.clauses["incident-notice"], guide)]
    assert "二十四時間以内" in marked
    assert "通報" in "".join(marked)


def test_a_term_may_leave_a_gap_and_a_number_open() -> None:
    term = make_term("作業…#日前")
    assert term.pattern.search("作業の計画を10日前に")
    assert not term.pattern.search("作業。10日前に")


def test_nothing_is_no_term() -> None:
    with pytest.raises(ValueError, match="…"):
        make_term("…")


def test_an_empty_contract_has_no_proposal() -> None:
    assert not any(propose((), load_guide()).values())
