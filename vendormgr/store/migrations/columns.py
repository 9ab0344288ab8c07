"""Short names for the columns in the steps. Frozen: released steps must never change meaning."""

import sqlalchemy as sa


def text(
    name: str, *, need: bool = False, key: bool = False, of: str | None = None
) -> sa.Column[str]:
    """A text; `of` is the table whose id it is."""
    links = [sa.ForeignKey(f"{of}.id")] if of else []
    return sa.Column(name, sa.String(), *links, nullable=not (need or key), primary_key=key)


def closed(name: str, *values: str, need: bool = False, key: bool = False) -> sa.Column[str]:
    """A text out of a closed set, under a CHECK of the column's name."""
    kept = sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
    return sa.Column(name, kept, nullable=not (need or key), primary_key=key)


def flag(name: str, *, need: bool = False) -> sa.Column[bool]:
    """Yes, no or, unless needed, unknown."""
    return sa.Column(name, sa.Boolean(create_constraint=True, name=name), nullable=not need)


def small(name: str, *, need: bool = False, key: bool = False) -> sa.Column[int]:
    """A whole number of 32 bits."""
    kept = sa.Integer()
    return sa.Column(name, kept, nullable=not (need or key), primary_key=key, autoincrement=False)


def whole(name: str, *, need: bool = False, key: bool = False) -> sa.Column[int]:
    """A whole number of 64 bits."""
    kept = sa.BigInteger()
    return sa.Column(name, kept, nullable=not (need or key), primary_key=key, autoincrement=False)


def day(name: str, *, need: bool = False) -> sa.Column[object]:
    """A calendar day."""
    return sa.Column(name, sa.Date(), nullable=not need)


def moment(name: str, *, need: bool = False) -> sa.Column[object]:
    """A point in time, in UTC."""
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not need)


def long_text(name: str, *, need: bool = False) -> sa.Column[str]:
    """A JSON value as text."""
    return sa.Column(name, sa.Text(), nullable=not need)


def check(name: str, condition: str) -> sa.CheckConstraint:
    """A named condition; the table's name is put before it."""
    return sa.CheckConstraint(condition, name=name)
