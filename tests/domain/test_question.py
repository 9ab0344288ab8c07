"""What nobody knows becomes a question to whoever can answer, and nothing known is asked."""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.estates import CORE, concluded, exposure, line
from tests.domain.factories import (
    asset,
    connection,
    contract,
    party,
    relation,
    responsibility,
    service,
)
from tests.reports.papers import imprint
from vendormgr.domain.analysis import conclude
from vendormgr.domain.exposure import ask as ask_what_is_open
from vendormgr.domain.portfolio import Fact, Responsibility
from vendormgr.domain.question import (
    MENDED_RULES,
    Question,
    QuestionKind,
    questions_by_party,
    questions_for,
    questions_on_paths,
)
from vendormgr.domain.vocabulary import Controller, Criticality, PartyRole
from vendormgr.exchange.demo import demo_portfolio
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import find_text
from vendormgr.reports.questions import in_words

SUB = party("sub", role=PartyRole.SUBVENDOR)


def asked(kind: QuestionKind, to: str, *facts: Fact) -> list[Question]:
    return [one for one in questions_for(concluded(*facts), to) if one.kind is kind]


def test_an_unknown_control_is_asked_in_the_words_of_the_catalogue() -> None:
    facts = line(line_party="caterer", always_on=True, controls={"mfa": None, "jump_host": True})
    conclusions = concluded(*facts)
    controls = [q for q in questions_for(conclusions, "caterer") if q.kind is QuestionKind.CONTROL]
    assert [q.about for q in controls] == ["mfa", "approval_per_session"]
    assert controls[0].text == conclusions.catalogue.controls["mfa"].question


@pytest.mark.parametrize("line_party", ["caterer", None])
def test_a_vendor_is_asked_about_its_line_whoever_may_change_the_settings(
    line_party: str | None,
) -> None:
    facts = line(line_party=line_party, controlled_by=Controller.HOSPITAL)
    assert asked(QuestionKind.CONTROL, "hospital", *facts) == []
    assert all(one.text for one in asked(QuestionKind.CONTROL, "caterer", *facts))
    assert asked(QuestionKind.CONTROL, "caterer", *facts)


def test_the_hospital_asks_itself_in_its_own_words_where_it_alone_can_tell() -> None:
    inside = connection("meals", "core", "inner", "lateral", controlled_by=Controller.HOSPITAL)
    facts = (*line(line_party="caterer"), CORE, inside)
    own = asked(QuestionKind.CONTROL, "hospital", *facts)
    assert {one.subject for one in own} == {"inner"}
    assert {one.text for one in own} == {None}
    words = {one.text for one in in_words(own, concluded(*facts), imprint())}
    assert all("院内の設定や記録で確かめる" in one for one in words)
    assert len(words) == len(own)


def test_in_the_demo_every_vendor_that_is_asked_first_has_its_own_questions() -> None:
    catalogue = load_catalogue()
    conclusions = conclude(demo_portfolio(catalogue, date(2026, 11, 22)), catalogue)
    answers = ask_what_is_open(conclusions.exposure.graph).answers
    asked_of = {one.to for one in questions_on_paths(conclusions, answers)}
    assert {"nagisato", "tokiwagi", "shiranagi", conclusions.index.hospital} <= asked_of


def test_who_is_accountable_for_a_control_is_asked_before_anybody_else() -> None:
    facts = line(line_party="caterer", controlled_by=Controller.HOSPITAL)
    duty = responsibility("line", "mfa", "maintainer")
    assert [q.about for q in asked(QuestionKind.CONTROL, "maintainer", *facts, duty)] == ["mfa"]


def test_a_subcontractor_is_asked_through_its_prime_vendor() -> None:
    facts = (SUB, relation("caterer", "sub"), *line(line_party="sub"))
    assert asked(QuestionKind.CONTROL, "sub", *facts) == []
    assert asked(QuestionKind.CONTROL, "caterer", *facts)


def test_consent_and_flowdown_are_asked_only_where_nobody_knows() -> None:
    unknown = relation("ehr", "sub")
    known = relation("ehr", "sub", consent=False, flowdown=True)
    own = relation("hospital", "ehr")
    kinds = (QuestionKind.CONSENT, QuestionKind.FLOWDOWN)
    assert all(len(asked(kind, "ehr", SUB, unknown)) == 1 for kind in kinds)
    assert not any(asked(kind, "ehr", SUB, known) for kind in kinds)
    assert not any(asked(kind, "ehr", own) for kind in kinds)


def test_an_unconfirmed_duty_is_asked_with_its_name() -> None:
    duty = Responsibility(subject="vpn", duty="patch", accountable=None)
    (question,) = asked(QuestionKind.RESPONSIBLE, "caterer", *exposure(), duty)
    assert (question.subject, question.about) == ("vpn", "patch")


def test_an_unread_clause_is_asked_with_its_contract() -> None:
    facts = (service(), contract("ehr-saas"))
    subjects = {(q.subject, q.about) for q in asked(QuestionKind.CLAUSE, "ehr", *facts)}
    assert ("c-ehr", "two-factor") in subjects


@pytest.mark.parametrize(
    ("kind", "to", "facts"),
    [
        (QuestionKind.LINES, "caterer", (party("caterer", lines_listed=False),)),
        (QuestionKind.VERSION, "caterer", exposure()),
        (QuestionKind.SUPPLY_CHAIN, "ehr", (service(),)),
        (QuestionKind.CONTACT, "ehr", (party("ehr", criticality=Criticality.HIGH),)),
        (QuestionKind.REGISTERED, "hospital", line()),
        (QuestionKind.REGISTERED, "hospital", (asset("box", owner="caterer"),)),
    ],
    ids=[
        "lines",
        "version",
        "supply chain",
        "contact",
        "line in the register",
        "box in the register",
    ],
)
def test_other_things_nobody_knows_are_asked_too(
    kind: QuestionKind, to: str, facts: tuple[Fact, ...]
) -> None:
    assert len(asked(kind, to, *facts)) == 1


def test_questions_about_lines_come_before_those_about_clauses() -> None:
    facts = (
        *line(line_party="caterer"),
        contract(party="caterer", clauses={"training": "unknown"}),
    )
    kinds = [q.kind for q in questions_for(concluded(*facts), "caterer")]
    assert kinds == sorted(kinds, key=list(QuestionKind).index)
    assert {QuestionKind.CONTROL, QuestionKind.CLAUSE} <= set(kinds)


def test_parties_without_a_question_are_left_out() -> None:
    known = [party(one, lines_listed=True) for one in ("ehr", "caterer")]
    conclusions = concluded(CORE, *known)
    assert not {"ehr", "caterer"}.intersection(questions_by_party(conclusions))
    assert questions_for(conclusions, "ehr") == ()


@pytest.mark.parametrize(("listed", "times"), [(None, 1), (True, 0), (False, 0)])
def test_whether_there_is_any_line_is_the_first_question_until_somebody_answers(
    listed: bool | None, times: int
) -> None:
    facts = (party("caterer", lines_listed=listed), service("meals", vendor="caterer"))
    kinds = [q.kind for q in questions_for(concluded(*facts), "caterer")]
    assert kinds.count(QuestionKind.ANY_LINE) == times
    assert len(kinds) > 1
    assert (kinds[0] is QuestionKind.ANY_LINE) is bool(times)


def test_with_a_line_on_record_nobody_asks_whether_there_is_one() -> None:
    assert not asked(QuestionKind.ANY_LINE, "caterer", *line(line_party="caterer"))


def test_a_subcontractors_lines_are_asked_of_its_prime_vendor() -> None:
    facts = (SUB, relation("caterer", "sub"), *line(line_party="caterer"))
    assert [q.subject for q in asked(QuestionKind.ANY_LINE, "caterer", *facts)] == ["sub"]
    assert asked(QuestionKind.ANY_LINE, "sub", *facts) == []


def test_the_plan_asks_the_same_party_in_the_same_words_as_the_list_to_send() -> None:
    conclusions = concluded(
        asset("kitchen", location="external", owner="caterer"),
        asset("records", core=True),
        connection("kitchen", "records", controls={"mfa": None, "jump_host": True}),
    )
    answers = ask_what_is_open(conclusions.exposure.graph).answers
    on_paths = questions_on_paths(conclusions, answers)
    listed = questions_for(conclusions, "caterer")
    assert on_paths
    assert {replace(one, first=False) for one in on_paths} <= set(listed)


@pytest.mark.parametrize(
    "key",
    [
        *(kind.value for kind in QuestionKind if kind is not QuestionKind.MEND),
        *(f"mend.{rule}" for rule in MENDED_RULES),
    ],
)
def test_every_kind_of_question_has_its_words(key: str) -> None:
    text = find_text(f"question.{key}")
    assert text.ja
    assert text.en
