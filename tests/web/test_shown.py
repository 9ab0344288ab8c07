"""Facts in words: every field has a title, and nothing is called by an id that has a name."""

from collections.abc import Callable
from dataclasses import fields

import pytest

from tests.domain.factories import asset, connection
from tests.web.conftest import TESTER, Visitor
from tests.web.records import estate
from vendormgr.domain.portfolio import NOUNS, Asset, Connection, Portfolio
from vendormgr.i18n import Language, speaking, texts
from vendormgr.store import record as store
from vendormgr.store.engine import Database
from vendormgr.web.screens import SCREENS
from vendormgr.web.shown import field_titles

NO_SCREENS = {"outbound_connections"}


@pytest.mark.usefixtures("app")
@pytest.mark.parametrize("noun", sorted(set(NOUNS) - NO_SCREENS))
@pytest.mark.parametrize("language", Language)
def test_every_field_of_every_noun_has_a_title(noun: str, language: Language) -> None:
    with speaking(language):
        titled = field_titles(SCREENS[noun].form)
    names = {one.name for one in fields(NOUNS[noun])} - {"id"} - set(titled)
    assert {one for one in names if f"record.field_{one.rstrip('_')}" not in texts()} == set()


def test_a_line_that_was_put_away_names_its_kind_and_its_ends(
    planner: Visitor, keep: Callable[[Portfolio], None], database: Database
) -> None:
    gone = asset("asset-1", label="給食会社の端末", location="external")
    keep(estate(gone, connection("asset-1", "meal-server", "line-9")))
    with database.writing() as session:
        for kind, id_ in ((Connection, "line-9"), (Asset, "asset-1")):
            store.archive(session, kind, id_, by=TESTER, seen_version=1, reason="誤り")
    for path in ("/connections/line-9", "/connections/line-9/history"):
        page = planner.get(path).text
        assert "給食会社の端末" in page, path
        assert ">asset-1<" not in page, path
        assert ">kind<" not in page, path
