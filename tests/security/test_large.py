"""What is too large, too deep or has too many parts is refused, and the server lives."""

from typing import Any

import pytest

from tests.demo import Hospital
from vendormgr.domain.access import Role

MIB = 1024 * 1024
FORM = "application/x-www-form-urlencoded"
MANY = "&".join(f"f{n}=x" for n in range(30_000))
BORDER = "----border"
PARTS = "".join(
    f'--{BORDER}\r\nContent-Disposition: form-data; name="f{n}"\r\n\r\nx\r\n' for n in range(5_000)
)
LARGE: dict[str, tuple[Any, str]] = {
    "21 MiB of form": (b"a=" + b"x" * (21 * MIB), FORM),
    "60 MiB of anything": (b"x" * (60 * MIB), "application/octet-stream"),
    "30,000 fields": (MANY, FORM),
    "5,000 parts": (PARTS + f"--{BORDER}--\r\n", f"multipart/form-data; boundary={BORDER}"),
    "part without an end": (PARTS[:5000], f"multipart/form-data; boundary={BORDER}"),
    "no boundary": (PARTS, "multipart/form-data"),
    "line breaks": (b"\r\n" * 500_000, f"multipart/form-data; boundary={BORDER}"),
    "200,000 brackets": ("[" * 200_000, "application/json"),
    "20,000 digits": ("9" * 20_000, "application/json"),
    "broken UTF-8": (b"a=\xff\xfe&\xc0\xaf=1", FORM),
    "half characters": (b"name=%ED%A0%80&%ED%BF%BF=%ED%A0%80", FORM),
    "only separators": (b"&" * 100_000 + b"=" * 100_000, FORM),
}


@pytest.mark.parametrize("path", ["/sign-in", "/vendors/new", "/language", "/undo/1"])
@pytest.mark.parametrize("name", LARGE)
def test_what_is_too_large_is_refused_and_the_next_request_answered(
    hospital: Hospital, name: str, path: str
) -> None:
    """RB-01."""
    body, kind = LARGE[name]
    start = hospital.fingerprint()
    planner = hospital.visitors[Role.PLANNER]
    assert 400 <= planner.post_bare(path, body, content_type=kind).status_code < 500
    assert planner.get("/").status_code == 200
    assert hospital.fingerprint() == start


def test_many_fields_with_a_good_token_are_refused_too(hospital: Hospital) -> None:
    """RB-01: the token does not open the door to a flood."""
    planner = hospital.visitors[Role.PLANNER]
    fields = {f"f{n}": "x" for n in range(30_000)}
    start = hospital.fingerprint()
    assert planner.post("/vendors/new", fields).status_code in {413, 422}
    assert hospital.fingerprint() == start


@pytest.mark.parametrize(
    "headers",
    [
        {"Cookie": "vendormgr=" + "x" * 10_000},
        {"Cookie": "=;=;=" * 2_000},
        {"Accept-Language": "ja;q=" + "9" * 5_000},
        {"Accept-Language": ",".join(["x-y"] * 2_000)},
        {"Range": "bytes=" + "0-," * 5_000},
        {"If-Modified-Since": "x" * 5_000},
        {"Host": "a" * 5_000},
        {"Host": "[::1"},
        {"Referer": "//" + "x" * 10_000},
        {"HX-Request": "true", "HX-Current-URL": "http://[" + "x" * 5_000},
        {"Content-Type": "multipart/form-data; boundary=" + "x" * 10_000},
        {"X-Forwarded-For": "'; DROP TABLE sign_in; --"},
    ],
    ids=lambda headers: next(iter(headers)),
)
@pytest.mark.parametrize("role", [None, Role.PLANNER])
def test_strange_headers_are_answered(
    hospital: Hospital, headers: dict[str, str], role: Role | None
) -> None:
    """RB-02."""
    visitor = hospital.visitors[role]
    for path in ("/", "/vendors", "/static/icon.svg", "/sign-in", "/nothing"):
        with visitor.client.get(path, headers=headers) as answer:
            assert answer.status_code < 500, path
    assert visitor.client.post("/sign-in", headers=headers).status_code < 500
    hospital.reset()
