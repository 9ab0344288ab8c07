"""Many connections are pasted at once: all of them, or a clear error for each wrong row."""

from collections.abc import Callable
from datetime import date

import pytest

from tests.domain import factories
from tests.web.conftest import TESTER, Visitor
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Asset, Connection, Portfolio
from vendormgr.store.engine import Database
from vendormgr.store.portfolio import load_portfolio
from vendormgr.store.record import archive

PATH = "/connections/paste"
HEAD = "どこから\tどこへ\t種類\tいつもつながっている\t回線\n"
ROW = "保守拠点\t電子カルテサーバ\t遠隔操作\t×\n"


def rows(n: int, first: int = 0) -> str:
    """That many rows, each of a line of its own."""
    return "".join(ROW.replace("\n", f"\t回線{first + one}\n") for one in range(n))


@pytest.fixture(autouse=True)
def estate(keep: Callable[[Portfolio], None]) -> None:
    keep(
        factories.portfolio(
            factories.asset("centre", location="external", owner=factories.EHR, label="保守拠点"),
            factories.asset("server", label="電子カルテサーバ"),
        )
    )


def connections(database: Database) -> int:
    with database.reading() as session:
        return len(load_portfolio(session, date(2026, 11, 22)).connections)


def test_a_pasted_table_is_saved_as_a_whole(planner: Visitor, database: Database) -> None:
    answer = planner.post(PATH, {"table": HEAD + rows(3)})
    assert answer.status_code == 303
    assert connections(database) == 3


def test_ten_thousand_rows_with_one_wrong_save_nothing_and_name_it(
    planner: Visitor, database: Database
) -> None:
    table = HEAD + rows(5_000) + "保守拠点\tない機器\t遠隔操作\t×\n" + rows(5_000, 5_000)
    answer = planner.post(PATH, {"table": table})
    assert answer.status_code == 422
    assert "5,002" in answer.text
    assert "ない機器" in answer.text
    assert connections(database) == 0


def test_ten_thousand_right_rows_are_saved(planner: Visitor, database: Database) -> None:
    assert planner.post(PATH, {"table": HEAD + rows(10_000)}).status_code == 303
    assert connections(database) == 10_000


def test_a_table_can_be_pasted_again_after_undo(planner: Visitor, database: Database) -> None:
    assert planner.post(PATH, {"table": HEAD + rows(2)}).status_code == 303
    with database.writing() as session:
        for id_ in ("line-1", "line-2"):
            archive(session, Connection, id_, by=TESTER, seen_version=1, reason=None)
    assert planner.post(PATH, {"table": HEAD + rows(2)}).status_code == 303
    assert connections(database) == 2


def test_a_row_that_stands_twice_is_named_with_the_first(
    planner: Visitor, database: Database
) -> None:
    answer = planner.post(PATH, {"table": HEAD + rows(2) + rows(1)})
    assert answer.status_code == 422
    assert "2行目と同じ内容です" in answer.text
    assert connections(database) == 0


def test_an_archived_asset_and_a_column_that_cannot_be_read_are_named(
    planner: Visitor, database: Database
) -> None:
    with database.writing() as session:
        archive(session, Asset, "server", by=TESTER, seen_version=1, reason=None)
    assert (
        "「電子カルテサーバ」は保管されています" in planner.post(PATH, {"table": HEAD + ROW}).text
    )
    head = HEAD.replace("いつもつながっている", "魔法の対策")
    assert "「魔法の対策」という列は使えません" in planner.post(PATH, {"table": head + ROW}).text
    two_factor = HEAD.replace("いつもつながっている", "二要素認証")
    answer = planner.post(PATH, {"table": two_factor + ROW.replace("×", "さあ")})
    assert "「さあ」は読み取れません" in answer.text


def test_what_was_typed_stays_and_is_escaped(planner: Visitor) -> None:
    answer = planner.post(PATH, {"table": HEAD + "<script>x</script>\ty\tz\t\n"})
    assert "<script>x" not in answer.text
    assert "&lt;script&gt;x" in answer.text


def test_only_those_who_keep_the_lines_may_paste(
    signed_in: Callable[[Role], Visitor], database: Database
) -> None:
    for role in (Role.PROCUREMENT, Role.AUDITOR):
        assert signed_in(role).post(PATH, {"table": HEAD + ROW}).status_code == 403
    assert connections(database) == 0
