"""Every list that offers itself as a file gives that file: no page has a link that fails."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.addresses import shown_pages
from tests.demo import Hospital
from tests.web.browse import links_on
from vendormgr.domain.access import Role

LISTS_WITH_FILES = 19
"""At least as many lists offer themselves as files."""


@pytest.fixture(scope="module")
def offered(hospital: Hospital) -> dict[str, str]:
    """List and kind of file to the first link that a page shows for it."""
    planner = hospital.visitors[Role.PLANNER]
    found: dict[str, str] = {}
    for path in shown_pages(hospital.app):
        answer = planner.get(path)
        if answer.mimetype != "text/html":
            continue
        for link in links_on(answer):
            parts = urlsplit(link)
            kind = parse_qs(parts.query).get("as")
            if kind:
                found.setdefault(f"{parts.path}.{kind[0]}", link)
    return found


def test_the_lists_offer_both_kinds_of_file(offered: dict[str, str]) -> None:
    lists = {one.rpartition(".")[0] for one in offered}
    assert len(lists) >= LISTS_WITH_FILES
    assert "/negotiations" in lists
    assert set(offered) == {f"{one}.{kind}" for one in lists for kind in ("xlsx", "csv")}


def test_every_offered_file_is_made(hospital: Hospital, offered: dict[str, str]) -> None:
    planner = hospital.visitors[Role.PLANNER]
    failed = {}
    for link in offered.values():
        answer = planner.get(link)
        said = answer.headers.get("Content-Disposition", "")
        if answer.status_code != 200 or not said.startswith("attachment") or not answer.data:
            failed[link] = answer.status
    assert failed == {}


def test_the_list_of_vendors_counts_the_worst_and_all(hospital: Hospital) -> None:
    planner = hospital.visitors[Role.PLANNER]
    page = " ".join(re.sub(r"<[^>]+>", " ", planner.get("/vendors?q=ジシャクノ").text).split())
    assert re.search(r"緊急 4 全\d{3}件", page)
    assert "ジシャクノ医療機器株式会社 緊急 4 " in " ".join(
        re.sub(r"<[^>]+>", " ", planner.get("/").text).split()
    )
    assert re.search(
        r"緊急 4（全\d{3}件）", planner.get("/vendors?as=csv").data.decode("utf-8-sig")
    )


def test_an_exported_negotiation_says_where_it_stands(hospital: Hospital) -> None:
    text = hospital.visitors[Role.PLANNER].get("/negotiations?as=csv").data.decode("utf-8-sig")
    assert "先方の回答待ち" in text
