"""What makes a password good enough."""

import pytest

from vendormgr.domain.password import normal_password, password_problems

OWN = ("yamada", "山田 花子", "検証病院")


def problems(password: str) -> tuple[str, ...]:
    return password_problems(password, shortest=13, own_words=OWN)


@pytest.mark.parametrize(
    "password",
    [
        "kJ8$mnQ2!xWz4",
        "himawari ga nisenbon saku oka",
        "正しい馬と電池と ホチキスを並べておく朝の駅",
        "aaaZk9-mvq7&pwl",
        "korinto-suika-7-tsubame",
        "x7Q!x7Q!x7Q!mnbv",
    ],
)
def test_good_ones_pass(password: str) -> None:
    assert problems(password) == ()


@pytest.mark.parametrize(
    ("password", "problem"),
    [
        ("kJ8$mnQ2!xWz", "access.password_short"),
        ("a1!" * 100, "access.password_long"),
        ("kjmnqxwzrtplv", "access.password_kinds"),
        ("kjmnqxw9zrtpl", "access.password_kinds"),
        ("password-2026-password!", "access.password_guessable"),
        ("byouin2026!byouin", "access.password_guessable"),
        ("yamada-yamada-1!", "access.password_guessable"),
        ("検証病院検証病院検証病院検証病院検証病院", "access.password_guessable"),
        ("Yamada19700101!!", "access.password_guessable"),
        ("12345678901234567890!a", "access.password_guessable"),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaa", "access.password_guessable"),
        ("abcdefghijklmnopqrstuvwxyz", "access.password_guessable"),
    ],
)
def test_weak_ones_are_refused_with_the_reason(password: str, problem: str) -> None:
    assert problem in problems(password)


def test_twelve_characters_are_refused_and_thirteen_taken() -> None:
    assert problems("kJ8$mnQ2!xWz") == ("access.password_short",)
    assert problems("kJ8$mnQ2!xWz4") == ()


def test_full_and_half_width_are_one_password() -> None:
    assert normal_password("ＡＢＣ１") == "ABC1"


def test_a_very_long_password_is_judged_quickly() -> None:
    assert problems("0123456789" * 25)
