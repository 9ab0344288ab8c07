"""Every record on screens: new, edit, archive, restore, undo, history; and what goes wrong."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.web.browse import fill_in, follow, form_on, forms_on, press_undo
from tests.web.conftest import MovableClock, Visitor
from tests.web.records import NOUNS, Noun, crowd, estate
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Fact, Portfolio
from vendormgr.store import record as store
from vendormgr.store.audit import Actor
from vendormgr.store.engine import Database
from vendormgr.store.record import Stored
from vendormgr.store.shape import NOUN_OF
from vendormgr.web.screens import SCREENS

SOMEBODY = Actor("別の人")
HOSTILE = '<script>alert("x")</script><img src=x onerror=alert(1)>'
every_noun = pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.name)


@pytest.fixture(autouse=True)
def small_estate(keep: Callable[[Portfolio], None]) -> None:
    keep(estate())


@pytest.fixture
def stored(database: Database) -> Callable[..., Stored[Any]]:
    """``stored(noun)``: the record of the small estate as it is stored now."""

    def now(noun: Noun, id_: str | None = None) -> Stored[Any]:
        with database.reading() as session:
            found = store.find(session, noun.kind, id_ or noun.id)
        assert found is not None
        return found

    return now


@pytest.fixture
def everything(database: Database) -> Callable[[Noun], set[str]]:
    """``everything(noun)``: the ids of all records of the noun, archived or not."""

    def now(noun: Noun) -> set[str]:
        with database.reading() as session:
            rows = session.connection().exec_driver_sql(
                "SELECT id FROM record WHERE noun = ?", (NOUN_OF[noun.kind],)
            )
            return {id_ for (id_,) in rows}

    return now


@pytest.fixture
def elsewhere(database: Database) -> Callable[..., None]:
    """``elsewhere(noun, field=value)``: somebody else changes the record."""

    def change(noun: Noun, **fields: Any) -> None:
        with database.writing() as session:
            found = store.find(session, noun.kind, noun.id)
            assert found is not None
            fact: Fact = replace(found.fact, **fields)
            store.update(session, fact, by=SOMEBODY, seen_version=found.version)

    return change


Get = Callable[..., Stored[Any]]
Ids = Callable[[Noun], set[str]]


def test_the_table_of_nouns_is_complete() -> None:
    screens = {one.name for one in SCREENS.values()}
    elsewhere_tested = {
        *("statement", "own_item", "item_default", "measure", "own_clause", "negotiation"),
        *("tier_change", "assessment", "evidence", "disclosure", "sheet", "review"),
        *("selection", "candidate"),
    }
    assert screens - {noun.name for noun in NOUNS} <= elsewhere_tested


@every_noun
def test_a_new_record_is_kept_once_and_can_be_taken_back(
    noun: Noun, planner: Visitor, everything: Ids
) -> None:
    before = everything(noun)
    _, answer = fill_in(planner, noun.new_path, **noun.new)
    assert answer.status_code == 303, answer.text
    (made,) = everything(noun) - before
    page = follow(planner, answer)
    assert page.status_code == 200
    press_undo(planner, page)
    assert "に保管されました" in planner.get(f"{noun.path}/{made}").text


@every_noun
def test_a_form_that_arrives_twice_makes_one_record(
    noun: Noun, planner: Visitor, everything: Ids
) -> None:
    before = everything(noun)
    sent, first = fill_in(planner, noun.new_path, **noun.new)
    second = planner.post(noun.new_path, sent)
    assert len(everything(noun) - before) == 1
    assert second.status_code == 303
    assert "すでに登録されています" in follow(planner, second).text
    assert first.status_code == 303


@every_noun
def test_another_content_under_the_same_form_is_another_record(
    noun: Noun, planner: Visitor, everything: Ids
) -> None:
    before = everything(noun)
    sent, _ = fill_in(planner, noun.new_path, **noun.new)
    planner.post(noun.new_path, {**sent, noun.text: ["二つ目"]})
    assert len(everything(noun) - before) == 2


@every_noun
def test_editing_keeps_what_is_typed_and_leaves_the_rest(
    noun: Noun, planner: Visitor, stored: Get
) -> None:
    before = stored(noun).fact
    sent, answer = fill_in(planner, noun.edit, **noun.change)
    assert answer.status_code == 303, answer.text
    after = stored(noun).fact
    for name, value in noun.changed.items():
        assert getattr(after, name) == value
    touched = {name.removeprefix("control_") for name in sent}
    for name in before.__dataclass_fields__:
        if name not in touched and name not in noun.changed:
            assert getattr(after, name) == getattr(before, name)


@every_noun
def test_saving_a_form_unchanged_changes_nothing(noun: Noun, planner: Visitor, stored: Get) -> None:
    before = stored(noun)
    _, answer = fill_in(planner, noun.edit)
    assert answer.status_code == 303
    assert stored(noun) == before
    assert "変更された項目はありませんでした" in follow(planner, answer).text


@every_noun
def test_a_change_can_be_undone_from_its_message(noun: Noun, planner: Visitor, stored: Get) -> None:
    before = stored(noun).fact
    _, answer = fill_in(planner, noun.edit, **noun.change)
    answer = press_undo(planner, follow(planner, answer))
    assert stored(noun).fact == before
    assert "元に戻しました" in follow(planner, answer).text


@every_noun
def test_a_change_of_meanwhile_is_not_undone_over(
    noun: Noun, planner: Visitor, stored: Get, elsewhere: Callable[..., None]
) -> None:
    _, answer = fill_in(planner, noun.edit, **noun.change)
    page = follow(planner, answer)
    elsewhere(noun, note="あとの変更")
    answer = press_undo(planner, page)
    assert "元に戻せませんでした" in follow(planner, answer).text
    assert stored(noun).fact.note == "あとの変更"


@every_noun
def test_archiving_asks_says_what_goes_along_and_can_be_restored(
    noun: Noun, planner: Visitor, stored: Get
) -> None:
    path = f"{noun.path}/{noun.id}/archive"
    assert "保管しますか" in planner.get(path).text
    _, answer = fill_in(planner, path, reason="二重に登録していた")
    assert answer.status_code == 303
    assert stored(noun).archived_at is not None
    page = follow(planner, answer).text
    assert "に保管されました" in page
    assert "二重に登録していた" in page
    listed = planner.get(f"{noun.path}/archived").text
    assert f"{noun.path}/{noun.id}" in listed
    restore = f"{noun.path}/{noun.id}/restore"
    answer = planner.post(restore, {"seen": str(stored(noun).version)})
    assert stored(noun).archived_at is None
    assert follow(planner, answer).status_code == 200
    assert "保管した記録はありません" in planner.get(f"{noun.path}/archived").text


@every_noun
def test_what_is_archived_already_is_not_archived_again(
    noun: Noun, planner: Visitor, stored: Get
) -> None:
    path = f"{noun.path}/{noun.id}/archive"
    fill_in(planner, path)
    archived = stored(noun)
    answer = planner.post(path, {"seen": str(archived.version)})
    assert "すでに保管されています" in follow(planner, answer).text
    assert stored(noun) == archived


@every_noun
def test_archiving_a_record_that_somebody_changed_asks_again(
    noun: Noun, planner: Visitor, stored: Get, elsewhere: Callable[..., None]
) -> None:
    path = f"{noun.path}/{noun.id}/archive"
    sent = form_on(planner.get(path))
    elsewhere(noun, note="その間の変更")
    answer = planner.post(path, sent)
    assert stored(noun).archived_at is None
    assert "ほかの人がこの記録を変更しました" in follow(planner, answer).text


@every_noun
def test_history_tells_who_changed_what(noun: Noun, planner: Visitor) -> None:
    fill_in(planner, noun.edit, **{noun.text: f"新しい備考 {HOSTILE}"})
    page = planner.get(f"{noun.path}/{noun.id}/history").text
    assert "planner の人" in page
    assert "新しい備考 &lt;script&gt;" in page
    assert "<script>alert" not in page


@every_noun
def test_a_stale_form_gets_409_with_both_versions_and_keeps_what_was_typed(
    noun: Noun, planner: Visitor, stored: Get, elsewhere: Callable[..., None]
) -> None:
    sent = form_on(planner.get(noun.edit))
    elsewhere(noun, **{noun.text: f"先に保存 {HOSTILE}"})
    answer = planner.post(noun.edit, {**sent, noun.text: [f"あとの入力 {HOSTILE}"]})
    assert answer.status_code == 409
    assert "別の人さんが" in answer.text
    assert "先に保存 &lt;script&gt;" in answer.text
    assert "<script>alert" not in answer.text
    kept = form_on(answer)
    assert kept[noun.text] == [f"あとの入力 {HOSTILE}"]
    assert getattr(stored(noun).fact, noun.text) == f"先に保存 {HOSTILE}"
    assert planner.post(noun.edit, kept).status_code == 303
    assert getattr(stored(noun).fact, noun.text) == f"あとの入力 {HOSTILE}"


@every_noun
def test_of_two_tabs_the_second_is_told(noun: Noun, planner: Visitor, stored: Get) -> None:
    first, second = form_on(planner.get(noun.edit)), form_on(planner.get(noun.edit))
    assert planner.post(noun.edit, {**first, noun.text: ["一つ目のタブ"]}).status_code == 303
    assert planner.post(noun.edit, {**second, noun.text: ["二つ目のタブ"]}).status_code == 409
    assert getattr(stored(noun).fact, noun.text) == "一つ目のタブ"


@every_noun
def test_what_was_typed_survives_that_somebody_archived_the_record(
    noun: Noun, planner: Visitor, database: Database, stored: Get
) -> None:
    sent = form_on(planner.get(noun.edit))
    with database.writing() as session:
        store.archive(session, noun.kind, noun.id, by=SOMEBODY, seen_version=stored(noun).version)
    if noun.name == "duty":
        pytest.skip("its page goes with what it is about")
    answer = planner.post(noun.edit, {**sent, noun.text: ["書きかけの文"]})
    assert answer.status_code == 409
    assert "別の人さんがこの記録を保管しました" in answer.text
    assert form_on(answer)[noun.text] == ["書きかけの文"]


@every_noun
def test_too_long_a_text_is_refused_beside_its_field_and_kept(
    noun: Noun, planner: Visitor, stored: Get
) -> None:
    before = stored(noun)
    long = "長" * 4_001
    _, answer = fill_in(planner, noun.edit, **{noun.text: long})
    assert answer.status_code == 422
    assert f'id="{noun.text}-error"' in answer.text
    assert "4,001文字あります" in answer.text
    assert form_on(answer)[noun.text] == [long]
    assert stored(noun) == before


@every_noun
def test_four_thousand_characters_of_note_are_kept_to_the_letter(
    noun: Noun, planner: Visitor, stored: Get
) -> None:
    note = ("𠮷㈱髙﨑①\n" * 1000)[:3_999].strip()
    _, answer = fill_in(planner, noun.edit, note=note)
    assert answer.status_code == 303
    assert stored(noun).fact.note == note


@every_noun
def test_names_and_notes_that_look_like_html_are_shown_as_text_everywhere(
    noun: Noun, planner: Visitor, elsewhere: Callable[..., None]
) -> None:
    names = {"name", "label", "title"} & set(noun.kind.__dataclass_fields__)
    elsewhere(noun, note=HOSTILE, **dict.fromkeys(names, HOSTILE))
    here = f"{noun.path}/{noun.id}"
    paths = [here, f"{here}/edit", f"{here}/archive", f"{here}/history", "/vendors", "/contracts"]
    paths += ["/services", "/systems", "/assets", "/connections", "/facilities", "/vendors/ehr"]
    shown = ""
    for path in paths:
        page = follow(planner, planner.get(path))
        assert page.status_code == 200, path
        assert "<script>alert" not in page.text, path
        assert "<img src=x" not in page.text, path
        shown += page.text
    assert "&lt;script&gt;alert" in shown


@every_noun
def test_an_unknown_id_is_not_found(noun: Noun, planner: Visitor) -> None:
    for page in ("", "/edit", "/archive", "/history"):
        assert planner.get(f"{noun.path}/nobody-knows-it{page}").status_code == 404
    for page in ("/edit", "/archive", "/restore"):
        assert planner.post(f"{noun.path}/nobody-knows-it{page}", {"seen": "1"}).status_code == 404


@every_noun
def test_the_id_of_another_noun_is_not_found(noun: Noun, planner: Visitor) -> None:
    foreign = "c-ehr" if noun.name != "contract" else "meal-server"
    for page in ("", "/edit", "/archive", "/history"):
        assert planner.get(f"{noun.path}/{foreign}{page}").status_code == 404


@every_noun
def test_a_form_after_an_expired_session_comes_back_filled_in_and_saves_nothing(
    noun: Noun, planner: Visitor, stored: Get, clock: MovableClock
) -> None:
    sent = form_on(planner.get(noun.edit))
    before = stored(noun)
    clock.forward(hours=13)
    planner.headers["Sec-Fetch-Site"] = "same-origin"
    typed = {**sent, noun.text: ["途中まで書いた"]}
    answer = planner.post(noun.edit, typed)
    assert answer.status_code == 401
    assert "途中まで書いた" in answer.text
    assert stored(noun) == before
    carried = form_on(answer, "sign_in_name")
    password = {"sign_in_name": ["planner"], "sign_in_password": ["korinto-suika-7-tsubame"]}
    answer = planner.post(noun.edit, {**carried, **password})
    assert answer.status_code == 200
    assert form_on(answer)[noun.text] == ["途中まで書いた"]
    assert stored(noun) == before
    assert planner.post(noun.edit, form_on(answer)).status_code == 303
    assert getattr(stored(noun).fact, noun.text) == "途中まで書いた"


@every_noun
def test_fields_that_are_not_in_the_form_are_passed_over(
    noun: Noun, planner: Visitor, stored: Get
) -> None:
    extra = {
        "id": ["taken-over"],
        "approved_on": ["2020/01/01"],
        "approved_by": ["自分"],
        "version": ["99"],
        "clauses": ["x"],
        "attacker_start": ["yes"],
        "archived_at": ["2020-01-01"],
        "updated_by": ["誰か"],
    }
    before = stored(noun)
    sent = form_on(planner.get(noun.edit))
    assert planner.post(noun.edit, {**sent, **extra}).status_code == 303
    assert stored(noun) == before


@every_noun
@pytest.mark.parametrize("role", [Role.AUDITOR, Role.EXECUTIVE, Role.ADMINISTRATOR, Role.VENDOR])
def test_who_may_not_change_records_changes_nothing(
    noun: Noun,
    role: Role,
    signed_in: Callable[[Role], Visitor],
    stored: Get,
    everything: Ids,
) -> None:
    planner = signed_in(Role.PLANNER)
    new, edit = form_on(planner.get(noun.new_path)), form_on(planner.get(noun.edit))
    before, ids = stored(noun), everything(noun)
    other = signed_in(role)
    assert other.post(noun.new_path, {**new, **noun.new}).status_code == 403
    assert other.post(noun.edit, {**edit, noun.text: ["x"]}).status_code == 403
    for page in ("archive", "restore"):
        path = f"{noun.path}/{noun.id}/{page}"
        assert other.post(path, {"seen": "1"}).status_code == 403
    assert (stored(noun), everything(noun)) == (before, ids)


@every_noun
def test_a_list_or_page_offers_changes_only_to_who_may_make_them(
    noun: Noun, signed_in: Callable[[Role], Visitor]
) -> None:
    auditor = signed_in(Role.AUDITOR)
    page = follow(auditor, auditor.get(f"{noun.path}/{noun.id}"))
    assert page.status_code == 200
    assert f"{noun.path}/{noun.id}/edit" not in page.text
    assert not [one for one in forms_on(page) if "/undo/" in one.action]


@every_noun
@pytest.mark.parametrize("bad", ["abc", "-1", "999999999999999", "１", ""])
def test_a_bad_version_in_the_form_is_a_stale_one(
    noun: Noun, bad: str, planner: Visitor, stored: Get
) -> None:
    before = stored(noun)
    sent = form_on(planner.get(noun.edit))
    answer = planner.post(noun.edit, {**sent, "seen": [bad], noun.text: ["x"]})
    assert answer.status_code == 409
    assert stored(noun) == before


@every_noun
def test_addresses_with_nonsense_for_a_new_record_still_open_the_form(
    noun: Noun, planner: Visitor
) -> None:
    query = noun.new_query.lstrip("?")
    nonsense = "starts_on=x&services=%00&vendor=hospital&beds=1e9&party=../..&from_=no&sending=zz"
    answer = planner.get(f"{noun.path}/new?{query}&{nonsense}")
    assert answer.status_code == 200


@every_noun
def test_pages_take_as_many_statements_for_fifty_vendors_as_for_one(
    noun: Noun,
    planner: Visitor,
    keep: Callable[[Portfolio], None],
    count_statements: Callable[[], Any],
) -> None:
    here = f"{noun.path}/{noun.id}"
    paths = [here, noun.edit, f"{here}/archive", f"{here}/history", noun.new_path]
    paths.append(f"{noun.path}/archived")

    def counts() -> list[int]:
        found = []
        for path in paths:
            planner.get(path)
            with count_statements() as statements:
                assert planner.get(path).status_code in {200, 303}
            found.append(len(statements))
        return found

    keep(estate(*crowd(1)))
    few = counts()
    keep(estate(*crowd(50)))
    assert counts() == few
