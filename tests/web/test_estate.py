"""The conclusions that every page shares: made once per version and day."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from threading import Thread
from typing import Any

import pytest
from flask import Flask

from tests.domain.factories import portfolio
from tests.web.conftest import MovableClock
from vendormgr.domain import analysis
from vendormgr.domain.portfolio import Party, Portfolio
from vendormgr.domain.vocabulary import PartyRole
from vendormgr.store.audit import Actor
from vendormgr.store.engine import Database
from vendormgr.store.record import create
from vendormgr.web import estate as module
from vendormgr.web.db import writing
from vendormgr.web.estate import estate

Keep = Callable[[Portfolio], None]


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[Portfolio]:
    """Every portfolio that conclusions were made of."""
    seen: list[Portfolio] = []

    def counting(portfolio: Portfolio, catalogue: Any) -> Any:
        seen.append(portfolio)
        return analysis.conclude(portfolio, catalogue)

    monkeypatch.setattr(module, "conclude", counting)
    return seen


def look(app: Flask) -> Any:
    with app.test_request_context():
        return estate()


def test_a_warm_estate_costs_one_statement(
    app: Flask, keep: Keep, made: list[Portfolio], count_statements: Callable[[], Any]
) -> None:
    keep(portfolio())
    first = look(app)
    with count_statements() as statements:
        assert look(app) is first
    assert len(statements) == 1
    assert len(made) == 1


def test_a_write_or_a_new_day_makes_it_anew(
    app: Flask, database: Database, clock: MovableClock, made: list[Portfolio]
) -> None:
    look(app)
    with database.writing() as session:
        party = Party(id="lab", role=PartyRole.VENDOR, name="検査会社")
        create(session, party, by=Actor("t"))
    assert [party.id for party in look(app).portfolio.parties] == ["lab"]
    clock.forward(hours=24)
    assert look(app).portfolio.as_of == date(2026, 11, 23)
    assert len(made) == 3


def test_the_day_begins_at_midnight_in_tokyo(app: Flask, clock: MovableClock) -> None:
    clock.now = clock.now.replace(hour=14, minute=59)
    assert look(app).portfolio.as_of == date(2026, 11, 22)
    clock.forward(minutes=1)
    assert look(app).portfolio.as_of == date(2026, 11, 23)


def test_after_a_write_the_same_request_sees_the_change(app: Flask) -> None:
    with app.test_request_context():
        before = estate()
        with writing() as session:
            create(session, Party(id="lab", role=PartyRole.VENDOR, name="x"), by=Actor("t"))
        assert len(estate().portfolio.parties) == len(before.portfolio.parties) + 1


def test_people_who_come_at_once_wait_for_one_calculation(
    app: Flask, keep: Keep, made: list[Portfolio]
) -> None:
    keep(replace(portfolio(), title="x"))
    people = [Thread(target=look, args=(app,)) for _ in range(6)]
    for person in people:
        person.start()
    for person in people:
        person.join()
    assert len(made) == 1
