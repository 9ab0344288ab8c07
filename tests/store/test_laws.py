"""Random sequences of create, change, archive, restore and undo keep the laws of the store."""

from datetime import date
from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.databases import SqliteFiles, opened
from tests.store.cast import CLERK
from vendormgr.domain.plain import portfolio_to_plain
from vendormgr.domain.portfolio import (
    NOUNS,
    Asset,
    Connection,
    Contract,
    Fact,
    Override,
    Party,
    Responsibility,
    Service,
    Statement,
)
from vendormgr.domain.vocabulary import AssetKind, Location, ServiceModel
from vendormgr.store import record
from vendormgr.store.audit import count_events, list_events
from vendormgr.store.engine import Database
from vendormgr.store.errors import RecordError
from vendormgr.store.portfolio import import_portfolio, load_portfolio, portfolio_version
from vendormgr.store.rows import archived, read_facts, references
from vendormgr.store.shape import NOUN_OF, SHAPES, shape_of

TODAY = date(2026, 10, 1)
names = st.sampled_from(["", "甲", "乙", "丙"])
small = st.integers(0, 3)


def some(draw: st.DrawFn, prefix: str) -> tuple[str, ...]:
    return tuple(f"{prefix}{n}" for n in draw(st.lists(small, max_size=3)))


@st.composite
def facts(draw: st.DrawFn) -> Fact:
    """A fact whose references may or may not be there."""
    n, a, b = draw(small), draw(small), draw(small)
    one = draw(st.booleans())
    drawn: Any = draw(
        st.sampled_from(
            [
                Party(id=f"p{n}", name=draw(names) or None),
                Service(
                    id=f"s{n}",
                    vendor=f"p{a}",
                    model=ServiceModel.SAAS,
                    runs_on=f"s{b}" if one else None,
                    interfaces_with=some(draw, "s"),
                ),
                Asset(
                    id=f"a{n}",
                    kind=AssetKind.SYSTEM,
                    location=Location.HOSPITAL,
                    owner=f"p{a}" if one else None,
                    intended_parties=some(draw, "p"),
                ),
                Connection(id=f"l{n}", from_=f"a{a}", to=f"a{b}", kind="x"),
                Contract(
                    id=f"c{n}",
                    party=f"p{a}",
                    services=some(draw, "s"),
                    overrides=(Override(service=f"s{b}", item="i"),),
                ),
                Statement(service=f"s{a}", item="i", note=draw(names) or None),
                Responsibility(subject=f"a{a}", accountable=some(draw, "p") if one else None),
            ]
        )
    )
    fact: Fact = drawn
    return fact


FIRST: tuple[Fact, ...] = (
    *(Party(id=f"p{n}") for n in range(3)),
    *(Service(id=f"s{n}", vendor=f"p{n}", model=ServiceModel.SAAS) for n in range(3)),
    *(Asset(id=f"a{n}", kind=AssetKind.SYSTEM, location=Location.HOSPITAL) for n in range(3)),
    *(Connection(id=f"l{n}", from_=f"a{n}", to=f"a{(n + 1) % 3}", kind="x") for n in range(3)),
    *(Contract(id=f"c{n}", party=f"p{n}", services=("s0", "s1")) for n in range(3)),
    *(Responsibility(subject=f"l{n}", accountable=("p0", "p1")) for n in range(3)),
)
"""What the clerks begin with, so that few steps lead to a tangle."""


class Clerks(RuleBasedStateMachine):
    """People at work; every step is one transaction, refused or done."""

    database: Database

    def _do(self, work: Any) -> bool:
        """Whether the step was done; a refused one must leave nothing behind."""
        before = self._picture()
        try:
            with self.database.writing() as session:
                work(session)
        except RecordError:
            assert self._picture() == before
            return False
        return True

    def _picture(self) -> Any:
        with self.database.reading() as session:
            return (
                load_portfolio(session, TODAY),
                count_events(session),
                portfolio_version(session),
            )

    def _ids(self) -> list[tuple[str, str, int, bool]]:
        query = "SELECT id, noun, version, archived_at IS NULL FROM record ORDER BY position"
        with self.database.reading() as session:
            return [tuple(row) for row in session.execute(text(query))]

    @initialize()
    def begin(self) -> None:
        with self.database.writing() as session:
            for fact in FIRST:
                record.create(session, fact, by=CLERK)

    @rule(fact=facts())
    def create(self, fact: Fact) -> None:
        self._do(lambda session: record.create(session, fact, by=CLERK))

    @rule(fact=facts())
    def change(self, fact: Fact) -> None:
        versions = {id_: version for id_, _, version, _ in self._ids()}
        seen = versions.get(fact.id, 1)
        self._do(lambda session: record.update(session, fact, by=CLERK, seen_version=seen))

    @rule(data=st.data())
    def archive_and_restore_is_nothing(self, data: st.DataObject) -> None:
        id_, noun, version, _ = data.draw(st.sampled_from(self._ids()))
        before = self._picture()[0]
        args: Any = {"by": CLERK}
        done = self._do(
            lambda session: record.archive(session, NOUNS[noun], id_, seen_version=version, **args)
        )
        if done:
            self._do(
                lambda session: record.restore(
                    session, NOUNS[noun], id_, seen_version=version + 1, **args
                )
            )
            assert self._picture()[0] == before

    @rule(data=st.data())
    def archive(self, data: st.DataObject) -> None:
        needed = [one for one in self._ids() if one[1] in {"parties", "services", "assets"}]
        id_, noun, version, _ = data.draw(st.sampled_from(needed))
        self._do(
            lambda session: record.archive(
                session, NOUNS[noun], id_, by=CLERK, seen_version=version
            )
        )

    @rule(data=st.data())
    def archiving_several_and_restoring_all_is_nothing(self, data: st.DataObject) -> None:
        live = [one[:2] for one in self._ids() if one[3] and one[1] in {"parties", "assets"}]
        chosen = data.draw(st.permutations(live))[:3]
        before = self._picture()[0]
        for id_, noun in chosen:
            assert self._do(partial(self._turn, record.archive, NOUNS[noun], id_))
        for id_, noun in data.draw(st.permutations(chosen)):
            assert self._do(partial(self._turn, record.restore, NOUNS[noun], id_))
            self.nothing_in_sight_needs_what_is_archived()
        assert self._picture()[0] == before

    def _turn(self, change: Any, kind: Any, id_: str, session: Session) -> None:
        """Archive or restore as somebody who has just looked."""
        stored = record.find(session, kind, id_)
        assert stored is not None
        change(session, kind, id_, by=CLERK, seen_version=stored.version)

    @precondition(lambda self: not all(live for *_, live in self._ids()))
    @rule(data=st.data())
    def restore(self, data: st.DataObject) -> None:
        gone = [one for one in self._ids() if not one[3]]
        id_, noun, version, _ = data.draw(st.sampled_from(gone))
        self._do(
            lambda session: record.restore(
                session, NOUNS[noun], id_, by=CLERK, seen_version=version
            )
        )

    @rule(data=st.data())
    def undo_twice_is_nothing(self, data: st.DataObject) -> None:
        id_, noun, _, _ = data.draw(st.sampled_from(self._ids()))
        with self.database.reading() as session:
            event = record.history(session, NOUNS[noun], id_)[0]
        before = self._picture()[0]
        if self._do(lambda session: record.undo(session, event.sequence, by=CLERK)):
            with self.database.reading() as session:
                event = record.history(session, NOUNS[noun], id_)[0]
            if self._do(lambda session: record.undo(session, event.sequence, by=CLERK)):
                assert portfolio_to_plain(self._picture()[0]) == portfolio_to_plain(before)

    @rule()
    def importing_what_is_there_changes_no_record(self) -> None:
        portfolio = self._picture()[0]
        versions = self._ids()
        self._do(lambda session: import_portfolio(session, portfolio, by=CLERK))
        assert self._ids() == versions

    @invariant()
    def nothing_live_names_what_is_not(self) -> None:
        portfolio = self._picture()[0]
        live = {fact.id: noun for noun in NOUNS for fact in getattr(portfolio, noun)}
        for noun in NOUNS:
            for fact in getattr(portfolio, noun):
                for _, id_, kinds in references(shape_of(type(fact)), fact):
                    assert live.get(id_) in {NOUN_OF[kind] for kind in kinds}

    @invariant()
    def nothing_in_sight_needs_what_is_archived(self) -> None:
        with self.database.reading() as session:
            gone = archived(session)
            for shape in SHAPES.values():
                needs = [
                    getattr(fact, name)
                    for fact in read_facts(session, shape, {})
                    for name in shape.needs
                ]
                assert not gone.keys() & needs

    @invariant()
    def every_version_has_its_event(self) -> None:
        with self.database.reading() as session:
            logged = list_events(session, limit=10_000)
        told = {(one.subject, one.version) for one in logged if one.noun in NOUNS}
        steps = {(id_, n) for id_, _, version, _ in self._ids() for n in range(1, version + 1)}
        assert told == steps
        assert [one.sequence for one in logged] == list(range(len(logged), 0, -1))


@pytest.mark.slow
def test_random_work_keeps_the_laws(sqlite_files: SqliteFiles) -> None:
    class OnFiles(Clerks):
        def __init__(self) -> None:
            super().__init__()
            self._url = sqlite_files.migrated()
            self._open = opened(self._url.__enter__())
            self.database = self._open.__enter__()

        def teardown(self) -> None:
            self._open.__exit__(None, None, None)
            self._url.__exit__(None, None, None)

    run_state_machine_as_test(
        OnFiles,
        settings=settings(
            max_examples=20,
            stateful_step_count=25,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
