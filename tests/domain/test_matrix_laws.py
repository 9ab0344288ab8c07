"""Laws that hold for every portfolio: of the matrix, of what clauses are worth, of tiers."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.factories import (
    CATERER,
    EHR,
    MAINTAINER,
    TODAY,
    asset,
    catalogue,
    clause,
    clause_state,
    connection,
    contract,
    item,
    override,
    party,
    portfolio,
    service,
    statement,
    system,
)
from vendormgr.domain.clauses import applicable_clauses, worth_of_all
from vendormgr.domain.deemed import UPDATE_CLAUSE, UPDATE_ROWS, deemed_compliance
from vendormgr.domain.index import build_index
from vendormgr.domain.matrix import PARTIES, Cell, Matrix, derive_matrix
from vendormgr.domain.matrix_stack import INFRASTRUCTURE_ROWS
from vendormgr.domain.matrix_system import system_view
from vendormgr.domain.portfolio import Asset, Contract, Fact, Portfolio, Service
from vendormgr.domain.risk import tiers
from vendormgr.domain.vocabulary import ClauseStatus, Column, Holder, ServiceModel, Tier

CLAUSES = (UPDATE_CLAUSE, "restore-test", "report-support", "vendor-interface")
PATIENTS = "accountability-to-patients"
ROWS = catalogue(
    item(PATIENTS, "hospital", ("report-support",)),
    *(
        item(row, {"onprem": "to_settle", "bpo_none": "not_applicable"}, (UPDATE_CLAUSE,))
        for row in (*INFRASTRUCTURE_ROWS, *UPDATE_ROWS)
    ),
    item("restore", "shared", ("restore-test", UPDATE_CLAUSE)),
    item("network", "hospital", ("restore-test",)),
    *(clause(id_) for id_ in CLAUSES),
)
VENDORS = (EHR, CATERER, MAINTAINER)
NAMES = ("a", "b", "c", "d")
NO_PROBLEM: tuple[str, ...] = ()

days = st.none() | st.integers(-3, 3).map(lambda n: TODAY + timedelta(days=n))
parties = st.sampled_from(sorted(PARTIES))


def services(name: str) -> st.SearchStrategy[Service]:
    return st.builds(
        service,
        st.just(name),
        st.sampled_from(VENDORS),
        st.sampled_from(list(ServiceModel)),
        runs_on=st.none() | st.sampled_from(NAMES),
        system=st.none() | st.just("s"),
        equipment_in_hospital=st.none() | st.booleans(),
        data_class=st.sampled_from([None, "phi", "business"]),
        stop_tolerance_hours=st.sampled_from([None, 4, 72]),
    )


overrides = st.builds(
    override,
    st.sampled_from(NAMES),
    st.sampled_from(list(ROWS.items)),
    parties,
    decider=st.none() | st.just(EHR),
)


def contracts(number: int) -> st.SearchStrategy[Contract]:
    return st.builds(
        lambda covered, **fields: contract(*covered, id_=f"c{number}", **fields),
        st.lists(st.sampled_from(NAMES), unique=True),
        party=st.sampled_from(VENDORS),
        clauses=st.dictionaries(st.sampled_from(CLAUSES), st.sampled_from(list(ClauseStatus))),
        overrides=st.lists(overrides, max_size=3, unique_by=lambda o: (o.service, o.item)).map(
            tuple
        ),
        starts_on=days,
        ends_on=days,
    )


statements = st.builds(
    lambda service_, item_, party_, on: replace(statement(service_, item_, party_), on=on),
    st.sampled_from(NAMES),
    st.sampled_from(list(ROWS.items)),
    parties,
    days,
)


def assets(name: str) -> st.SearchStrategy[Asset]:
    return st.builds(
        asset,
        st.just(name),
        location=st.sampled_from(["hospital", "external"]),
        kind=st.sampled_from(["system", "device", "internet"]),
        owner=st.none() | st.sampled_from(VENDORS),
        maintained_by=st.none() | st.sampled_from(VENDORS),
        data_class=st.sampled_from([None, "phi", "business"]),
    )


def estate(*groups: tuple[Fact, ...]) -> Portfolio:
    """The facts of all groups and a system."""
    return portfolio(system("s"), *chain.from_iterable(groups))


def estates(fewest_contracts: int) -> st.SearchStrategy[Portfolio]:
    """Four services that may run on each other in any way, contracts, statements and lines."""
    papers = [contracts(number) for number in range(3)]
    places = st.sampled_from(("w", "x", "y", "z"))
    lines = [st.builds(connection, places, places, st.just(f"n{number}")) for number in range(4)]
    return st.builds(
        estate,
        st.tuples(*map(services, NAMES)),
        st.one_of(*(st.tuples(*papers[:many]) for many in range(fewest_contracts, 4))),
        st.lists(statements, max_size=3).map(tuple),
        st.tuples(*map(assets, ("w", "x", "y", "z"))),
        st.one_of(*(st.tuples(*lines[:many]) for many in (0, 2, 4))),
    )


# Made once: building a strategy costs more than drawing from it.
portfolios = estates(0)
with_contracts = estates(1)


def derive(known: Portfolio) -> Matrix:
    return derive_matrix(build_index(known), ROWS)


@given(portfolios)
def test_every_cell_has_exactly_one_holder_right_now(known: Portfolio) -> None:
    for cell in derive(known).every_cell():
        assert cell.effective is not Holder.TO_SETTLE
        if cell.written is None:
            silent = cell.proposed is Holder.NOT_APPLICABLE
            assert cell.effective is (Holder.NOT_APPLICABLE if silent else Holder.HOSPITAL)
            assert (cell.contract, cell.clause, cell.article, cell.decider) == (None,) * 4
        else:
            assert cell.effective is cell.written
            assert cell.written in PARTIES
            assert cell.contract is not None


@given(portfolios)
def test_an_expected_party_without_a_contract_is_always_a_problem(known: Portfolio) -> None:
    for cell in derive(known).every_cell():
        fires = {"responsibility-unwritten", "responsibility-unassigned"} & set(cell.problems)
        expected = cell.written is None and cell.proposed in {
            Holder.VENDOR,
            Holder.SHARED,
            Holder.TO_SETTLE,
        }
        assert bool(fires) is expected


@given(portfolios)
def test_accountability_to_patients_is_always_the_hospitals(known: Portfolio) -> None:
    matrix = derive(known)
    assert all(matrix.cells[one, PATIENTS].effective is Holder.HOSPITAL for one in matrix.columns)


@given(portfolios)
def test_a_service_has_a_column_or_is_answered_for_by_one_above(known: Portfolio) -> None:
    index, matrix = build_index(known), derive(known)
    assert set(matrix.columns) | matrix.answered_above == set(index.services)
    assert not set(matrix.columns) & matrix.answered_above
    for lower in matrix.answered_above:
        assert any(one.runs_on == lower for one in known.services)


@given(portfolios)
def test_a_moved_row_arises_where_it_moved_to(known: Portfolio) -> None:
    matrix = derive(known)
    for cell in matrix.every_cell():
        if cell.because == "not_applicable_by_stack":
            assert cell.lower is not None
            assert (cell.lower, cell.item) in matrix.cells
            assert cell.performer is None


def recorded(known: Portfolio, number: int, id_: str, status: ClauseStatus) -> Portfolio:
    """The portfolio with one clause of one contract at that status."""
    papers = list(known.contracts)
    clauses = {**papers[number].clauses, id_: clause_state(status)}
    papers[number] = replace(papers[number], clauses=clauses)
    return replace(known, contracts=tuple(papers))


@given(with_contracts, st.sampled_from(CLAUSES))
def test_recording_a_clause_changes_only_rows_that_it_settles(known: Portfolio, id_: str) -> None:
    before = derive(recorded(known, 0, id_, ClauseStatus.ABSENT))
    after = derive(recorded(known, 0, id_, ClauseStatus.PRESENT))
    for old, new in zip(before.every_cell(), after.every_cell(), strict=True):
        if old != new:
            assert id_ in ROWS.items[old.item].settled_by
            assert old.service in known.contracts[0].services
            assert not {"responsibility-unwritten", "responsibility-unassigned"} & set(new.problems)


@given(with_contracts, st.sampled_from(CLAUSES))
def test_a_clause_is_worth_exactly_the_rows_that_become_written(known: Portfolio, id_: str) -> None:
    known = recorded(known, 0, id_, ClauseStatus.ABSENT)
    index, before = build_index(known), derive(known)
    after = derive(recorded(known, 0, id_, ClauseStatus.PRESENT))
    worth = {one.clause: one for one in worth_of_all(known.contracts[0], index, ROWS, before)}
    claimed = worth[id_].settles + worth[id_].confirms if id_ in worth else ()
    became = {
        key
        for key, cell in before.cells.items()
        if cell.written is None and after.cells[key].written is not None
    }
    assert set(claimed) == became
    assert len(claimed) == len(became)


@given(with_contracts)
def test_contracts_with_different_starts_may_stand_in_any_order(known: Portfolio) -> None:
    papers = tuple(
        replace(one, starts_on=date(2020 + number, 4, 1), ends_on=None)
        for number, one in enumerate(known.contracts)
    )
    forward = derive(replace(known, contracts=papers))
    backward = derive(replace(known, contracts=papers[::-1]))
    assert forward.rows == backward.rows


@given(with_contracts)
def test_an_override_that_is_in_force_is_what_the_cell_says(known: Portfolio) -> None:
    matrix = derive(known)
    for paper in known.contracts:
        for said in paper.overrides:
            key = (said.service or "", said.item or "")
            covered = said.service in paper.services and paper.in_force(known.as_of)
            if covered and key in matrix.cells and said.item != PATIENTS:
                assert matrix.cells[key].because == "written_by_override"


@given(portfolios)
def test_statements_never_change_who_has_a_row(known: Portfolio) -> None:
    def held(matrix: Matrix) -> list[Cell]:
        return [
            cell._replace(stated=None, statement=None, problems=NO_PROBLEM)
            for cell in matrix.every_cell()
        ]

    assert held(derive(known)) == held(derive(replace(known, statements=())))


@given(portfolios)
def test_the_answer_for_servers_is_yes_exactly_when_nothing_is_missing(known: Portfolio) -> None:
    index, matrix = build_index(known), derive(known)
    seen = deemed_compliance(index, matrix)
    assert seen.met is (bool(seen.servers) and not any(one.missing for one in seen.servers))
    for server in seen.servers:
        assert server.met is (not server.missing)
        if server.met:
            assert server.clause == UPDATE_CLAUSE
            assert set(server.bears.values()) <= {Holder.VENDOR, Holder.NOT_APPLICABLE}


@given(portfolios)
def test_every_view_of_a_system_ends_and_names_each_problem_of_its_cells(known: Portfolio) -> None:
    index, matrix = build_index(known), derive(known)
    view = system_view("s", index, matrix)
    for row in view.rows:
        assert bool(row.problems) is (
            any(cell.problems for cell in row.cells) or len(row.doers) > 1
        )


@given(with_contracts)
def test_more_clauses_apply_when_less_is_known(known: Portfolio) -> None:
    conditional = catalogue(
        *ROWS.items.values(),
        clause("data", applies_when="personal_or_medical_data"),
        clause("things", applies_when="equipment"),
    )
    paper = known.contracts[0]
    blank = tuple(
        replace(one, data_class=None, equipment_in_hospital=None, model=ServiceModel.SAAS)
        for one in known.services
    )
    filled = replace(
        known, services=tuple(replace(one, model=ServiceModel.SAAS) for one in known.services)
    )

    def applying(one: Portfolio) -> set[str]:
        index = build_index(one)
        matrix = derive_matrix(index, conditional)
        return {a.clause for a in applicable_clauses(paper, index, conditional, matrix)}

    assert applying(filled) <= applying(replace(known, services=blank))


@given(portfolios, st.sampled_from(VENDORS))
def test_recording_a_line_never_lowers_a_tier(known: Portfolio, vendor: str) -> None:
    before = tiers(build_index(known))
    far = asset("far", location="external", owner=vendor)
    near = asset("near")
    line = connection("far", "near", "new-line")
    more = replace(known, assets=(*known.assets, far, near), connections=(*known.connections, line))
    after = tiers(build_index(more))
    assert after[vendor].tier is Tier.HIGH
    assert after[vendor].t3 is True
    assert all(after[one].tier is Tier.HIGH for one in VENDORS if before[one].tier is Tier.HIGH)


@given(portfolios)
def test_confirming_that_all_lines_are_listed_never_raises_a_tier(known: Portfolio) -> None:
    confirmed = replace(
        known, parties=tuple(replace(one, lines_listed=True) for one in known.parties)
    )
    before, after = tiers(build_index(known)), tiers(build_index(confirmed))
    for vendor, seen in after.items():
        assert seen.t3 is not None
        assert not (before[vendor].tier is Tier.STANDARD and seen.tier is Tier.HIGH)


@given(portfolios)
def test_a_line_or_equipment_is_what_tells_the_two_bpo_columns_apart(known: Portfolio) -> None:
    matrix = derive(known)
    for one in known.services:
        if one.id in matrix.columns and one.model is ServiceModel.BPO:
            connected = one.vendor in matrix.connected
            expected = Column.BPO_CONN if connected else Column.BPO_NONE
            assert matrix.columns[one.id] is expected


def test_a_long_chain_and_a_long_circle_end() -> None:
    line = [service(f"s{n}", model="iaas", runs_on=f"s{n + 1}") for n in range(300)]
    circle = [service("s300", model="iaas", runs_on="s0")]
    matrix = derive(portfolio(party(EHR), *line, *circle))
    assert len(matrix.columns) == 301
    assert len(derive(portfolio(party(EHR), *line[:-1], service("s299"))).columns) == 1
