"""Accounts, passwords and sign-ins: what counts is in the database, not in the browser."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from tests.store.cast import CLERK, events
from vendormgr.domain.access import Role
from vendormgr.store import sign_in
from vendormgr.store.account import (
    User,
    authenticate,
    create_user,
    find_by_login,
    find_user,
    list_users,
)
from vendormgr.store.account_change import change_user, set_password
from vendormgr.store.engine import Database
from vendormgr.store.errors import (
    InvalidFieldError,
    LastAdministratorError,
    LoginTakenError,
    NotFoundError,
    StaleError,
)
from vendormgr.store.sign_in import SignIn

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PASSWORD = "長い合言葉 correct horse"  # noqa: S105
MINUTE = timedelta(minutes=1)


def add(database: Database, login: str = "hanako", *roles: Role, **more: Any) -> User:
    with database.writing() as session:
        return create_user(
            session,
            login=login,
            name="事務 花子",
            roles=roles or [Role.PLANNER],
            password=more.pop("password", PASSWORD),
            by=CLERK,
            **more,
        )


def start(database: Database, user: User, now: datetime = NOW) -> tuple[str, SignIn]:
    with database.writing() as session:
        return sign_in.start_sign_in(session, user, now=now, address="192.0.2.1", browser="B" * 999)


def present(database: Database, token: str, now: datetime = NOW) -> SignIn | None:
    with database.reading() as session:
        return sign_in.find_sign_in(session, token, now=now)


def test_a_person_reads_back_without_the_password(database: Database) -> None:
    user = add(database, "hanako", Role.PLANNER, Role.AUDITOR)
    with database.reading() as session:
        assert find_user(session, user.id) == find_by_login(session, "HANAKO") == user
        assert list_users(session) == (user,)
    assert user.roles == {Role.PLANNER, Role.AUDITOR}
    assert (user.active, user.must_change_password) == (True, True)
    assert not hasattr(user, "password_hash")


@pytest.mark.parametrize("again", ["Hanako", "ｈａｎａｋｏ", " hanako "])
def test_names_that_only_look_different_are_one(database: Database, again: str) -> None:
    add(database)
    with pytest.raises(LoginTakenError):
        add(database, again)


@pytest.mark.parametrize(
    ("login", "name", "field"),
    [("", "n", "login"), ("  ", "n", "login"), ("a\0", "n", "login"), ("a", "\ud842", "name")],
)
def test_names_that_cannot_be_kept_are_refused(
    database: Database, login: str, name: str, field: str
) -> None:
    with pytest.raises(InvalidFieldError) as caught, database.writing() as session:
        create_user(session, login=login, name=name, roles=[], by=CLERK)
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("login", "password", "known"),
    [
        ("hanako", PASSWORD, True),
        ("ＨＡＮＡＫＯ", PASSWORD, True),
        ("hanako", PASSWORD.replace("c", "ｃ"), True),
        ("hanako", PASSWORD + " ", False),
        ("hanako", PASSWORD[:-1], False),
        ("hanako", "", False),
        ("hanako", "\ud842\0", False),
        ("hanako", "x" * 100_000, False),
        ("taro", PASSWORD, False),
        ("\0", PASSWORD, False),
        ("\ud842", PASSWORD, False),
    ],
)
def test_only_the_right_password_of_a_known_name_is_let_in(
    database: Database, login: str, password: str, *, known: bool
) -> None:
    add(database)
    with database.reading() as session:
        assert (authenticate(session, login, password) is not None) is known


def test_an_account_without_password_or_shut_is_let_in_by_nothing(database: Database) -> None:
    user = add(database, password=None)
    with database.reading() as session:
        assert authenticate(session, "hanako", "") is None
    with database.writing() as session:
        set_password(session, user.id, PASSWORD, by=CLERK)
        change_user(session, user.id, name="n", roles=[], disabled=True, by=CLERK, seen_version=2)
    with database.reading() as session:
        assert authenticate(session, "hanako", PASSWORD) is None


def test_an_overlong_password_is_refused(database: Database) -> None:
    with pytest.raises(InvalidFieldError) as caught:
        add(database, password="x" * 1001)
    assert caught.value.field == "password"


def test_a_sign_in_is_found_by_its_token_alone(database: Database) -> None:
    user = add(database)
    token, opened = start(database, user)
    found = present(database, token)
    assert found is not None
    assert (found.id, found.user.id, found.browser) == (opened.id, user.id, "B" * 200)
    assert present(database, "") is None
    assert present(database, opened.id) is None
    assert len(token) >= 43


def test_a_new_sign_in_never_has_an_old_token(database: Database) -> None:
    user = add(database)
    assert len({start(database, user)[0] for _ in range(20)}) == 20


@pytest.mark.parametrize(
    ("later", "counts"),
    [
        (29 * MINUTE, True),
        (30 * MINUTE, False),
        (-180 * MINUTE, True),
    ],
    ids=["just-in-time", "idle", "clock-put-back"],
)
def test_an_idle_sign_in_stops_counting(
    database: Database, later: timedelta, *, counts: bool
) -> None:
    token, _ = start(database, add(database))
    assert (present(database, token, NOW + later) is not None) is counts


def test_a_used_sign_in_lasts_twelve_hours_and_no_longer(database: Database) -> None:
    token, opened = start(database, add(database))
    for turn in range(1, 48):
        now = NOW + turn * 15 * MINUTE
        assert present(database, token, now) is not None
        with database.writing() as session:
            sign_in.touch(session, opened.id, now=now)
    assert present(database, token, NOW + timedelta(hours=12)) is None


def test_being_seen_is_written_at_most_once_a_minute_and_never_backwards(
    database: Database,
) -> None:
    token, opened = start(database, add(database))
    assert not opened.needs_touch(NOW + 0.9 * MINUTE)
    assert opened.needs_touch(NOW + MINUTE)
    with database.writing() as session:
        sign_in.touch(session, opened.id, now=NOW - MINUTE)
    found = present(database, token)
    assert found is not None
    assert found.last_seen_at == NOW


def test_signing_out_ends_it_on_the_server(database: Database) -> None:
    token, opened = start(database, add(database))
    with database.writing() as session:
        sign_in.sign_out(session, opened.id, now=NOW, by=CLERK)
        sign_in.sign_out(session, opened.id, now=NOW, by=CLERK)
        sign_in.touch(session, opened.id, now=NOW + MINUTE)
    assert present(database, token) is None
    assert [one.action for one in events(database)].count("signed_out") == 1


def _other_password(database: Database, user: User, kept: str) -> None:
    with database.writing() as session:
        set_password(session, user.id, "another long one", by=CLERK, keep_sign_in=kept)


def _end_others(database: Database, user: User, kept: str) -> None:
    with database.writing() as session:
        sign_in.end_sign_ins(session, user.id, ending="ended", now=NOW, by=CLERK, keep=kept)


@pytest.mark.parametrize("change", [_other_password, _end_others])
def test_the_other_sign_ins_end_and_the_kept_one_stays(
    database: Database, change: Callable[[Database, User, str], None]
) -> None:
    user = add(database)
    (token, kept), (other, _) = start(database, user), start(database, user)
    change(database, user, kept.id)
    assert present(database, token) is not None
    assert present(database, other) is None
    with database.reading() as session:
        assert [one.id for one in sign_in.list_sign_ins(session, user.id, now=NOW)] == [kept.id]


def test_one_sign_in_can_be_ended_alone(database: Database) -> None:
    user = add(database)
    (token, _), (other, lost) = start(database, user), start(database, user)
    with database.writing() as session:
        assert (
            sign_in.end_sign_ins(session, user.id, ending="ended", now=NOW, by=CLERK, only=lost.id)
            == 1
        )
    assert present(database, token) is not None
    assert present(database, other) is None


def test_other_roles_and_shutting_take_effect_at_once(database: Database) -> None:
    add(database, "chief", Role.ADMINISTRATOR)
    user = add(database)
    token, _ = start(database, user)
    change: dict[str, Any] = {"name": "事務 花子", "by": CLERK}
    with database.writing() as session:
        change_user(
            session, user.id, roles=[Role.AUDITOR], disabled=False, seen_version=1, **change
        )
    found = present(database, token)
    assert found is not None
    assert found.user.roles == {Role.AUDITOR}
    with database.writing() as session:
        change_user(session, user.id, roles=[Role.AUDITOR], disabled=True, seen_version=2, **change)
    assert present(database, token) is None
    with pytest.raises(NotFoundError):
        start(database, user)
    assert {"roles_changed", "disabled", "sign_in_ended"} <= {
        one.action for one in events(database)
    }


def test_an_overdue_sign_in_is_marked_when_the_next_one_begins(database: Database) -> None:
    user = add(database)
    start(database, user)
    start(database, user, NOW + timedelta(hours=1))
    start(database, user, NOW + timedelta(hours=13))
    with database.reading() as session:
        endings = session.scalars(text("SELECT ending FROM sign_in ORDER BY created_at")).all()
    assert endings == ["idle", "too_long", None]


def test_two_administrators_of_one_account_do_not_overwrite_each_other(
    database: Database,
) -> None:
    add(database, "chief", Role.ADMINISTRATOR)
    user = add(database)
    change: dict[str, Any] = {"roles": [], "disabled": False, "by": CLERK, "seen_version": 1}
    with database.writing() as session:
        change_user(session, user.id, name="甲", **change)
    with pytest.raises(StaleError) as caught, database.writing() as session:
        change_user(session, user.id, name="乙", **change)
    assert (caught.value.stored.name, caught.value.submitted["name"]) == ("甲", "乙")


@pytest.mark.parametrize(
    ("roles", "disabled"), [([], False), ([Role.ADMINISTRATOR], True)], ids=["role", "shut"]
)
def test_the_last_administrator_stays(
    database: Database, roles: list[Role], *, disabled: bool
) -> None:
    chief = add(database, "chief", Role.ADMINISTRATOR)
    change: dict[str, Any] = {"name": "n", "roles": roles, "disabled": disabled, "by": CLERK}
    with pytest.raises(LastAdministratorError), database.writing() as session:
        change_user(session, chief.id, seen_version=1, **change)
    add(database, "second", Role.ADMINISTRATOR)
    with database.writing() as session:
        change_user(session, chief.id, seen_version=1, **change)


def test_failures_are_counted_until_the_right_password(database: Database) -> None:
    user = add(database)
    with database.writing() as session:
        for _ in range(3):
            sign_in.note_failed_sign_in(session, "HANAKO", now=NOW, address="192.0.2.9")
        sign_in.note_failed_sign_in(session, "nobody", now=NOW, address="192.0.2.9")
        found = find_user(session, user.id)
    assert found is not None
    assert found.failures == 3
    start(database, user)
    with database.reading() as session:
        found = find_user(session, user.id)
    assert found is not None
    assert (found.failures, found.last_sign_in_at) == (0, NOW)


def test_no_secret_and_nothing_typed_is_in_the_log(database: Database) -> None:
    user = add(database)
    token, opened = start(database, user)
    with database.writing() as session:
        sign_in.note_failed_sign_in(session, "my-password-by-mistake", now=NOW)
        set_password(session, user.id, "another long one", by=CLERK)
        sign_in.sign_out(session, opened.id, now=NOW, by=CLERK)
    with database.reading() as session:
        kept = session.execute(text("SELECT password_hash FROM account")).scalar_one()
        log = str(session.execute(text("SELECT * FROM audit_event")).all())
        hashes = session.scalars(text("SELECT token_hash FROM sign_in")).all()
    for secret in (PASSWORD, "another long one", "by-mistake", token, kept, *hashes):
        assert secret not in log
    assert kept.startswith("$argon2id$")
    assert token not in hashes
    assert [one.action for one in reversed(events(database))] == [
        "created",
        "signed_in",
        "sign_in_failed",
        "password_set",
        "sign_in_ended",
    ]


def test_finding_a_sign_in_takes_two_statements(database: Database) -> None:
    from tests.databases import statements  # noqa: PLC0415

    token, _ = start(database, add(database, "hanako", *Role))
    with statements(database) as seen:
        present(database, token)
    assert len([one for one in seen if one.startswith("SELECT")]) == 2
