"""A drill begins at all that a vendor and those behind it own."""

from tests.domain.estates import concluded
from tests.domain.factories import CATERER, EHR, asset, connection, contact, party, relation
from vendormgr.domain.drill import rehearse_vendor
from vendormgr.domain.drill_source import sources_of_vendor
from vendormgr.domain.portfolio import Fact
from vendormgr.domain.vocabulary import PartyRole, PathState, RelationKind


def chain(
    *, circle: bool = False, kind: RelationKind | None = RelationKind.OUTSOURCES
) -> list[Fact]:
    """A vendor, its subcontractor and three more below, of whom the last owns a way in."""
    names = [f"sub{n}" for n in range(1, 5)]
    firms = [party(name, role=PartyRole.SUBVENDOR) for name in names]
    pairs = list(zip((CATERER, *names[:-1]), names, strict=True))
    links = [relation(upper, lower, kind=kind) for upper, lower in pairs]
    if circle:
        links.append(relation(names[-1], CATERER))
    return [
        *firms,
        *links,
        asset("router", kind="device", owner="sub4"),
        asset("core", core=True),
        connection("router", "core", controls={"mfa": False}),
    ]


def test_subcontractors_at_any_depth_count_with_the_chain_that_leads_to_them() -> None:
    found = concluded(*chain())
    sources = sources_of_vendor(found, CATERER)
    assert [one.chain for one in sources][-1] == (CATERER, "sub1", "sub2", "sub3", "sub4")
    drill = rehearse_vendor(found, CATERER)
    assert drill.starts == ("router",)
    assert drill.cores == (("core", PathState.OPEN),)
    assert drill.parties == (CATERER, "sub1", "sub2", "sub3", "sub4")


def test_a_chain_in_a_circle_ends() -> None:
    found = concluded(*chain(circle=True))
    assert len(sources_of_vendor(found, CATERER)) == 5
    assert [one.party for one in sources_of_vendor(found, "sub3")][:2] == ["sub3", "sub4"]


def test_a_service_that_is_merely_used_is_not_taken_along() -> None:
    found = concluded(*chain(kind=RelationKind.USES_SERVICE))
    assert [one.party for one in sources_of_vendor(found, CATERER)] == [CATERER]
    assert rehearse_vendor(found, CATERER).cores == ()


def test_equipment_in_the_hospital_is_told_apart_from_what_stands_outside() -> None:
    found = concluded(
        asset("office", location="external", owner=EHR),
        asset("box", owner=EHR),
        asset("other", owner="hospital"),
    )
    (own,) = sources_of_vendor(found, EHR)
    assert (own.outside, own.inside, own.assets) == (("office",), ("box",), ("office", "box"))


def test_whom_to_call_includes_those_behind_the_vendor() -> None:
    found = concluded(*chain(), contact(party="sub2", phone="03-0000-0000"))
    assert [one.party for one in rehearse_vendor(found, CATERER).contacts] == ["sub2"]
