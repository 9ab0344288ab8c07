"""The lines of a contract become its passages, whatever its numbers look like."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vendormgr.domain.reading.articles import read_passages, split
from vendormgr.domain.reading.lines import Line, looks_wrapped, tidy
from vendormgr.domain.reading.passage import Passage, address, from_plain, to_plain


def read(text: str, *, wrapped: bool = False) -> tuple[Passage, ...]:
    return read_passages([text.strip("\n").split("\n")], wrapped=wrapped)


def addresses(text: str, *, wrapped: bool = False) -> list[str]:
    passages = read(text, wrapped=wrapped)
    return [address(passages, one.place) for one in passages]


CONTRACT = """
電子カルテ保守契約書
甲と乙とは、次のとおり契約を締結する。
第1章　総則
（目的）
第１条　本契約は、電子カルテの保守を目的とする。
第２条（秘密保持）　甲及び乙は、秘密を保持する。
２　前項の義務は、契約終了後３年間存続する。
３　次の各号は秘密情報から除く。
（１）公知の情報
（２）独自に開発した情報
　ア　文書で示せるもの
第三条の二　事故が生じたときは、第5条の規定により通報する。
一　二十四時間以内
二　窓口に電話で
附　則
この契約は令和8年4月1日から施行する。
以上、本契約の成立を証するため本書2通を作成する。
別紙１　サービスレベル
1. 可用性
1.1 稼働率
月間99.9%以上とする。
1.2 応答時間
2. バックアップ
項目\t値
【別紙2】責任分界表
"""


def test_passages_are_cited_as_people_cite_them() -> None:
    assert addresses(CONTRACT) == [
        "前文",
        "",
        "第1条",
        "第2条第1項",
        "第2条第2項",
        "第2条第3項",
        "第2条第3項第1号",
        "第2条第3項第2号",
        "第2条第3項第2号(ア)",
        "第3条の2",
        "第3条の2第1号",
        "第3条の2第2号",
        "附則",
        "後文",
        "別紙1",
        "別紙1 1",
        "別紙1 1.1",
        "別紙1 1.2",
        "別紙1 2",
        "別紙1 2",
        "別紙2",
    ]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("第5条（通報）　乙は通報する。", "通報"),
        ("第５条　【通報】\n乙は通報する。", "通報"),
        ("第五条　通報\n乙は通報する。", "通報"),
        ("（通報）\n第5条　乙は通報する。", "通報"),
        ("第5条\n（通報）\n乙は通報する。", "通報"),
        ("第5条　乙は、事故の発生を知ったときは通報する。", ""),
        ("第１　通報\n１　乙は通報する。", "通報"),
    ],
)
def test_the_title_of_an_article_is_found_wherever_it_stands(text: str, title: str) -> None:
    assert read(text)[0].title == title


@pytest.mark.parametrize(
    "line",
    [
        "第5条の規定は、この場合に準用する。",
        "第5条に定める通報を行う。",
        "第5条第2項の場合は、この限りでない。",
        "別紙1のとおりとする。",
        "別紙２に掲げる機器",
        "2026年4月1日から施行する。",
        "99.9%以上とする。",
        "3年間保存する。",
    ],
)
def test_a_reference_or_a_number_in_the_text_is_no_heading(line: str) -> None:
    assert len(read(f"第4条　乙は、次による。\n{line}")) == 1


def test_a_number_out_of_turn_belongs_to_the_text() -> None:
    assert addresses("第1条　乙は行う。\n２　甲は払う。\n７　と定めた日\n３　以上") == [
        "第1条第1項",
        "第1条第2項",
        "第1条第3項",
    ]


def test_lines_that_a_page_broke_are_joined_without_spaces() -> None:
    text = (
        "第１条　乙は、情報の漏えいその他の事故が生じたことを知ったときは、その\n"
        "時から二十四時間以内に、甲に電話で知らせなければならない。この場合にお\n"
        "いて、乙は書面を添える。\n"
        "２　前項の通報は夜間も行う。"
    )
    first, second = read(text, wrapped=True)
    assert "その時から" in first.text
    assert "場合において" in first.text
    assert second.label == "2"


def test_two_latin_words_keep_their_space() -> None:
    wide = "あ" * 40
    (line,) = tidy([[f"{wide}Business", "Continuity Plan" + "い" * 20]], wrapped=True)
    assert "Business Continuity" in line.text


def test_running_heads_and_page_numbers_go() -> None:
    pages = [
        ["保守契約書　社外秘", f"第{n}条　乙は、第{n}の業務を行う。", f"- {n} / 4 -"]
        for n in range(1, 5)
    ]
    assert [line.text for line in tidy(pages, wrapped=True)] == [
        f"第{n}条　乙は、第{n}の業務を行う。" for n in range(1, 5)
    ]


def test_a_passage_knows_the_page_that_it_begins_on() -> None:
    pages = [["第1条　甲は払う。"], ["第2条　乙は行う。"]]
    assert [one.page for one in read_passages(pages, wrapped=True)] == [1, 2]


def test_a_text_of_full_lines_counts_as_broken_by_a_page() -> None:
    assert looks_wrapped(["あ" * 36] * 12 + ["短い行。"])
    assert not looks_wrapped(["あ" * n for n in range(20, 120, 7)])


def test_passages_are_stored_and_read_back() -> None:
    passages = read(CONTRACT)
    assert from_plain(to_plain(passages)) == passages


LABELS = st.sampled_from(
    [
        "第1条　",
        "第二条（責任）",
        "２　",
        "(1) ",
        "①",
        "一　",
        "ア　",
        "1.1 ",
        "別紙1",
        "附則",
        "第1章 ",
        "・",
        "",
    ]
)
WORDS = st.text(alphabet="甲乙はをにする。、第条項年月1２三\t（）", min_size=0, max_size=30)
LINES = st.lists(st.builds(lambda label, words: label + words, LABELS, WORDS), max_size=30)


@given(LINES)
def test_no_line_is_lost_and_none_is_twice(lines: list[str]) -> None:
    tidied = tidy([lines], wrapped=False)
    passages = split(tidied)
    assert "\n".join(one.text for one in passages) == "\n".join(line.text for line in tidied)
    assert [one.place for one in passages] == list(range(len(passages)))
    assert all(one.parent is None or one.parent < one.place for one in passages)


@given(LINES)
def test_joining_broken_lines_loses_no_character(lines: list[str]) -> None:
    joined = "".join(line.text for line in tidy([lines], wrapped=True))
    apart = "".join(line.text for line in tidy([lines], wrapped=False))
    bare = str.maketrans("", "", " 　\t")
    # A line with nothing but a number at the edge of the page is its number.
    assert len(joined.translate(bare)) <= len(apart.translate(bare))
    assert set(joined) - {" "} <= set(apart)


@given(st.lists(st.text(max_size=40), max_size=20))
def test_any_text_can_be_split(lines: list[str]) -> None:
    passages = split([Line(text, 1) for text in lines if text.strip()])
    assert all(isinstance(address(passages, one.place), str) for one in passages)
