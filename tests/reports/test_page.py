"""The frame of a paper: pages, marks, imprint, fonts, hostile and very long text."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from importlib import import_module

import pytest
from reportlab.lib.units import mm

from tests.reports.papers import (
    HOSTILE,
    LONG_NAME,
    NOTE,
    fonts_of,
    imprint,
    metadata_of,
    pages_of,
    squeezed,
    text_of,
)
from vendormgr.i18n import Language, speaking
from vendormgr.reports import DOCUMENTS
from vendormgr.reports.grid import Grid
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.look import BODY, RED
from vendormgr.reports.page import A3_LANDSCAPE, A4, A4_LANDSCAPE, Heading, Paper, Sheets
from vendormgr.reports.parts import Signer, TickBox, TickList, callout, signature_boxes


def sheets(paper: Paper = A4, subject: str = "電子カルテ", made: Imprint | None = None) -> Sheets:
    """An empty paper about one system."""
    facts = (("委託先", "電子カルテ事業者"), ("基準日", "2026年11月22日"))
    heading = Heading(title="責任分界マトリクス", subject=subject, facts=facts)
    return Sheets(paper, heading, made or imprint())


def test_every_page_says_which_of_how_many_it_is() -> None:
    paper = sheets()
    for _ in range(120):
        paper.add(paper.ink.text("一行の本文です。", BODY))
    pages = pages_of(paper.render())
    assert len(pages) == 3
    for number, page in enumerate(pages, 1):
        assert f"{number} / 3 ページ" in page


def test_every_page_carries_the_mark_and_who_made_it_when_from_which_data() -> None:
    paper = sheets()
    for _ in range(120):
        paper.add(paper.ink.text("一行の本文です。", BODY))
    for page in map(squeezed, pages_of(paper.render())):
        assert "社外秘" in page
        assert "試験病院作成2026年11月22日14:05(UTC+9)作成者企画花子データ版42-9f3a" in page
        assert "電子カルテ" in page


def test_a_paper_that_is_not_confidential_has_no_mark() -> None:
    assert "社外秘" not in text_of(sheets(made=imprint(confidential=False)).render())


def test_a_moment_without_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        imprint(made_at=datetime(2026, 11, 22, 14, 5))  # noqa: DTZ001


def test_only_embedded_subsets_of_our_font_are_in_the_file() -> None:
    paper = sheets()
    signer = Signer("医療機関", "試験病院", ("氏名", "日付"))
    paper.add(
        TickBox(ticked=True),
        TickList(("はい", "いいえ"), paper.ink),
        callout([paper.ink.text("注意", BODY)], 200, colour=RED),
        signature_boxes([signer], "印", 400, paper.ink),
        Grid([[paper.ink.text("項目", BODY)]], [100], heads=1),
    )
    pdf = paper.render()
    assert fonts_of(pdf)
    assert all(re.fullmatch(r"[A-Z]{6}\+BIZUDPGothic-(Regular|Bold)", f) for f in fonts_of(pdf))
    assert pdf.count(b"/FontFile2") == len(re.findall(rb"/Type /FontDescriptor", pdf))


def test_the_same_values_give_the_same_bytes() -> None:
    def render() -> bytes:
        paper = sheets()
        paper.add(paper.ink.text("𠮷田 " + NOTE, BODY))
        return paper.render()

    assert render() == render()


def test_papers_made_at_the_same_time_do_not_disturb_each_other() -> None:
    def render(_: int) -> bytes:
        paper = sheets()
        paper.add(paper.ink.text(NOTE, BODY))
        return paper.render()

    with ThreadPoolExecutor(4) as pool:
        assert len(set(pool.map(render, range(8)))) == 1


def test_the_file_names_its_title_author_and_language() -> None:
    about = metadata_of(sheets().render())
    assert about["Title"] == "責任分界マトリクス 電子カルテ"
    assert about["Author"] == "試験病院 企画 花子"
    assert "42-9f3a" in about["Subject"]


@pytest.mark.parametrize("paper", [A4, A4_LANDSCAPE, A3_LANDSCAPE], ids=["A4", "A4L", "A3L"])
def test_hostile_and_very_long_text_is_printed_as_it_was_typed(paper: Paper) -> None:
    made = imprint(hospital=HOSTILE, made_by=LONG_NAME)
    heading = Heading(title=HOSTILE, subject=LONG_NAME, facts=((HOSTILE, NOTE), ("b", LONG_NAME)))
    page = Sheets(paper, heading, made)
    page.add(page.ink.text(HOSTILE, BODY), page.ink.text(NOTE, BODY))
    page.add(Grid([[page.ink.text(NOTE, BODY), page.ink.text(HOSTILE, BODY)]], [50 * mm, 60 * mm]))
    pdf = page.render()
    text = text_of(pdf)
    assert text.count(squeezed(HOSTILE)) >= 3
    assert squeezed(LONG_NAME) in text
    assert text.count("この行は四千字のメモの一部です。") >= 250
    for action in (b"/URI", b"/JavaScript", b"/Launch", b"/OpenAction", b"/Annots", b"example"):
        assert action not in pdf


def test_what_could_not_be_printed_is_explained_at_the_end() -> None:
    text = text_of(sheets(subject="𠮷田電子カルテ").render())
    assert "〓〔1〕田電子カルテ" in text
    assert "U+20BB7(「吉」の異体字)" in text


def test_english_papers_say_everything_in_english() -> None:
    with speaking(Language.EN):
        pages = pages_of(sheets(made=imprint(language="en")).render())
    assert "Page 1 of 1" in pages[0]
    assert "Confidential" in pages[0]
    assert "22 Nov 2026 14:05 (UTC+9)" in pages[0]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_document_of_the_list_can_be_built(name: str) -> None:
    module = import_module(f"vendormgr.reports.{name}")
    assert any(member.startswith("build") for member in vars(module))
