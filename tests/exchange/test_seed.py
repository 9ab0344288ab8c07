import shutil
from pathlib import Path

import pytest

from tests.exchange.seed_slips import SLIPS, Slip
from vendormgr.exchange.seed import (
    BrokenSeedError,
    SeedError,
    check_seed,
    load_catalogue,
    read_catalogue,
)
from vendormgr.exchange.seed_file import Seed, SeedFile, read_seed
from vendormgr.exchange.seed_references import check_references
from vendormgr.exchange.seed_schema import check_shapes
from vendormgr.exchange.seed_texts import check_texts
from vendormgr.i18n import find_text, texts
from vendormgr.resources import resource_dir

EXPECTED = [
    (slip.file, slip.called if slip.called is not None else slip.entry, field, problem)
    for slip in SLIPS
    for field, problem in slip.named
]


def spoil(folder: Path, slip: Slip) -> None:
    """Change one entry of a file, which begins at its list's [[name]]."""
    place = folder / slip.file
    before, *blocks = place.read_text(encoding="utf-8").split("\n[[")
    at = next(i for i, block in enumerate(blocks) if f'"{slip.entry}"' in block)
    assert slip.old in blocks[at], slip
    blocks[at] = blocks[at].replace(slip.old, slip.new, 1)
    place.write_text("\n[[".join([before, *blocks]), encoding="utf-8")


def copy_of_seed(folder: Path) -> Path:
    copied = folder / "seed"
    shutil.copytree(resource_dir("seed"), copied, ignore=shutil.ignore_patterns("demo*"))
    return copied


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the seed with all slips at once: every one of them must still be named."""
    folder = copy_of_seed(tmp_path_factory.mktemp("broken"))
    for slip in SLIPS:
        if slip.old:
            spoil(folder, slip)
    topologies = folder / "background" / "topologies.toml"
    topologies.write_text("id = \n" + topologies.read_text(encoding="utf-8"), encoding="utf-8")
    (folder / "background" / "known_gaps.toml").unlink()
    assessment = folder / "gap_rules" / "assessment.toml"
    assessment.write_bytes(assessment.read_text(encoding="utf-8").encode("shift_jis", "replace"))
    (folder / "gap_rules" / "weather.toml").write_text("rule = []\n", encoding="utf-8")
    (folder / "notes.toml").write_text("# mine\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def errors(broken: Path) -> tuple[SeedError, ...]:
    return check_seed(broken)


def named(errors: tuple[SeedError, ...]) -> list[tuple[str, str, str, str]]:
    return [(error.file, error.entry, error.field, error.problem) for error in errors]


@pytest.mark.parametrize("expected", EXPECTED, ids="-".join)
def test_a_slip_is_named_with_file_entry_and_field(
    expected: tuple[str, str, str, str], errors: tuple[SeedError, ...]
) -> None:
    assert expected in named(errors)


def test_nothing_is_named_that_is_right(errors: tuple[SeedError, ...]) -> None:
    assert sorted(named(errors)) == sorted(EXPECTED)


def test_errors_come_file_by_file(errors: tuple[SeedError, ...]) -> None:
    files = [error.file for error in errors]
    assert files == sorted(files)


def test_every_problem_has_words_and_every_word_is_reached(errors: tuple[SeedError, ...]) -> None:
    worded = {id_.removeprefix("seed_error.") for id_ in texts() if id_.startswith("seed_error.")}
    # "schema" is for shapes no file has yet; a table in place of a text needs no slip of its own.
    assert {error.problem for error in errors} == worded - {"schema", "not_object"}


def test_words_are_filled_in_from_the_values(errors: tuple[SeedError, ...]) -> None:
    for error in errors:
        both = find_text(error.text_id)
        assert both.ja.format(**error.values)
        assert both.en.format(**error.values)


def test_the_error_of_a_syntax_slip_says_the_line(errors: tuple[SeedError, ...]) -> None:
    (syntax,) = (error for error in errors if error.problem == "not_toml")
    assert "line 1" in syntax.values["reason"]


@pytest.mark.parametrize(
    ("file", "entry", "old", "new"),
    [
        pytest.param("incidents.toml", "O-1", 'grade = "S"', "", id="a missing field"),
        pytest.param("incidents.toml", "O-1", 'grade = "S"', "grade", id="a syntax error"),
        pytest.param("clauses/roles.toml", "role-review", '"must"', '"may"', id="a wrong word"),
        pytest.param("clauses/subjects.toml", "roles", '"roles"', '"rules"', id="a missing file"),
    ],
)
def test_a_broken_seed_is_not_loaded_but_explained(
    tmp_path: Path, file: str, entry: str, old: str, new: str
) -> None:
    folder = copy_of_seed(tmp_path)
    spoil(folder, Slip(file, entry, old, new, ()))
    with pytest.raises(BrokenSeedError) as raised:
        read_catalogue(folder)
    assert file in {error.file for error in raised.value.errors}
    assert str(raised.value.errors[0]) in str(raised.value)


def test_the_products_own_seed_is_right() -> None:
    assert check_seed() == ()


def test_the_catalogue_is_read_once() -> None:
    assert load_catalogue() is load_catalogue()


def test_rows_come_in_the_order_of_their_headings() -> None:
    catalogue = load_catalogue()
    layers = [layer for group in catalogue.layer_groups for layer in group.members]
    order = [layers.index(item.layer) for item in catalogue.items.values()]
    assert order == sorted(order)


def test_clauses_and_rules_come_in_the_order_of_their_headings() -> None:
    catalogue = load_catalogue()
    listed = [clause for subject in catalogue.clause_subjects for clause in subject.members]
    assert list(catalogue.clauses) == listed
    themes = list(catalogue.themes)
    order = [themes.index(rule.theme) for rule in catalogue.rules.values()]
    assert order == sorted(order)


def test_an_error_reads_as_one_line() -> None:
    error = SeedError(
        "clauses/roles.toml", "role-review", "basis[0]", "unknown_citation", {"value": "x"}
    )
    assert str(error) == "clauses/roles.toml: role-review: basis[0]: unknown_citation (value=x)"


@pytest.mark.parametrize("junk", [None, 7, True, "", "x", [], [[]], [{}], {}, {"ja": 1}], ids=repr)
def test_no_kind_of_rubbish_stops_the_check(junk: object) -> None:
    """Each field of the first entry of each file in turn; TOML has no null, but costs nothing."""
    seed, _ = read_seed(resource_dir("seed"))
    for file in seed.files:
        key = file.layout.lists[0]
        first = file.tables[key][0]
        spoiled = [junk, *({**first, field: junk} for field in first)]
        found = _check(Seed((SeedFile(file.path, file.layout, {key: spoiled}),)))
        assert found, file.path


def _check(seed: Seed) -> list[SeedError]:
    return [*check_shapes(seed), *check_references(seed), *check_texts(seed)]
