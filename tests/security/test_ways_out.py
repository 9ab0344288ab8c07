"""Redirects and links stay inside, whatever an address or a header says."""

import pytest

from tests.addresses import shown_pages
from tests.demo import Hospital
from tests.security.posts import KNOWN
from vendormgr.domain.access import Role

ELSEWHERE = (
    "//evil.example",
    "///evil.example",
    "////evil.example/%2f..",
    "/\\evil.example",
    "/\\/evil.example",
    "\\\\evil.example",
    "\\/evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\n/evil.example",
    "/%09/evil.example",
    "/%0d%0aLocation:%20https://evil.example",
    "/\r\nSet-Cookie: a=b",
    "https://evil.example",
    "HTTPS://evil.example",
    "http:evil.example",
    "http:/evil.example",
    "https:///evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "java\tscript:alert(1)",
    "data:text/html,x",
    "vbscript:x",
    "ftp://evil.example",
    "evil.example",
    "@evil.example",
    "/@evil.example//evil.example",
    "http://localhost@evil.example",
    "http://evil.example#localhost",
    "/vendors/..//evil.example",
    "/..//evil.example",
    "/.//evil.example",
    "/%2f/evil.example",
    "/%5cevil.example",
    "/\u2028/evil.example",
    "/\u3002evil.example",
    "／／evil.example",
    "/／evil.example",
    "/\x00/evil.example",
    "/\x0b/evil.example",
    " //evil.example",
    "\t//evil.example",
    "\x01https://evil.example",
    "?next=//evil.example",
    "#//evil.example",
    "/" + "a" * 5000 + "//evil.example",
)
HEADERS = {
    "X-Forwarded-Host": "evil.example",
    "X-Forwarded-Server": "evil.example",
    "X-Host": "evil.example",
    "Forwarded": "host=evil.example;proto=https",
    "X-Forwarded-Proto": "https",
    "X-Forwarded-Prefix": "/evil.example",
    "X-Original-URL": "/evil.example",
    "X-Rewrite-URL": "/evil.example",
}


def stays(location: str | None) -> bool:
    """Whether a browser that follows stays on our server."""
    if location is None:
        return True
    plain = location.startswith("/") and not location.startswith(("//", "/\\"))
    return plain and location.isprintable() and "\\" not in location and "//" not in location


@pytest.mark.parametrize("there", ELSEWHERE, ids=range(len(ELSEWHERE)))
def test_no_address_leads_out(hospital: Hospital, there: str) -> None:
    """WB-10."""
    planner, nobody = hospital.visitors[Role.PLANNER], hospital.visitors[None]
    answers = [
        planner.get("/sign-in", query_string={"next": there}),
        nobody.post("/language", {"language": "ja", "back": there}),
        nobody.post("/sign-in", {**KNOWN["/sign-in"], "next": there}),
        nobody.get("/sign-in", query_string={"next": there}),
    ]
    hospital.reset()
    assert [one.headers.get("Location") for one in answers if not stays(one.location)] == []
    assert all(one.status_code < 500 for one in answers)
    assert all("\n" not in value for one in answers for _, value in one.headers)


def test_no_name_in_a_query_steers_a_redirect(hospital: Hospital) -> None:
    """WB-10: url_for listens to _scheme and _external."""
    steering = "_external=1&_scheme=javascript&_anchor=x&_method=POST&endpoint=x&kind=x"
    for path in shown_pages(hospital.app):
        page = path.partition("?")[0]
        answer = hospital.visitors[Role.PLANNER].get(f"{page}?view=list&{steering}")
        assert answer.status_code < 500, page
        assert stays(answer.headers.get("Location")), page
        assert "javascript:" not in answer.text, page


@pytest.mark.parametrize("there", ELSEWHERE[:10], ids=range(10))
def test_the_way_back_after_undoing_stays_inside(hospital: Hospital, there: str) -> None:
    """WB-10: the page that a button stood on comes from a header."""
    planner = hospital.visitors[Role.PLANNER]
    clean = there.replace("\r", "").replace("\n", "").replace("\t", "")
    planner.headers = {"Referer": f"http://localhost{clean}"}
    answer = planner.post("/undo/1")
    planner.headers = {}
    hospital.reset()
    assert stays(answer.headers.get("Location"))


def test_no_header_gets_into_a_link(hospital: Hospital) -> None:
    """WB-11: no proxy is configured, so none is believed."""
    visitor = hospital.visitors[Role.PLANNER]
    visitor.headers = HEADERS
    for path in shown_pages(hospital.app):
        answer = visitor.get(path)
        assert "evil.example" not in answer.text, path
        assert "https://localhost" not in answer.text, path
        assert stays(answer.headers.get("Location")), path
    visitor.headers = {}


def test_a_strange_host_name_gets_into_no_link(hospital: Hospital) -> None:
    """WB-11."""
    visitor = hospital.visitors[Role.PLANNER]
    for path in shown_pages(hospital.app):
        answer = visitor.client.get(path, headers={"Host": "evil.example"})
        assert "evil.example" not in answer.text
        assert stays(answer.headers.get("Location"))
