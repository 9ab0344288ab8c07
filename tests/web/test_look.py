"""What browsers are given: fonts, style sheets, and pages that stand without a script."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask

from tests.web.conftest import Visitor
from vendormgr.domain.access import Role
from vendormgr.resources import resource_dir
from vendormgr.web.assets import digest

STATIC = resource_dir("static")


def test_fonts_are_preloaded_under_the_address_that_the_style_sheet_uses(visitor: Visitor) -> None:
    page = visitor.get("/sign-in").text
    sheet = (STATIC / "css" / "font.css").read_text(encoding="utf-8")
    used = re.findall(r'url\("\.\./(fonts/[^?"]+)\?v=([0-9a-f]+)"\)', sheet)
    assert len(used) == 2
    for name, version in used:
        assert version == digest(name)
        assert f'<link rel="preload" href="/static/{name}?v={version}"' in page


def test_every_file_that_a_page_names_is_there(planner: Visitor) -> None:
    page = planner.get("/").text
    named = re.findall(r'(?:href|src)="(/static/[^"]+)"', page)
    assert len(named) > 8
    for address in named:
        with planner.get(address) as answer:
            assert answer.status_code == 200, address


@pytest.mark.parametrize("sheet", sorted(STATIC.glob("css/*.css")), ids=lambda place: place.name)
def test_style_sheets_use_colours_by_name_only(sheet: Path) -> None:
    text = sheet.read_text(encoding="utf-8")
    named = re.sub(r":root \{.*?\}", "", text, flags=re.DOTALL)
    assert re.findall(r"#[0-9a-fA-F]{3,8}\b|rgba?\(", named) == []


def test_every_custom_property_exists() -> None:
    sheets = [*STATIC.glob("css/*.css"), STATIC / "vendor" / "design-tokens" / "tokens.css"]
    text = "\n".join(place.read_text(encoding="utf-8") for place in sheets)
    defined = set(re.findall(r"^\s*(--[a-z0-9-]+):", text, flags=re.MULTILINE))
    assert sorted(set(re.findall(r"var\((--[a-z0-9-]+)\)", text)) - defined) == []


def test_vendored_files_bring_their_licence() -> None:
    for folder in (STATIC / "vendor").iterdir():
        if folder.is_dir():
            assert (folder / "LICENSE").is_file(), folder.name
    assert (STATIC / "fonts" / "OFL.txt").is_file()


def test_the_menu_shows_what_the_person_may_open(
    app: Flask, signed_in: Callable[[Role], Visitor]
) -> None:
    assert app.blueprints
    assert "操作記録" not in signed_in(Role.PROCUREMENT).get("/account/password").text
    for role, sees in ((Role.PROCUREMENT, False), (Role.OPERATOR, True)):
        page = signed_in(role).get("/account/password").text
        if "connection.index" in app.view_functions:
            assert ("接続・経路" in page) is sees


def test_the_chosen_language_stays_and_the_page_is_shown_again(planner: Visitor) -> None:
    answer = planner.post("/language", {"language": "en", "back": "/account/password"})
    assert answer.headers["Location"] == "/account/password"
    page = planner.get("/account/password").text
    assert '<html lang="en">' in page
    assert "Change password" in page


@pytest.mark.parametrize(
    ("wished", "language"),
    [("en-GB,en;q=0.9", "en"), ("ja", "ja"), ("fr", "ja"), ("", "ja"), ("fr,en;q=0.1", "en")],
)
def test_the_browser_s_wish_counts_until_somebody_chooses(
    visitor: Visitor, wished: str, language: str
) -> None:
    visitor.headers = {"Accept-Language": wished}
    assert f'<html lang="{language}">' in visitor.get("/sign-in").text
    visitor.post("/language", {"language": "ja"})
    assert '<html lang="ja">' in visitor.get("/sign-in").text


@pytest.mark.parametrize("chosen", ["fr", "", "<b>"])
def test_an_unknown_language_is_not_kept(visitor: Visitor, chosen: str) -> None:
    answer = visitor.post("/language", {"language": chosen, "back": "//evil.example"})
    assert answer.headers["Location"] == "/"
    assert "vendormgr_language" not in str(answer.headers.getlist("Set-Cookie"))
