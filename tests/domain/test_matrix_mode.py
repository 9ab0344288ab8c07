"""Who does which part of a row, and who has it in an emergency."""

from tests.domain.factories import catalogue, contract, index, item, override, service
from vendormgr.domain.matrix import derive_matrix
from vendormgr.domain.matrix_mode import Modes, modes_of
from vendormgr.domain.portfolio import Override
from vendormgr.domain.vocabulary import Holder


def modes(*overrides: Override) -> Modes:
    look = index(service(), contract("ehr-saas", overrides=overrides))
    known = catalogue(item("os-updates", "vendor"))
    return modes_of(derive_matrix(look, known).cells["ehr-saas", "os-updates"], look)


def test_a_row_of_which_nothing_is_written_is_the_same_in_an_emergency() -> None:
    assert modes() == Modes(Holder.HOSPITAL, None, Holder.HOSPITAL, None)
    assert not modes().differs


def test_an_agreement_says_who_does_which_part_and_who_has_it_in_an_emergency() -> None:
    found = modes(
        override(
            "ehr-saas",
            "os-updates",
            "shared",
            parts="適用は事業者、可否の判断は医療機関",
            emergency=Holder.VENDOR,
            emergency_parts="事業者が先に適用し、翌営業日に報告",
        )
    )
    assert found == Modes(
        Holder.SHARED,
        "適用は事業者、可否の判断は医療機関",
        Holder.VENDOR,
        "事業者が先に適用し、翌営業日に報告",
    )
    assert found.differs


def test_an_agreement_without_an_emergency_holds_in_one_too() -> None:
    found = modes(override("ehr-saas", "os-updates", "vendor", parts="すべて"))
    assert (found.emergency, found.differs) == (Holder.VENDOR, False)
