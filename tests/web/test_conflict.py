"""Two people edit one vendor: nobody's work is lost, and the second decides what both changed."""

from collections.abc import Callable

import pytest

from tests.web.conftest import Visitor
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Party
from vendormgr.domain.vocabulary import PartyRole
from vendormgr.store.audit import Actor
from vendormgr.store.engine import Database
from vendormgr.store.record import create, find

FIRST = {"name": "検査会社", "role": "vendor", "seen": "1", "it_vendor": "no"}


@pytest.fixture
def lab(database: Database) -> Callable[[], Party]:
    """A vendor; called, it gives the vendor as it is stored now."""
    with database.writing() as session:
        fact = Party(id="lab", role=PartyRole.VENDOR, name="検査会社", it_vendor=False)
        create(session, fact, by=Actor("t"))

    def now() -> Party:
        with database.reading() as session:
            stored = find(session, Party, "lab")
        assert stored is not None
        return stored.fact

    return now


def test_changes_of_different_fields_both_survive(
    signed_in: Callable[[Role], Visitor], lab: Callable[[], Party]
) -> None:
    first, second = signed_in(Role.PLANNER), signed_in(Role.PROCUREMENT)
    assert first.post("/vendors/lab/edit", {**FIRST, "address": "大阪市1"}).status_code == 303
    answer = second.post("/vendors/lab/edit", {**FIRST, "note": "書きかけ"})
    assert answer.status_code == 409
    assert "重なる変更はありません" in answer.text
    assert 'value="大阪市1"' in answer.text
    assert "書きかけ" in answer.text
    assert 'name="seen" type="hidden" value="2"' in answer.text
    again = {**FIRST, "seen": "2", "address": "大阪市1", "note": "書きかけ"}
    assert second.post("/vendors/lab/edit", again).status_code == 303
    assert (lab().address, lab().note) == ("大阪市1", "書きかけ")


def test_a_field_that_both_changed_is_shown_in_both_versions(
    signed_in: Callable[[Role], Visitor], lab: Callable[[], Party]
) -> None:
    first, second = signed_in(Role.PLANNER), signed_in(Role.PROCUREMENT)
    first.post("/vendors/lab/edit", {**FIRST, "address": "大阪市1", "note": "<i>先</i>"})
    answer = second.post("/vendors/lab/edit", {**FIRST, "address": "京都市2", "note": "<b>後</b>"})
    assert answer.status_code == 409
    assert "planner の人さんが" in answer.text
    for shown in ("大阪市1", "京都市2", "&lt;i&gt;先&lt;/i&gt;", "&lt;b&gt;後&lt;/b&gt;"):
        assert shown in answer.text
    assert "<b>後" not in answer.text
    assert 'value="京都市2"' in answer.text
    assert lab().address == "大阪市1"


def test_a_form_without_a_version_is_stale(planner: Visitor, lab: Callable[[], Party]) -> None:
    answer = planner.post("/vendors/lab/edit", {**FIRST, "seen": "", "note": "x"})
    assert answer.status_code == 409
    assert lab().note is None
