"""Password hashes: argon2id with chosen costs, as slow for nobody as for somebody."""

import pytest
from argon2 import extract_parameters
from argon2.low_level import Type

from vendormgr.store import password
from vendormgr.store.password import hash_password, is_outdated, password_fits


def test_hashes_are_argon2id_with_the_chosen_costs() -> None:
    costs = extract_parameters(hash_password("x"))
    assert (costs.type, costs.memory_cost, costs.time_cost, costs.parallelism) == (
        Type.ID,
        19 * 1024,
        2,
        1,
    )


def test_the_same_password_never_has_the_same_hash() -> None:
    assert hash_password("x") != hash_password("x")


@pytest.mark.parametrize("typed", ["パスワード", "ﾊﾟｽﾜｰﾄﾞ", "Ａ b\t🏥" * 20, "x" * 1000])
def test_long_and_japanese_passwords_fit_themselves(typed: str) -> None:
    kept = hash_password(typed)
    assert password_fits(typed, kept)
    assert not password_fits(typed + "x", kept)


def test_half_width_and_full_width_are_the_same_keys() -> None:
    assert password_fits("ﾊﾟｽﾜｰﾄﾞ１２３", hash_password("パスワード123"))


def test_nobody_is_hashed_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    checked: list[str] = []

    class Counting:
        def verify(self, kept: str, _: bytes) -> bool:
            checked.append(kept)
            return True

        def hash(self, _: bytes) -> str:
            return "$nobody"

    monkeypatch.setattr(password, "HASHER", Counting())
    password._nobody.cache_clear()
    assert not password_fits("x", None)
    assert checked == ["$nobody"]
    password._nobody.cache_clear()


def test_a_broken_hash_fits_nothing() -> None:
    assert not password_fits("x", "not a hash")


def test_a_hash_with_other_costs_is_outdated() -> None:
    assert is_outdated("$argon2id$v=19$m=65536,t=3,p=4$c29tZXNhbHQ$aGFzaGhhc2hoYXNoaGFzaA")
    assert not is_outdated(hash_password("x"))
