"""Which clause gives the ground to ask for what is missing."""

from tests.domain.estates import CORE, finding, line, shipped
from tests.domain.factories import contract, responsibility, service
from vendormgr.domain.gaps import RULES
from vendormgr.domain.obligation import (
    CONTROL_CLAUSES,
    CONTROL_DUTIES,
    DUTY_CLAUSES,
    RULE_CLAUSES,
    obliging_clauses,
)
from vendormgr.domain.vocabulary import Duty


def test_every_clause_and_control_named_is_in_the_catalogue() -> None:
    catalogue = shipped()
    tables = (CONTROL_CLAUSES, DUTY_CLAUSES, RULE_CLAUSES)
    named = {clause for table in tables for clauses in table.values() for clause in clauses}
    assert named <= set(catalogue.clauses)
    assert set(CONTROL_CLAUSES) | set(CONTROL_DUTIES) <= set(catalogue.controls)
    assert set(RULE_CLAUSES) <= set(RULES)


def test_every_duty_has_a_clause() -> None:
    assert set(DUTY_CLAUSES) == set(Duty)


def test_a_duty_is_owed_under_its_clause() -> None:
    nobody = finding(
        "responsibility-unassigned", "core/patch", CORE, responsibility("core", "patch")
    )
    assert obliging_clauses(nobody, shipped())[0] == "security-update-duty"


def test_a_row_is_owed_under_the_clauses_that_settle_it() -> None:
    row = finding("responsibility-unwritten", "ehr-saas/os-updates", service())
    assert obliging_clauses(row, shipped()) == ("security-update-duty",)


def test_a_clause_is_owed_under_itself() -> None:
    absent = contract(clauses={"two-factor": "absent"})
    assert obliging_clauses(finding("clause-missing", "c-ehr/two-factor", absent), shipped()) == (
        "two-factor",
    )


def test_a_rule_that_names_a_clause_in_its_basis_is_owed_under_it() -> None:
    trade = finding("non-it-vendor-connected", "caterer", *line())
    assert obliging_clauses(trade, shipped()) == ("contractor-connection-terms",)
