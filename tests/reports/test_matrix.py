"""責任分界マトリクス on paper and in Excel."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.domain.factories import (
    CATERER,
    EHR,
    asset,
    contract,
    override,
    portfolio,
    service,
    statement,
    system,
)
from tests.reports.papers import (
    HOSTILE,
    LONG_NAME,
    NOTE,
    conclusions,
    fonts_of,
    imprint,
    matrix_values,
    pages_of,
    sheets_of,
    squeezed,
    text_of,
    two_services,
)
from vendormgr.domain.portfolio import OwnItem
from vendormgr.i18n import Language, speaking, t
from vendormgr.reports.matrix import MatrixValues, build_for_service, build_for_system
from vendormgr.reports.matrix_pdf import render_pdf
from vendormgr.reports.matrix_view import CellView, MatrixDocument
from vendormgr.reports.matrix_xlsx import render_xlsx
from vendormgr.reports.page import A3_LANDSCAPE, A4_LANDSCAPE, Paper


def cell(document: MatrixDocument, item: str, column: int = 0) -> CellView:
    """One cell of a document."""
    rows = (row for layer in document.layers for row in layer.rows)
    return next(row.cells[column] for row in rows if row.item == item)


def marks(view: CellView) -> list[str]:
    """The words of its marks."""
    return [mark.text for mark in view.marks]


@pytest.fixture
def ehr() -> MatrixDocument:
    return build_for_service(matrix_values(), "ehr-saas")


def test_a_written_row_names_its_article_and_a_statement_against_it(ehr: MatrixDocument) -> None:
    view = cell(ehr, "os-updates")
    assert (view.who, view.proposed, view.written) == ("事業者", "事業者", "第7条")
    assert view.stated == "医療機関 (2026年9月10日)"
    assert marks(view) == ["食い違い"]


def test_a_shared_row_without_decider_says_so(ehr: MatrixDocument) -> None:
    assert (cell(ehr, "log-review").who, marks(cell(ehr, "log-review"))) == ("共同", ["決定者なし"])


def test_what_nobody_settled_is_the_hospitals_and_says_so(ehr: MatrixDocument) -> None:
    view = cell(ehr, "backup-taking")
    assert (view.who, marks(view)) == ("医療機関", ["未定"])
    assert view.why == "決まった型がありません。取り決めるまでは医療機関の責任です。"


def test_an_unwritten_vendor_row_is_the_hospitals_for_now() -> None:
    view = cell(build_for_service(matrix_values(), "meals"), "os-updates")
    assert (view.who, marks(view)) == ("医療機関", ["契約に記載なし"])
    assert view.small == "提案:事業者・契約:記載なし"
    assert view.why == "提案では事業者。契約に記載がないため、現状は医療機関の責任です。"


def test_rows_of_the_hospital_and_rows_that_do_not_arise_raise_no_mark(ehr: MatrixDocument) -> None:
    assert cell(ehr, "accountability-to-patients").small == "提案どおり"
    assert cell(ehr, "key-management").who == "対象外"
    assert marks(cell(ehr, "key-management")) == []


def test_the_conclusion_counts_what_no_contract_says() -> None:
    summary = build_for_system(matrix_values(), "ehr-system").summary
    assert summary.lead == "2社が関わり、"
    assert summary.alarm == "4つの役割が契約に書かれていません。"
    assert summary.rest.startswith("書かれるまでは医療機関の責任です。")
    assert [mark.text for mark in summary.marks] == [
        "未定 1行", "契約に記載なし 2行", "食い違い 1行", "決定者なし 1行", "主導なし",
    ]  # fmt: skip


def test_ten_roles_and_more_are_counted_without_tsu() -> None:
    values = MatrixValues.of(conclusions(), imprint())
    assert "の役割が契約に書かれていません。" in build_for_service(values, "meals").summary.alarm
    assert "つの役割" not in build_for_service(values, "meals").summary.alarm


def test_a_matrix_without_gaps_says_that_every_role_has_its_holder() -> None:
    made = portfolio(
        service(), contract("ehr-saas", overrides=(override("ehr-saas", "os-updates", "vendor"),))
    )
    document = build_for_service(matrix_values(made), "ehr-saas", items={"os-updates"})
    assert (document.summary.alarm, document.summary.marks) == ("", ())
    assert document.summary.rest == "すべての役割の担当が決まっています。"


def test_a_row_of_the_whole_system_names_its_doers_and_what_falls_between() -> None:
    document = build_for_system(matrix_values(), "ehr-system")
    rows = {row.item: row.overall for layer in document.layers for row in layer.rows}
    found = rows["os-updates"]
    assert found is not None
    assert found.doers == "電子カルテ事業者"
    assert [mark.text for mark in found.marks] == ["契約に記載なし", "食い違い"]
    nobody = rows["backup-taking"]
    assert nobody is not None
    assert nobody.doers == "担当未確定"


def test_an_outsourced_service_says_whether_it_is_connected() -> None:
    document = build_for_system(matrix_values(), "ehr-system")
    assert [column.model for column in document.columns] == ["SaaS", "業務委託(接続あり)"]


def test_only_the_rows_asked_for_are_shown() -> None:
    document = build_for_service(matrix_values(), "ehr-saas", items={"os-updates", "log-review"})
    assert [row.item for layer in document.layers for row in layer.rows] == [
        "os-updates", "log-review",
    ]  # fmt: skip
    assert len(document.flat.rows) == 2


def test_an_own_row_is_marked_as_the_hospitals_own() -> None:
    made = replace(two_services(), own_items=(OwnItem(id="own.1", title="紙の運用", layer="os"),))
    values = matrix_values(made)
    values = matrix_values(made, values.catalogue.with_own(made))
    document = build_for_service(values, "ehr-saas")
    assert [row.origin for layer in document.layers for row in layer.rows][-1] == "独自の行"


@pytest.mark.parametrize("paper", [A3_LANDSCAPE, A4_LANDSCAPE], ids=["A3", "A4"])
def test_the_paper_holds_every_row_its_marks_and_its_sources(paper: Paper) -> None:
    values = MatrixValues.of(conclusions(), imprint())
    document = build_for_system(values, "ehr-system")
    pdf = render_pdf(document, paper)
    text = text_of(pdf)
    for layer in document.layers:
        assert squeezed(layer.title) in text
        for row in layer.rows:
            assert squeezed(row.title) in text
    for note in document.notes:
        assert squeezed(f"[{note.number}]") in text
        assert squeezed(note.title) in text
    assert "【要原典確認】" in text
    assert squeezed(document.summary.alarm) in text
    assert len(fonts_of(pdf)) <= 8
    pages = pages_of(pdf)
    assert all("責任項目" in page for page in pages[: len(pages) // 2])
    assert f"{len(pages)} / {len(pages)} ページ" in pages[-1]


@pytest.mark.parametrize(
    ("name", "service_id"), [("service", "ehr-saas"), ("system", None)], ids=["service", "system"]
)
def test_the_text_of_the_paper_is_the_golden_one(
    name: str, service_id: str | None, golden: Callable[[str, str], None]
) -> None:
    values = matrix_values()
    document = (
        build_for_service(values, service_id)
        if service_id
        else build_for_system(values, "ehr-system")
    )
    pages = pages_of(render_pdf(document, A4_LANDSCAPE))
    golden(f"matrix-{name}.txt", "\n\f\n".join(pages) + "\n")


def test_hostile_names_and_articles_of_four_thousand_characters_are_printed() -> None:
    made = two_services(name=HOSTILE + LONG_NAME, article=NOTE)
    values = matrix_values(made, hospital=LONG_NAME)
    for document in (build_for_service(values, "ehr-saas"), build_for_system(values, "ehr-system")):
        for paper in (A3_LANDSCAPE, A4_LANDSCAPE):
            text = text_of(render_pdf(document, paper))
            assert text.count("この行は四千字のメモの一部です。") >= 240
            assert squeezed(HOSTILE + LONG_NAME) in text


def test_more_services_than_the_paper_is_wide_go_into_further_tables() -> None:
    services = [service(f"s{n}", name=f"サービス{n}", system="big") for n in range(9)]
    document = build_for_system(matrix_values(portfolio(system("big"), *services)), "big")
    text = text_of(render_pdf(document, A4_LANDSCAPE))
    assert "サービス1〜3/9" in text
    assert "サービス7〜9/9" in text
    assert text.count("サーバOSの更新") == 3


def test_signature_boxes_stand_for_the_hospital_and_each_vendor_once() -> None:
    services = [service(f"s{n}", system="big") for n in range(3)]
    values = matrix_values(portfolio(system("big"), *services))
    document = build_for_system(values, "big")
    assert [one.name for one in document.signers] == ["試験病院", "電子カルテ事業者"]
    assert "確認・署名" in text_of(render_pdf(document))
    unsigned = build_for_system(values, "big", signed=False)
    assert "確認・署名" not in text_of(render_pdf(unsigned))


def test_the_same_values_give_the_same_bytes() -> None:
    def made() -> tuple[bytes, bytes]:
        document = build_for_system(matrix_values(), "ehr-system")
        return render_pdf(document), render_xlsx(document)

    assert made() == made()


def test_english_paper_and_workbook_hold_no_japanese_text_of_ours() -> None:
    with speaking(Language.EN):
        values = matrix_values(language="en", hospital="Test Hospital", made_by="Planner")
        document = build_for_system(values, "ehr-system")
        text = text_of(render_pdf(document))
        names = list(sheets_of(render_xlsx(document)))
    assert "Notinthecontract" in text
    assert "提案" not in text
    assert "契約に" not in text
    assert names == [
        "Matrix", "Every field", "Deemed compliance", "Sources", "About this file",
    ]  # fmt: skip


def test_the_workbook_holds_the_table_every_field_and_deemed_compliance() -> None:
    document = build_for_system(matrix_values(), "ehr-system")
    found = sheets_of(render_xlsx(document))
    assert list(found) == ["マトリクス", "明細", "みなし遵守", "根拠", "この資料について"]
    table = found["マトリクス"]
    assert table[1][0] == "2社が関わり、4つの役割が契約に書かれていません。" + document.summary.rest
    assert ["事業者 【食い違い】", "提案:事業者・契約:第7条・申告:医療機関 (2026年9月10日)"] in [
        str(row[2]).split("\n") for row in table
    ]
    flat = found["明細"]
    assert len(flat) == 1 + 5 * 2
    assert len(flat[0]) == 26
    written = next(row for row in flat if row[2] == "os-updates" and row[5] == "ehr-saas")
    assert dict(zip(flat[0], written, strict=True))["条"] == "第7条"
    deemed = str(found["みなし遵守"][1][0])
    assert "のうち" in deemed
    assert "みなし遵守を使えるかは、当院のすべてのサーバで決まります。" in deemed


def test_the_workbook_tells_a_vendor_nothing_of_the_servers_of_others() -> None:
    made = portfolio(
        service("ehr-saas", data_class="phi"),
        service("lab-saas", vendor=CATERER, model="saas", name="検査部門", data_class="phi"),
        asset("lab-server", data_class="phi", service="lab-saas", label="検査部門サーバ"),
        asset("loose", data_class="phi", label="どこにも属さないサーバ"),
        asset("unknown", kind="system", label="区分の分からないサーバ"),
        contract("ehr-saas"),
    )
    book = sheets_of(render_xlsx(build_for_service(matrix_values(made), "ehr-saas")))
    sheet = "".join(str(one) for row in book["みなし遵守"] for one in row)
    assert "1台のうち1台" in sheet
    for foreign in ("検査部門", "どこにも属さない", "区分の分からない"):
        assert foreign not in sheet


def test_a_formula_in_a_name_stays_text_in_the_workbook() -> None:
    values = matrix_values(two_services(name="=cmd|' /C calc'!A0", article="+1"))
    found = sheets_of(render_xlsx(build_for_service(values, "ehr-saas")))
    starts = {str(one)[:1] for rows in found.values() for row in rows for one in row}
    assert not starts & set("=+-@＝＋－＠")


def test_a_statement_of_a_day_and_a_person_is_in_the_flat_sheet() -> None:
    made = portfolio(service(), statement("ehr-saas", "os-updates", "vendor", "2026-09-10"))
    flat = build_for_service(matrix_values(made), "ehr-saas").flat
    row = dict(zip(flat.titles, flat.rows[0], strict=True))
    assert row[t("report.matrix.sheet.stated_by")] == "電子カルテ事業者"
    assert str(row[t("report.matrix.sheet.stated_on")]) == "2026-09-10"
    assert EHR not in str(row[t("report.matrix.sheet.stated_by")])
