"""People who sign in, their roles, and the sign-ins that are open now."""

from datetime import datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from vendormgr.domain.access import Role
from vendormgr.store.tables.base import Row, closed, flag

ENDINGS = ("signed_out", "idle", "too_long", "password_changed", "disabled", "ended")
"""Why a sign-in ended."""


class AccountRow(Row, table=True):
    """利用者."""

    __tablename__ = "account"
    __table_args__ = (CheckConstraint("version >= 1", name="version"),)

    id: str = Field(primary_key=True)
    login: str
    login_key: str = Field(unique=True)
    """The sign-in name after NFKC and case folding: no second "Admin"."""
    name: str
    password_hash: str | None = None
    must_change_password: bool = flag("must_change_password", optional=False)
    password_changed_at: datetime | None = None
    disabled_at: datetime | None = None
    failures: int = 0
    """Wrong passwords since the last right one."""
    last_failure_at: datetime | None = None
    last_sign_in_at: datetime | None = None
    version: int = 1
    created_at: datetime
    updated_at: datetime


class AccountRoleRow(Row, table=True):
    """利用者の役割."""

    __tablename__ = "account_role"

    account: str = Field(primary_key=True, foreign_key="account.id")
    role: str = Field(primary_key=True, sa_type=closed(Role, "role", optional=False).sa_type)


class SignInRow(Row, table=True):
    """サインイン: one browser of one person; only the hash of its token is kept."""

    __tablename__ = "sign_in"
    __table_args__ = (CheckConstraint("(ended_at IS NULL) = (ending IS NULL)", name="ended"),)

    id: str = Field(primary_key=True)
    token_hash: str = Field(unique=True)
    account: str = Field(foreign_key="account.id", index=True)
    created_at: datetime
    last_seen_at: datetime
    address: str | None = None
    browser: str | None = None
    ended_at: datetime | None = None
    ending: str | None = closed(ENDINGS, "ending")
