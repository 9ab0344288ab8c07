"""Creating and changing records: checks, versions, audit events, all in one transaction."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from tests.databases import statements
from tests.domain.factories import CAST
from tests.store.cast import (
    CLERK,
    CONTRACT,
    EHR_SAAS,
    GATE,
    LINE,
    SERVER,
    create,
    events,
    find,
    hire,
)
from vendormgr.domain.assessment import Assessment, HospitalTask, Risk, TierChange
from vendormgr.domain.assurance import (
    Disclosure,
    DisclosureAnswer,
    Evidence,
    Review,
    Sheet,
    SheetAnswer,
)
from vendormgr.domain.negotiation import Negotiation, OwnClause
from vendormgr.domain.portfolio import (
    NOUNS,
    ClauseState,
    Contract,
    Facility,
    Fact,
    ItemDefault,
    Override,
    OwnItem,
    Party,
    Relation,
    Responsibility,
    Service,
    Statement,
)
from vendormgr.domain.selection import Condition, Selection
from vendormgr.domain.vocabulary import (
    Answer,
    Aspect,
    ClauseLevel,
    ClauseStatus,
    Column,
    EvidenceKind,
    Holder,
    NegotiationDecision,
    PartyRole,
    SelectionState,
    ServiceModel,
    SheetKind,
    Tier,
    Treatment,
)
from vendormgr.store import record
from vendormgr.store.audit import count_events
from vendormgr.store.engine import Database
from vendormgr.store.errors import (
    ArchivedError,
    IdTakenError,
    InvalidFieldError,
    NotFoundError,
    OverrideTwiceError,
    RecordError,
    RunsOnCycleError,
    StaleError,
    UnknownReferenceError,
)
from vendormgr.store.state import portfolio_version

FULL_CONTRACT = replace(
    CONTRACT,
    starts_on=date(2026, 4, 1),
    auto_renewal=True,
    clauses={
        "two-factor": ClauseState(status=ClauseStatus.PRESENT, article="第12条", wording="二要素"),
        "audit-right": ClauseState(
            note="要確認", first_answer=False, completed_on=date(2026, 5, 1)
        ),
    },
    overrides=(
        Override(
            service="ehr-saas",
            item="os-updates",
            party=Holder.SHARED,
            decider="情報管理室",
            emergency=Holder.VENDOR,
        ),
        Override(note="空の取決め"),
    ),
)
EACH: dict[str, Fact] = {
    "parties": Party(id="p", name="𠮷野家㈱ 髙﨑①", role=PartyRole.SUBVENDOR, it_vendor=False),
    "relations": Relation(id="r", from_="ehr", to="caterer", consent=False),
    "facilities": Facility(id="f", name="本館", beds=400),
    "contracts": replace(FULL_CONTRACT, id="c"),
    "assets": replace(
        SERVER, id="a", controls={"av": True, "edr": None}, intended_parties=("ehr",)
    ),
    "connections": replace(LINE, id="l", controls={"mfa": False}, needs=("gate", "ehr-server")),
    "services": replace(
        EHR_SAAS, id="s", runs_on="ehr-saas", interfaces_with=("meals", "ehr-saas")
    ),
    "statements": Statement(service="ehr-saas", item="encryption", party=Holder.VENDOR),
    "responsibilities": Responsibility(subject="line", duty="patch", accountable=()),
    "own_items": OwnItem(
        id="o",
        title="独自",
        layer="people",
        defaults={Column.SAAS: Holder.VENDOR},
        settled_by=("x",),
    ),
    "item_defaults": ItemDefault(item="os-updates", column=Column.BPO_CONN, party=Holder.SHARED),
    "own_clauses": OwnClause(
        id="x", title="駐車場", level=ClauseLevel.SHOULD, columns=(Column.BPO_NONE,), settles=("x",)
    ),
    "negotiations": Negotiation(
        contract="c-ehr", clause="audit-right", decision=NegotiationDecision.REFUSED
    ),
    "tier_changes": TierChange(party="ehr", tier=Tier.HIGH, until=date(2027, 3, 31)),
    "assessments": Assessment(
        id="a",
        service="ehr-saas",
        risks=(
            Risk(
                title="停止", aspects=(Aspect.AVAILABILITY,), likelihood=2, due_on=date(2027, 1, 1)
            ),
            Risk(treatment=Treatment.RETAIN),
        ),
        tasks=(HospitalTask(task="訓練", done_on=date(2026, 5, 1)),),
        rested_on=("model=saas",),
    ),
    "evidence": Evidence(
        id="e", party="ehr", kind=EvidenceKind.ISMS, supports=("item:os-updates",)
    ),
    "disclosures": Disclosure(
        id="d", party="ehr", answers=(DisclosureAnswer(number="1.2", answer=Answer.NO),)
    ),
    "sheets": Sheet(
        id="t", kind=SheetKind.ROLE_TABLE, fiscal_year=2026, answers=(SheetAnswer(number="2-⑩"),)
    ),
    "reviews": Review(party="ehr", fiscal_year=2026),
    "selections": Selection(
        id="n", state=SelectionState.DRAFT, conditions=(Condition(text="二要素", owner="情報室"),)
    ),
}


@pytest.mark.parametrize("noun", EACH)
def test_a_record_reads_back_as_it_was_written(database: Database, noun: str) -> None:
    hire(database)
    fact = EACH[noun]
    [stored] = create(database, fact)
    again = find(database, NOUNS[noun], stored.fact.id)
    assert again.fact == replace(fact, id=stored.fact.id)
    assert (again.version, again.updated_by, again.archived_at) == (1, CLERK.name, None)


def test_nobody_accountable_is_not_the_same_as_not_confirmed(database: Database) -> None:
    hire(database)
    nobody, unknown = create(
        database,
        Responsibility(subject="line", duty="mfa", accountable=()),
        Responsibility(subject="line", duty="mfa", accountable=None),
    )
    assert nobody.fact == Responsibility(id="duty.1", subject="line", duty="mfa", accountable=())
    assert unknown.fact == Responsibility(id="duty.2", subject="line", duty="mfa")


def test_a_change_gives_the_next_version_and_keeps_what_was_before(database: Database) -> None:
    hire(database)
    old = find(database, Party, "caterer")
    with database.writing() as session:
        new = record.update(
            session,
            replace(old.fact, name="新給食", kana="シンキュウショク"),
            by=CLERK,
            seen_version=1,
        )
    assert (new.version, new.fact.name, new.created_at) == (2, "新給食", old.created_at)
    [event] = [one for one in events(database) if one.action == "updated"]
    assert event.before is not None
    assert event.after is not None
    assert (event.before["name"], event.after["name"]) == ("給食事業者", "新給食")
    assert event.changed == ("name", "kana")
    assert (event.actor, event.actor_id, event.address) == ("事務 花子", "user-7", "192.0.2.7")


def test_parts_of_a_contract_can_be_changed(database: Database) -> None:
    hire(database)
    changed = replace(FULL_CONTRACT, services=("meals",), overrides=FULL_CONTRACT.overrides[:1])
    with database.writing() as session:
        record.update(session, FULL_CONTRACT, by=CLERK, seen_version=1)
        record.update(session, changed, by=CLERK, seen_version=2)
    assert find(database, Contract, "c-ehr").fact == changed


def test_saving_without_a_change_writes_nothing(database: Database) -> None:
    hire(database)
    before = events(database)
    with database.writing() as session:
        stored = record.update(session, CONTRACT, by=CLERK, seen_version=1)
    assert stored.version == 1
    assert events(database) == before


def test_each_change_raises_the_portfolio_version_once(database: Database) -> None:
    create(database, *CAST)
    with database.writing() as session:
        before = portfolio_version(session)
        record.create(session, EHR_SAAS, by=CLERK)
        record.update(session, replace(EHR_SAAS, name="x"), by=CLERK, seen_version=1)
        assert portfolio_version(session) == before + 2


def test_a_second_editor_gets_both_versions(database: Database) -> None:
    hire(database)
    mine, theirs = replace(EHR_SAAS, name="私の案"), replace(EHR_SAAS, name="先の案")
    with database.writing() as session:
        record.update(session, theirs, by=CLERK, seen_version=1)
    with pytest.raises(StaleError) as caught, database.writing() as session:
        record.update(session, mine, by=CLERK, seen_version=1)
    assert (caught.value.stored.fact, caught.value.stored.version) == (theirs, 2)
    assert caught.value.submitted == mine
    assert find(database, Service, "ehr-saas").fact == theirs


def test_a_failed_block_leaves_no_record_and_no_event(database: Database) -> None:
    with pytest.raises(InvalidFieldError):
        create(database, CAST[0], Party(id="n", name="\0"))
    with database.reading() as session:
        assert record.find(session, Party, "hospital") is None
        assert count_events(session) == 0
        assert portfolio_version(session) == 0


def test_event_numbers_have_no_holes_even_after_a_rollback(database: Database) -> None:
    create(database, CAST[0])
    with pytest.raises(IdTakenError):
        create(database, CAST[1], CAST[0])
    create(database, CAST[2])
    assert [one.sequence for one in events(database)] == [2, 1]


REFUSED: dict[str, tuple[Fact, type[RecordError], str]] = {
    "vendor-unknown": (replace(EHR_SAAS, id="n", vendor="nobody"), UnknownReferenceError, "vendor"),
    "vendor-missing": (replace(EHR_SAAS, id="n", vendor=""), InvalidFieldError, "vendor"),
    "another-noun": (replace(EHR_SAAS, id="n", vendor="gate"), UnknownReferenceError, "vendor"),
    "in-a-list": (
        replace(CONTRACT, id="n", services=("ehr-saas", "ghost")),
        UnknownReferenceError,
        "services",
    ),
    "in-an-override": (
        replace(CONTRACT, id="n", overrides=(Override(service="ghost"),)),
        UnknownReferenceError,
        "overrides",
    ),
    "duty-of-a-vendor": (
        Responsibility(subject="ehr", duty="patch"),
        UnknownReferenceError,
        "subject",
    ),
    "accountable-ghost": (
        Responsibility(subject="line", accountable=("ghost",)),
        UnknownReferenceError,
        "accountable",
    ),
    "two-says": (
        replace(
            CONTRACT,
            id="n",
            overrides=(
                Override(service="meals", item="x", party=Holder.VENDOR),
                Override(service="meals", item="x", party=Holder.HOSPITAL),
            ),
        ),
        OverrideTwiceError,
        "overrides",
    ),
    "override-to-nobody": (
        replace(CONTRACT, id="n", overrides=(Override(party=Holder.TO_SETTLE),)),
        InvalidFieldError,
        "overrides",
    ),
    "runs-on-itself": (replace(EHR_SAAS, id="n", runs_on="n"), RunsOnCycleError, "runs_on"),
    "id-in-use": (replace(EHR_SAAS, id="meals"), IdTakenError, "id"),
    "id-of-another-noun": (replace(EHR_SAAS, id="gate"), IdTakenError, "id"),
    "id-with-slash": (Party(id="a/b"), InvalidFieldError, "id"),
    "id-with-dot": (Party(id="statement.1"), InvalidFieldError, "id"),
    "id-blank": (Party(id=" "), InvalidFieldError, "id"),
    "nul": (Party(id="n", name="a\0b"), InvalidFieldError, "name"),
    "half-surrogate": (Party(id="n", note="\ud842"), InvalidFieldError, "note"),
    "nul-inside": (
        replace(CONTRACT, id="n", clauses={"x": ClauseState(wording="\0")}),
        InvalidFieldError,
        "clauses",
    ),
    "huge-number": (Facility(id="n", beds=10**40), InvalidFieldError, "beds"),
    "empty-title": (OwnItem(id="n", title="", layer="people"), InvalidFieldError, "title"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_what_cannot_be_is_refused_with_its_field(database: Database, case: str) -> None:
    hire(database)
    before = events(database)
    fact, error, field = REFUSED[case]
    with pytest.raises(error) as caught, database.writing() as session:
        record.create(session, fact, by=CLERK)
    assert caught.value.field == field
    assert events(database) == before


def test_a_circle_of_services_is_refused_with_its_chain(database: Database) -> None:
    hire(database)
    create(database, replace(EHR_SAAS, id="upper", runs_on="ehr-saas"))
    with pytest.raises(RunsOnCycleError) as caught, database.writing() as session:
        record.update(session, replace(EHR_SAAS, runs_on="upper"), by=CLERK, seen_version=1)
    assert caught.value.chain == ("ehr-saas", "upper", "ehr-saas")


@pytest.mark.parametrize(
    ("name", "first", "second"),
    [
        ("Medical Systems", "medical-systems", "medical-systems-2"),
        ("ＡＢＣ", "abc", "abc-2"),
        ("株式会社ABC", "vendor-1", "vendor-2"),
        ("2026", "vendor-1", "vendor-2"),
        (None, "vendor-1", "vendor-2"),
    ],
)
def test_new_ids_come_from_latin_names_else_from_the_noun(
    sqlite: Database, name: str | None, first: str, second: str
) -> None:
    ids = [
        stored.fact.id
        for stored in create(sqlite, Party(id="", name=name), Party(id="", name=name))
    ]
    assert ids == [first, second]


def test_a_new_id_is_never_one_that_was_archived(sqlite: Database) -> None:
    [stored] = create(sqlite, Party(id="", name="給食"))
    with sqlite.writing() as session:
        record.archive(session, Party, stored.fact.id, by=CLERK, seen_version=1)
        assert record.new_id(session, Party, "給食") == "vendor-2"


def test_an_archived_record_cannot_be_changed(database: Database) -> None:
    hire(database)
    with database.writing() as session:
        record.archive(session, Service, "meals", by=CLERK, seen_version=1)
    with pytest.raises(ArchivedError), database.writing() as session:
        record.update(
            session,
            Service(id="meals", vendor="caterer", model=ServiceModel.BPO, name="n"),
            by=CLERK,
            seen_version=2,
        )


def test_a_record_that_never_was_is_not_found(database: Database) -> None:
    with database.reading() as session:
        assert record.find(session, Party, "ghost") is None
    with pytest.raises(NotFoundError), database.writing() as session:
        record.update(session, Party(id="ghost"), by=CLERK, seen_version=1)


def test_a_record_of_another_noun_is_not_found(database: Database) -> None:
    create(database, GATE.__class__(id="gate", kind=GATE.kind, location=GATE.location))
    with database.reading() as session:
        assert record.find(session, Party, "gate") is None


def test_a_change_takes_as_many_statements_among_fifty_vendors_as_among_four(
    database: Database,
) -> None:
    def count(seen_version: int) -> int:
        changed = replace(CONTRACT, title=f"{seen_version}")
        with statements(database) as seen, database.writing() as session:
            record.update(session, changed, by=CLERK, seen_version=seen_version)
            record.dependants(session, Party, "ehr")
        return len(seen)

    hire(database)
    few = count(1)
    vendors = [Party(id=f"v{n}") for n in range(46)]
    create(database, *vendors, *(replace(EHR_SAAS, id=f"s{n}", vendor=f"v{n}") for n in range(46)))
    assert count(2) == few


def test_history_tells_the_changes_of_one_record_newest_first(database: Database) -> None:
    hire(database)
    with database.writing() as session:
        record.update(session, replace(EHR_SAAS, name="n"), by=CLERK, seen_version=1)
        record.archive(session, Service, "ehr-saas", by=CLERK, seen_version=2, reason="終了")
        told: Any = record.history(session, Service, "ehr-saas")
    assert [(one.action, one.version, one.reason) for one in told] == [
        ("archived", 3, "終了"),
        ("updated", 2, None),
        ("created", 1, None),
    ]
