"""A contract that names other firms and not its vendor is noticed."""

import pytest

from vendormgr.domain.reading.articles import read_passages
from vendormgr.domain.reading.firms import other_firms


def named(text: str, *known: str) -> tuple[str, ...]:
    return other_firms(read_passages([text.split("\n")], wrapped=False), known)


@pytest.mark.parametrize(
    ("text", "firms"),
    [
        ("甲と株式会社山田製作所とは、契約する。", ("株式会社山田製作所",)),
        ("甲と山田システム株式会社は契約する。", ("山田システム株式会社",)),
        ("株式会社ひまわりは、甲に納める。", ("株式会社ひまわり",)),
        ("当社は利用条件を定める。", ()),
    ],
)
def test_firms_that_stand_there_instead_of_the_vendor_are_named(
    text: str, firms: tuple[str, ...]
) -> None:
    assert named(text, "電子カルテ株式会社") == firms


def test_nothing_is_said_where_the_vendor_is_named_in_whatever_form_or_is_not_known() -> None:
    text = "電子カルテ（株）は、株式会社山田製作所に再委託する。"
    assert named(text, "電子カルテ株式会社") == ()
    assert named(text) == ()
