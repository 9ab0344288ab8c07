"""Which clauses a contract needs, why, and what each would settle."""

import pytest

from tests.domain.factories import (
    CATERER,
    EHR,
    HOSPITAL,
    MAINTAINER,
    asset,
    catalogue,
    clause,
    connection,
    contract,
    index,
    item,
    override,
    party,
    service,
    system,
)
from vendormgr.domain.catalogue import Catalogue
from vendormgr.domain.clauses import (
    ApplicableClause,
    Because,
    ClauseReason,
    ClauseWorth,
    applicable_clauses,
    clause_to_ask,
    clause_worth,
    clauses_of_contracts,
    worth_of_all,
)
from vendormgr.domain.matrix import derive_matrix
from vendormgr.domain.portfolio import Fact
from vendormgr.domain.vocabulary import ClauseLevel, ClauseStatus, Column, Criticality


def applicable(known: Catalogue, *facts: Fact) -> tuple[ApplicableClause, ...]:
    """The clauses of the first contract among the facts."""
    look = index(*facts)
    return applicable_clauses(look.portfolio.contracts[0], look, known, derive_matrix(look, known))


def names(known: Catalogue, *facts: Fact) -> list[str]:
    return [one.clause for one in applicable(known, *facts)]


def condition(name: str, *facts: Fact, **fields: str) -> Because | None:
    """Why a clause with that condition applies to the first contract."""
    found = applicable(catalogue(clause("x", applies_when=name, **fields)), *facts)
    return found[0].because[0] if found else None


def met(name: str, *facts: str, service: str = "ehr-saas", column: Column = Column.SAAS) -> Because:
    return Because(ClauseReason.CONDITION_MET, service, column, name, facts)


def unknown(name: str, *, service: str = "ehr-saas", column: Column = Column.SAAS) -> Because:
    return Because(ClauseReason.CONDITION_UNKNOWN, service, column, name)


def test_a_clause_applies_to_the_models_it_is_for() -> None:
    known = catalogue(
        clause("cloud", models="saas paas"), clause("all"), clause("care", "must", "onprem")
    )
    assert names(known, contract("ehr-saas"), service()) == ["cloud", "all"]


def test_an_applicable_clause_says_why_and_how_it_stands() -> None:
    known = catalogue(clause("cloud", "should", "saas"))
    (seen,) = applicable(known, contract("ehr-saas", clauses={"cloud": "inadequate"}), service())
    assert seen == ApplicableClause(
        contract="c-ehr",
        clause="cloud",
        level=ClauseLevel.SHOULD,
        status=ClauseStatus.INADEQUATE,
        because=(Because(ClauseReason.MODEL, "ehr-saas", Column.SAAS),),
    )


def test_a_clause_that_the_contract_does_not_list_is_unknown_never_absent() -> None:
    (seen,) = applicable(catalogue(clause("x")), contract("ehr-saas"), service())
    assert seen.status is ClauseStatus.UNKNOWN


def test_every_covered_service_that_needs_the_clause_is_named() -> None:
    known = catalogue(clause("x", models="saas onprem"))
    facts: list[Fact] = [service("a"), service("b", model="iaas"), service("c", model="onprem")]
    (seen,) = applicable(known, contract("c", "b", "a", "a"), *facts)
    assert [one.service for one in seen.because] == ["c", "a"]


def test_the_column_counts_not_the_model() -> None:
    known = catalogue(clause("plain", models="bpo_none"), clause("connected", models="bpo_conn"))
    meals = service("meals", CATERER, "bpo")
    paper = contract("meals", party=CATERER)
    assert names(known, paper, meals) == ["plain"]
    assert names(known, paper, meals, asset("terminal", owner=CATERER)) == ["connected"]


def test_a_service_for_which_the_prime_answers_counts_with_its_own_model() -> None:
    known = catalogue(clause("x", models="iaas"))
    facts: list[Fact] = [service(runs_on="cloud"), service("cloud", MAINTAINER, "iaas")]
    assert names(known, contract("ehr-saas", "cloud"), *facts) == ["x"]


def test_a_contract_that_covers_no_service_is_judged_by_the_clauses_it_lists() -> None:
    known = catalogue(
        clause("a", models="iaas"), clause("b", applies_when="equipment"), clause("c")
    )
    paper = contract(clauses={"b": "absent", "a": "unknown", "not-in-the-catalogue": "absent"})
    assert applicable(known, paper) == (
        ApplicableClause(
            "c-ehr", "a", ClauseLevel.MUST, ClauseStatus.UNKNOWN, (Because(ClauseReason.LISTED),)
        ),
        ApplicableClause(
            "c-ehr", "b", ClauseLevel.MUST, ClauseStatus.ABSENT, (Because(ClauseReason.LISTED),)
        ),
    )


@pytest.mark.parametrize(
    ("criticality", "level"),
    [
        (Criticality.CRITICAL, ClauseLevel.MUST),
        (Criticality.HIGH, ClauseLevel.MUST),
        (Criticality.STANDARD, ClauseLevel.SHOULD),
        (Criticality.LOW, ClauseLevel.SHOULD),
        (None, ClauseLevel.SHOULD),
    ],
)
def test_high_criticality_raises_should_to_must(
    criticality: Criticality | None, level: ClauseLevel
) -> None:
    known = catalogue(clause("sla", "should", must_when="criticality_high"), clause("x", "should"))
    facts: list[Fact] = [party(EHR, criticality=criticality), service()]
    sla, plain = applicable(known, contract("ehr-saas"), *facts)
    assert (sla.level, plain.level) == (level, ClauseLevel.SHOULD)
    raised = Because(ClauseReason.RAISED, condition="criticality_high", facts=(EHR,))
    assert (raised in sla.because) is (level is ClauseLevel.MUST)
    assert plain.because == (Because(ClauseReason.MODEL, "ehr-saas", Column.SAAS),)


@pytest.mark.parametrize("level", ["must", "adverse"])
def test_only_a_should_is_raised(level: str) -> None:
    known = catalogue(clause("x", level, must_when="criticality_high"))
    facts: list[Fact] = [party(EHR, criticality=Criticality.CRITICAL), service()]
    (seen,) = applicable(known, contract("ehr-saas"), *facts)
    assert seen.level == level
    assert [one.reason for one in seen.because] == [ClauseReason.MODEL]


def test_a_listed_clause_is_raised_too() -> None:
    known = catalogue(clause("x", "should", must_when="criticality_high"))
    paper = contract(clauses={"x": "absent"})
    (seen,) = applicable(known, paper, party(EHR, criticality=Criticality.HIGH))
    assert seen.level is ClauseLevel.MUST
    assert [one.reason for one in seen.because] == [ClauseReason.LISTED, ClauseReason.RAISED]


PAPER = contract("ehr-saas")
IN_SYSTEM = service(system="ehr-system")


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param([service()], unknown("several_vendors"), id="no system recorded"),
        pytest.param([IN_SYSTEM], None, id="alone in its system"),
        pytest.param(
            [IN_SYSTEM, service("own", EHR, system="ehr-system")],
            None,
            id="one vendor, two services",
        ),
        pytest.param(
            [IN_SYSTEM, service("lab", MAINTAINER, system="ehr-system")],
            met("several_vendors", "lab"),
            id="two vendors",
        ),
        pytest.param(
            [IN_SYSTEM, service("lab", MAINTAINER, system="other")], None, id="another system"
        ),
        pytest.param(
            [
                service(system="ehr-system", interfaces_with=("lab",)),
                service("lab", MAINTAINER, system="ehr-system"),
            ],
            met("several_vendors", "lab"),
            id="named once",
        ),
        pytest.param(
            [service(interfaces_with=("lab",)), service("lab", MAINTAINER)],
            met("several_vendors", "lab"),
            id="exchanges data with another vendor",
        ),
        pytest.param(
            [service(system="ehr-system", interfaces_with=("own",)), service("own", EHR)],
            None,
            id="exchanges data with itself",
        ),
        pytest.param(
            [
                service(system="ehr-system", runs_on="cloud"),
                service("cloud", MAINTAINER, "iaas", system="ehr-system"),
            ],
            None,
            id="runs on a subcontractor's service",
        ),
        pytest.param(
            [
                service(system="ehr-system", runs_on="cloud"),
                service("cloud", MAINTAINER, "iaas"),
                contract("cloud", id_="c-cloud", party=MAINTAINER),
            ],
            met("several_vendors", "cloud"),
            id="runs on a service under another contract",
        ),
    ],
)
def test_several_vendors(facts: list[Fact], expected: Because | None) -> None:
    assert condition("several_vendors", PAPER, *facts) == expected


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        pytest.param([service()], unknown("equipment"), id="not recorded"),
        pytest.param([service(equipment_in_hospital=False)], None, id="recorded: none"),
        pytest.param(
            [service(equipment_in_hospital=True)], met("equipment", "ehr-saas"), id="recorded"
        ),
        pytest.param(
            [service(equipment_in_hospital=False), asset("box", owner=EHR)],
            met("equipment", "box"),
            id="its own asset in the hospital",
        ),
        pytest.param(
            [service(equipment_in_hospital=False), asset("box", owner=EHR, service="ehr-saas")],
            met("equipment", "box"),
            id="its own asset for this service",
        ),
        pytest.param(
            [
                service(equipment_in_hospital=False),
                service("other"),
                asset("box", owner=EHR, service="other"),
            ],
            None,
            id="its own asset for another service",
        ),
        pytest.param(
            [
                service(equipment_in_hospital=False),
                asset("box", owner=EHR, location="external"),
                asset("server", maintained_by=EHR),
            ],
            None,
            id="equipment outside, or the hospital's own",
        ),
    ],
)
def test_equipment(facts: list[Fact], expected: Because | None) -> None:
    assert condition("equipment", PAPER, *facts) == expected


LINE: list[Fact] = [
    asset("core"),
    asset("far", location="external", owner=EHR),
    connection("far", "core"),
]


def test_a_recorded_line_is_a_connection() -> None:
    assert condition("connection", PAPER, service(), *LINE) == met("connection", "line")


def test_no_recorded_line_is_unknown_unless_somebody_confirmed_that_all_are_listed() -> None:
    assert condition("connection", PAPER, service()) == unknown("connection")
    confirmed = party(EHR, lines_listed=True)
    assert condition("connection", PAPER, service(), confirmed) is None
    assert condition("connection", PAPER, service(), confirmed, *LINE) is not None
    denied = party(EHR, lines_listed=False)
    assert condition("connection", PAPER, service(), denied) == unknown("connection")


def test_plain_outsourcing_is_without_a_connection() -> None:
    paper = contract("meals", party=CATERER)
    meals = service("meals", CATERER, "bpo")
    assert condition("connection", paper, meals) is None
    equipped = service("meals", CATERER, "bpo", equipment_in_hospital=True)
    expected = unknown("connection", service="meals", column=Column.BPO_CONN)
    assert condition("connection", paper, equipped) == expected


@pytest.mark.parametrize(
    ("data_class", "expected"),
    [
        ("phi", met("personal_or_medical_data", "ehr-saas")),
        ("phi_limited", met("personal_or_medical_data", "ehr-saas")),
        ("personal", met("personal_or_medical_data", "ehr-saas")),
        ("business", None),
        (None, unknown("personal_or_medical_data")),
    ],
)
def test_personal_or_medical_data(data_class: str | None, expected: Because | None) -> None:
    facts: list[Fact] = [PAPER, service(data_class=data_class)]
    assert condition("personal_or_medical_data", *facts) == expected


def test_an_asset_of_the_service_with_such_data_counts_against_its_own_class() -> None:
    facts: list[Fact] = [PAPER, service(data_class="business"), service("other")]
    own = asset("db", service="ehr-saas", data_class="personal")
    expected = met("personal_or_medical_data", "db")
    assert condition("personal_or_medical_data", *facts, own) == expected
    for harmless in (
        asset("db", service="other", data_class="personal"),
        asset("db", service="ehr-saas", data_class="business"),
    ):
        assert condition("personal_or_medical_data", *facts, harmless) is None


def test_what_the_register_does_not_hold_is_unknown_and_counts_as_yes() -> None:
    assert condition("designated_hospital", PAPER, service()) == unknown("designated_hospital")


def test_a_condition_counts_only_for_services_of_a_fitting_model() -> None:
    facts: list[Fact] = [
        service(data_class="business"),
        service("care", model="onprem", data_class="phi"),
    ]
    paper = contract("ehr-saas", "care")
    assert condition("personal_or_medical_data", paper, *facts, models="saas") is None


def test_all_contracts_at_once_gives_the_same_as_one_by_one() -> None:
    known = catalogue(
        clause("x"), clause("y", applies_when="equipment"), clause("z", models="iaas")
    )
    look = index(service(), PAPER, contract(id_="empty", clauses={"z": "absent"}))
    matrix = derive_matrix(look, known)
    assert clauses_of_contracts(look, known, matrix) == {
        one.id: applicable_clauses(one, look, known, matrix) for one in look.portfolio.contracts
    }


WORTH = catalogue(
    item("os-updates", "vendor", ("updates",)),
    item("fixes", "to_settle", ("updates", "deadline")),
    item("restore", "shared", ("restore",)),
    item("network", "hospital", ("updates",)),
    item("rooms", "not_applicable", ("updates",)),
    item("nothing", "vendor"),
    clause("deadline"),
    clause("restore"),
    clause("updates"),
    clause("useless"),
)


def worths(*facts: Fact) -> tuple[ClauseWorth, ...]:
    look = index(*facts)
    return worth_of_all(look.portfolio.contracts[0], look, WORTH, derive_matrix(look, WORTH))


def test_a_clause_is_worth_the_rows_it_would_settle_most_first() -> None:
    assert worths(PAPER, service()) == (
        ClauseWorth(
            contract="c-ehr",
            clause="updates",
            settles=(("ehr-saas", "os-updates"),),
            decides=(("ehr-saas", "fixes"),),
            confirms=(("ehr-saas", "network"),),
        ),
        ClauseWorth("c-ehr", "deadline", (), (("ehr-saas", "fixes"),), ()),
        ClauseWorth("c-ehr", "restore", (("ehr-saas", "restore"),), (), ()),
    )


def test_the_open_rows_are_those_that_fall_to_the_hospital_for_want_of_the_clause() -> None:
    (updates, *_) = worths(PAPER, service())
    assert updates.open_rows == (("ehr-saas", "os-updates"), ("ehr-saas", "fixes"))


def test_rows_that_are_written_are_worth_nothing_any_more() -> None:
    said = (override("ehr-saas", "fixes", "hospital"),)
    paper = contract("ehr-saas", clauses={"updates": "present"}, overrides=said)
    assert [one.clause for one in worths(paper, service())] == ["restore"]


def test_a_present_clause_still_is_the_place_for_rows_without_a_default() -> None:
    paper = contract("ehr-saas", clauses={"updates": "present"})
    (first, *_) = worths(paper, service())
    assert (first.clause, first.settles, first.decides) == (
        "deadline",
        (),
        (("ehr-saas", "fixes"),),
    )
    assert [one.clause for one in worths(paper, service())] == ["deadline", "restore", "updates"]


def test_a_contract_that_is_not_in_force_settles_nothing() -> None:
    assert worths(contract("ehr-saas", ends_on="2026-09-30"), service()) == ()


def test_all_services_of_the_contract_count() -> None:
    (updates, *_) = worths(contract("ehr-saas", "b"), service(), service("b"), service("c"))
    assert {service_ for service_, _ in updates.open_rows} == {"ehr-saas", "b"}


def test_the_worth_of_one_clause_may_be_nothing() -> None:
    look = index(PAPER, service())
    matrix = derive_matrix(look, WORTH)
    nothing = clause_worth(PAPER, "useless", look, WORTH, matrix)
    assert nothing == ClauseWorth("c-ehr", "useless", (), (), ())
    assert clause_worth(PAPER, "updates", look, WORTH, matrix) == worths(PAPER, service())[0]


def test_each_open_row_is_asked_for_with_the_clause_that_settles_most() -> None:
    assert clause_to_ask(worths(PAPER, service())) == {
        ("ehr-saas", "os-updates"): "updates",
        ("ehr-saas", "fixes"): "updates",
        ("ehr-saas", "restore"): "restore",
    }


def test_a_contract_without_a_party_is_judged_by_its_services() -> None:
    known = catalogue(clause("x", "should", must_when="criticality_high"))
    facts: list[Fact] = [party(HOSPITAL, criticality=Criticality.CRITICAL), system(), service()]
    (seen,) = applicable(known, contract("ehr-saas", party=None), *facts)
    assert seen.level is ClauseLevel.SHOULD
