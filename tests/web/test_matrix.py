"""The matrix on the screen: who has it now, why, what is open, and the paper to take along."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from tests.domain.factories import (
    CATERER,
    EHR,
    HOSPITAL,
    MAINTAINER,
    asset,
    connection,
    contract,
    override,
    party,
    portfolio,
    service,
    statement,
    system,
)
from tests.web.conftest import Visitor
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import ClauseState, ItemDefault, OwnItem, Portfolio
from vendormgr.domain.vocabulary import ClauseStatus, Column, Holder
from vendormgr.exchange.seed import load_catalogue
from vendormgr.store.audit import list_events
from vendormgr.store.engine import Database

Keep = Callable[[Portfolio], None]
SignedIn = Callable[[Role], Visitor]


def hospital_with_ehr(**fields: Any) -> Portfolio:
    """An EHR SaaS on a separately contracted platform; some rows written, one disputed."""
    return portfolio(
        system("ehr-system", name="電子カルテ"),
        service(name="電子カルテSaaS", system="ehr-system", runs_on="cloud"),
        service("cloud", vendor=MAINTAINER, model="iaas", name="基盤IaaS"),
        contract(
            "ehr-saas",
            title="電子カルテ利用契約",
            clauses={
                "security-update-duty": ClauseState(status=ClauseStatus.PRESENT, article="第7条"),
                "incident-notice": ClauseState(
                    status=ClauseStatus.INADEQUATE, article="第15条", wording="速やかに"
                ),
            },
            overrides=(
                override("ehr-saas", "log-review", "hospital", article="別紙2"),
                override("ehr-saas", "backup-taking", "shared", article="第9条"),
            ),
        ),
        contract("cloud", id_="c-cloud", party=MAINTAINER, title="基盤契約"),
        statement("ehr-saas", "log-review", "vendor", on="2026-09-10"),
        **fields,
    )


def test_the_list_puts_disputes_and_unwritten_rows_first(planner: Visitor, keep: Keep) -> None:
    keep(hospital_with_ehr())
    page = planner.get("/matrix").text
    assert "役割が契約に書かれていません。" in page
    assert "1の役割で、事業者の申告が食い違っています。" in page
    assert page.index("電子カルテ</a>") < page.index("基盤IaaS")
    assert "条件に合うものはありません" in planner.get("/matrix?problem=none").text


def test_the_list_says_what_to_do_first_when_there_is_nothing(planner: Visitor) -> None:
    assert "まだマトリクスがありません" in planner.get("/matrix").text


def test_the_list_can_be_taken_as_a_file(planner: Visitor, keep: Keep) -> None:
    keep(hospital_with_ehr())
    told = planner.get("/matrix?as=csv").data.decode("utf-8-sig")
    assert "電子カルテ" in told
    assert "電子カルテ事業者、保守事業者" in told


def test_a_system_shows_the_separately_contracted_platform_as_a_column(
    planner: Visitor, keep: Keep
) -> None:
    keep(hospital_with_ehr())
    page = planner.get("/matrix/systems/ehr-system").text
    assert "2社が関わり、" in page
    assert "基盤IaaS" in page
    assert "別契約の「基盤IaaS」が担当" in page
    assert 'href="/matrix/systems/ehr-system.pdf?paper=a3"' in page


def test_a_cell_shows_holder_ground_and_marks_in_words(planner: Visitor, keep: Keep) -> None:
    keep(hospital_with_ehr())
    cells = _cells(planner.get("/matrix/services/ehr-saas").text)
    assert "事業者" in cells["os-updates"]
    assert "契約 第7条" in cells["os-updates"]
    assert "食い違い" in cells["log-review"]
    assert "契約 別紙2・申告：事業者" in cells["log-review"]
    assert "決定者なし" in cells["backup-taking"]
    assert "契約に記載なし" in cells["incident-notice"]
    assert "提案：事業者・契約 第15条は不十分" in cells["incident-notice"]
    assert "未定" in cells["offline-copy"]
    assert "常に医療機関" in cells["accountability-to-patients"]


def test_the_panel_says_why_on_what_ground_and_what_would_settle_it(
    planner: Visitor, keep: Keep
) -> None:
    keep(hospital_with_ehr())
    page = planner.get("/matrix/services/ehr-saas?service=ehr-saas&item=incident-notice").text
    panel = _panel(page)
    assert "提案では事業者。契約に記載がないため、現状は医療機関の責任です。" in panel
    assert "速やかに" in panel
    assert "不十分" in panel
    assert "要原典確認" in panel
    assert "合意できれば" in panel
    assert "不備" in panel
    assert "契約の記載を記録" in panel
    assert "申告なし" in panel
    assert _cells(page)["incident-notice"].startswith("CHOSEN")


def test_the_panel_names_contract_statement_and_history(planner: Visitor, keep: Keep) -> None:
    keep(hospital_with_ehr())
    address = "/matrix/services/ehr-saas?service=ehr-saas&item=log-review"
    panel = _panel(planner.get(address).text)
    for words in ("電子カルテ利用契約", "別紙2", "2026年9月10日", "電子カルテ事業者の申告"):
        assert words in panel
    assert "電子カルテ利用契約：記載なし → 医療機関（別紙2）" in panel
    assert "申告：事業者" in panel


def test_on_the_page_of_one_service_a_row_is_enough_to_open_its_cell(
    planner: Visitor, keep: Keep
) -> None:
    keep(hospital_with_ehr())
    assert "契約 第7条" in planner.get("/matrix/services/ehr-saas?item=os-updates").text
    assert "条項があるため" in _panel(planner.get("/matrix/services/ehr-saas?item=os-updates").text)


def test_a_cell_that_is_not_there_opens_no_panel(planner: Visitor, keep: Keep) -> None:
    keep(hospital_with_ehr())
    for query in ("service=cloud&item=os-updates", "service=ehr-saas&item=nothing", "item=%00"):
        page = planner.get(f"/matrix/services/ehr-saas?{query}")
        assert page.status_code == 200
        assert "この表の見方" in page.text


@pytest.mark.parametrize("role", [Role.CONTRACTS, Role.PLANNER])
def test_what_a_row_leaves_open_on_the_lines_is_for_the_attack_map_only(
    role: Role, signed_in: SignedIn, keep: Keep
) -> None:
    keep(
        portfolio(
            service("meals", vendor=CATERER, model="bpo", name="患者給食"),
            asset("remote", owner=CATERER, location="external", label="給食センター"),
            asset("ehr-core", core=True, label="電子カルテ基幹"),
            connection("remote", "ehr-core", controls={"mfa": False}),
            contract("meals", id_="c-meals", party=CATERER),
        )
    )
    address = "/matrix/services/meals?service=meals&item=two-factor-implementation"
    panel = _panel(signed_in(role).get(address).text)
    told = "給食センター → 電子カルテ基幹" in panel
    assert told == (role is Role.PLANNER)


def test_only_rows_with_problems_or_with_one_mark_can_be_shown(
    planner: Visitor, keep: Keep
) -> None:
    keep(hospital_with_ehr())
    every = _cells(planner.get("/matrix/services/ehr-saas").text)
    wrong = _cells(planner.get("/matrix/services/ehr-saas?problems=1").text)
    disputed = _cells(planner.get("/matrix/services/ehr-saas?mark=disputed").text)
    assert len(every) == len(load_catalogue().items)
    assert "os-updates" not in wrong
    assert set(disputed) == {"log-review"}
    assert set(disputed) < set(wrong) < set(every)


def test_the_published_table_has_five_rows_and_says_where_it_differs(
    planner: Visitor, keep: Keep
) -> None:
    keep(hospital_with_ehr())
    page = planner.get("/matrix/services/cloud?preset=published").text
    cells = _cells(page)
    assert list(cells) == [
        "data-purpose-and-retention",
        "user-accounts-and-rights",
        "application-development",
        "os-updates",
        "physical-safety",
    ]
    assert "公表の表：事業者" in cells["os-updates"]
    assert "公表の表" not in cells["physical-safety"]
    assert "40行の表では、IaaSのOS更新は医療機関の担当です。" in page
    assert "公表された5行の表について" in page


def test_the_edition_decides_which_citations_resolve(planner: Visitor, keep: Keep) -> None:
    keep(hospital_with_ehr())
    address = "/matrix/services/ehr-saas?service=ehr-saas&item=remote-work-approval"
    assert "第7.0版では" in _panel(planner.get(address).text)
    assert "第6.0版では" in _panel(planner.get(f"{address}&edition=6.0").text)
    assert "第6.0版での根拠の対応" in planner.get(f"{address}&edition=6.0").text


def test_a_service_that_the_vendor_above_answers_for_says_so(planner: Visitor, keep: Keep) -> None:
    keep(portfolio(service(runs_on="cloud"), service("cloud", MAINTAINER, "iaas", name="基盤")))
    page = planner.get("/matrix/services/cloud").text
    assert "一括して責任を負う" in page
    assert 'href="/matrix/services/ehr-saas"' in page
    assert planner.get("/matrix/services/cloud.pdf").status_code == 404
    above = planner.get("/matrix/services/ehr-saas?service=ehr-saas&item=server-hardware").text
    assert "保守事業者（基盤）" in _panel(above)


def test_a_service_without_a_contract_offers_to_record_one(planner: Visitor, keep: Keep) -> None:
    keep(portfolio(service(name="電子カルテSaaS")))
    page = planner.get("/matrix/services/ehr-saas").text
    assert "「電子カルテSaaS」を対象にした有効な契約がありません" in page
    assert "/contracts/new?party=ehr&amp;services=ehr-saas" in page


def test_a_vendor_has_all_its_services_side_by_side(planner: Visitor, keep: Keep) -> None:
    keep(
        portfolio(
            service(name="電子カルテSaaS", runs_on="hidden"),
            service("portal", name="患者ポータル"),
            service("hidden", vendor=MAINTAINER, model="iaas"),
            service("below", name="下の基盤", model="paas"),
            service("upper", name="上", vendor=MAINTAINER, runs_on="below"),
        )
    )
    page = planner.get("/matrix/vendors/ehr").text
    assert "電子カルテSaaS" in page
    assert "患者ポータル" in page
    assert "「下の基盤」は、上で動くサービスの事業者が一括して責任を負う" in page
    assert 'aria-current="page"' in page
    assert planner.get(f"/matrix/vendors/{HOSPITAL}").status_code == 404


def test_own_rows_and_changed_defaults_are_marked(planner: Visitor, keep: Keep) -> None:
    own = OwnItem(id="own-forms", title="紙帳票の備蓄", layer="bcp")
    change = ItemDefault(
        item="os-updates", column=Column.SAAS, party=Holder.HOSPITAL, note="当院で更新するため"
    )
    keep(hospital_with_ehr(own_items=(own,), item_defaults=(change,)))
    page = planner.get("/matrix/services/ehr-saas?service=ehr-saas&item=os-updates").text
    assert "独自の行" in page
    assert "既定を変更" in page
    assert "当院が既定を変更：当院で更新するため" in _panel(page)


def test_names_from_the_register_are_escaped(planner: Visitor, keep: Keep) -> None:
    evil = "<script>alert(1)</script>"
    keep(
        portfolio(
            party(EHR, name=evil),
            system("s", name=evil),
            service(name=evil, system="s"),
            contract("ehr-saas", title=evil),
            own_items=(OwnItem(id="own", title=evil, layer="bcp", note=evil),),
        )
    )
    for path in (
        "/matrix",
        "/matrix/systems/s?service=ehr-saas&item=own",
        "/matrix/vendors/ehr",
        "/matrix/items",
        "/matrix/services/ehr-saas/rows/own/agreed",
    ):
        page = planner.get(path).text
        assert evil not in page, path
        assert "&lt;script&gt;" in page, path


PDF, XLSX = ("application/pdf", b"%PDF-"), ("spreadsheetml.sheet", b"PK")


@pytest.mark.parametrize(
    ("path", "kind"),
    [
        ("services/ehr-saas.pdf", PDF),
        ("services/ehr-saas.pdf?paper=a4", PDF),
        ("systems/ehr-system.pdf", PDF),
        ("services/ehr-saas.xlsx", XLSX),
        ("systems/ehr-system.xlsx?problems=1", XLSX),
    ],
)
def test_a_paper_is_an_attachment_with_a_japanese_name(
    path: str, kind: tuple[str, bytes], planner: Visitor, keep: Keep
) -> None:
    keep(hospital_with_ehr())
    answer = planner.get(f"/matrix/{path}")
    assert answer.status_code == 200
    assert str(answer.mimetype).endswith(kind[0])
    assert answer.data.startswith(kind[1])
    disposition = answer.headers["Content-Disposition"]
    assert disposition.startswith("attachment;")
    assert "filename*=UTF-8''%E8%B2%AC%E4%BB%BB" in disposition
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_download_is_logged_with_who_took_it(
    planner: Visitor, keep: Keep, database: Database
) -> None:
    keep(hospital_with_ehr())
    planner.get("/matrix/services/ehr-saas.xlsx")
    with database.reading() as session:
        event = list_events(session, action="downloaded")[0]
    assert (event.noun, event.subject, event.actor) == ("matrix", "ehr-saas", "planner の人")


def test_the_workbook_holds_the_rows_that_the_page_shows(planner: Visitor, keep: Keep) -> None:
    keep(hospital_with_ehr())
    whole = _table(planner.get("/matrix/services/ehr-saas.xlsx").data)
    narrowed = _table(planner.get("/matrix/services/ehr-saas.xlsx?preset=published").data)
    assert "ログの確認" in whole
    assert "ログの確認" not in narrowed


def test_a_paper_without_the_attack_map_names_no_server(signed_in: SignedIn, keep: Keep) -> None:
    server = asset("secret-box", label="秘密のサーバ", data_class="phi", service="ehr-saas")
    keep(portfolio(service(data_class="phi"), server))
    for role, told in ((Role.PLANNER, True), (Role.CONTRACTS, False)):
        answer = signed_in(role).get("/matrix/services/ehr-saas.xlsx")
        assert ("秘密のサーバ" in _everything(answer.data)) is told


@pytest.mark.parametrize(
    "path",
    [
        "services/none",
        "systems/none",
        "vendors/none",
        "services/none.pdf",
        "systems/none.xlsx",
        "services/ehr-saas.pdf?paper=b5",
        "systems/empty.pdf",
    ],
)
def test_what_is_not_there_is_not_found(path: str, planner: Visitor, keep: Keep) -> None:
    keep(portfolio(service(), system("empty")))
    assert planner.get(f"/matrix/{path}").status_code == 404


def test_a_system_without_services_offers_to_record_one(planner: Visitor, keep: Keep) -> None:
    keep(portfolio(system("empty", name="空")))
    assert "/services/new?system=empty" in planner.get("/matrix/systems/empty").text


@pytest.mark.parametrize(
    "path", ["/matrix", "/matrix/systems/s1", "/matrix/services/v1", "/matrix/vendors/v1p"]
)
def test_a_page_asks_the_database_as_often_for_one_vendor_as_for_fifty(
    path: str, planner: Visitor, keep: Keep, count_statements: Callable[[], Any]
) -> None:
    counts = []
    for many in (1, 50):
        facts: list[Any] = []
        for n in range(1, many + 1):
            facts += [
                party(f"v{n}p"),
                system(f"s{n}"),
                service(f"v{n}", vendor=f"v{n}p", system=f"s{n}"),
                contract(f"v{n}", id_=f"c{n}", party=f"v{n}p"),
            ]
        keep(portfolio(*facts))
        planner.get("/matrix")
        with count_statements() as statements:
            assert planner.get(path).status_code == 200
        counts.append(len(statements))
    assert counts[0] == counts[1]


def _cells(page: str) -> dict[str, str]:
    """Row to the words of its (first) cell; CHOSEN stands before that of the open one."""
    cells: dict[str, str] = {}
    for part in page.split('data-cell="')[1:]:
        key, _, rest = part.partition('"')
        body = rest.partition("</td>")[0]
        if "/" in key and "face" in body:
            text = "".join(piece.rpartition(">")[2] for piece in body.split("<"))
            chosen = "CHOSEN" if body.lstrip().startswith('class="chosen"') else ""
            cells.setdefault(key.partition("/")[2], chosen + text)
    return cells


def _panel(page: str) -> str:
    """The panel without its tags."""
    body = page.partition('<aside id="panel"')[2].partition("</aside>")[0]
    return "".join(piece.rpartition(">")[2] for piece in body.split("<"))


def _table(workbook: bytes) -> str:
    """The words of the first sheet."""
    sheet = CalamineWorkbook.from_filelike(BytesIO(workbook)).get_sheet_by_index(0)
    return "\n".join(str(cell) for row in sheet.to_python() for cell in row)


def _everything(workbook: bytes) -> str:
    book = CalamineWorkbook.from_filelike(BytesIO(workbook))
    sheets = (book.get_sheet_by_name(name) for name in book.sheet_names)
    return "\n".join(str(cell) for one in sheets for row in one.to_python() for cell in row)
