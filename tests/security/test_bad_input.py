"""Whatever is typed into any field or address: an answer, no crash, and nothing half saved."""

import time
from urllib.parse import quote, urlencode

import pytest
from werkzeug.test import TestResponse

from tests.addresses import SAMPLES, addresses, fill, papers, shown_pages
from tests.demo import Hospital
from tests.htmlforms import forms_of
from tests.security.hostile import SCRIPTS, STATEMENTS, STRANGE, spread
from tests.security.posts import TOKEN, Post
from vendormgr.domain.access import Role

KEPT = frozenset({TOKEN, "seen", "sending", "back", "sent"})
"""Fields without which a form would not even be looked at."""
FORM = "application/x-www-form-urlencoded"
SLOWEST_SECONDS = 2.5
LONGEST_IN_ADDRESS = 3_000
MOST_FIELDS = 8
"""Fields of one form that are tried one by one; the clause sheet has a hundred alike."""


def post_raw(hospital: Hospital, post: Post, fields: dict[str, list[str]]) -> TestResponse:
    """Send exactly these characters, half ones too."""
    visitor = hospital.visitors[post.role]
    everything = {TOKEN: [visitor.token()], **fields}
    body = urlencode(everything, doseq=True, errors="surrogatepass").encode()
    started = time.process_time()
    answer = visitor.post_bare(post.path, body, content_type=FORM)
    assert time.process_time() - started < SLOWEST_SECONDS, post.rule
    return answer


def wrong_answers(
    hospital: Hospital, post: Post, changed: list[dict[str, list[str]]]
) -> list[tuple[str, str, int]]:
    """The forms that made the server fail."""
    wrong = []
    for fields in changed:
        answer = post_raw(hospital, post, {**post.fields, **fields})
        if answer.status_code >= 500:
            wrong.append((post.rule, str(fields)[:80], answer.status_code))
        if hospital.touched() or post.rule == "/sign-in":
            hospital.reset()
    return wrong


@pytest.mark.parametrize("turn", range(3))
def test_strange_text_in_all_fields_at_once_is_answered(
    hospital: Hospital, posts: dict[str, Post], turn: int
) -> None:
    """RB-05, RB-06: text, choices and hidden fields alike."""
    wrong = []
    for post in posts.values():
        names = [name for name in post.fields if name not in KEPT]
        wrong += wrong_answers(hospital, post, [spread(names, list(STRANGE.values()), turn)])
    assert wrong == []


@pytest.mark.parametrize("part", range(4))
def test_strange_text_in_one_field_beside_good_ones_is_answered(
    hospital: Hospital, posts: dict[str, Post], part: int
) -> None:
    """RB-05: what is refused together may pass alone."""
    wrong = []
    texts = list(STRANGE.values())
    for number, rule in enumerate(sorted(posts)[part::4]):
        post = posts[rule]
        names = list(dict.fromkeys(one.name for one in post.controls if one.name))
        changed = [
            {name: [texts[(number + place) % len(texts)]]}
            for place, name in enumerate(names[:MOST_FIELDS])
            if name != TOKEN
        ]
        wrong += wrong_answers(hospital, post, changed)
    assert wrong == []


@pytest.mark.parametrize("turn", range(2))
def test_sql_in_every_field_has_no_effect(
    hospital: Hospital, posts: dict[str, Post], turn: int
) -> None:
    """WB-08."""
    wrong = []
    for post in posts.values():
        names = [name for name in post.fields if name not in KEPT]
        wrong += wrong_answers(hospital, post, [spread(names, STATEMENTS, turn)])
        typed = [name for name in post.typed if name not in KEPT]
        wrong += wrong_answers(hospital, post, [spread(typed, STATEMENTS, turn)])
    assert wrong == []


@pytest.mark.parametrize("repeated", [0, 2, 50])
def test_fields_that_are_missing_or_come_often_are_answered(
    hospital: Hospital, posts: dict[str, Post], repeated: int
) -> None:
    """RB-05."""
    wrong = []
    for post in posts.values():
        fields = {field: list(values) * repeated for field, values in post.fields.items()}
        wrong += wrong_answers(hospital, post, [fields])
    assert wrong == []


@pytest.mark.parametrize(
    "value",
    [
        "9" * 40,
        "%00",
        "a%00b",
        "..%2f..%2fetc",
        "%ff%fe",
        "%ed%a0%80",
        quote("'; DROP TABLE party"),
        quote("𠮷㈱髙﨑①"),
        "x" * 5_000,
        quote("<xss-canary>"),
        ".",
        "..",
        "%20",
        quote("\u202e"),
        "-1",
    ],
    ids=lambda value: value[:12],
)
def test_strange_ids_in_addresses_are_not_found(hospital: Hospital, value: str) -> None:
    """RB-05, WB-08, WB-06."""
    strange = {before: "9" * 40 if before == "/undo/" else value for before in SAMPLES}
    wrong = []
    for one in addresses(hospital.app, "GET"):
        if "<id" not in one.rule and "<number" not in one.rule:
            continue
        answer = hospital.visitors[Role.PLANNER].get(fill(one.rule, strange))
        if answer.status_code not in {303, 308, 403, 404} or "<xss-canary" in answer.text:
            wrong.append((one.rule, answer.status_code))
    assert wrong == []


def queries(hospital: Hospital) -> dict[str, list[str]]:
    """Page to the names that its own forms and links put into the query."""
    found: dict[str, list[str]] = {}
    for path in shown_pages(hospital.app):
        page = path.partition("?")[0]
        answer = hospital.visitors[Role.PLANNER].get(path)
        names = [name for name in QUERY_NAMES if name]
        if answer.mimetype == "text/html":
            names += [
                control.name
                for form in forms_of(answer.text, page)
                if form.method == "get"
                for control in form.controls
                if control.name
            ]
        found[page] = list(dict.fromkeys([*found.get(page, []), *names]))
    return found


QUERY_NAMES = (
    "q", "page", "size", "order", "sort", "next", "item", "service", "subject", "gap", "kind",
    "view", "party", "contract", "vendor", "rule", "from", "to", "mode", "severity", "preset",
)  # fmt: skip


@pytest.mark.parametrize("turn", range(4))
def test_strange_queries_are_answered_on_every_page(hospital: Hospital, turn: int) -> None:
    """RB-04, RB-05, WB-06, WB-08."""
    texts = [*STRANGE.values(), *STATEMENTS, *SCRIPTS]
    texts = [text for text in texts if len(text) < LONGEST_IN_ADDRESS]
    wrong = []
    for page, names in queries(hospital).items():
        query = urlencode(spread(names, texts, turn), doseq=True, errors="surrogatepass")
        started = time.process_time()
        answer = hospital.visitors[Role.PLANNER].get(f"{page}?{query}")
        slow = time.process_time() - started > SLOWEST_SECONDS
        if answer.status_code >= 500 or slow or "<xss-canary" in answer.text:
            wrong.append((page, query[:60], answer.status_code))
    assert wrong == []


@pytest.mark.parametrize("text", ["9" * 40, "-1", "0", "1e9", "x", "999999999"])
def test_a_page_number_that_no_list_has_shows_a_list(hospital: Hospital, text: str) -> None:
    """RB-04."""
    for page in ("/vendors", "/gaps/all", "/contracts", "/assets", "/services", "/statements"):
        answer = hospital.visitors[Role.PLANNER].get(f"{page}?page={text}")
        assert answer.status_code == 200, page


def test_characters_of_names_are_kept_exactly(hospital: Hospital, posts: dict[str, Post]) -> None:
    """RB-05."""
    name = "𠮷㈱髙﨑①商店"
    post = posts["/vendors/<id:id_>/edit"]
    assert post_raw(hospital, post, {**post.fields, "name": [name]}).status_code == 303
    for page in ("/vendors", "/vendors/tokiwagi", "/vendors/tokiwagi/history", "/gaps/of/tokiwagi"):
        assert name in hospital.visitors[Role.PLANNER].get(page).text, page
    for paper in papers(hospital.app):
        assert hospital.visitors[Role.PLANNER].get(paper).status_code == 200, paper
    hospital.reset()
