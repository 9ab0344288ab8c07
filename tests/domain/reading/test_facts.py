"""Dates, deadlines and rules are read from a contract, each with its passage."""

from datetime import date

import pytest

from vendormgr.domain.reading.articles import read_passages
from vendormgr.domain.reading.dates import after_years, find_dates
from vendormgr.domain.reading.facts import FactKind, NoticeUnit, ReadFact, read_facts
from vendormgr.domain.reading.normal import normalise
from vendormgr.domain.vocabulary import NoticeStart


def facts(text: str, kind: FactKind) -> list[ReadFact]:
    passages = read_passages([text.split("\n")], wrapped=False)
    return [one for one in read_facts(passages) if one.kind is kind]


def values(text: str, kind: FactKind) -> list[object]:
    return [one.value for one in facts(text, kind)]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("令和８年４月１日", date(2026, 4, 1)),
        ("令和元年五月一日", date(2019, 5, 1)),
        ("平成三十年十二月三十一日", date(2018, 12, 31)),
        ("2026年4月1日", date(2026, 4, 1)),
        ("2026/4/1", date(2026, 4, 1)),
        ("R8.4.1", date(2026, 4, 1)),
    ],
)
def test_a_day_is_read_in_any_writing(written: str, day: date) -> None:
    assert [one for _, _, one in find_dates(normalise(written).text)] == [day]


def test_a_day_that_does_not_exist_is_no_day() -> None:
    assert list(find_dates("令和8年2月30日")) == []


def test_a_year_from_the_first_ends_on_the_eve() -> None:
    assert after_years(date(2026, 4, 1), 1) == date(2027, 3, 31)
    assert after_years(date(2024, 2, 29), 1) == date(2025, 2, 27)
    assert after_years(date(2026, 10, 1), 0, 6) == date(2027, 3, 31)


TERM = (
    "第2条（契約期間）　契約期間は、令和8年4月1日から令和9年3月31日までとする。"
    "期間満了の三か月前までに申出がないときは、更に1年間自動的に更新する。"
)


def test_term_renewal_and_notice_are_read() -> None:
    assert values(TERM, FactKind.STARTS_ON) == [date(2026, 4, 1)]
    assert values(TERM, FactKind.ENDS_ON) == [date(2027, 3, 31)]
    assert values(TERM, FactKind.AUTO_RENEWAL) == [True]
    (notice,) = facts(TERM, FactKind.CANCEL_NOTICE)
    assert (notice.value, notice.unit) == (3, NoticeUnit.MONTHS)


def test_a_term_in_years_is_counted() -> None:
    text = "第2条（期間）　有効期間は、2026年4月1日から3年間とする。"
    assert values(text, FactKind.ENDS_ON) == [date(2029, 3, 31)]


def test_no_renewal_is_read_as_none_and_refusing_one_as_a_renewal() -> None:
    assert values("第2条（期間）　契約期間満了後の自動更新はしない。", FactKind.AUTO_RENEWAL) == [
        False
    ]
    text = "第2条（期間）　期間満了の60日前までに更新しない旨の通知がないときは1年間更新する。"
    assert values(text, FactKind.AUTO_RENEWAL) == [True]


@pytest.mark.parametrize(
    ("sentence", "hours", "since"),
    [
        ("事故の疑いを知った時から二十四時間以内に甲に通報する", 24, NoticeStart.SUSPICION),
        ("情報の漏えいを確認したときは、2営業日以内に報告する", 48, NoticeStart.CONFIRMATION),
        ("異常を検知したときは60分以内に連絡する", 1, None),
        ("事故が発生したときは、速やかに報告する", None, NoticeStart.CONFIRMATION),
    ],
)
def test_a_notice_is_counted_in_hours(
    sentence: str, hours: int | None, since: NoticeStart | None
) -> None:
    (found,) = facts(f"第5条（事故）　乙は、{sentence}。", FactKind.NOTICE)
    assert (found.value, found.since) == (hours, since)


def test_other_deadlines_are_no_notice() -> None:
    text = "第5条（事故）　乙は、調査の結果を30日以内に報告する。"
    assert values(text, FactKind.NOTICE) == []


def test_law_court_and_cap_are_read_in_their_own_words() -> None:
    text = (
        "第9条（準拠法）　本契約は日本法に準拠し、"
        "紛争については、みなと市地方裁判所を管轄裁判所とする。\n"
        "第10条（損害賠償）　乙は、委託料の12か月分を上限として損害を賠償する。"
    )
    assert values(text, FactKind.GOVERNING_LAW) == ["日本法"]
    assert values(text, FactKind.COURT) == ["みなと市地方裁判所"]
    assert values(text, FactKind.LIABILITY_CAP) == ["委託料の12か月分"]


@pytest.mark.parametrize(
    ("sentence", "rule"),
    [
        ("乙は、甲の書面による承諾を得なければ第三者に再委託してはならない", "prior_consent"),
        ("乙は、業務を第三者に再委託してはならない", "forbidden"),
        ("乙は、業務を再委託することができる。この場合、甲に通知する", "notice"),
        ("乙は、その裁量で業務を第三者に委託することができる", "free"),
    ],
)
def test_the_rule_on_subcontracting_is_told_apart(sentence: str, rule: str) -> None:
    assert values(f"第7条（再委託）　{sentence}。", FactKind.SUB_OUTSOURCING) == [rule]


def test_cited_editions_are_read_with_their_guideline() -> None:
    text = (
        "第3条　乙は「医療情報システムの安全管理に関するガイドライン　第５．２版」及び"
        "「医療情報を取り扱う情報システム・サービスの提供事業者における"
        "安全管理ガイドライン 第1.1版」を守る。"
    )
    found = facts(text, FactKind.CITED_EDITION)
    assert {(one.guideline, one.value) for one in found} == {
        ("medical", "5.2"),
        ("provider", "1.1"),
    }


def test_a_fact_knows_where_it_stands() -> None:
    (found,) = facts(TERM, FactKind.CANCEL_NOTICE)
    assert found.words == TERM[found.start : found.end] == "三か月前"
