"""What a contract says about one row: recorded, taken back, refused, never lost to a second tab."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.domain.factories import EHR, contract, override, portfolio, service
from tests.web.conftest import Visitor
from vendormgr.domain.access import Role
from vendormgr.domain.portfolio import Contract, Override, Portfolio
from vendormgr.domain.vocabulary import Holder
from vendormgr.store import record as store
from vendormgr.store.engine import Database

Keep = Callable[[Portfolio], None]
ROW = "/matrix/services/ehr-saas/rows/log-review/agreed"
CELL = "/matrix/services/ehr-saas?service=ehr-saas&item=log-review"


@pytest.fixture
def stored(database: Database) -> Callable[[], store.Stored[Contract]]:
    """The contract as it is stored now."""

    def now() -> store.Stored[Contract]:
        with database.reading() as session:
            found = store.find(session, Contract, "c-ehr")
        assert found is not None
        return found

    return now


def one_contract(*overrides: Override, **fields: Any) -> Portfolio:
    return portfolio(
        service(name="電子カルテSaaS"),
        contract("ehr-saas", title="利用契約", overrides=overrides, **fields),
    )


Stored = Callable[[], store.Stored[Contract]]


def test_recording_what_the_contract_says_changes_the_cell_and_is_audited(
    planner: Visitor, keep: Keep, stored: Stored, database: Database
) -> None:
    keep(one_contract())
    form = planner.get(ROW)
    assert "この契約に記録" in form.text
    sent = {"party": "vendor", "article": "第7条", "clause": "log-provision", "seen": "1"}
    answer = planner.post(ROW, sent)
    assert answer.status_code == 303
    assert answer.location == f"{CELL}#panel"
    expected = Override(
        service="ehr-saas",
        item="log-review",
        party=Holder.VENDOR,
        article="第7条",
        clause="log-provision",
    )
    assert stored().fact.overrides == (expected,)
    page = planner.get(CELL).text
    assert "の取決めを契約に記録しました。" in page
    assert "契約 第7条" in page
    assert "利用契約：記載なし → 事業者（第7条）" in page
    with database.reading() as session:
        event = store.history(session, Contract, "c-ehr")[0]
    assert (event.actor, event.changed) == ("planner の人", ("overrides",))


def test_a_second_recording_replaces_the_first_and_keeps_other_rows(
    planner: Visitor, keep: Keep, stored: Stored
) -> None:
    keep(
        one_contract(
            override("ehr-saas", "log-review", "hospital", article="古い"),
            override("ehr-saas", "os-updates", "vendor"),
        )
    )
    assert 'value="古い"' in planner.get(ROW).text
    planner.post(ROW, {"party": "vendor", "article": "新しい", "seen": "1"})
    assert [(one.item, one.party, one.article) for one in stored().fact.overrides] == [
        ("log-review", Holder.VENDOR, "新しい"),
        ("os-updates", Holder.VENDOR, None),
    ]


def test_an_unchanged_form_changes_nothing(planner: Visitor, keep: Keep, stored: Stored) -> None:
    keep(one_contract(override("ehr-saas", "log-review", "vendor", article="第7条")))
    planner.post(ROW, {"party": "vendor", "article": "第7条", "seen": "1"})
    assert stored().version == 1


def test_a_shared_row_may_lack_a_decider_but_stays_a_gap(
    planner: Visitor, keep: Keep, stored: Stored
) -> None:
    keep(one_contract())
    planner.post(ROW, {"party": "shared", "note": "取得は事業者", "seen": "1"})
    assert stored().fact.overrides[0].decider is None
    page = planner.get(CELL).text
    assert "決定者なし" in page
    assert "取得は事業者" in page
    planner.post(ROW, {"party": "shared", "decider": "hospital", "seen": "2"})
    assert stored().fact.overrides[0].decider == "hospital"
    assert "決定者：試験病院" in planner.get(CELL).text


def test_only_a_shared_row_keeps_somebody_who_decides(
    planner: Visitor, keep: Keep, stored: Stored
) -> None:
    keep(one_contract())
    planner.post(ROW, {"party": "vendor", "decider": "hospital", "seen": "1"})
    assert stored().fact.overrides[0].decider is None


def test_a_decider_in_a_documents_own_words_can_be_kept(
    planner: Visitor, keep: Keep, stored: Stored
) -> None:
    keep(one_contract(override("ehr-saas", "log-review", "shared", decider="安全管理委員会")))
    assert "安全管理委員会" in planner.get(ROW).text
    sent = {"party": "shared", "decider": "安全管理委員会", "article": "第7条", "seen": "1"}
    assert planner.post(ROW, sent).status_code == 303
    assert stored().fact.overrides[0].decider == "安全管理委員会"


def test_taking_it_back_lets_the_row_follow_the_clauses_again(
    planner: Visitor, keep: Keep, stored: Stored
) -> None:
    keep(one_contract(override("ehr-saas", "log-review", "vendor")))
    assert "取決めを取り消す" in planner.get(ROW).text
    assert planner.post(f"{ROW}/remove", {"seen": "1"}).status_code == 303
    assert stored().fact.overrides == ()
    assert planner.post(f"{ROW}/remove", {"seen": "2"}).status_code == 404


def test_a_stale_contract_answers_409_with_both_versions(
    planner: Visitor, keep: Keep, stored: Stored
) -> None:
    keep(one_contract())
    planner.post(ROW, {"party": "hospital", "article": "第1条", "seen": "1"})
    late = planner.post(ROW, {"party": "vendor", "article": "第2条", "seen": "1"})
    assert late.status_code == 409
    for shown in ("医療機関", "事業者", "第1条", "第2条"):
        assert shown in late.text
    assert stored().fact.overrides[0].article == "第1条"
    again = planner.post(ROW, {"party": "vendor", "article": "第2条", "seen": "2"})
    assert again.status_code == 303
    assert stored().fact.overrides[0].article == "第2条"


def test_a_stale_removal_takes_nothing_away(planner: Visitor, keep: Keep, stored: Stored) -> None:
    keep(one_contract(override("ehr-saas", "log-review", "vendor")))
    planner.post(ROW, {"party": "hospital", "seen": "1"})
    assert planner.post(f"{ROW}/remove", {"seen": "1"}).status_code == 303
    assert len(stored().fact.overrides) == 1


def test_undo_takes_the_recording_back(planner: Visitor, keep: Keep, stored: Stored) -> None:
    keep(one_contract())
    planner.post(ROW, {"party": "vendor", "seen": "1"})
    page = planner.get(CELL).text
    number = page.partition('action="/undo/')[2].partition('"')[0]
    assert planner.post(f"/undo/{number}").status_code == 303
    assert stored().fact.overrides == ()


def test_accountability_to_patients_takes_no_override(
    planner: Visitor, keep: Keep, stored: Stored
) -> None:
    keep(one_contract())
    path = ROW.replace("log-review", "accountability-to-patients")
    assert "契約で変えられません" in planner.get(path).text
    refused = planner.post(path, {"party": "vendor", "seen": "1"})
    assert refused.status_code == 422
    assert stored().fact.overrides == ()
    cell = CELL.replace("log-review", "accountability-to-patients")
    assert "契約の記載を記録" not in planner.get(cell).text


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({}, "医療機関・事業者・共同のどれかを選んでください"),
        ({"party": "to_settle"}, "候補の中から選んでください"),
        ({"party": "vendor", "article": "あ" * 81}, "80文字まで"),
        ({"party": "vendor", "clause": "none"}, "候補の中から選んでください"),
        ({"party": "shared", "decider": "nobody"}, "候補の中から選んでください"),
    ],
)
def test_bad_input_stays_in_the_form(
    sent: dict[str, str], message: str, planner: Visitor, keep: Keep
) -> None:
    keep(one_contract())
    answer = planner.post(ROW, {"note": "書きかけの備考", **sent, "seen": "1"})
    assert answer.status_code == 422
    assert message in answer.text
    assert "書きかけの備考" in answer.text


def test_without_a_contract_the_page_offers_to_record_one(planner: Visitor, keep: Keep) -> None:
    keep(portfolio(service()))
    page = planner.get(ROW)
    assert page.status_code == 200
    assert "/contracts/new?party=ehr&amp;services=ehr-saas" in page.text
    assert planner.post(ROW, {"party": "vendor"}).status_code == 200


def test_of_two_contracts_the_later_holds_and_the_page_says_so(
    planner: Visitor, keep: Keep, stored: Stored
) -> None:
    keep(
        portfolio(
            service(),
            contract("ehr-saas", title="基本契約", starts_on="2024-04-01"),
            contract(
                "ehr-saas",
                id_="c-late",
                title="個別契約",
                starts_on="2025-04-01",
                overrides=(override("ehr-saas", "log-review", "vendor"),),
            ),
        )
    )
    assert "個別契約" in planner.get(ROW).text
    page = planner.get(f"{ROW}?contract=c-ehr").text
    assert "あとから始まった契約「個別契約」の取決めがあります" in page
    planner.post(f"{ROW}?contract=c-ehr", {"party": "hospital", "seen": "1"})
    assert stored().fact.overrides[0].party is Holder.HOSPITAL
    assert "契約 個別契約" in planner.get(CELL).text


@pytest.mark.parametrize(
    "path",
    [
        f"{ROW}?contract=none",
        ROW.replace("log-review", "none"),
        ROW.replace("ehr-saas", "none"),
        f"{ROW}?contract=c-over",
    ],
)
def test_a_cell_or_contract_that_does_not_fit_is_not_found(
    path: str, planner: Visitor, keep: Keep
) -> None:
    over = contract("ehr-saas", id_="c-over", ends_on="2020-03-31")
    keep(portfolio(service(), contract("ehr-saas"), over))
    assert planner.get(path).status_code == 404


@pytest.mark.parametrize("role", [Role.PROCUREMENT, Role.OPERATOR, Role.EXECUTIVE, Role.AUDITOR])
def test_who_may_not_edit_contracts_sees_the_cell_only(
    role: Role, signed_in: Callable[[Role], Visitor], keep: Keep, stored: Stored
) -> None:
    keep(one_contract(override("ehr-saas", "log-review", "vendor")))
    visitor = signed_in(role)
    assert "契約の記載を記録" not in visitor.get(CELL).text
    assert visitor.get(ROW).status_code == 403
    assert visitor.post(ROW, {"party": "hospital", "seen": "1"}).status_code == 403
    assert visitor.post(f"{ROW}/remove", {"seen": "1"}).status_code == 403
    assert stored().version == 1


def test_a_decider_is_named_as_a_party(planner: Visitor, keep: Keep) -> None:
    keep(one_contract(override("ehr-saas", "log-review", "shared", decider=EHR)))
    assert "決定者：電子カルテ事業者" in planner.get(CELL).text


def test_who_does_which_part_and_who_has_it_in_an_emergency_stand_in_the_cell(
    planner: Visitor, keep: Keep, stored: Stored
) -> None:
    keep(one_contract())
    said = {
        "party": "shared",
        "decider": EHR,
        "parts": "取得は事業者、確認は医療機関",
        "emergency": "vendor",
        "emergency_parts": "事業者が先に遮断し、15分以内に電話する",
    }
    assert planner.post(ROW, {**said, "seen": "1"}).status_code == 303
    kept = stored().fact.overrides[0]
    assert (kept.parts, kept.emergency) == (said["parts"], Holder.VENDOR)
    panel = planner.get(CELL).text
    for words in ("通常時", said["parts"], "非常時は事業者", said["emergency_parts"]):
        assert words in panel


def test_an_emergency_like_normal_times_is_not_recorded(
    planner: Visitor, keep: Keep, stored: Stored
) -> None:
    keep(one_contract())
    planner.post(ROW, {"party": "vendor", "emergency": "vendor", "seen": "1"})
    assert stored().fact.overrides[0].emergency is None
    assert "通常時と同じ" in planner.get(CELL).text
