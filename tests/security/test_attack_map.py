"""Connections, device versions and paths: no way round for those who may not see them."""

import re
from collections.abc import Iterator

import pytest

from tests.addresses import addresses, fill, papers, shown_pages
from tests.demo import Hospital, demo_today, make_database, opened
from tests.security.papers import text_of
from tests.security.portfolios import CANARY, canary_portfolio
from vendormgr.domain.access import Role

BLIND = (Role.PROCUREMENT, Role.CONTRACTS, Role.ADMINISTRATOR, Role.VENDOR)
SEEING = (Role.PLANNER, Role.OPERATOR, Role.EXECUTIVE, Role.AUDITOR)
SEARCHES = ("/vendors", "/gaps", "/gaps/all", "/services", "/systems", "/contracts", "/statements")


@pytest.fixture(scope="module")
def marked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Hospital]:
    """The demo whose assets, connections and measures have distinctive ids and names."""
    folder = tmp_path_factory.mktemp("marked")
    file = make_database(folder / "prepared.sqlite3", canary_portfolio(demo_today()))
    (folder / "work").mkdir()
    with opened(file, folder / "work") as hospital:
        hospital.app.testing = False
        hospital.warm_up()
        yield hospital


def every_address(marked: Hospital) -> list[str]:
    """All pages and papers, those of marked records under their marked ids."""
    found = [*shown_pages(marked.app), *papers(marked.app)]
    samples = {"/assets/": f"{CANARY}-ehr-vpn", "/connections/": f"{CANARY}-ehr-remote"}
    for one in addresses(marked.app, "GET"):
        for before, id_ in samples.items():
            if one.rule.startswith(before) and one.rule.count("<") == 1:
                found.append(fill(one.rule, {**samples, f"{before}of/": "tokiwagi", before: id_}))
    return list(dict.fromkeys(found))


def canaries(marked: Hospital, role: Role, path: str) -> int:
    """How often a marked name is in the answer."""
    answer = marked.visitors[role].get(path)
    assert answer.status_code < 500, path
    # A refusal may repeat the address that was asked for, and nothing else.
    return text_of(answer.data).replace(path, "").count(CANARY)


@pytest.mark.parametrize("role", SEEING)
def test_whoever_may_see_the_attack_map_sees_the_marked_names(marked: Hospital, role: Role) -> None:
    """AZ-04: the names are really there."""
    pages = ("/connections", "/assets", f"/assets/{CANARY}-ehr-vpn", "/connections/of/tokiwagi")
    assert [page for page in pages if not canaries(marked, role, page)] == []


@pytest.mark.parametrize("role", BLIND)
def test_whoever_may_not_see_it_finds_no_name_on_any_page_or_paper(
    marked: Hospital, role: Role
) -> None:
    """AZ-05, AZ-13."""
    found = {path: n for path in every_address(marked) if (n := canaries(marked, role, path))}
    marked.reset()
    assert found == {}


@pytest.mark.parametrize("role", [Role.PROCUREMENT, Role.CONTRACTS])
def test_a_search_for_a_name_tells_nothing_of_it(marked: Hospital, role: Role) -> None:
    """AZ-13: no count, no filter and no order either."""
    visitor, known, unknown = marked.visitors[role], f"{CANARY}-ehr-vpn", f"{CANARY}-nothing"
    for page in SEARCHES:
        there = visitor.get(f"{page}?q={known}").text.replace(known, "")
        nowhere = visitor.get(f"{page}?q={unknown}").text.replace(unknown, "")
        assert without_tokens(there) == without_tokens(nowhere), page
        for query in ("path=open", "sort=path", "order=path"):
            assert visitor.get(f"{page}?{query}").text.count(CANARY) == 0, page


@pytest.mark.parametrize("role", [Role.PROCUREMENT, Role.CONTRACTS])
def test_a_gap_of_the_attack_map_answers_like_one_that_does_not_exist(
    marked: Hospital, role: Role
) -> None:
    """AZ-14, AZ-09."""
    visitor = marked.visitors[role]
    for rule in ("two-factor-missing", "exposed-device-unpatched", "path-open"):
        answers = [
            visitor.get(f"/gaps/{rule}?subject={subject}").status_code
            for subject in (f"{CANARY}-mri-exposure", f"{CANARY}-ehr-core", "nothing")
        ]
        assert answers == [404, 404, 404], rule


def without_tokens(page: str) -> str:
    """A page without what is different each time it is shown."""
    return re.sub(r'name="(csrf_token|sending)" value="[^"]*"', "", page)
