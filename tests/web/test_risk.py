"""Risk on screens: who is assessed, the register as one form, versions, tiers set by hand."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from tests.domain.factories import (
    CATERER,
    EHR,
    TODAY,
    assessment,
    asset,
    connection,
    contract,
    party,
    portfolio,
    review,
    service,
)
from tests.reports.papers import squeezed, text_of
from tests.web.browse import PageForm, forms_on
from tests.web.conftest import Visitor
from vendormgr.domain.access import Role
from vendormgr.domain.assessment import Assessment, HospitalTask, Risk
from vendormgr.domain.portfolio import Fact, Portfolio
from vendormgr.domain.vocabulary import Aspect, Tier, Treatment
from vendormgr.store import record as store
from vendormgr.store.audit import Actor
from vendormgr.store.engine import Database
from vendormgr.store.portfolio import load_portfolio

Keep = Callable[[Portfolio], None]
SignIn = Callable[..., Visitor]
LEAK = Risk(
    title="預けた情報の漏えい",
    threat="外に出る",
    aspects=(Aspect.CONFIDENTIALITY,),
    likelihood=4,
    impact=5,
    treatment=Treatment.REDUCE,
    residual_likelihood=2,
    residual_impact=4,
    owner="情報係",
    origin="data:phi",
)
BLANK = Risk(title="まだ評価していないリスク", likelihood=4)
MADE = assessment(
    on="2026-06-01",
    risks=(LEAK, BLANK),
    tasks=(HospitalTask(task="紙の手順を配る", due_on=TODAY.replace(month=9)),),
)


def hospital(*more: Fact) -> Portfolio:
    return portfolio(
        service(name="電子カルテSaaS", data_class="phi", stop_tolerance_hours=4),
        contract("ehr-saas", title="利用契約", clauses={"two-factor": "absent"}),
        asset("core", core=True, label="秘密の基幹"),
        asset("office", location="external", owner=EHR),
        connection("office", "core", controls={"mfa": False, "jump_host": False}),
        *more,
    )


@pytest.fixture
def kept(database: Database) -> Callable[[], Portfolio]:
    """The portfolio as it is stored now."""

    def now() -> Portfolio:
        with database.reading() as session:
            return load_portfolio(session, TODAY)

    return now


Kept = Callable[[], Portfolio]


def register_form(visitor: Visitor, path: str) -> PageForm:
    """The form of the register on that page."""
    return next(one for one in forms_on(visitor.get(path)) if "risk_0_title" in one.fields)


def test_the_first_page_says_what_is_not_assessed(planner: Visitor, keep: Keep) -> None:
    keep(hospital(service("meals", CATERER, "bpo", name="給食")))
    page = planner.get("/risk").text
    assert "評価のないサービスが2件" in page
    assert "/risk/services/ehr-saas" in page


def test_proposals_come_from_the_records_and_paths_only_for_those_who_see_them(
    planner: Visitor, signed_in: SignIn, keep: Keep
) -> None:
    keep(hospital())
    path = "/risk/assessments/new?service=ehr-saas"
    seeing = register_form(planner, path).fields
    origins = {value for name, (value, *_) in seeing.items() if name.endswith("_origin")}
    assert {"model:saas", "data:phi", "path", "dependency"} <= origins
    assert "gap:clause-missing" in origins
    blind = register_form(signed_in(Role.PROCUREMENT), path).fields
    hidden = {value for name, (value, *_) in blind.items() if name.endswith("_origin")}
    assert "path" not in hidden
    assert "connection" in hidden
    assert "秘密の基幹" not in str(seeing) + str(blind)


def test_the_register_is_saved_whole_and_removed_and_blank_rows_are_not_kept(
    planner: Visitor, keep: Keep, kept: Kept
) -> None:
    keep(hospital())
    path = "/risk/assessments/new?service=ehr-saas"
    fields = register_form(planner, path).fields
    fields |= {"risk_0_likelihood": ["3"], "risk_1_gone": ["y"], "assessed_on": ["令和8年11月20日"]}
    count = sum(name.endswith("_title") for name in fields)
    answer = planner.post(path, fields)
    assert answer.status_code == 303
    (made,) = kept().assessments
    assert len(made.risks) == count - 1
    assert made.risks[0].likelihood == 3
    assert made.risks[0].origin == "model:saas"
    assert "data=phi" in made.rested_on
    assert planner.get(answer.location).status_code == 200


def test_one_more_row_is_asked_for_without_saving(planner: Visitor, keep: Keep, kept: Kept) -> None:
    keep(hospital(MADE))
    path = "/risk/assessments/a1/edit"
    fields = register_form(planner, path).fields
    fields["risk_0_title"] = ["書きかけ"]
    answer = planner.post(path, {**fields, "more": "risk"})
    assert answer.status_code == 200
    assert 'name="risk_2_title"' in answer.text
    assert "書きかけ" in answer.text
    assert kept().assessments == (MADE,)


def test_a_page_shows_scores_with_what_they_are_made_of(planner: Visitor, keep: Keep) -> None:
    keep(hospital(MADE))
    page = planner.get("/risk/assessments/a1").text
    assert "20 極めて高い" in page
    assert "起こりやすさ4×影響5" in page
    assert "8 中くらい" in page
    assert "4～20 極めて高い" in page
    assert "起こりやすさ4×影響？" in page
    assert "期限切れ" in page


def test_the_unknown_stands_in_the_worst_cell_and_says_so(planner: Visitor, keep: Keep) -> None:
    keep(hospital(MADE))
    page = planner.get("/risk").text
    assert "cell=before-4-5" in page
    assert "うち未評価1件" in page
    narrowed = planner.get("/risk/register?cell=before-4-5").text
    assert "預けた情報の漏えい" in narrowed
    assert "まだ評価していないリスク" in narrowed
    other = planner.get("/risk/register?cell=after-2-4").text
    assert "まだ評価していないリスク" not in other


def test_a_new_version_copies_the_last_one_and_is_compared_with_it(
    planner: Visitor, keep: Keep, kept: Kept
) -> None:
    keep(hospital(MADE))
    path = "/risk/assessments/new?service=ehr-saas"
    fields = register_form(planner, path).fields
    assert fields["risk_0_title"] == ["預けた情報の漏えい"]
    assert fields["agreed_on"] == [""]
    fields |= {"risk_0_residual_likelihood": ["1"], "risk_1_gone": ["y"]}
    answer = planner.post(path, fields)
    page = planner.get(answer.location).text
    assert len(kept().assessments) == 2
    for word in ("前回(2026年6月1日)との比較", "追加", "なくなった", "変更"):
        assert word in page
    assert "以前の版です" in planner.get("/risk/assessments/a1").text


def test_what_changed_since_is_named_and_connections_only_to_those_who_see_them(
    planner: Visitor, signed_in: SignIn, keep: Keep
) -> None:
    rested = ("model=asp", "data=phi", "country=", "platform=")
    keep(hospital(replace(MADE, rested_on=rested)))
    page = planner.get("/risk/services/ehr-saas").text
    assert "やり直しが必要です" in page
    assert "提供形態" in page
    assert "秘密の基幹" in page
    blind = signed_in(Role.PROCUREMENT).get("/risk/services/ehr-saas").text
    assert "接続" in blind
    assert "秘密の基幹" not in blind


def test_two_people_meet_and_neither_loses_a_row(
    planner: Visitor, keep: Keep, kept: Kept, database: Database
) -> None:
    keep(hospital(MADE))
    path = "/risk/assessments/a1/edit"
    fields = register_form(planner, path).fields
    with database.writing() as session:
        theirs = replace(MADE, risks=(*MADE.risks, Risk(title="ほかの人の行")))
        store.update(session, theirs, by=Actor("other"), seen_version=1)
    answer = planner.post(path, {**fields, "risk_0_title": ["私の直し"]})
    assert answer.status_code == 409
    assert "ほかの人の行" in answer.text
    again = next(one for one in forms_on(answer) if "risk_0_title" in one.fields).fields
    assert planner.post(path, again).status_code == 303
    assert [one.title for one in kept().assessments[0].risks] == [
        "私の直し",
        "まだ評価していないリスク",
        "ほかの人の行",
    ]


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"agreed_on": ["2026/6/1"]}, "伝えた日と同じか後"),
        ({"assessed_on": ["2027/1/1"]}, "今日より後"),
        ({"risk_0_due_on": ["いつか"]}, "期限"),
    ],
)
def test_what_cannot_be_is_refused(
    change: dict[str, Any], word: str, planner: Visitor, keep: Keep
) -> None:
    keep(hospital(replace(MADE, communicated_on=None, agreed_on=None)))
    path = "/risk/assessments/a1/edit"
    answer = planner.post(path, {**register_form(planner, path).fields, **change})
    assert answer.status_code == 422
    assert word in answer.text


def test_an_auditor_reads_and_changes_nothing(signed_in: SignIn, keep: Keep) -> None:
    keep(hospital(MADE))
    auditor = signed_in(Role.AUDITOR)
    assert auditor.get("/risk/assessments/a1").status_code == 200
    assert auditor.get("/risk/assessments/a1/edit").status_code == 403
    assert auditor.get("/risk/tier-changes/new").status_code == 403


def test_papers_hold_the_register_and_boxes_to_sign(planner: Visitor, keep: Keep) -> None:
    keep(hospital(MADE, service("other", name="もう一つ")))
    text = squeezed(text_of(planner.get("/risk/assessments/a1/assessment.pdf").data))
    for word in (
        "預けた情報の漏えい",
        "20極めて高い",
        "4～20",
        "紙の手順を配る",
        "電子カルテ事業者",
        "印",
    ):
        assert squeezed(word) in text
    whole = squeezed(text_of(planner.get("/risk/risks.pdf").data))
    assert "評価のないサービスが1件" in whole
    assert "預けた情報の漏えい" in whole


def test_a_tier_is_set_by_hand_with_reason_approver_and_end(
    planner: Visitor, keep: Keep, kept: Kept
) -> None:
    keep(portfolio(party(CATERER), service("meals", CATERER, "bpo"), review(CATERER)))
    path = f"/risk/tier-changes/new?party={CATERER}"
    lacking = planner.post(path, {"party": CATERER, "tier": "high", "reason": "事故の後"})
    assert lacking.status_code == 422
    assert kept().tier_changes == ()
    whole = {"reason": "事故の後", "approver": "病院長", "until": "2027/3/31"}
    answer = planner.post(
        path, {"party": CATERER, "tier": "high", "decided_on": "2026/11/1", **whole}
    )
    assert answer.status_code == 303
    assert kept().tier_changes[0].tier is Tier.HIGH
    page = planner.get(f"/vendors/{CATERER}/risk").text
    assert "手動で「高」に変えられています" in page
    assert "病院長" in page
    assert "手動で変更" in planner.get("/vendors").text
    assert "令和8年度" in page


def test_the_list_is_exported_as_it_is_shown(planner: Visitor, keep: Keep) -> None:
    keep(hospital(MADE, service("other", name="もう一つ")))
    text = planner.get("/risk?state=missing&as=csv").data.decode("utf-8-sig")
    assert "もう一つ" in text
    assert "電子カルテSaaS" not in text
    risks = planner.get("/risk/register?as=csv").data.decode("utf-8-sig")
    assert "4～20" in risks


def test_a_draft_without_a_day_does_not_count(planner: Visitor, keep: Keep) -> None:
    draft: Assessment = assessment(on=None)
    keep(hospital(draft))
    assert "まだ評価済みとは数えません" in planner.get("/risk/assessments/a1").text
    assert "下書き" in planner.get("/risk/services/ehr-saas").text
    assert "評価のないサービスが1件" in planner.get("/risk").text
