"""The engines over the real catalogue: ids in the code resolve, and the known cases come out."""

from functools import cache

import pytest

from tests.domain.factories import (
    CATERER,
    EHR,
    asset,
    connection,
    contract,
    index,
    override,
    service,
)
from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.clauses import CRITICALITY_HIGH, applicable_clauses, worth_of_all
from vendormgr.domain.clauses_condition import CONDITIONS
from vendormgr.domain.deemed import UPDATE_CLAUSE, UPDATE_ROWS
from vendormgr.domain.matrix import ALWAYS_HOSPITAL, INTERFACE_CLAUSE, Matrix, derive_matrix
from vendormgr.domain.matrix_stack import PROVIDED_ROWS
from vendormgr.domain.portfolio import Fact
from vendormgr.domain.vocabulary import ClauseStatus, Column, Holder
from vendormgr.exchange.seed import load_catalogue

NOT_IN_THE_REGISTER = {"designated_hospital"}
"""Conditions that no fact answers; they count as yes."""


@cache
def seed() -> Catalogue:
    return load_catalogue()


def matrix(*facts: Fact) -> Matrix:
    return derive_matrix(index(*facts), seed())


def test_every_row_and_clause_that_the_code_names_is_in_the_catalogue() -> None:
    rows = {
        *ALWAYS_HOSPITAL,
        *UPDATE_ROWS,
        *(row for rows in PROVIDED_ROWS.values() for row in rows),
    }
    assert rows <= set(seed().items)
    assert {UPDATE_CLAUSE, INTERFACE_CLAUSE} <= set(seed().clauses)
    settling = {clause for item in seed().items.values() for clause in item.settled_by}
    assert settling <= set(seed().clauses)


def test_every_condition_of_the_catalogue_is_known_to_the_code() -> None:
    conditions = {one.applies_when for one in seed().clauses.values()} - {None}
    assert conditions - NOT_IN_THE_REGISTER == set(CONDITIONS)
    assert {one.must_when for one in seed().clauses.values()} == {None, CRITICALITY_HIGH}


def test_update_rows_are_settled_by_the_update_clause() -> None:
    assert all(UPDATE_CLAUSE in seed().items[row].settled_by for row in UPDATE_ROWS)


@pytest.mark.parametrize(
    ("model", "effective"), [("saas", "vendor"), ("paas", "vendor"), ("iaas", "hospital")]
)
def test_who_updates_the_operating_system_follows_from_the_model(
    model: str, effective: str
) -> None:
    duty = contract("ehr-saas", clauses={UPDATE_CLAUSE: "present"})
    seen = matrix(service(model=model), duty)
    assert seen.cells["ehr-saas", "os-updates"].effective == effective


def test_a_saas_has_every_row_and_what_applies_falls_to_the_hospital_without_a_contract() -> None:
    cells = matrix(service()).of_service("ehr-saas")
    assert len(cells) == len(load_catalogue().items)
    arising = [cell for cell in cells if cell.proposed is not Holder.NOT_APPLICABLE]
    assert len(arising) >= 40
    assert {cell.effective for cell in arising} == {Holder.HOSPITAL}


def test_the_column_of_the_caterer_changes_on_the_day_a_line_is_recorded() -> None:
    meals = service("meals", CATERER, "bpo")
    line: list[Fact] = [
        asset("kitchen", location="external", owner=CATERER),
        asset("server"),
        connection("kitchen", "server"),
    ]
    before, after = matrix(meals), matrix(meals, *line)
    assert (before.columns["meals"], after.columns["meals"]) == (Column.BPO_NONE, Column.BPO_CONN)
    assert before.cells["meals", "link-equipment"].problems == ()
    assert after.cells["meals", "link-equipment"].problems == ("responsibility-unassigned",)


def test_a_line_brings_the_caterer_the_clauses_of_connected_contractors() -> None:
    meals, paper = service("meals", CATERER, "bpo"), contract("meals", party=CATERER)
    line: list[Fact] = [
        asset("kitchen", location="external", owner=CATERER),
        asset("server"),
        connection("kitchen", "server"),
    ]

    def needed(*facts: Fact) -> set[str]:
        look = index(meals, paper, *facts)
        found = applicable_clauses(paper, look, seed(), derive_matrix(look, seed()))
        return {one.clause for one in found}

    gained = needed(*line) - needed()
    assert {"contractor-connection-terms", "network-boundary", "two-factor"} <= gained
    assert "cyber-force-majeure" in needed()
    assert needed() <= needed(*line)


def test_the_update_clause_is_worth_most_to_an_on_premise_system() -> None:
    paper = contract("ehr-saas", clauses={UPDATE_CLAUSE: ClauseStatus.ABSENT})
    look = index(service(model="onprem"), paper)
    best = worth_of_all(paper, look, seed(), derive_matrix(look, seed()))[0]
    assert best.clause == UPDATE_CLAUSE
    assert [item for _, item in best.decides] == [
        item for item, row in seed().items.items() if UPDATE_CLAUSE in row.settled_by
    ]


def test_an_agreed_annex_settles_the_link() -> None:
    said = (
        override(
            "ehr-saas", "link-equipment", "vendor", clause="network-boundary", article="別紙2 第3項"
        ),
    )
    cell = matrix(service(vendor=EHR), contract("ehr-saas", overrides=said)).cells[
        "ehr-saas", "link-equipment"
    ]
    assert (cell.effective, cell.article) == (Holder.VENDOR, "別紙2 第3項")
