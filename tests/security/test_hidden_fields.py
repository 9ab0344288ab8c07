"""Only what a form shows can be changed by sending it."""

import sqlite3
from contextlib import closing
from dataclasses import fields

import pytest
import time_machine

from tests.demo import Hospital
from tests.security.posts import Post, send
from tests.web.conftest import NOW
from vendormgr.domain.portfolio import NOUNS
from vendormgr.domain.vocabulary import PartyRole

OF_THE_STORE = frozenset(
    {"id_", "version", "role", "roles", "permission", "is_admin", "user_id", "account", "actor"}
    | {"by", "created_by", "created_at", "updated_at", "updated_by", "archived_at", "batch"}
    | {"archive_batch", "approved", "approved_by", "approved_on", "approver", "score", "decision"}
    | {"login", "password_hash", "must_change_password", "disabled_at", "severity", "basis"}
    | {"accepted_by", "accepted_at", "resolved_on", "first_seen_on", "edition", "title"}
)
VALUES = {"role": PartyRole.HOSPITAL.value, "roles": "administrator", "approved_on": "2026/11/01"}
OWN_ANSWER = frozenset({"/account/password", "/sign-in", "/sign-out", "/language"})
NOT_COMPARED = frozenset({"submission", "sign_in"})
"""The first holds a hash of everything that was sent."""


@pytest.mark.parametrize("part", range(4))
def test_a_form_saves_the_same_whatever_else_is_sent_with_it(
    hospital: Hospital, posts: dict[str, Post], part: int
) -> None:
    """AZ-08."""
    wrong = []
    for rule in sorted(set(posts) - OWN_ANSWER)[part::4]:
        post = posts[rule]
        known = {one.name for one in post.controls}
        added = {name: VALUES.get(name, "1") for name in strange_names() if name not in known}
        if saved(hospital, post, {}) != saved(hospital, post, added):
            wrong.append(rule)
    assert wrong == []


def strange_names() -> set[str]:
    """Every field of every record, and what the database keeps beside them."""
    return {one.name for fact in NOUNS.values() for one in fields(fact)} | OF_THE_STORE


def saved(hospital: Hospital, post: Post, added: dict[str, str]) -> list[str]:
    """All content after the form was sent with further fields."""
    with time_machine.travel(NOW, tick=False):
        send(hospital, post, post.role, added)
    with closing(sqlite3.connect(hospital.file)) as plain:
        tables = plain.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        content = [
            f"{table} {row}"
            for (table,) in tables
            if table not in NOT_COMPARED
            for row in plain.execute(f'SELECT * FROM "{table}"').fetchall()  # noqa: S608
        ]
    hospital.reset()
    return sorted(content)
