"""The log of requests: what was asked by whom, and nothing that people typed."""

import logging

import pytest
from flask import Flask

from tests.web.conftest import PASSWORD, Visitor
from vendormgr.web.log import RequestNumber


@pytest.fixture
def lines(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    caplog.set_level(logging.INFO, logger="vendormgr")
    caplog.handler.addFilter(RequestNumber())
    return caplog


def test_each_request_is_one_line_with_the_person_s_id(
    planner: Visitor, lines: pytest.LogCaptureFixture
) -> None:
    planner.get("/account/password?q=secret")
    messages = [record.getMessage() for record in lines.records]
    assert len(messages) == 1
    assert messages[0].startswith("GET /account/password 200 user-")
    assert "secret" not in messages[0]


def test_the_number_on_an_error_page_is_that_of_its_lines(
    visitor: Visitor, lines: pytest.LogCaptureFixture
) -> None:
    page = visitor.get("/nowhere").text
    number = lines.records[-1].request  # type: ignore[attr-defined]
    assert len(number) == 12
    assert number in page


def test_an_address_cannot_begin_a_line_of_its_own(
    visitor: Visitor, lines: pytest.LogCaptureFixture
) -> None:
    visitor.get("/x%0aERROR%20forged")
    assert "\n" not in lines.records[-1].getMessage()


def test_no_password_token_or_name_is_logged(
    visitor: Visitor, lines: pytest.LogCaptureFixture
) -> None:
    for password in ("wrong-password-typed", PASSWORD):
        visitor.post("/sign-in", {"sign_in_name": "planner", "sign_in_password": password})
    with visitor.client.session_transaction() as session:
        token = session["sign_in"]
    for told in ("wrong-password-typed", PASSWORD, token, visitor.token(), "の人"):
        assert told not in lines.text


def test_a_refusal_is_logged_with_route_and_person(
    with_sample: Flask, planner: Visitor, lines: pytest.LogCaptureFixture
) -> None:
    assert with_sample.blueprints
    planner.post_bare("/sample", {"title": "x"})
    assert "refused a form without its token at sample.edit" in lines.text
