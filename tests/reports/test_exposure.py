"""The ways in on paper, the drill on one sheet, and the questionnaire about lines."""

import pytest

from tests.domain.factories import (
    CATERER,
    asset,
    connection,
    contact,
    contract,
    party,
    portfolio,
    service,
)
from tests.reports.papers import HOSTILE, LONG_NAME, imprint, pages_of, sheets_of, squeezed, text_of
from vendormgr.domain.analysis import Conclusions, conclude
from vendormgr.domain.drill import rehearse_vendor
from vendormgr.domain.exposure import ask, make_plan
from vendormgr.domain.portfolio import Measure
from vendormgr.domain.vocabulary import Controller
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import Language, speaking
from vendormgr.reports import drill, exposure, exposure_pdf, inventory


def estate(name: str = "給食会社", lines: int = 1) -> Conclusions:
    """A caterer whose lines lead to the EHR over a server and a shared password."""
    facts = [
        fact
        for n in range(lines)
        for fact in (
            asset(f"pc{n}", location="external", owner=CATERER, label=f"保守端末{n}"),
            connection(f"pc{n}", "meal", f"line{n}", line_party=CATERER, controls={"mfa": False}),
        )
    ]
    return conclude(
        portfolio(
            party(CATERER, name=name),
            service("meals", CATERER, "bpo", name="給食の提供", stop_tolerance_hours=4),
            contract("meals", id_="c", party=CATERER, clauses={"two-factor": "absent"}),
            contact(CATERER, "desk", phone="0120-000-000", round_the_clock=True),
            asset("meal", label="給食サーバ", service="meals"),
            asset("admin", kind="credential", label="共通の管理者ID"),
            asset("ehr-core", core=True, label="電子カルテ"),
            connection("meal", "admin", "reuse", "shared_credential"),
            connection(
                "meal",
                "ehr-core",
                "inside",
                "lateral",
                needs=("admin",),
                controlled_by=Controller.HOSPITAL,
                controls={"segmented": False},
            ),
            Measure(id="m", title="区画を分ける", cost=2, by=Controller.HOSPITAL,
                    sets=("inside.segmented",)),
            *facts,
        ),
        load_catalogue(),
    )  # fmt: skip


def vendor_pdf(found: Conclusions) -> bytes:
    return exposure_pdf.render_vendor(exposure.build_vendor(CATERER, found, imprint()))


def hospital_pdf(found: Conclusions) -> bytes:
    graph = found.exposure.graph
    document = exposure.build_hospital(found, imprint(), plan=make_plan(graph), asked=ask(graph))
    return exposure_pdf.render_hospital(document)


def drill_pdf(found: Conclusions) -> bytes:
    seen = rehearse_vendor(found, CATERER)
    return drill.render_pdf(drill.build("給食会社", seen, found, imprint()))


def form_of(found: Conclusions) -> inventory.InventoryForm:
    return inventory.build([CATERER], found, imprint())


def test_a_vendors_paper_has_the_picture_and_every_hop() -> None:
    text = squeezed(text_of(vendor_pdf(estate())))
    for words in ("給食会社", "事業者", "院内の入口", "両方", "共通の管理者ID", "区画を分ける"):
        assert words in text
    assert "×二要素認証" in text
    assert "契約に無し" in text


def test_the_hospitals_paper_has_core_systems_plan_and_each_vendor() -> None:
    text = squeezed(text_of(hospital_pdf(estate())))
    for words in ("病院全体", "基幹システムの状態", "まず何をするか", "区画を分ける", "給食会社"):
        assert words in text


def test_the_drill_is_one_sheet_with_order_contact_and_what_stops() -> None:
    paper = drill_pdf(estate())
    assert len(pages_of(paper)) == 1
    text = squeezed(text_of(paper))
    for words in ("切る線と順番", "院内で切れる", "給食の提供", "4時間", "0120-000-000"):
        assert words in text


def test_a_drill_with_many_lines_stays_on_few_sheets_and_counts_the_rest() -> None:
    paper = drill_pdf(estate(lines=40))
    assert len(pages_of(paper)) <= 2
    assert "ほか27件" in squeezed(text_of(paper))


def test_the_questionnaire_asks_what_the_kind_needs_and_leaves_room_for_more() -> None:
    text = squeezed(text_of(inventory.render_pdf(form_of(estate()))))
    assert "接続台帳に載っていますか" in text
    assert "ここに載っていない線・機器" in text
    assert "今の記録" in text


def test_the_questionnaire_as_a_workbook_has_a_row_for_each_question() -> None:
    form = form_of(estate())
    rows = next(iter(sheets_of(inventory.render_xlsx(form)).values()))
    asked = sum(len(line.questions) for vendor in form.vendors for line in vendor.lines)
    assert len([row for row in rows if "給食会社" in row]) == asked + 1


@pytest.mark.parametrize("name", [HOSTILE, LONG_NAME, "髙﨑㈱𠮷野屋"])
def test_no_name_breaks_a_paper(name: str) -> None:
    found = estate(name)
    for paper in (vendor_pdf(found), hospital_pdf(found), drill_pdf(found)):
        assert paper.startswith(b"%PDF")
    assert inventory.render_pdf(form_of(found)).startswith(b"%PDF")


def test_papers_speak_english_too() -> None:
    with speaking(Language.EN):
        found = estate("Caterer")
        document = exposure.build_vendor(CATERER, found, imprint(language="en"))
        text = text_of(exposure_pdf.render_vendor(document))
    assert "Entryinthehospital" in squeezed(text)
    assert "Notinthecontract" in squeezed(text)


def test_the_same_values_give_the_same_bytes() -> None:
    assert vendor_pdf(estate()) == vendor_pdf(estate())


def test_an_estate_without_lines_still_makes_papers() -> None:
    found = conclude(portfolio(), load_catalogue())
    assert vendor_pdf(found).startswith(b"%PDF")
    assert hospital_pdf(found).startswith(b"%PDF")
    assert drill_pdf(found).startswith(b"%PDF")
