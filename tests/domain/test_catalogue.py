"""What a hospital adds to the catalogue counts like the catalogue's own."""

from tests.domain.estates import shipped, subjects
from tests.domain.factories import contract, index, override, portfolio, service
from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.clauses import applicable_clauses, worth_of_all
from vendormgr.domain.matrix import derive_matrix
from vendormgr.domain.negotiation import OwnClause
from vendormgr.domain.portfolio import Fact, OwnItem
from vendormgr.domain.vocabulary import ClauseLevel, Column, Holder

OWN = OwnClause(
    id="night-desk",
    title="夜間窓口",
    level=ClauseLevel.MUST,
    columns=(Column.SAAS,),
    settles=("os-updates", "night-call"),
)
ROW = OwnItem(
    id="night-call",
    title="夜間の連絡",
    layer="operation",
    defaults=dict.fromkeys(Column, Holder.VENDOR),
    settled_by=("gone",),
)


def known(*facts: Fact) -> Catalogue:
    return shipped().with_own(portfolio(*facts))


def test_a_clause_of_the_hospitals_own_is_marked_and_settles_rows_like_any_other() -> None:
    found = known(OWN, ROW)
    assert found.clauses["night-desk"].own
    assert found.items["os-updates"].settled_by[-1] == "night-desk"
    assert found.items["night-call"].settled_by == ("night-desk",)


def test_it_applies_to_the_models_it_was_written_for() -> None:
    facts = (OWN, ROW, service(), service("line", model="managed"))
    for covered, there in (("ehr-saas", True), ("line", False)):
        look = index(*facts, contract(covered))
        found = known(*facts)
        listed = applicable_clauses(
            look.contracts["c-ehr"], look, found, derive_matrix(look, found)
        )
        assert ("night-desk" in [one.clause for one in listed]) is there


def test_in_a_contract_it_makes_its_rows_written_and_without_it_says_what_it_is_worth() -> None:
    facts = (OWN, ROW, service())
    found = known(*facts)
    agreed = index(*facts, contract("ehr-saas", clauses={"night-desk": "present"}))
    cell = derive_matrix(agreed, found).cells["ehr-saas", "night-call"]
    assert (cell.effective, cell.clause) == (Holder.VENDOR, "night-desk")
    look = index(*facts, contract("ehr-saas"))
    worths = worth_of_all(look.contracts["c-ehr"], look, found, derive_matrix(look, found))
    assert ("ehr-saas", "night-call") in {
        key for one in worths if one.clause == "night-desk" for key in one.settles
    }


def test_gaps_count_it_like_any_other() -> None:
    facts = (OWN, service(), contract("ehr-saas", clauses={"night-desk": "absent"}))
    assert "c-ehr/night-desk" in subjects("clause-missing", *facts)


def test_a_clause_that_was_put_away_settles_nothing_and_breaks_nothing() -> None:
    facts = (
        ROW,
        service(),
        contract(
            "ehr-saas",
            clauses={"night-desk": "present"},
            overrides=(override("ehr-saas", "night-call", "vendor", clause="night-desk"),),
        ),
    )
    look = index(*facts)
    cell = derive_matrix(look, known(*facts)).cells["ehr-saas", "night-call"]
    assert cell.effective is Holder.VENDOR
    assert known(*facts).items["night-call"].settled_by == ()
