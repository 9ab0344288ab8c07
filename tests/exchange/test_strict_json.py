"""The JSON reader: the same limits and places as for YAML."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.exchange.cast import as_json, errors_of, found, read
from vendormgr.exchange.document import ErrorList
from vendormgr.exchange.strict_json import JsonSyntaxError, read_json
from vendormgr.exchange.strict_tree import TreeBuilder

values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**15), 10**15)
    | st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: len(repr(x)) < 18)
    | st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from("abc"), inner),
    max_leaves=20,
)


def tree(text: str) -> object:
    errors = ErrorList()
    builder = TreeBuilder(errors)
    read_json(text, builder)
    errors.raise_if_any()
    return builder.root


@given(values, st.sampled_from([None, 2, "\t"]), st.booleans())
def test_reads_what_the_standard_reader_reads(
    value: object, indent: int | str | None, ascii_only: bool
) -> None:
    assert tree(json.dumps(value, indent=indent, ensure_ascii=ascii_only)) == value


@pytest.mark.parametrize(
    "text",
    ["", "{", "[1,]", '{"a":1,}', "{'a':1}", '{"a" 1}', '{"a":01}', "[1 2]", '"open', '"\\x"',
     "nul", "NaN", "-", '{"a":1}}', "[1]x", '{1:2}', '"a\nb"'],
)  # fmt: skip
def test_what_is_no_json_is_refused(text: str) -> None:
    with pytest.raises(JsonSyntaxError):
        tree(text)


def test_a_json_document_is_read_like_yaml() -> None:
    assert read(as_json(note="𠮷🏥", title=None)).note == "𠮷🏥"


def test_errors_in_json_have_places_and_lines() -> None:
    text = json.dumps(json.loads(as_json(services=[{"id": "s", "vendor": "x"}])), indent=1)
    assert [(error.place, error.code) for error in errors_of(text)] == [
        ("services[0]", "missing_key"),
        ("services[0].vendor", "dangling_parties"),
    ]
    assert text.splitlines()[errors_of(text)[1].line - 1].strip() == '"vendor": "x"'


def test_broken_json_names_the_line_of_the_break() -> None:
    text = as_json().replace(", ", ",\n")
    line = len(text.splitlines())
    assert found(text[:-1]) == [("", line, "json_syntax")]


def test_flow_style_yaml_is_not_mistaken_for_json() -> None:
    text = "{format: vendormgr-portfolio/1, id: d, as_of: 2026-10-01, parties: []}"
    assert read(text).id == "d"
    assert found(text[:-1])[0][2] == "yaml_syntax"


def test_equal_keys_are_an_error() -> None:
    text = as_json()[:-1] + ', "id": "e"}'
    assert found(text) == [("id", 1, "duplicate_key")]


def test_half_a_surrogate_pair_is_an_error() -> None:
    assert found(as_json(note="\ud800")) == [("note", 1, "illegal_character")]


@pytest.mark.parametrize("deep", ["[" * 200_000, '{"a":' * 200_000, '{"a":[' * 200_000])
def test_two_hundred_thousand_brackets_are_an_error(deep: str) -> None:
    assert found(deep)[0][2] == "too_deep"


def test_a_number_of_twenty_thousand_digits_is_an_error() -> None:
    text = as_json(facilities=[{"id": "f", "beds": 0}]).replace(
        '"beds": 0', f'"beds": {"9" * 20000}'
    )
    assert found(text) == [("facilities[0].beds", 1, "number_too_long")]
