"""What nobody knows becomes a question to whoever can answer, and nothing known is asked."""

import pytest

from tests.domain.estates import CORE, concluded, exposure, line
from tests.domain.factories import (
    asset,
    contract,
    party,
    relation,
    responsibility,
    service,
)
from vendormgr.domain.portfolio import Fact, Responsibility
from vendormgr.domain.question import Question, QuestionKind, questions_by_party, questions_for
from vendormgr.domain.vocabulary import Controller, Criticality, PartyRole
from vendormgr.i18n import find_text

SUB = party("sub", role=PartyRole.SUBVENDOR)


def asked(kind: QuestionKind, to: str, *facts: Fact) -> list[Question]:
    return [one for one in questions_for(concluded(*facts), to) if one.kind is kind]


def test_an_unknown_control_is_asked_in_the_words_of_the_catalogue() -> None:
    facts = line(line_party="caterer", always_on=True, controls={"mfa": None, "jump_host": True})
    conclusions = concluded(*facts)
    controls = [q for q in questions_for(conclusions, "caterer") if q.kind is QuestionKind.CONTROL]
    assert [q.about for q in controls] == ["mfa", "approval_per_session"]
    assert controls[0].text == conclusions.catalogue.controls["mfa"].question


def test_the_hospital_asks_itself_about_what_it_controls() -> None:
    facts = line(line_party="caterer", controlled_by=Controller.HOSPITAL)
    assert asked(QuestionKind.CONTROL, "caterer", *facts) == []
    assert asked(QuestionKind.CONTROL, "hospital", *facts)


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
    assert questions_by_party(concluded(CORE)) == {}
    assert questions_for(concluded(CORE), "ehr") == ()


@pytest.mark.parametrize("kind", QuestionKind)
def test_every_kind_of_question_has_its_words(kind: QuestionKind) -> None:
    text = find_text(f"question.{kind}")
    assert text.ja
    assert text.en
