import pytest

from vendormgr.domain.guideline import (
    CitationKind,
    EditionFit,
    UnknownCitationError,
    cite,
    crosswalk,
    editions_of,
    place_in,
)
from vendormgr.domain.vocabulary import Edition, Verified
from vendormgr.exchange.seed import load_catalogue

CATALOGUE = load_catalogue()
CITED = sorted(
    {id_ for item in CATALOGUE.items.values() for id_ in item.cites}
    | {id_ for clause in CATALOGUE.clauses.values() for id_ in clause.basis}
    | {id_ for rule in CATALOGUE.rules.values() for id_ in rule.basis}
)


@pytest.mark.parametrize("citation_id", CITED)
def test_every_citation_resolves_in_both_languages(citation_id: str) -> None:
    citation = cite(CATALOGUE, citation_id)
    assert citation.id == citation_id
    for language in ("ja", "en"):
        assert citation.title.of(language)
        assert citation.source_title.of(language)
        assert citation.source_short.of(language)


def test_a_requirement_names_document_and_section() -> None:
    citation = cite(CATALOGUE, "G6-S-13-1")
    assert citation.kind is CitationKind.REQUIREMENT
    assert citation.source_title.ja.endswith("第6.0版 システム運用編")
    assert citation.section.ja == "13 ①"
    assert citation.url is not None


def test_a_clause_is_our_own_topic_and_needs_no_checking() -> None:
    citation = cite(CATALOGUE, "security-update-duty")
    assert citation.kind is CitationKind.CLAUSE
    assert citation.verified is None
    assert not citation.needs_checking


def test_an_incident_is_told_by_its_fact_under_its_case() -> None:
    citation = cite(CATALOGUE, "O-9")
    assert citation.kind is CitationKind.INCIDENT
    assert "2022" in citation.section.ja
    assert "VPN" in citation.title.ja


@pytest.mark.parametrize(
    ("citation_id", "verified", "needs_checking"),
    [
        pytest.param("G6-S-10-4", Verified.PRIMARY, False, id="the official page was read"),
        pytest.param("G6-P-2-1", Verified.DRAFT, True, id="a draft was read"),
        pytest.param("G7-01", Verified.SECONDARY, True, id="a secondary source was read"),
        pytest.param("G6-K-1.4", Verified.MEMORY, True, id="nothing was read"),
        pytest.param("M-1", Verified.PRIMARY, False, id="an incident from a primary source"),
        pytest.param("O-9", Verified.SECONDARY, True, id="an incident from the press"),
        pytest.param("R-5", Verified.MEMORY, True, id="our inference"),
    ],
)
def test_only_what_was_read_in_the_original_needs_no_checking(
    citation_id: str, verified: Verified, needs_checking: bool
) -> None:
    citation = cite(CATALOGUE, citation_id)
    assert citation.verified is verified
    assert citation.needs_checking is needs_checking


@pytest.mark.parametrize("ask", [cite, editions_of], ids=["cite", "editions_of"])
def test_an_unknown_id_is_an_error_that_names_it(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(UnknownCitationError) as raised:
        ask(CATALOGUE, "G6-S-99")
    assert raised.value.citation_id == "G6-S-99"


@pytest.mark.parametrize(
    ("citation_id", "editions"),
    [
        ("G6-S-13-1", (Edition.V6,)),
        ("G7-08", (Edition.V7,)),
        ("LW-06", (Edition.V6, Edition.V7)),
        ("two-factor", (Edition.V6, Edition.V7)),
        ("O-1", (Edition.V6, Edition.V7)),
    ],
)
def test_a_citation_belongs_to_its_edition_or_to_both(
    citation_id: str, editions: tuple[Edition, ...]
) -> None:
    assert editions_of(CATALOGUE, citation_id) == editions


def test_what_moved_between_editions_is_found_from_either_side() -> None:
    forward = place_in(CATALOGUE, "G6-S-10-4", Edition.V7)
    back = place_in(CATALOGUE, "G7-13", Edition.V6)
    assert (forward.fit, forward.ids) == (EditionFit.MOVED, ("G7-13",))
    assert (back.fit, back.ids) == (EditionFit.MOVED, ("G6-S-10-4",))
    assert forward.change is back.change
    assert forward.change is not None
    assert "ログ照合" in forward.change.change.ja


def test_a_citation_of_the_edition_itself_stays() -> None:
    place = place_in(CATALOGUE, "G6-S-10-4", Edition.V6)
    assert (place.fit, place.ids) == (EditionFit.SAME, ("G6-S-10-4",))


@pytest.mark.parametrize("citation_id", ["G6-P-7-6h", "G6-S-13-1"])
def test_a_place_that_nobody_has_confirmed_is_said_to_be_so(citation_id: str) -> None:
    place = place_in(CATALOGUE, citation_id, Edition.V7)
    assert (place.fit, place.ids) == (EditionFit.UNCONFIRMED, ())


def test_the_crosswalk_knows_that_the_selection_list_has_no_place_yet() -> None:
    change = crosswalk(CATALOGUE, "G6-P-7-6a")
    assert change is not None
    assert change.cites_v7 == ()
    assert crosswalk(CATALOGUE, "O-1") is None


@pytest.mark.parametrize("edition", Edition)
def test_every_citation_has_a_place_or_an_open_question_in_both_editions(edition: Edition) -> None:
    for citation_id in CITED:
        place = place_in(CATALOGUE, citation_id, edition)
        assert bool(place.ids) == (place.fit is not EditionFit.UNCONFIRMED)
