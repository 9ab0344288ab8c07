"""What the product's own data must keep true; people at a hospital read every line of it."""

import re
from collections.abc import Iterator

import pytest

from vendormgr.domain.catalogue import Catalogue, ResponsibilityItem, Text
from vendormgr.domain.vocabulary import ClauseLevel, Column, Holder, Verified
from vendormgr.exchange.seed import load_catalogue
from vendormgr.exchange.seed_texts import placeholders
from vendormgr.i18n import texts

CATALOGUE = load_catalogue()


def all_texts(catalogue: Catalogue) -> Iterator[tuple[str, Text]]:
    for item in catalogue.items.values():
        yield from ((item.id, one) for one in (item.title, item.help, item.note) if one)
    for clause in catalogue.clauses.values():
        yield from ((clause.id, one) for one in (clause.title, clause.asks))
    for rule in catalogue.rules.values():
        said = (rule.title, rule.when, rule.detail, rule.remedy, rule.false_positives)
        yield from ((rule.id, one) for one in said if one)
    for kind in catalogue.kinds.values():
        yield from ((kind.id, one) for one in (kind.title, kind.help))
    for control in catalogue.controls.values():
        yield from ((control.id, one) for one in (control.title, control.help, control.question))
    for asked in catalogue.diligence.values():
        yield from ((asked.id, one) for one in (asked.question, asked.demand))
    for requirement in catalogue.requirements.values():
        yield from ((requirement.id, one) for one in (requirement.title, requirement.summary))
    for incident in catalogue.incidents.values():
        yield from ((incident.id, one) for one in (incident.case, incident.fact))


def japanese(text: str) -> bool:
    return re.search(r"[ぁ-んァ-ヶ一-龠]", text) is not None


def test_nothing_that_was_delivered_with_the_catalogue_is_missing() -> None:
    counts = {
        "items": len(CATALOGUE.items),
        "clauses": len(CATALOGUE.clauses),
        "rules": len(CATALOGUE.rules),
        "kinds": len(CATALOGUE.kinds),
        "requirements": len(CATALOGUE.requirements),
        "sources": len(CATALOGUE.sources),
        "published": len(CATALOGUE.published),
    }
    delivered = {
        "items": 40,
        "clauses": 61,
        "rules": 58,
        "kinds": 12,
        "requirements": 217,
        "sources": 16,
        "published": 5,
    }
    assert {name: n for name, n in delivered.items() if counts[name] < n} == {}


def test_english_texts_hold_no_japanese_but_official_numbering() -> None:
    quoted = re.compile(r"シQ-\d+")
    mixed = [id_ for id_, one in all_texts(CATALOGUE) if japanese(quoted.sub("", one.en))]
    assert mixed == []


def test_japanese_texts_are_japanese() -> None:
    plain = {"EDR(不審な動きの検知)"}
    assert [id_ for id_, one in all_texts(CATALOGUE) if not japanese(one.ja)] == []
    assert plain <= {one.ja for _, one in all_texts(CATALOGUE)}


@pytest.mark.parametrize("item", CATALOGUE.items.values(), ids=lambda item: item.id)
def test_help_is_one_plain_polite_sentence_or_two(item: ResponsibilityItem) -> None:
    assert item.help is not None
    assert item.help.ja.endswith("。")
    assert len(item.help.ja) <= 90


def test_questions_to_vendors_are_questions() -> None:
    for control in CATALOGUE.controls.values():
        assert re.search(r"(か|ください)。|(目安です)\)。", control.question.ja), control.id
        assert "?" in control.question.en, control.id


def test_remedies_and_reasons_end_as_sentences() -> None:
    for rule in CATALOGUE.rules.values():
        for said in (rule.when, rule.remedy, rule.false_positives):
            if said is not None:
                assert said.ja.endswith("。"), rule.id
                assert said.en.endswith("."), rule.id


def test_every_detail_names_something_of_the_finding() -> None:
    for rule in CATALOGUE.rules.values():
        assert placeholders(rule.detail.ja), rule.id
        assert placeholders(rule.detail.ja) == placeholders(rule.detail.en), rule.id


def test_accountability_to_patients_never_leaves_the_hospital() -> None:
    defaults = CATALOGUE.items["accountability-to-patients"].defaults
    assert set(defaults.values()) == {Holder.HOSPITAL}


def test_the_link_equipment_has_no_silent_default() -> None:
    defaults = dict(CATALOGUE.items["link-equipment"].defaults)
    assert defaults.pop(Column.BPO_NONE) is Holder.NOT_APPLICABLE
    assert set(defaults.values()) == {Holder.TO_SETTLE}


def test_os_updates_stay_with_the_user_of_iaas_only_among_the_clouds() -> None:
    defaults = CATALOGUE.items["os-updates"].defaults
    clouds = (Column.SAAS, Column.ASP, Column.PAAS, Column.IAAS)
    assert [defaults[column] for column in clouds] == [Holder.VENDOR] * 3 + [Holder.HOSPITAL]


def test_published_rows_say_where_they_differ_and_only_there() -> None:
    for row in CATALOGUE.published:
        defaults = CATALOGUE.items[row.item].defaults
        # The published table has SaaS and PaaS, and says that IaaS is as PaaS.
        differs = any(defaults[c] is not row.party for c in (Column.SAAS, Column.PAAS, Column.IAAS))
        assert (row.difference is not None) == differs, row.item


def test_one_clause_is_adverse_and_settles_nothing() -> None:
    adverse = [c.id for c in CATALOGUE.clauses.values() if c.level is ClauseLevel.ADVERSE]
    settling = {clause for item in CATALOGUE.items.values() for clause in item.settled_by}
    assert adverse == ["cyber-force-majeure"]
    assert settling.isdisjoint(adverse)


def test_what_never_breaks_a_path_is_in_no_vector() -> None:
    never = {id_ for id_, control in CATALOGUE.controls.items() if not control.breaks_path}
    in_vectors = {
        control
        for kind in CATALOGUE.kinds.values()
        for alternatives in kind.vectors.values()
        for alternative in alternatives
        for control in alternative
    }
    assert {"closed_network", "av", "edr", "contract_clause", "vendor_attestation"} <= never
    assert never.isdisjoint(in_vectors)
    assert never | in_vectors == set(CATALOGUE.controls)


def test_removing_a_connection_closes_every_vector() -> None:
    for kind in CATALOGUE.kinds.values():
        for vector, alternatives in kind.vectors.items():
            assert frozenset({"removed"}) in alternatives, (kind.id, vector)


def test_what_edition_7_asks_was_read_in_secondary_sources_only() -> None:
    levels = {r.verified for r in CATALOGUE.requirements.values() if r.source == "mhlw-7.0"}
    assert levels == {Verified.SECONDARY}


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("phase", {c.phase for c in CATALOGUE.clauses.values()}),
        ("phase", {r.phase for r in CATALOGUE.requirements.values()}),
        ("applies_to", {r.applies_to for r in CATALOGUE.requirements.values()}),
        ("clause_condition", {c.applies_when for c in CATALOGUE.clauses.values()} - {None}),
        ("clause_condition", {c.must_when for c in CATALOGUE.clauses.values()} - {None}),
        ("item_basis", {i.basis for i in CATALOGUE.items.values()} | {"own"}),
        ("incident_grade", {i.grade for i in CATALOGUE.incidents.values()}),
        ("vector", {v for kind in CATALOGUE.kinds.values() for v in kind.vectors}),
    ],
)
def test_fixed_words_of_the_catalogue_have_labels(table: str, words: set[str]) -> None:
    assert {f"vocabulary.{table}.{word}" for word in words} <= texts().keys()
