"""The texts of the product: both languages, same placeholders, used, and drawable."""

import re
import string
from collections import Counter
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont

from vendormgr.domain import access, vocabulary
from vendormgr.i18n import Text, label_id, read_texts, texts
from vendormgr.resources import PACKAGE, resource_dir

STATIC = resource_dir("static")
FORBIDDEN = "☑☐✔✕✓✗"


@cache
def templates() -> dict[str, str]:
    """Templates by name, without their comments."""
    folder = resource_dir("templates")
    return {
        str(place.relative_to(folder)): re.sub(
            r"\{#.*?#\}", "", place.read_text(encoding="utf-8"), flags=re.DOTALL
        )
        for place in sorted(folder.rglob("*.html"))
    }


@cache
def sources() -> str:
    """Everything that can name a text: the package's code and the templates."""
    code = [place.read_text(encoding="utf-8") for place in sorted(PACKAGE.rglob("*.py"))]
    return "\n".join([*code, *templates().values()])


@cache
def whole_ids() -> frozenset[str]:
    """Every quoted literal that could be a text id."""
    return frozenset(re.findall(r"""["']([a-z][a-z0-9_]*\.[a-z0-9_.\-]+)["']""", sources()))


@cache
def beginnings() -> tuple[str, ...]:
    """Literals that an id is made from by adding something: f"gap.state_{x}", "gap.state_" ~ x."""
    formatted = re.findall(r"""["']([a-z][a-z0-9_]*\.[a-z0-9_.\-]*)\{""", sources())
    joined = re.findall(r"""["']([a-z][a-z0-9_]*\.(?:[a-z0-9_.\-]*[_.])?)["']\s*[~+]""", sources())
    return tuple({*formatted, *joined})


@cache
def endings() -> tuple[str, ...]:
    """Literals that are added to something to make an id: f"{noun}.new_title", text ~ "_title"."""
    formatted = re.findall(r"""\}([._][a-z0-9_]+)["']""", sources())
    joined = re.findall(r"""[~+]\s*["']([._][a-z0-9_]+)["']""", sources())
    return tuple({*formatted, *joined})


def is_used(text_id: str) -> bool:
    """Whether some source names the text, whole or in parts."""
    if text_id in whole_ids() or text_id.startswith(beginnings()):
        return True
    return any(
        text_id.endswith(ending)
        and (ending.startswith(".") or text_id.removesuffix(ending) in whole_ids())
        for ending in endings()
    )


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


def text_files() -> list[Path]:
    return sorted(resource_dir("texts").glob("*.toml"))


def fits(text: Text) -> bool:
    """Whether both languages say something and take the same placeholders."""
    japanese = placeholders(text.ja)
    forms = text.en.split("|") if "{n}" in text.en else [text.en]
    return bool(text.ja.strip() and text.en.strip()) and all(
        placeholders(form) | {"n"} == japanese | {"n"} for form in forms
    )


def test_both_languages_have_the_same_placeholders() -> None:
    assert [text.id for text in texts().values() if not fits(text)] == []


def test_no_id_stands_in_two_files() -> None:
    counted = Counter(text.id for place in text_files() for text in read_texts(place))
    assert [text_id for text_id, count in counted.items() if count > 1] == []


def test_every_text_that_is_asked_for_exists() -> None:
    asked = re.findall(r"""\bt\(\s*["']([^"'{]+)["']\s*[,)]""", sources())
    assert sorted({text_id for text_id in asked if text_id not in texts()}) == []


def test_every_text_is_used() -> None:
    assert [text_id for text_id in texts() if not is_used(text_id)] == []


@pytest.mark.parametrize(
    "kind",
    [
        kind
        for module in (vocabulary, access)
        for kind in vars(module).values()
        if isinstance(kind, type)
        and issubclass(kind, StrEnum)
        and kind not in {StrEnum, access.Permission, vocabulary.Edition}
    ],
    ids=lambda kind: kind.__name__,
)
def test_every_term_has_a_label(kind: Any) -> None:
    assert [term for term in kind if label_id(term) not in texts()] == []


@pytest.mark.parametrize("weight", ["Regular", "Bold"])
def test_the_font_draws_every_text(weight: str) -> None:
    font = TTFont(STATIC / "fonts" / f"BIZUDPGothic-{weight}.ttf")
    known = set(font.getBestCmap()) | {ord("\n")}
    missing = {
        (text.id, character)
        for text in texts().values()
        for character in text.ja + text.en
        if ord(character) not in known
    }
    assert missing == set()
    font.close()


def test_no_page_uses_a_sign_that_the_font_lacks() -> None:
    scripts = [place.read_text(encoding="utf-8") for place in STATIC.glob("js/*.js")]
    pages = "\n".join([*templates().values(), *scripts])
    assert [sign for sign in FORBIDDEN if sign in pages] == []


def test_japanese_texts_hold_no_english_sentence_and_the_other_way_round() -> None:
    kana = re.compile("[ぁ-んァ-ヶ]")
    allowed = re.compile("株式会社|令和|[0-9]年|日本語")
    wrong = [
        text.id for text in texts().values() if kana.search(text.en) and not allowed.search(text.en)
    ]
    assert wrong == []


def test_templates_hold_no_words_of_their_own() -> None:
    japanese = re.compile("[ぁ-んァ-ヶ一-龠]")
    found = [
        f"{name}: {line.strip()}"
        for name, text in templates().items()
        for line in text.replace('("ja", "日本語")', "").splitlines()
        if japanese.search(line)
    ]
    assert found == []
