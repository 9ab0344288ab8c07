"""The YAML reader: words stay words, limits hold, every error has its line."""

import math
from typing import Any

import pytest
import yaml

from tests.exchange.cast import HEAD, HOSPITAL, errors_of, found, read
from vendormgr.exchange import strict_yaml
from vendormgr.exchange.document import ErrorList
from vendormgr.exchange.strict_tree import UNREADABLE, StopReading, TreeBuilder
from vendormgr.exchange.strict_yaml import plain_value, read_yaml


class PurePythonParser(yaml.reader.Reader, yaml.scanner.Scanner, yaml.parser.Parser):
    """What PyYAML offers where it was built without libyaml."""

    def __init__(self, stream: str) -> None:
        yaml.reader.Reader.__init__(self, stream)
        yaml.scanner.Scanner.__init__(self)
        yaml.parser.Parser.__init__(self)


@pytest.fixture(params=["libyaml", "pure Python"], autouse=True)
def _parser(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "pure Python":
        monkeypatch.setattr(strict_yaml, "_Parser", PurePythonParser)


def tree(text: str) -> Any:
    errors = ErrorList()
    builder = TreeBuilder(errors)
    read_yaml(text, builder)
    errors.raise_if_any()
    return builder.root


def stopped(text: str) -> tuple[int, str]:
    """Line and code of the error that stops the reading of a tree."""
    errors = ErrorList()
    with pytest.raises(StopReading):
        read_yaml(text, TreeBuilder(errors))
    error = errors.found[-1]
    return error.line, error.code


@pytest.mark.parametrize(
    "word",
    ["no", "No", "on", "yes", "y", "off", "0123", "-01", "00", "12:30", "1_000", "2026-10-01",
     "0b1", "1.2.3", "+", "=", "<<", ".", "0o8", "tRUE", "1e", "03-1234-5678", "09012345678"],
)  # fmt: skip
def test_unquoted_words_stay_text(word: str) -> None:
    assert tree(f"- {word}\n- [{word}]") == [word, [word]]


@pytest.mark.parametrize(
    ("word", "value"),
    [("", None), ("~", None), ("null", None), ("Null", None), ("NULL", None), ("true", True),
     ("True", True), ("FALSE", False), ("0", 0), ("-7", -7), ("+5", 5), ("0x1F", 31), ("0o17", 15),
     ("6.0", 6.0), ("1.", 1.0), (".5", 0.5), ("-1e3", -1000.0), (".inf", math.inf),
     ("-.INF", -math.inf)],
)  # fmt: skip
def test_core_schema_values_are_typed(word: str, value: object) -> None:
    assert plain_value(word) == value
    assert type(plain_value(word)) is type(value)


def test_not_a_number_is_a_number() -> None:
    assert math.isnan(plain_value(".NaN"))


def test_quotes_make_text_of_anything() -> None:
    assert tree("""['true', "12", '', !!str 5, ! 6]""") == ["true", "12", "", "5", "6"]


def test_keys_are_always_text() -> None:
    assert tree("{on: 1, 2: 2, true: 3, null: 4}") == {"on": 1, "2": 2, "true": 3, "null": 4}


def test_tags_of_the_core_schema_are_obeyed() -> None:
    assert tree("!!map {a: !!int '5', b: !!bool 'true', c: !!seq [!!null '']}") == {
        "a": 5,
        "b": True,
        "c": [None],
    }


@pytest.mark.parametrize("text", ["a: !!python/name:os.system x", "a: !!int no", "a: !mine {}"])
def test_any_other_tag_is_an_error(text: str) -> None:
    errors = errors_of(HEAD + HOSPITAL + f"note: {text[3:]}\n")
    assert errors[0].code == "unknown_tag"


def test_an_alias_repeats_what_its_anchor_names() -> None:
    assert tree("a: &x {b: [1]}\nc: *x\nd: &y word\ne: *y") == {
        "a": {"b": [1]}, "c": {"b": [1]}, "d": "word", "e": "word",
    }  # fmt: skip


@pytest.mark.parametrize("text", ["a: *x", "a: &x [*x]", "&x {a: *x}"])
def test_an_alias_of_nothing_or_of_itself_stops(text: str) -> None:
    assert stopped(text)[1] == "unknown_alias"


def test_aliases_of_aliases_cannot_swell_a_document() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    assert stopped("\n".join(lines))[1] == "too_many_values"


def test_a_second_equal_key_is_an_error_with_both_lines() -> None:
    text = HEAD + HOSPITAL + "title: a\nnote: b\ntitle: c\n"
    (error,) = errors_of(text)
    assert (error.place, error.line, error.code) == ("title", 7, "duplicate_key")
    assert error.values == {"key": "title", "line": 5}


def test_equal_keys_deep_inside_name_their_place() -> None:
    text = HEAD + HOSPITAL + "contracts:\n- id: c\n  clauses:\n    two-factor: absent\n"
    text += "    'two-factor': present\n"
    assert found(text) == [("contracts[0].clauses.two-factor", 9, "duplicate_key")]


@pytest.mark.parametrize("deep", ["[" * 200_000, "{a: " * 200_000, "- " * 200_000, "? " * 200_000])
def test_two_hundred_thousand_brackets_are_an_error(deep: str) -> None:
    assert stopped(deep)[1] in {"too_deep", "key_not_text"}


@pytest.mark.parametrize("number", ["9" * 20_000, "-" + "9" * 20_000, "0x" + "f" * 20_000])
def test_a_number_of_twenty_thousand_digits_is_an_error(number: str) -> None:
    assert plain_value(number) is UNREADABLE
    text = f"{HEAD}{HOSPITAL}facilities: [{{id: f, beds: {number}}}]\n"
    assert found(text) == [("facilities[0].beds", 5, "number_too_long")]


def test_a_second_document_is_an_error() -> None:
    assert stopped("a: 1\n---\nb: 2\n") == (2, "several_documents")


@pytest.mark.parametrize("text", ["? {a: 1}\n: 2", "&x a: 1\n*x : 2", "[a]: 1"])
def test_a_key_that_is_no_plain_text_stops(text: str) -> None:
    assert stopped(text)[1] == "key_not_text"


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: 1\nb: [\n", 3), ("a: 1\n b: 2\n", 2), ("a: 'open\n\n", 3), ("a: 1\n\tb: 2\n", 2)],
    ids=["open bracket", "indentation", "open quote", "tab"],
)
def test_a_syntax_error_names_its_line(text: str, line: int) -> None:
    assert stopped(text) == (line, "yaml_syntax")


def test_byte_order_mark_and_windows_line_ends_are_read() -> None:
    text = "\ufeff" + (HEAD + HOSPITAL + "note: a\n").replace("\n", "\r\n")
    assert read(text).note == "a"


@pytest.mark.parametrize("text", ["note: a\x00b", 'note: "a\\0b"', 'note: "\\x1b[31m"'])
def test_control_characters_are_an_error(text: str) -> None:
    codes = {error.code for error in errors_of(HEAD + HOSPITAL + text)}
    assert codes == {"illegal_character"}


def test_an_emoji_and_rare_kanji_are_read() -> None:
    assert read(HEAD + HOSPITAL + "note: 🏥𠮷\n").note == "🏥𠮷"


def test_an_empty_text_is_no_document() -> None:
    assert found("") == [("", 1, "missing_value")]
    assert found("# only a comment\n") == [("", 1, "missing_value")]
    assert found("- a\n- b\n") == [("", 1, "wrong_type_mapping")]
