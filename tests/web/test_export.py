"""Lists as files: what is shown, all pages of it, safe to open, and noted in the log."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pytest
from python_calamine import load_workbook

from tests.domain.factories import party
from tests.web.browse import links_on
from tests.web.conftest import Visitor
from tests.web.records import estate
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Portfolio
from vendormgr.store.audit import list_events
from vendormgr.store.engine import Database

LISTS = [
    "/vendors",
    "/services",
    "/systems",
    "/facilities",
    "/contracts",
    "/assets",
    "/connections",
]


@pytest.fixture(autouse=True)
def small_estate(keep: Callable[[Portfolio], None]) -> None:
    keep(estate(*(party(f"v{n:03}", name=f"会社{n:03}") for n in range(120))))


@pytest.mark.parametrize("path", LISTS)
def test_every_list_offers_itself_as_excel_and_csv(planner: Visitor, path: str) -> None:
    links = [one for one in links_on(planner.get(path)) if "as=" in one]
    assert len(links) == 2
    for link in links:
        answer = planner.get(link)
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("path", LISTS)
def test_a_workbook_has_the_columns_of_the_list(planner: Visitor, path: str) -> None:
    page = planner.get(path).text
    book = load_workbook(BytesIO(planner.get(f"{path}?as=xlsx").data))
    rows = book.get_sheet_by_index(0).to_python()
    for head in rows[0]:
        assert f">{head}</a>" in page or f">{head}</th>" in page
    assert len(rows) > 1
    assert book.sheet_names[-1] == "この資料について"


def test_a_file_holds_all_pages_in_the_order_that_is_shown(planner: Visitor) -> None:
    text = planner.get("/vendors?sort=-name&page=2&as=csv").data.decode("utf-8-sig")
    names = [line.partition(",")[0] for line in text.splitlines()[1:]]
    assert len(names) == 124
    ours = [name for name in names if name.startswith("会社")]
    assert ours == sorted(ours, reverse=True)


def test_a_narrowed_list_says_so_in_the_file(planner: Visitor) -> None:
    answer = planner.get("/vendors?q=会社00&kind=it&as=xlsx")
    about = load_workbook(BytesIO(answer.data)).get_sheet_by_index(1).to_python()
    words = "\n".join(str(cell) for row in about for cell in row)
    assert "会社00" in words
    assert "種類：IT事業者" in words
    assert "planner の人" in words


def test_days_are_days_and_terms_are_words(planner: Visitor) -> None:
    book = load_workbook(BytesIO(planner.get("/contracts?as=xlsx").data))
    heads, first, *_ = book.get_sheet_by_index(0).to_python()
    assert first[heads.index("終了日")] == date(2027, 3, 31)
    text = planner.get("/services?as=csv").data.decode("utf-8-sig")
    assert "医療情報" in text
    assert "phi" not in text


def test_a_download_is_noted_with_its_name(planner: Visitor, database: Database) -> None:
    planner.get("/services?as=csv")
    with database.reading() as session:
        event = list_events(session, limit=1)[0]
    assert (event.action, event.noun, event.subject) == ("downloaded", "list", "service")
    assert event.after is not None
    assert str(event.after["file"]).endswith(".csv")


@pytest.mark.parametrize("form", ["pdf", "exe", "../xlsx", "XLSX", ""])
def test_an_unknown_form_shows_the_page(planner: Visitor, form: str) -> None:
    answer = planner.get("/services", query_string={"as": form})
    assert answer.mimetype == "text/html"


def test_lists_of_the_attack_map_are_not_given_out(signed_in: Callable[[Role], Visitor]) -> None:
    for path in ("/assets", "/connections"):
        for form in ("csv", "xlsx"):
            assert signed_in(Role.PROCUREMENT).get(f"{path}?as={form}").status_code == 403
    heads = signed_in(Role.PROCUREMENT).get("/vendors?as=csv").data.decode("utf-8-sig")
    assert "基幹への経路" not in heads.splitlines()[0]
