"""Fields and forms through a page that has every kind of them."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from flask import Flask

from tests.web.conftest import Visitor
from tests.web.sample import SampleForm
from vendormgr.domain.portfolio import Party
from vendormgr.domain.vocabulary import Criticality, ServiceModel
from vendormgr.store.record import Stored
from vendormgr.web.conflict import compare
from vendormgr.web.forms import RecordForm

RIGHT: dict[str, Any] = {
    "title": "  株式会社𠮷田　電機㈱ ",
    "note": "一行目\r\n二行目",
    "on": "令和８年１１月２２日",
    "hours": "７２",
    "mfa": "no",
    "model": "saas",
    "criticality": "high",
    "party": "party-1",
    "parties": ["party-2", "party-1"],
    "corporate_number": "7000-0120-50002",
    "phone": "０６ー１２３４ー５６７８",
    "email": "ａ@example.jp",
    "web": "www.example.jp",
}


@pytest.fixture
def typed(app: Flask) -> Iterator[Callable[..., SampleForm]]:
    """``typed(title="x")``: the form as sent with these fields."""
    contexts = []

    def send(**fields: Any) -> SampleForm:
        context = app.test_request_context("/sample", method="POST", data=fields)
        context.push()
        contexts.append(context)
        return SampleForm()

    yield send
    for context in reversed(contexts):
        context.pop()


def test_everything_typed_is_read_into_values(typed: Callable[..., SampleForm]) -> None:
    form = typed(**RIGHT)
    assert form.submitted(), form.errors
    assert form.values() == {
        "title": "株式会社𠮷田　電機㈱",
        "note": "一行目\n二行目",
        "on": date(2026, 11, 22),
        "hours": 72,
        "mfa": False,
        "model": ServiceModel.SAAS,
        "criticality": Criticality.HIGH,
        "party": "party-1",
        "parties": ("party-2", "party-1"),
        "corporate_number": "7000012050002",
        "phone": "06-1234-5678",
        "email": "a@example.jp",
        "web": "https://www.example.jp",
    }


def test_nothing_typed_is_unknown_and_never_no(typed: Callable[..., SampleForm]) -> None:
    form = typed(title="x", mfa="unknown", model="", party="", on=" ", hours="　")
    assert form.submitted(), form.errors
    values = {name: value for name, value in form.values().items() if name != "title"}
    assert values.pop("parties") == ()
    assert set(values.values()) == {None}


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("title", "", "入力してください"),
        ("title", "　", "入力してください"),
        ("title", "あ" * 201, "200文字までです。いま201文字"),
        ("note", "あ" * 4_001, "4,000文字までです。いま4,001文字"),
        ("on", "2026/2/30", "2026年2月30日はありません。この月は28日まで"),
        ("on", "来月", "2026/11/22 または 令和8年11月22日 の形"),
        ("hours", "0", "1から720まで"),
        ("hours", "9" * 40, "1から720まで"),
        ("mfa", "maybe", "候補の中から"),
        ("model", "cloud", "候補の中から"),
        ("criticality", "x", "候補の中から"),
        ("party", "party-of-somebody-else", "候補の中から"),
        ("parties", ["party-1", "' OR 1=1 --"], "候補の中から"),
        ("corporate_number", "7000012050003", "検査数字が合いません"),
        ("phone", "電話", "06-1234-5678"),
        ("email", "a", "name@example.jp"),
        ("web", "javascript:alert(1)", "https://"),
    ],
)
def test_what_does_not_fit_gets_one_message_beside_its_field(
    typed: Callable[..., SampleForm], field: str, value: Any, message: str
) -> None:
    form = typed(**{**RIGHT, field: value})
    assert not form.submitted()
    assert list(form.errors) == [field]
    assert len(form.problems) == 1
    assert message in form.problems[0][1]


def test_the_page_links_each_problem_to_its_field_and_keeps_what_was_typed(
    with_sample: Flask, planner: Visitor
) -> None:
    assert with_sample.blueprints
    answer = planner.post("/sample", {**RIGHT, "on": "<b>来月</b>", "title": ""})
    assert answer.status_code == 422
    page = answer.text
    assert "2か所を直してください" in page
    assert '<a href="#on">' in page
    assert re.search(r'<input aria-describedby="on-error" aria-invalid="true" id="on"', page)
    assert 'value="&lt;b&gt;来月&lt;/b&gt;"' in page
    assert re.search(r'checked [^>]*value="no"', page)
    assert re.search(r'<option [^>]*selected value="party-1"', page)
    assert page.index("error-summary") < page.index("<form class=")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_same_page_speaks_both_languages(
    with_sample: Flask, planner: Visitor, language: str
) -> None:
    assert with_sample.blueprints
    planner.headers = {"Accept-Language": language}
    page = planner.post("/sample", {}).text
    assert ("Please fill this in." in page) is (language == "en")
    assert ("入力してください。" in page) is (language == "ja")


def test_fields_that_the_form_does_not_have_are_passed_over(
    typed: Callable[..., SampleForm],
) -> None:
    form = typed(**RIGHT, role="administrator", id="x", version="9")
    assert form.submitted()
    assert not {"role", "id", "version"} & set(form.values())


@pytest.mark.parametrize(
    ("sent", "seen"),
    [("7", 7), ("", 0), ("-1", 0), ("x", 0), ("9" * 40, 0), ("７", 0)],
)
def test_the_version_that_was_seen_comes_back(app: Flask, sent: str, seen: int) -> None:
    with app.test_request_context("/", method="POST", data={"seen": sent}):
        assert RecordForm(version=3).seen_version == seen
    with app.test_request_context("/"):
        assert RecordForm(version=3).seen_version == 3


def test_a_message_of_the_records_stands_beside_its_field_or_on_the_first(
    typed: Callable[..., SampleForm],
) -> None:
    form = typed(**RIGHT)
    assert form.submitted()
    form.refuse("party", "もうありません")
    form.refuse("no_such_field", "別の理由")
    assert [(field.name, text) for field, text in form.problems] == [
        ("title", "別の理由"),
        ("party", "もうありません"),
    ]


@pytest.mark.parametrize(
    "payload",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{ 7*7 }}",
        "' OR 1=1 --",
        "\x00\u202e<b>",
        "$(id)",
        "%s%n",
        "𠮷㈱髙﨑①",
    ],
)
def test_no_payload_gets_out_of_a_text_field(
    with_sample: Flask, planner: Visitor, payload: str
) -> None:
    assert with_sample.blueprints
    fields = dict.fromkeys(RIGHT, payload) | {"hours": "x"}
    answer = planner.post("/sample", fields)
    assert answer.status_code == 422
    for sign in ("<script>alert", "<img src=x", 'value="49"', "\x00", "\u202e"):
        assert sign not in answer.text


def test_a_conflict_lists_the_fields_that_differ_in_words(typed: Callable[..., SampleForm]) -> None:
    class Theirs:
        title = "株式会社𠮷田　電機㈱"
        note = None
        on = date(2026, 11, 23)
        mfa = True
        model = ServiceModel.IAAS
        party = "party-0"
        parties = ("party-1", "party-2")

    form = typed(**RIGHT)
    moment = datetime(2026, 11, 22, tzinfo=UTC)
    stored = Stored(Party(id="x"), 8, None, moment, moment, "山田")
    conflict = compare(form, stored, Theirs())
    shown = {one.name: (one.theirs, one.yours) for one in conflict.differences}
    assert shown == {
        "note": ("（空欄）", "一行目\n二行目"),
        "on": ("2026/11/23", "2026/11/22"),
        "mfa": ("はい", "いいえ"),
        "model": ("IaaS", "SaaS"),
        "party": ("株式会社サンプルフーズ", "髙﨑検査"),
    }
    assert form.seen.data == "8"
    assert conflict.by == "山田"
