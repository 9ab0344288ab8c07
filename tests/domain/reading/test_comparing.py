"""Two versions of a contract side by side."""

from hypothesis import given
from hypothesis import strategies as st

from vendormgr.domain.reading.articles import read_passages
from vendormgr.domain.reading.comparing import (
    Comparison,
    Move,
    article_places,
    changed_clauses,
    compare,
)
from vendormgr.domain.reading.guide import ClauseTerms, Guide, Role, make_term
from vendormgr.domain.reading.matching import propose
from vendormgr.domain.reading.passage import Passage, address

OLD = """保守契約書
第1条（目的）　甲は乙に保守を委託する。
第2条（通報）　乙は、事故を知ったときは、七十二時間以内に甲に通報する。
第3条（費用）　甲は毎月十万円を支払う。
第4条（秘密）　乙は秘密を守る。"""
NEW = """保守契約書
第１条（目的）　甲は乙に保守を委託する。
第２条（監視）　乙は終日監視する。
第３条（通報）　乙は、事故を知ったときは、二十四時間以内に甲に通報する。
第４条（秘密）　乙は秘密を守る。"""


def read(text: str) -> tuple[Passage, ...]:
    return read_passages([text.split("\n")], wrapped=False)


def moves(old: str, new: str) -> list[tuple[str, str]]:
    before, after = read(old), read(new)
    return [(name(one, before, after), one.move.value) for one in compare(before, after)]


def name(one: Comparison, before: tuple[Passage, ...], after: tuple[Passage, ...]) -> str:
    if one.new is not None:
        return address(after, one.new)
    assert one.old is not None
    return address(before, one.old)


def test_articles_stay_change_come_and_go() -> None:
    assert moves(OLD, NEW) == [
        ("前文", "unchanged"),
        ("第1条", "unchanged"),
        ("第2条", "added"),
        ("第3条", "changed"),
        ("第3条", "gone"),
        ("第4条", "unchanged"),
    ]


def test_the_words_that_changed_are_marked_and_the_new_number_is_seen() -> None:
    changed = next(one for one in compare(read(OLD), read(NEW)) if one.move is Move.CHANGED)
    assert changed.renumbered
    assert "七" in "".join(one.text for one in changed.old_pieces if one.differs)
    assert "四" in "".join(one.text for one in changed.new_pieces if one.differs)
    assert "事故を知ったときは、" in "".join(
        one.text for one in changed.new_pieces if not one.differs
    )


def test_width_and_spaces_are_no_change() -> None:
    wide = OLD.replace("1", "１").replace("　", " ")
    assert {move for _, move in moves(OLD, wide)} == {"unchanged"}


def test_clauses_whose_passage_changed_are_named() -> None:
    terms = {
        clause: ClauseTerms(
            clause=clause,
            titles=(make_term(title),),
            groups={Role.SUBJECT: (make_term(f"{subject}*3"),), Role.DUTY: (make_term(duty),)},
        )
        for clause, title, subject, duty in (
            ("notice", "通報", "事故", "通報する"),
            ("monitoring", "監視", "監視", "監視する"),
            ("fee", "費用", "十万円", "支払う"),
            ("secret", "秘密", "秘密", "守る"),
        )
    }
    guide, before, after = Guide(clauses=terms), read(OLD), read(NEW)
    found = changed_clauses(
        propose(before, guide),
        propose(after, guide),
        compare(before, after),
        (article_places(before), article_places(after)),
    )
    assert found == {"notice": Move.CHANGED, "monitoring": Move.ADDED, "fee": Move.GONE}


TEXTS = st.lists(
    st.sampled_from([*OLD.split("\n"), *NEW.split("\n"), "別紙1", "1. 項目", "甲\t乙"]), max_size=12
)


@given(TEXTS, TEXTS)
def test_every_article_of_both_versions_comes_once(one: list[str], other: list[str]) -> None:
    before, after = read("\n".join(one)), read("\n".join(other))
    found = compare(before, after)
    olds = [one.old for one in found if one.old is not None]
    news = [one.new for one in found if one.new is not None]
    assert sorted(olds) == sorted(set(article_places(before).values()))
    assert news == sorted(set(article_places(after).values()))
    for one_change in found:
        texts = "".join(piece.text for piece in one_change.new_pieces)
        assert (one_change.new is None) == (not texts)


@given(TEXTS)
def test_a_contract_does_not_differ_from_itself(lines: list[str]) -> None:
    passages = read("\n".join(lines))
    assert {one.move for one in compare(passages, passages)} <= {Move.UNCHANGED}
