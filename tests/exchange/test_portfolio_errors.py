"""Every error of a document is named, with its place and line, in both languages."""

import re
from pathlib import Path

import pytest

from tests.exchange.cast import FULL, HEAD, HOSPITAL, as_json, errors_of, found, read
from vendormgr.exchange import document, strict_tree
from vendormgr.exchange.document import MAX_ERRORS, DocumentErrors, ErrorList
from vendormgr.exchange.portfolio import MAX_BYTES, decode_document
from vendormgr.i18n import find_text

SERVICE = {"id": "s", "vendor": "ehr", "model": "saas"}
ASSET = {"id": "a", "kind": "system", "location": "hospital"}
CONNECTION = {"id": "c", "from": "a", "to": "a", "kind": "lateral"}
OWN = {"id": "o", "title": "t", "layer": "os"}
OVERRIDE = {"service": "s", "item": "os-updates", "party": "vendor"}


def codes(**keys: object) -> list[tuple[str, str]]:
    """Place and code of each error of a small document with these keys."""
    return [(error.place, error.code) for error in errors_of(as_json(**keys))]


def test_all_errors_are_named_at_once() -> None:
    text = HEAD + (
        "parties:\n"
        "- {id: hospital, role: hospital, colour: red}\n"
        "- {id: ehr, role: seller}\n"
        "services:\n"
        "- {id: s, vendor: nobody, model: saas}\n"
        "- {id: ehr, vendor: ehr, model: cloud, runs_on: ehr}\n"
        "contracts:\n"
        "- id: c\n"
        "  party: ehr\n"
        "  starts_on: 2026-02-30\n"
        "  clauses:\n"
        "    foo: present\n"
        "    two-factor: maybe\n"
    )
    assert found(text) == [
        ("parties[0].colour", 5, "unknown_key"),
        ("parties[1].role", 6, "not_in_list"),
        ("services[0].vendor", 8, "dangling_parties"),
        ("services[1].model", 9, "not_in_list"),
        ("services[1].id", 9, "duplicate_id"),
        ("services[1].runs_on", 9, "runs_on_itself"),
        ("contracts[0].starts_on", 13, "date_impossible"),
        ("contracts[0].clauses.foo", 15, "unknown_clause"),
        ("contracts[0].clauses.two-factor", 16, "not_in_list"),
    ]


def test_an_error_reads_as_place_line_and_values() -> None:
    (error,) = errors_of(as_json(services=[SERVICE | {"vendor": "x"}]))
    assert str(error) == "services[0].vendor (line 1): dangling_parties (id=x)"


@pytest.mark.parametrize("key", ["format", "id", "as_of", "parties"])
@pytest.mark.parametrize("absent", ["absent", "null"])
def test_four_keys_are_required(key: str, absent: str) -> None:
    text = HEAD + HOSPITAL
    gone = "" if absent == "absent" else f"{key}: null\n"
    text = re.sub(rf"(?m)^{key}:.*\n", gone, text)
    assert found(text)[0][2] == ("missing_key" if absent == "absent" else "missing_value")


@pytest.mark.parametrize(
    ("noun", "fact", "required"),
    [
        ("parties", {"id": "p"}, ["id"]),
        ("services", SERVICE, ["id", "vendor", "model"]),
        ("assets", ASSET, ["id", "kind", "location"]),
        ("connections", CONNECTION, ["id", "from", "to", "kind"]),
        ("contracts", {"id": "k"}, ["id"]),
        ("relations", {"id": "r"}, ["id"]),
        ("systems", {"id": "y"}, ["id"]),
        ("measures", {"id": "m"}, ["id"]),
    ],
)
def test_facts_need_what_the_format_requires_and_no_more(
    noun: str, fact: dict[str, str], required: list[str]
) -> None:
    keys = {"assets": [ASSET]} if noun == "connections" else {}
    read(as_json(**(keys | {noun: [fact]})))
    for key in required:
        less = {name: value for name, value in fact.items() if name != key}
        assert (f"{noun}[0]", "missing_key") in codes(**(keys | {noun: [less]}))
        missing = (f"{noun}[0].{key}", "missing_value")
        assert missing in codes(**(keys | {noun: [fact | {key: None}]}))
        if key not in {"model", "location"} and (noun, key) != ("assets", "kind"):
            assert missing in codes(**(keys | {noun: [fact | {key: ""}]}))


def test_an_absent_null_or_empty_value_is_the_same() -> None:
    bare = read(as_json(contracts=[{"id": "k"}], own_items=None))
    nulls = dict.fromkeys(("party", "services", "starts_on", "clauses", "overrides", "note"))
    assert read(as_json(contracts=[{"id": "k"} | nulls], statements=None, title="")) == bare
    empty = {"title": "", "services": [], "clauses": {}, "overrides": []}
    assert read(as_json(contracts=[{"id": "k"} | empty], note="")) == bare


def test_a_clause_without_a_status_is_unknown() -> None:
    (contract,) = read(
        as_json(
            contracts=[
                {
                    "id": "k",
                    "clauses": {"two-factor": None, "training": {"status": None, "article": ""}},
                }
            ]
        )
    ).contracts
    assert {state.status for state in contract.clauses.values()} == {"unknown"}


@pytest.mark.parametrize("value", [None, "unknown"])
def test_nobody_confirmed_and_nobody_differ(value: object) -> None:
    duty = {"subject": "a", "duty": "patch"}
    told = read(
        as_json(
            assets=[ASSET],
            responsibilities=[duty | {"accountable": value}, duty | {"accountable": []}],
        )
    )
    assert [one.accountable for one in told.responsibilities] == [None, ()]


@pytest.mark.parametrize(
    ("noun", "fact"),
    [
        ("contacts", {"id": "x", "party": "gone"}),
        ("relations", {"id": "x", "from": "gone"}),
        ("relations", {"id": "x", "to": "gone"}),
        ("systems", {"id": "x", "lead": "gone"}),
        ("systems", {"id": "x", "facility": "gone"}),
        ("services", {**SERVICE, "vendor": "gone"}),
        ("services", {**SERVICE, "system": "gone"}),
        ("services", {**SERVICE, "runs_on": "gone"}),
        ("services", {**SERVICE, "interfaces_with": ["s", "gone"]}),
        ("assets", {**ASSET, "owner": "gone"}),
        ("assets", {**ASSET, "maintained_by": "gone"}),
        ("assets", {**ASSET, "service": "gone"}),
        ("assets", {**ASSET, "facility": "gone"}),
        ("assets", {**ASSET, "intended_parties": ["ehr", "gone"]}),
        ("assets", {**ASSET, "holds_credentials_for": ["a", "gone"]}),
        ("connections", {**CONNECTION, "from": "gone"}),
        ("connections", {**CONNECTION, "to": "gone"}),
        ("connections", {**CONNECTION, "line_party": "gone"}),
        ("connections", {**CONNECTION, "initiator": "gone"}),
        ("connections", {**CONNECTION, "needs": ["a", "gone"]}),
        ("measures", {"id": "x", "sets": ["gone.mfa"]}),
        ("outbound_connections", {"from": "gone"}),
        ("outbound_connections", {"to": "gone"}),
        ("contracts", {"id": "x", "party": "gone"}),
        ("contracts", {"id": "x", "services": ["gone"]}),
        ("contracts", {"id": "x", "overrides": [{"service": "gone"}]}),
        ("statements", {"service": "gone"}),
        ("statements", {"by": "gone"}),
        ("responsibilities", {"subject": "gone"}),
        ("responsibilities", {"accountable": ["ehr", "gone"]}),
    ],
    ids=lambda value: value if isinstance(value, str) else "-".join(value),
)
def test_a_reference_to_nothing_is_an_error(noun: str, fact: dict[str, object]) -> None:
    keys: dict[str, list[object]] = {"assets": [ASSET]}
    (error,) = errors_of(as_json(**(keys | {noun: [fact]})))
    assert error.code.startswith("dangling_")
    assert error.values["id"] == "gone"


def test_a_reference_to_a_thing_of_another_kind_is_an_error() -> None:
    assert codes(services=[SERVICE | {"vendor": "s"}]) == [
        ("services[0].vendor", "dangling_parties")
    ]
    assert codes(responsibilities=[{"subject": "ehr"}]) == [
        ("responsibilities[0].subject", "dangling_subject")
    ]


def test_ids_are_unique_over_the_whole_document() -> None:
    (error,) = errors_of(as_json(assets=[ASSET], systems=[{"id": "ehr"}]))
    assert (error.place, error.code, error.values["line"]) == ("systems[0].id", "duplicate_id", 1)


@pytest.mark.parametrize("id_", ["a.b", "a/b", "a\nb", " a", "a ", "\u3000a", "x" * 201])
def test_ids_hold_no_dot_slash_or_outer_space(id_: str) -> None:
    assert codes(systems=[{"id": id_}])[0][0] == "systems[0].id"


@pytest.mark.parametrize("id_", ["a b", "病院", "no", "on", "null", "a=b", "🏥"])
def test_any_other_text_is_an_id(id_: str) -> None:
    assert read(as_json(systems=[{"id": id_}])).systems[0].id == id_


@pytest.mark.parametrize(
    ("keys", "error"),
    [
        ({"connections": [CONNECTION | {"kind": "laterel"}]}, "unknown_kind_meant"),
        ({"connections": [CONNECTION | {"kind": "wormhole"}]}, "unknown_kind"),
        ({"connections": [CONNECTION | {"controls": {"mfaa": True}}]}, "unknown_control_meant"),
        ({"assets": [ASSET | {"controls": {"zzz": True}}]}, "unknown_control"),
        ({"measures": [{"id": "m", "sets": ["c.zzz"]}]}, "unknown_control"),
        ({"measures": [{"id": "m", "sets": ["c"]}]}, "measure_shape"),
        ({"contracts": [{"id": "k", "clauses": {"training-": None}}]}, "unknown_clause_meant"),
        ({"contracts": [{"id": "k", "overrides": [{"clause": "zzz"}]}]}, "unknown_clause"),
        ({"contracts": [{"id": "k", "overrides": [{"item": "zzz"}]}]}, "unknown_item"),
        ({"statements": [{"item": "os-update"}]}, "unknown_item_meant"),
        ({"item_defaults": [{"item": "zzz", "column": "saas", "party": "vendor"}]}, "unknown_item"),
        ({"own_items": [OWN | {"layer": "zzz"}]}, "unknown_layer"),
        ({"own_items": [OWN | {"settled_by": ["z"]}]}, "unknown_clause"),
        ({"own_items": [OWN | {"id": "os-updates"}]}, "item_taken"),
        ({"responsibilities": [{"duty": "sweep"}]}, "not_in_list"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)  # fmt: skip
def test_words_that_the_catalogue_does_not_know_are_errors(
    keys: dict[str, object], error: str
) -> None:
    base: dict[str, object] = {"assets": [ASSET], "connections": [CONNECTION]}
    assert [code for _, code in codes(**(base | keys))] == [error]


@pytest.mark.parametrize(
    "control", ["mfa", "on_demand", "removed", "auth_required", "av", "isms_cert"]
)
def test_every_known_control_may_stand_on_any_connection(control: str) -> None:
    told = read(as_json(assets=[ASSET], connections=[CONNECTION | {"controls": {control: None}}]))
    assert told.connections[0].controls == {control: None}


def test_a_row_of_the_hospitals_own_can_be_settled() -> None:
    own = {"id": "badge", "title": "入館証", "layer": "os"}
    override = OVERRIDE | {"item": "badge"}
    read(
        as_json(
            services=[SERVICE], own_items=[own], contracts=[{"id": "k", "overrides": [override]}]
        )
    )


def test_two_overrides_for_one_cell_in_one_contract_are_an_error() -> None:
    twice = [{"id": "k", "overrides": [OVERRIDE, OVERRIDE | {"party": "shared"}]}]
    assert codes(services=[SERVICE], contracts=twice) == [
        ("contracts[0].overrides[1]", "override_twice")
    ]
    apart = [{"id": "k", "overrides": [OVERRIDE]}, {"id": "l", "overrides": [OVERRIDE]}]
    read(as_json(services=[SERVICE], contracts=apart))


def test_accountability_to_patients_takes_no_override_and_no_default() -> None:
    row = {"item": "accountability-to-patients"}
    assert codes(contracts=[{"id": "k", "overrides": [row]}]) == [
        ("contracts[0].overrides[0].item", "patients_override")
    ]
    assert codes(item_defaults=[row | {"column": "saas", "party": "vendor"}]) == [
        ("item_defaults[0].item", "patients_override")
    ]


@pytest.mark.parametrize("party", ["to_settle", "not_applicable", "nobody"])
def test_an_override_names_who_has_the_row(party: str) -> None:
    contracts = [{"id": "k", "overrides": [OVERRIDE | {"party": party}]}]
    assert codes(services=[SERVICE], contracts=contracts) == [
        ("contracts[0].overrides[0].party", "not_in_list")
    ]


def test_one_default_of_the_hospitals_own_for_a_cell() -> None:
    default = {"item": "os-updates", "column": "saas", "party": "vendor"}
    assert codes(item_defaults=[default, default]) == [("item_defaults[1]", "default_twice")]


def test_contracts_that_amend_each_other_and_a_taken_clause_are_errors() -> None:
    contracts = [{"id": "k", "amends": "l"}, {"id": "l", "amends": "k"}]
    assert sorted(codes(contracts=contracts)) == [
        ("contracts[0].amends", "amends_itself"),
        ("contracts[1].amends", "amends_itself"),
    ]
    clause = {"id": "audit-right", "title": "監査", "level": "must"}
    assert codes(own_clauses=[clause]) == [("own_clauses[0].id", "clause_taken")]


def test_services_that_run_on_each_other_are_an_error_once() -> None:
    ring = [SERVICE | {"id": id_, "runs_on": under} for id_, under in ("ab", "bc", "cb", "da")]
    (error,) = errors_of(as_json(services=ring))
    assert (error.place, error.code) == ("services[1].runs_on", "runs_on_cycle")
    assert error.values["chain"] == "b → c → b"


def test_a_contract_ends_on_or_after_the_day_it_starts() -> None:
    day = {"starts_on": "2026-04-01", "ends_on": "2026-04-01"}
    read(as_json(contracts=[{"id": "k"} | day]))
    assert codes(contracts=[{"id": "k"} | day | {"ends_on": "2026-03-31"}]) == [
        ("contracts[0].ends_on", "ends_before_start")
    ]


@pytest.mark.parametrize(
    ("day", "code"),
    [
        ("2026-02-30", "date_impossible"),
        ("2026-13-01", "date_impossible"),
        ("0000-01-01", "date_impossible"),
        ("2026/11/22", "date_shape"),
        ("令和8年11月22日", "date_shape"),
        ("２０２６-１１-２２", "date_shape"),
        ("2026-11-22T00:00:00", "date_shape"),
        ("20261122", "date_shape"),
        ("1899-12-31", "date_too_early"),
    ],
)
def test_a_date_is_a_day_of_the_calendar_in_one_shape(day: str, code: str) -> None:
    assert codes(as_of=day) == [("as_of", code)]
    assert codes(contracts=[{"id": "k", "ends_on": day}]) == [("contracts[0].ends_on", code)]


def test_today_is_not_after_the_years_that_can_be_counted_from() -> None:
    assert codes(as_of="2200-01-01") == [("as_of", "date_too_late")]
    read(as_json(contracts=[{"id": "k", "ends_on": "9999-12-31"}]))


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("name", 12, "wrong_type_text"),
        ("name", True, "wrong_type_text"),
        ("name", 6.0, "wrong_type_text"),
        ("name", ["a"], "wrong_type_text"),
        ("name", {"a": 1}, "wrong_type_text"),
        ("it_vendor", "no", "wrong_type_fact"),
        ("it_vendor", 0, "wrong_type_fact"),
        ("role", True, "wrong_type_text"),
        ("role", "Vendor", "not_in_list"),
        ("corporate_number", "123", "shape_corporate_number"),
        ("corporate_number", "１２３４５６７８９０１２３", "shape_corporate_number"),
        ("corporate_number", "8000012050002", "check_digit"),
        ("website", "javascript:alert(1)", "shape_website"),
        ("note", "a\u0007", "illegal_character"),
    ],
)
def test_a_wrong_type_or_shape_is_an_error(key: str, value: object, code: str) -> None:
    assert codes(parties=[{"id": "p", key: value}]) == [(f"parties[0].{key}", code)]


@pytest.mark.parametrize(
    ("keys", "place", "code"),
    [
        ({"parties": {}}, "parties", "wrong_type_list"),
        ({"parties": ["hospital"]}, "parties[0]", "wrong_type_mapping"),
        ({"parties": [None]}, "parties[0]", "missing_value"),
        ({"services": "s"}, "services", "wrong_type_list"),
        ({"facilities": [{"id": "f", "beds": "4"}]}, "facilities[0].beds", "wrong_type_number"),
        ({"facilities": [{"id": "f", "beds": 4.0}]}, "facilities[0].beds", "wrong_type_number"),
        ({"facilities": [{"id": "f", "beds": True}]}, "facilities[0].beds", "wrong_type_number"),
        ({"facilities": [{"id": "f", "beds": -1}]}, "facilities[0].beds", "number_range"),
        ({"contacts": [{"id": "x", "party": "ehr", "email": "x"}]}, "contacts[0].email",
         "shape_email"),
        ({"contracts": [{"id": "k", "services": [None]}]}, "contracts[0].services[0]",
         "missing_value"),
        ({"contracts": [{"id": "k", "clauses": []}]}, "contracts[0].clauses", "wrong_type_mapping"),
        ({"contracts": [{"id": "k", "clauses": {"training": 1}}]}, "contracts[0].clauses.training",
         "wrong_type_text_or_mapping"),
        ({"contracts": [{"id": "k", "cites_edition": 6.0}]}, "contracts[0].cites_edition",
         "wrong_type_text"),
        ({"responsibilities": [{"accountable": "nobody"}]}, "responsibilities[0].accountable",
         "wrong_type_text_or_list"),
        ({"responsibilities": [{"accountable": 1}]}, "responsibilities[0].accountable",
         "wrong_type_text_or_list"),
        ({"edition": "5.2"}, "edition", "not_in_list"),
        ({"format": "vendormgr-portfolio/2"}, "format", "not_in_list"),
        ({"own_items": [OWN | {"title": ""}]}, "own_items[0].title", "missing_value"),
        ({"own_items": [OWN | {"defaults": {"bpo": "vendor"}}]}, "own_items[0].defaults.bpo",
         "unknown_key"),
    ],
)  # fmt: skip
def test_a_wrong_shape_anywhere_is_an_error(keys: dict[str, object], place: str, code: str) -> None:
    assert codes(**keys) == [(place, code)]


def test_unquoted_dates_and_words_are_text() -> None:
    told = read(FULL.replace("name: 給食事業者", "name: no").replace("closed_network", "'logging'"))
    assert told.parties[2].name == "no"
    assert str(told.as_of) == "2026-10-01"


def test_a_date_in_the_place_of_a_list_is_no_crash() -> None:
    text = "\n".join(line.replace("[", "2026-10-01 #", 1) for line in FULL.splitlines())
    assert errors_of(text)


def test_a_document_that_is_one_big_error_is_cut_short() -> None:
    errors = errors_of(as_json(parties=[{"id": f"p{n}", "x": 1} for n in range(MAX_ERRORS + 50)]))
    assert len(errors) == MAX_ERRORS + 1
    assert errors[-1].code == "too_many_errors"


def test_too_many_values_are_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strict_tree, "MAX_VALUES", 50)
    assert found(FULL)[0][2] == "too_many_values"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("特".encode("cp932"), "not_utf8"),
        (b"a: \xff\n", "not_utf8"),
        ("a".encode("utf-16"), "not_utf8"),
    ],
)
def test_another_encoding_is_an_error(content: bytes, code: str) -> None:
    with pytest.raises(DocumentErrors) as caught:
        decode_document(b"# \n" + content)
    assert [(error.line, error.code) for error in caught.value.errors] == [(2, code)]


def test_half_a_character_in_a_text_is_an_error() -> None:
    assert found("id: d\nnote: \ud800\n") == [("", 2, "illegal_character")]


def test_a_file_beyond_the_limit_is_not_read() -> None:
    with pytest.raises(DocumentErrors) as caught:
        decode_document(b" " * (MAX_BYTES + 1))
    assert caught.value.errors[0].code == "too_large"
    assert found(" " * (MAX_BYTES + 1))[0][2] == "too_large"


def test_what_an_error_repeats_is_short_and_steers_no_terminal() -> None:
    errors = ErrorList()
    errors.add(("a b", 0, "k" * 99), 1, "unknown_key", key="\x1b[31m" + "x" * 5000)
    (error,) = errors.found
    assert error.values["key"] == f"�[31m{'x' * 55}…"
    assert error.place.startswith('["a b"][0]["kkk')
    assert len(error.place) < 90


def test_every_code_has_words_in_both_languages() -> None:
    sources = Path(document.__file__).parent
    files = [sources / "document.py", *sources.glob("strict_*.py"), *sources.glob("portfolio*.py")]
    text = "\n".join(file.read_text(encoding="utf-8") for file in files)
    named = set(re.findall(r'\.(?:note|add|stop)\((?:[^"()]|\([^()]*\))*"([a-z0-9_]+)"', text))
    named |= {"missing_key", "duplicate_id", "yaml_syntax", "check_digit", "too_large"}
    assert len(named) > 25
    for code in named:
        assert find_text(f"document.{code}").ja
    for code in re.findall(r'"((?:wrong_type|dangling|shape)_\w+|\w+_meant)"', text):
        assert find_text(f"document.{code}").en
