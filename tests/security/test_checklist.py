"""The list of promises and the tests that hold them belong together."""

import re
from pathlib import Path

import pytest

from tests.security.checklist import HOLDS

TESTS = Path(__file__).parents[1]
ID = re.compile(r"\b(?:AZ|AU|WB|FL|RB|DU|LG|SC)-\d\d\b")


@pytest.mark.parametrize("id_", HOLDS)
def test_every_promise_is_held_by_tests_that_exist(id_: str) -> None:
    promise, tests = HOLDS[id_]
    assert promise
    assert tests
    for test in tests:
        file, _, name = test.partition("::")
        assert f"def {name}(" in (TESTS / file).read_text(encoding="utf-8"), test


def test_every_id_that_a_test_here_names_is_on_the_list() -> None:
    named = {
        id_
        for path in Path(__file__).parent.glob("test_*.py")
        for id_ in ID.findall(path.read_text(encoding="utf-8"))
    }
    assert named - set(HOLDS) == set()
