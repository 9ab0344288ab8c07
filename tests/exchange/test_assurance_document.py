"""The rules on assessments, evidence and reviews over a whole document: where each one fires."""

import pytest

from tests.exchange.cast import FOLDER
from vendormgr.domain.analysis import Conclusions, conclude
from vendormgr.exchange.portfolio import read_portfolio
from vendormgr.exchange.seed import load_catalogue

FIRES = {
    "assessment-missing": {"lax-cleaning"},
    "assessment-overdue": {"lax-saas", "lax-portal"},
    "risk-not-communicated": {"lax-saas", "lax-portal"},
    "treatment-overdue": {"a-lax/risk-1", "a-lax/task-1", "d-lax/2", "sel/condition-1"},
    "review-overdue": {"lax"},
    "certificate-missing": {"lax"},
    "disclosure-missing": {"lax"},
    "disclosure-no-unaccepted": {"d-lax/1", "d-lax/3", "s-lax/2-①"},
    "vendor-checklist-missing": {"lax"},
    "foreign-place-or-law": {"lax-saas"},
}
"""Rule to every subject on which it fires; all others of the document are silent."""


@pytest.fixture(scope="module")
def concluded() -> Conclusions:
    text = (FOLDER / "assurance.yaml").read_text(encoding="utf-8")
    catalogue = load_catalogue()
    return conclude(read_portfolio(text, catalogue), catalogue)


@pytest.mark.parametrize("rule", FIRES)
def test_the_rule_fires_just_there(rule: str, concluded: Conclusions) -> None:
    assert {one.subject for one in concluded.findings if one.rule == rule} == FIRES[rule]


def test_an_assessment_says_why_it_is_due_again(concluded: Conclusions) -> None:
    changed = concluded.finding("assessment-overdue", "lax-saas")
    old = concluded.finding("assessment-overdue", "lax-portal")
    assert changed is not None
    assert old is not None
    assert changed.detail["reason"] == ("model", "subcontractor")
    assert old.detail["reason"] == ("age",)
