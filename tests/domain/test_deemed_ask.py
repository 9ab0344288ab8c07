"""Which clauses to ask for, so that deemed compliance becomes a yes."""

from tests.domain.estates import concluded
from tests.domain.factories import contract, service
from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.deemed_ask import clauses_to_ask

HOSTED = service(data_class="phi")


def asked(known: Conclusions, *already: tuple[str, str]) -> dict[str, tuple[str, ...]]:
    return dict(clauses_to_ask(known, known.deemed.servers, asked=already))


def test_the_update_clause_is_asked_for_where_it_is_missing() -> None:
    known = concluded(HOSTED, contract("ehr-saas"))
    assert asked(known) == {"c-ehr": ("security-update-duty",)}


def test_what_is_asked_for_already_is_not_asked_for_twice() -> None:
    known = concluded(HOSTED, contract("ehr-saas"))
    assert asked(known, ("c-ehr", "security-update-duty")) == {}


def test_a_server_without_contract_asks_for_no_clause() -> None:
    assert asked(concluded(HOSTED)) == {}


def test_a_yes_asks_for_nothing() -> None:
    known = concluded(HOSTED, contract("ehr-saas", clauses={"security-update-duty": "present"}))
    assert asked(known) == {}
