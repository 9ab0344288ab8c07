"""Papers for tests: an imprint, a hospital with something to print, and what a PDF holds."""

import re
from datetime import UTC, datetime
from functools import cache
from io import BytesIO

import pypdfium2
from python_calamine import CalamineWorkbook

from tests.domain.factories import (
    CATERER,
    EHR,
    asset,
    catalogue,
    connection,
    contact,
    contract,
    item,
    override,
    portfolio,
    service,
    statement,
    system,
)
from vendormgr.domain.analysis import Conclusions, conclude
from vendormgr.domain.catalogue import Catalogue, Text
from vendormgr.domain.deemed import deemed_compliance
from vendormgr.domain.index import build_index
from vendormgr.domain.matrix import derive_matrix
from vendormgr.domain.portfolio import Portfolio
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import t
from vendormgr.reports.imprint import Imprint
from vendormgr.reports.matrix import MatrixValues

MADE_AT = datetime(2026, 11, 22, 5, 5, tzinfo=UTC)
HOSTILE = "<b>&<img src='http://example.com/x.png'/> </para> &lt; <script>alert(1)</script>"
LONG_NAME = "長い名前の委託先" * 25
NOTE = "この行は四千字のメモの一部です。" * 250


def imprint(**fields: object) -> Imprint:
    """Made by a planner of the hospital on 22 November 2026 at 14:05 in Japan."""
    values: dict[str, object] = {
        "hospital": "試験病院",
        "made_at": MADE_AT,
        "made_by": "企画 花子",
        "data_version": "42-9f3a",
        "words": t,
        **fields,
    }
    return Imprint(**values)  # type: ignore[arg-type]


def small_catalogue() -> Catalogue:
    """Five rows whose proposals differ, in two layers."""
    return catalogue(
        item("os-updates", "vendor", ("security-update-duty",), title=Text("サーバOSの更新", "OS")),
        item("backup-taking", "to_settle", title=Text("バックアップの取得", "Backup")),
        item("log-review", "shared", title=Text("ログの確認", "Logs")),
        item("accountability-to-patients", "hospital", title=Text("患者への説明責任", "Account")),
        item("key-management", "not_applicable", title=Text("鍵管理", "Keys")),
    )


def two_services(name: str = "電子カルテSaaS", article: str = "第7条") -> Portfolio:
    """An EHR of two vendors: one row written, one disputed, one without a decider, the rest not."""
    return portfolio(
        system("ehr-system", name="電子カルテ"),
        service("ehr-saas", name=name, system="ehr-system", data_class="phi"),
        service("meals", vendor=CATERER, model="bpo", name="給食", system="ehr-system"),
        asset("kitchen-server", label="厨房サーバ", owner=CATERER, location="external"),
        asset("ehr-core", label="電子カルテ基幹", core=True, data_class="phi"),
        connection(
            "kitchen-server", "ehr-core", "meal-line", line="給食回線", controls={"mfa": None}
        ),
        contract(
            "ehr-saas",
            title="電子カルテ利用契約",
            starts_on="2026-04-01",
            ends_on="2027-03-31",
            overrides=(
                override("ehr-saas", "os-updates", "vendor", article=article),
                override("ehr-saas", "log-review", "shared", article="別紙2"),
            ),
        ),
        statement("ehr-saas", "os-updates", "hospital", "2026-09-10"),
        contact(EHR, name="緊急窓口", phone="03-0000-0000", round_the_clock=True),
    )


@cache
def conclusions() -> Conclusions:
    """What follows from `two_services` under the real catalogue."""
    return conclude(two_services(), load_catalogue())


def matrix_values(
    made: Portfolio | None = None, rows: Catalogue | None = None, **fields: object
) -> MatrixValues:
    """What a matrix paper needs; under five rows unless another catalogue is given."""
    found = build_index(made or two_services())
    entries = rows or small_catalogue()
    matrix = derive_matrix(found, entries)
    return MatrixValues(
        index=found,
        matrix=matrix,
        catalogue=entries,
        deemed=deemed_compliance(found, matrix),
        imprint=imprint(**fields),
    )


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page, line ends unified."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [_page_text(document, n) for n in range(len(document))]
    finally:
        document.close()


def _page_text(document: pypdfium2.PdfDocument, number: int) -> str:
    page = document[number]
    text_page = page.get_textpage()
    text: str = text_page.get_text_bounded().replace("\r\n", "\n")
    text_page.close()
    page.close()
    return text


def metadata_of(pdf: bytes) -> dict[str, str]:
    """Title, author and so on."""
    document = pypdfium2.PdfDocument(pdf)
    about: dict[str, str] = document.get_metadata_dict()
    document.close()
    return about


def text_of(pdf: bytes) -> str:
    """The text of all pages without any white space: lines may end anywhere."""
    return re.sub(r"\s", "", "".join(pages_of(pdf)))


def squeezed(text: str) -> str:
    """A text as `text_of` would give it."""
    return re.sub(r"\s", "", text)


def fonts_of(pdf: bytes) -> set[str]:
    """Names of all fonts in the file; reportlab writes dictionaries uncompressed."""
    return {name.decode() for name in re.findall(rb"/BaseFont /([^\s/]+)", pdf)}


def sheets_of(xlsx: bytes) -> dict[str, list[list[object]]]:
    """Every sheet's cells by its name."""
    book = CalamineWorkbook.from_filelike(BytesIO(xlsx))
    return {
        name: [list(row) for row in book.get_sheet_by_name(name).to_python()]
        for name in book.sheet_names
    }
