"""One cell: column, proposal, what contracts and vendors say, who has it now, and why."""

import pytest

from tests.domain.factories import (
    CATERER,
    EHR,
    HOSPITAL,
    MAINTAINER,
    asset,
    catalogue,
    connection,
    contract,
    index,
    item,
    override,
    party,
    service,
    statement,
    system,
)
from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.index import Index
from vendormgr.domain.matrix import Cell, CellReason, Matrix, derive_matrix
from vendormgr.domain.portfolio import Fact, ItemDefault, OwnItem
from vendormgr.domain.vocabulary import Column, Holder, Location

ROWS = catalogue(item("os-updates", "vendor", ("security-update-duty", "vulnerability-deadline")))


def cell(*facts: Fact, row: str = "os-updates", rows: Catalogue = ROWS) -> Cell:
    return derive_matrix(index(*facts), rows).cells[facts[0].id, row]


def column(*facts: Fact) -> Column:
    return derive_matrix(index(*facts), ROWS).columns[facts[0].id]


@pytest.mark.parametrize("model", ["saas", "asp", "paas", "iaas", "housing", "onprem", "managed"])
def test_the_column_is_the_model(model: str) -> None:
    assert column(service(model=model, equipment_in_hospital=True)) == model


MEALS = service("meals", CATERER, "bpo")
KITCHEN = asset("kitchen", location="external", owner=CATERER)
FOREIGN = asset("foreign", location="external")
SERVER = asset("server")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param([], Column.BPO_NONE, id="nothing recorded"),
        pytest.param([KITCHEN], Column.BPO_NONE, id="equipment outside"),
        pytest.param(
            [KITCHEN, SERVER, connection("kitchen", "server")], Column.BPO_CONN, id="owns the start"
        ),
        pytest.param(
            [
                asset("kitchen", location="external", maintained_by=CATERER),
                SERVER,
                connection("kitchen", "server"),
            ],
            Column.BPO_CONN,
            id="maintains the start",
        ),
        pytest.param(
            [FOREIGN, asset("server", maintained_by=CATERER), connection("foreign", "server")],
            Column.BPO_CONN,
            id="maintains the end in the hospital",
        ),
        pytest.param(
            [KITCHEN, SERVER, connection("server", "kitchen")],
            Column.BPO_CONN,
            id="line that leads out",
        ),
        pytest.param(
            [FOREIGN, SERVER, connection("foreign", "server", line_party=CATERER)],
            Column.BPO_CONN,
            id="its line between others",
        ),
        pytest.param(
            [KITCHEN, FOREIGN, connection("kitchen", "foreign")],
            Column.BPO_NONE,
            id="line that stays outside",
        ),
        pytest.param(
            [SERVER, asset("other", maintained_by=CATERER), connection("other", "server")],
            Column.BPO_NONE,
            id="maintains one end of a line within the hospital",
        ),
        pytest.param(
            [KITCHEN, SERVER, connection("kitchen", "server", controls={"removed": True})],
            Column.BPO_NONE,
            id="line that was removed",
        ),
        pytest.param(
            [KITCHEN, SERVER, connection("kitchen", "server", controls={"removed": None})],
            Column.BPO_CONN,
            id="line of which nobody knows whether it was removed",
        ),
        pytest.param(
            [asset("terminal", owner=CATERER, kind="device")],
            Column.BPO_CONN,
            id="equipment in the hospital",
        ),
        pytest.param(
            [service("laundry", CATERER, "onprem", equipment_in_hospital=True)],
            Column.BPO_CONN,
            id="equipment for another service of the same vendor",
        ),
        pytest.param(
            [service("cleaning", MAINTAINER, "bpo", equipment_in_hospital=True)],
            Column.BPO_NONE,
            id="equipment of another vendor",
        ),
    ],
)
def test_outsourcing_reads_as_connected_once_a_line_or_equipment_is_recorded(
    facts: list[Fact], expected: Column
) -> None:
    assert column(MEALS, *facts) is expected


def test_equipment_of_which_nobody_knows_does_not_make_a_line() -> None:
    assert column(service("meals", CATERER, "bpo", equipment_in_hospital=None)) is Column.BPO_NONE
    assert column(service("meals", CATERER, "bpo", equipment_in_hospital=False)) is Column.BPO_NONE


def test_the_proposal_is_the_default_of_the_column() -> None:
    rows = catalogue(item("os-updates", {"saas": "vendor", "iaas": "hospital"}))
    assert cell(service(model="saas"), rows=rows).proposed is Holder.VENDOR
    assert cell(service(model="iaas"), rows=rows).proposed is Holder.HOSPITAL


@pytest.mark.parametrize(
    ("default", "effective", "because", "problems"),
    [
        ("hospital", Holder.HOSPITAL, CellReason.PROPOSED_HOSPITAL, ()),
        ("vendor", Holder.HOSPITAL, CellReason.UNWRITTEN_VENDOR, ("responsibility-unwritten",)),
        ("shared", Holder.HOSPITAL, CellReason.UNWRITTEN_SHARED, ("responsibility-unwritten",)),
        ("to_settle", Holder.HOSPITAL, CellReason.TO_SETTLE, ("responsibility-unassigned",)),
        ("not_applicable", Holder.NOT_APPLICABLE, CellReason.NOT_APPLICABLE, ()),
    ],
)
def test_what_no_contract_says_is_the_hospitals(
    default: str, effective: Holder, because: CellReason, problems: tuple[str, ...]
) -> None:
    seen = cell(service(), rows=catalogue(item("os-updates", default)))
    assert seen == Cell(
        service="ehr-saas",
        item="os-updates",
        column=Column.SAAS,
        proposed=Holder(default),
        written=None,
        stated=None,
        effective=effective,
        performer=None,
        contract=None,
        clause=None,
        article=None,
        decider=None,
        statement=None,
        because=because,
        problems=problems,
        lower=None,
    )


def test_contract_override_wins_and_names_its_clause() -> None:
    agreed = contract(
        "ehr-saas",
        clauses={"security-update-duty": "present"},
        overrides=(
            override("ehr-saas", "os-updates", "hospital", clause="network-boundary", article="3"),
        ),
    )
    seen = cell(service(), agreed)
    assert (seen.written, seen.effective) == (Holder.HOSPITAL, Holder.HOSPITAL)
    assert (seen.contract, seen.clause, seen.article) == ("c-ehr", "network-boundary", "3")
    assert seen.because is CellReason.WRITTEN_BY_OVERRIDE
    assert seen.problems == ()


def test_present_clause_gives_the_row_to_the_proposed_party() -> None:
    seen = cell(service(), contract("ehr-saas", clauses={"security-update-duty": "present"}))
    assert (seen.written, seen.effective) == (Holder.VENDOR, Holder.VENDOR)
    assert (seen.contract, seen.clause) == ("c-ehr", "security-update-duty")
    assert seen.because is CellReason.WRITTEN_BY_CLAUSE
    assert seen.problems == ()


@pytest.mark.parametrize(
    "status", ["absent", "inadequate", "unknown", "negotiating", "not_applicable"]
)
def test_a_clause_that_is_not_present_settles_nothing(status: str) -> None:
    seen = cell(service(), contract("ehr-saas", clauses={"security-update-duty": status}))
    assert (seen.written, seen.clause) == (None, None)
    assert seen.problems == ("responsibility-unwritten",)


def test_only_a_clause_of_the_row_settles_it() -> None:
    assert cell(service(), contract("ehr-saas", clauses={"two-factor": "present"})).written is None


def test_of_several_clauses_the_first_of_the_row_is_named() -> None:
    both = {"vulnerability-deadline": "present", "security-update-duty": "present"}
    assert cell(service(), contract("ehr-saas", clauses=both)).clause == "security-update-duty"


def test_a_row_to_settle_is_settled_by_an_override_only() -> None:
    rows = catalogue(item("os-updates", "to_settle", ("security-update-duty",)))
    duty = {"security-update-duty": "present"}
    silent = cell(service(), contract("ehr-saas", clauses=duty), rows=rows)
    assert silent.written is None
    assert silent.problems == ("responsibility-unassigned",)
    said = (override("ehr-saas", "os-updates", "vendor"),)
    settled = cell(service(), contract("ehr-saas", clauses=duty, overrides=said), rows=rows)
    assert (settled.effective, settled.problems) == (Holder.VENDOR, ())


def test_a_row_that_does_not_arise_is_not_written_by_a_clause_but_by_an_override() -> None:
    rows = catalogue(item("os-updates", "not_applicable", ("security-update-duty",)))
    duty = {"security-update-duty": "present"}
    assert cell(service(), contract("ehr-saas", clauses=duty), rows=rows).written is None
    said = (override("ehr-saas", "os-updates", "vendor"),)
    settled = cell(service(), contract("ehr-saas", overrides=said), rows=rows)
    assert (settled.effective, settled.proposed) == (Holder.VENDOR, Holder.NOT_APPLICABLE)


def test_shared_by_clause_or_override_needs_a_decider() -> None:
    rows = catalogue(item("os-updates", "shared", ("security-update-duty",)))
    by_clause = contract("ehr-saas", clauses={"security-update-duty": "present"})
    assert cell(service(), by_clause, rows=rows).problems == ("shared-without-decider",)
    nobody = contract("ehr-saas", overrides=(override("ehr-saas", "os-updates", "shared"),))
    assert cell(service(), nobody, rows=ROWS).problems == ("shared-without-decider",)
    said = override("ehr-saas", "os-updates", "shared", decider=HOSPITAL)
    decided = cell(service(), contract("ehr-saas", overrides=(said,)), rows=rows)
    assert (decided.problems, decided.decider) == ((), HOSPITAL)


@pytest.mark.parametrize(
    "said",
    [
        override("ehr-saas", "os-updates", "to_settle"),
        override("ehr-saas", "os-updates", "not_applicable"),
        override("other", "os-updates", "vendor"),
        override("ehr-saas", "another-row", "vendor"),
    ],
    ids=["no party", "no agreement", "another service", "another row"],
)
def test_an_override_that_names_no_party_or_another_cell_says_nothing(said: object) -> None:
    assert cell(service(), contract("ehr-saas", overrides=(said,))).written is None


def test_an_override_in_a_contract_that_does_not_cover_the_service_says_nothing() -> None:
    said = (override("ehr-saas", "os-updates", "vendor"),)
    other = contract("other", overrides=said)
    assert cell(service(), service("other"), other).written is None


def test_a_contract_of_any_party_writes_the_rows_of_the_services_it_covers() -> None:
    duty = {"security-update-duty": "present"}
    prime = contract("ehr-saas", party=MAINTAINER, clauses=duty)
    assert cell(service(), prime).effective is Holder.VENDOR


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "written"),
    [
        (None, None, Holder.VENDOR),
        ("2026-10-01", None, Holder.VENDOR),
        (None, "2026-10-01", Holder.VENDOR),
        ("2026-10-02", None, None),
        (None, "2026-09-30", None),
    ],
)
def test_only_a_contract_in_force_today_counts_both_ends_included(
    starts_on: str | None, ends_on: str | None, written: Holder | None
) -> None:
    duty = {"security-update-duty": "present"}
    seen = cell(service(), contract("ehr-saas", clauses=duty, starts_on=starts_on, ends_on=ends_on))
    assert seen.written is written


def says(party: str, id_: str, starts_on: str | None) -> Fact:
    said = (override("ehr-saas", "os-updates", party),)
    return contract("ehr-saas", id_=id_, overrides=said, starts_on=starts_on)


@pytest.mark.parametrize(
    ("first", "second", "holds"),
    [
        ("2024-04-01", "2025-04-01", "second"),
        ("2025-04-01", "2024-04-01", "first"),
        ("2025-04-01", "2025-04-01", "second"),
        (None, None, "second"),
        (None, "2024-04-01", "second"),
        ("2024-04-01", None, "first"),
    ],
)
def test_between_contracts_the_later_start_holds_then_the_later_in_the_document(
    first: str | None, second: str | None, holds: str
) -> None:
    seen = cell(service(), says("vendor", "first", first), says("hospital", "second", second))
    assert seen.contract == holds


def test_an_override_of_an_older_contract_holds_against_a_clause_of_a_newer_one() -> None:
    newer = contract(
        "ehr-saas",
        id_="newer",
        clauses={"security-update-duty": "present"},
        starts_on="2026-04-01",
    )
    seen = cell(service(), newer, says("hospital", "older", "2020-04-01"))
    assert (seen.contract, seen.effective) == ("older", Holder.HOSPITAL)


def test_a_clause_is_named_from_the_contract_that_holds() -> None:
    duty = {"security-update-duty": "present"}
    older = contract("ehr-saas", id_="older", clauses=duty, starts_on="2020-04-01")
    newer = contract("ehr-saas", id_="newer", clauses=duty, starts_on="2025-04-01")
    assert cell(service(), newer, older).contract == "newer"


@pytest.mark.parametrize("default", ["hospital", "vendor"])
def test_accountability_to_patients_takes_no_override_and_no_other_default(default: str) -> None:
    row = "accountability-to-patients"
    rows = catalogue(item(row, default, ("report-support",)))
    said = (override("ehr-saas", row, "vendor"),)
    seen = cell(service(), contract("ehr-saas", overrides=said), row=row, rows=rows)
    assert (seen.proposed, seen.written, seen.effective) == (Holder.HOSPITAL, None, Holder.HOSPITAL)
    assert seen.because is CellReason.ALWAYS_HOSPITAL
    helps = contract("ehr-saas", clauses={"report-support": "present"})
    written = cell(service(), helps, row=row, rows=rows)
    assert (written.written, written.clause) == (Holder.HOSPITAL, "report-support")


@pytest.mark.parametrize(
    ("default", "written", "stated", "disputed"),
    [
        ("vendor", None, "vendor", False),
        ("vendor", None, "hospital", True),
        ("vendor", "hospital", "vendor", True),
        ("vendor", "hospital", "hospital", False),
        ("hospital", None, "vendor", True),
        ("shared", None, "shared", False),
        ("to_settle", None, "vendor", False),
        ("to_settle", "vendor", "hospital", True),
        ("not_applicable", None, "vendor", False),
    ],
)
def test_a_statement_is_disputed_when_it_differs_from_what_is_written_else_proposed(
    default: str, written: str | None, stated: str, *, disputed: bool
) -> None:
    said = (override("ehr-saas", "os-updates", written),) if written else ()
    seen = cell(
        service(),
        contract("ehr-saas", overrides=said),
        statement("ehr-saas", "os-updates", stated),
        rows=catalogue(item("os-updates", default)),
    )
    assert ("responsibility-disputed" in seen.problems) is disputed
    assert seen.stated == stated


def test_a_cell_can_be_unwritten_and_disputed_at_once() -> None:
    seen = cell(service(), statement("ehr-saas", "os-updates", "hospital"))
    assert seen.problems == ("responsibility-unwritten", "responsibility-disputed")


def test_the_latest_statement_counts_and_comes_with_its_day() -> None:
    older = statement("ehr-saas", "os-updates", "hospital", on="2026-01-01")
    newer = statement("ehr-saas", "os-updates", "vendor", on="2026-02-01")
    seen = cell(service(), newer, older)
    assert (seen.stated, seen.statement) == (Holder.VENDOR, newer)


def test_a_statement_on_one_row_says_nothing_about_the_others() -> None:
    rows = catalogue(item("os-updates"), item("restore"))
    facts: list[Fact] = [service(), statement("ehr-saas", "os-updates", "vendor")]
    assert cell(*facts, row="restore", rows=rows).stated is None
    assert cell(*facts, row="os-updates", rows=rows).stated is Holder.VENDOR


def test_a_statement_never_changes_who_has_the_row() -> None:
    seen = cell(service(), statement("ehr-saas", "os-updates", "vendor"))
    assert (seen.effective, seen.because) == (Holder.HOSPITAL, CellReason.UNWRITTEN_VENDOR)


def test_cells_come_in_the_order_of_the_portfolio_and_the_catalogue() -> None:
    matrix = derive_matrix(
        index(service("b"), service("a")), catalogue(item("second"), item("first"))
    )
    keys = [("b", "second"), ("b", "first"), ("a", "second"), ("a", "first")]
    assert list(matrix.cells) == keys
    assert [(one.service, one.item) for one in matrix.every_cell()] == keys
    assert len(matrix.cells) == 4
    assert [one.item for one in matrix.of_service("a")] == ["second", "first"]
    assert matrix.of_service("no-such-service") == ()
    assert ("a", "no-such-row") not in matrix.cells


def test_the_hospitals_own_rows_and_defaults_count() -> None:
    own = OwnItem(id="ward-tablets", title="病棟端末", layer="endpoint", settled_by=("two-factor",))
    change = ItemDefault(item="os-updates", column=Column.SAAS, party=Holder.SHARED)
    look = index(service(), own, change, contract("ehr-saas", clauses={"two-factor": "present"}))
    matrix = derive_matrix(look, ROWS.with_own(look.portfolio))
    assert matrix.cells["ehr-saas", "os-updates"].proposed is Holder.SHARED
    assert matrix.cells["ehr-saas", "ward-tablets"].proposed is Holder.TO_SETTLE


def linked(*more: Fact, lead: str | None = None) -> Matrix:
    """A system of the EHR vendor and the maintenance firm."""
    return derive_matrix(
        index(
            system("s", lead=lead),
            service("a", EHR, system="s"),
            service("b", MAINTAINER, "onprem", system="s"),
            *more,
        ),
        ROWS,
    )


def interface(id_: str, vendor: str, status: str = "present", **fields: object) -> Fact:
    return contract(id_=id_, party=vendor, clauses={"vendor-interface": status}, **fields)


def test_a_system_of_two_vendors_needs_somebody_who_leads() -> None:
    assert linked().leads_missing == ("s",)
    assert linked().vendors_of == {"s": (EHR, MAINTAINER)}
    assert linked(lead=EHR).leads_missing == ()


def test_the_interface_clause_in_a_contract_of_each_counts_as_a_lead() -> None:
    assert linked(interface("x", EHR), interface("y", MAINTAINER)).leads_missing == ()
    assert linked(interface("x", EHR)).leads_missing == ("s",)
    assert linked(interface("x", EHR), interface("y", CATERER)).leads_missing == ("s",)
    inadequate = interface("y", MAINTAINER, "inadequate")
    assert linked(interface("x", EHR), inadequate).leads_missing == ("s",)
    ended = interface("y", MAINTAINER, ends_on="2026-09-30")
    assert linked(interface("x", EHR), ended).leads_missing == ("s",)


def test_a_system_of_one_vendor_needs_no_lead() -> None:
    look = index(
        system("s"),
        service("a", system="s"),
        service("b", system="s", model="onprem"),
        service("elsewhere", MAINTAINER),
    )
    assert derive_matrix(look, ROWS).leads_missing == ()


def test_a_service_without_a_column_makes_no_second_vendor() -> None:
    look = index(
        system("s"),
        service("a", system="s", runs_on="cloud"),
        service("cloud", MAINTAINER, "iaas", system="s"),
    )
    assert derive_matrix(look, ROWS).leads_missing == ()


def test_own_equipment_of_the_hospital_connects_nobody_else() -> None:
    look: Index = index(MEALS, asset("server", location="hospital", owner=HOSPITAL))
    assert look.assets["server"].location is Location.HOSPITAL
    assert CATERER not in derive_matrix(look, ROWS).connected


def test_a_party_of_unknown_role_with_a_line_is_connected() -> None:
    unknown = party("x", role=None)
    facts: list[Fact] = [
        service("s", "x", "bpo"),
        unknown,
        asset("out", location="external", owner="x"),
    ]
    assert column(*facts, SERVER, connection("out", "server")) is Column.BPO_CONN
