"""A pasted table becomes connections, or every row says what is wrong with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain import factories
from vendormgr.domain.index import Index, build_index
from vendormgr.exchange.connection_table import (
    MOST_ROWS,
    number_connections,
    read_connection_table,
)
from vendormgr.exchange.seed import load_catalogue

HEAD = "どこから\tどこへ\t種類\t誰の線か\tいつもつながっている"


@pytest.fixture
def index() -> Index:
    return build_index(
        factories.portfolio(
            factories.asset("centre", location="external", owner=factories.EHR, label="保守拠点"),
            factories.asset("server", label="電子カルテサーバ"),
            factories.asset("one", label="同じ名前"),
            factories.asset("two", label="同じ名前"),
        )
    )


def problems(text: str, index: Index) -> list[tuple[int, str, str]]:
    table = read_connection_table(text, index, load_catalogue())
    assert table.connections == ()
    return [(one.row, one.column, one.problem) for one in table.errors]


def test_rows_name_assets_by_what_people_call_them(index: Index) -> None:
    text = f"{HEAD}\n保守拠点\t電子カルテ サーバ\t遠隔操作\t{factories.EHR}\t○\n"
    (line,) = read_connection_table(text, index, load_catalogue()).connections
    assert (line.from_, line.to, line.kind) == ("centre", "server", "remote_session")
    assert (line.line_party, line.always_on, line.registered) == (factories.EHR, True, None)


def test_commas_and_english_columns_are_read_too(index: Index) -> None:
    text = "from,to,kind\ncentre,server,Remote session\n"
    (line,) = read_connection_table(text, index, load_catalogue()).connections
    assert line.kind == "remote_session"


def test_every_wrong_row_is_named_and_nothing_is_taken(index: Index) -> None:
    rows = [
        "保守拠点\t電子カルテサーバ\t遠隔操作\t\t",
        "ない機器\t電子カルテサーバ\t遠隔操作\t\t",
        "保守拠点\t同じ名前\t遠隔操作\t\t",
        "保守拠点\t保守拠点\t遠隔操作\t\t",
        "保守拠点\t\t飛脚\t\t多分",
    ]
    assert problems("\n".join([HEAD, *rows]), index) == [
        (3, "from_", "unknown"),
        (4, "to", "ambiguous"),
        (5, "to", "to_itself"),
        (6, "to", "required"),
        (6, "kind", "unknown"),
        (6, "always_on", "no_answer"),
    ]


def test_a_table_without_its_columns_is_refused_as_a_whole(index: Index) -> None:
    assert problems("a\tb\nc\td", index)[0] == (1, "from_", "no_column")
    assert problems("", index) == [(1, "", "empty")]


def test_more_rows_than_can_be_taken_are_refused_before_they_are_read(index: Index) -> None:
    text = "\n".join([HEAD, *["x\ty\tz\t\t"] * (MOST_ROWS + 1)])
    assert [problem for _, _, problem in problems(text, index)] == ["too_many"]


def test_new_ids_pass_over_those_in_use() -> None:
    lines = [factories.connection("a", "b")] * 2
    assert list(number_connections(lines, {"line-1", "line-3"}.__contains__)) == [
        "line-2",
        "line-4",
    ]


def test_a_column_named_like_a_control_holds_its_answers(index: Index) -> None:
    title = load_catalogue().controls["mfa"].title.ja
    text = f"{HEAD}\t{title}\tjump_host\n保守拠点\t電子カルテサーバ\t遠隔操作\t\t\t×\t\n"
    (line,) = read_connection_table(text, index, load_catalogue()).connections
    assert line.controls == {"mfa": False}
    assert problems(text.replace("×", "たぶん"), index) == [(2, "controls.mfa", "no_answer")]


@pytest.mark.parametrize(
    ("head", "row", "problem"),
    [
        (f"{HEAD}\t魔法の対策", "保守拠点\t電子カルテサーバ\t遠隔操作", (1, "", "no_such_column")),
        (f"{HEAD}\ton_demand", "保守拠点\t電子カルテサーバ\t遠隔操作", (1, "", "no_such_column")),
        (f"{HEAD}\tto", "保守拠点\t電子カルテサーバ\t遠隔操作", (1, "", "column_twice")),
        (HEAD, "保守拠点\t電子カルテサーバ\t遠隔操作\t\t\t余り", (2, "", "too_many_cells")),
        (HEAD, '保守拠点\t電子カルテサーバ\t遠隔操作\t\t"', (2, "", "broken")),
        (HEAD, '"保守拠点\t電子カルテサーバ\t遠隔操作\t\n' * 9, (2, "", "broken")),
        (HEAD, "古いサーバ\t電子カルテサーバ\t遠隔操作", (2, "from_", "archived")),
        (HEAD, "保守拠点\told\t遠隔操作", (2, "to", "archived")),
    ],
)
def test_nothing_is_left_out_without_a_word(
    index: Index, head: str, row: str, problem: tuple[int, str, str]
) -> None:
    away = [factories.asset("old", label="古いサーバ"), factories.asset("bare")]
    table = read_connection_table(f"{head}\n{row}\n", index, load_catalogue(), away)
    assert table.connections == ()
    assert problem in [(one.row, one.column, one.problem) for one in table.errors]


def test_cells_may_hold_quoted_separators_and_line_ends(index: Index) -> None:
    text = 'from,to,kind,note\ncentre,server,Remote session,"a, b\nc"\n'
    (line,) = read_connection_table(text, index, load_catalogue()).connections
    assert line.note == "a, b c"


@given(st.text(alphabet='どこからto\t,"\n○×from,kind \x00😀', max_size=60))
def test_whatever_is_pasted_becomes_connections_or_errors(text: str) -> None:
    table = read_connection_table(text, build_index(factories.portfolio()), load_catalogue())
    assert bool(table.connections) != bool(table.errors)
