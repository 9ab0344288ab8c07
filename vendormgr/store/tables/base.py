"""The base of all tables and the column kinds that they share."""

import json
from collections.abc import Iterable
from typing import Any, cast

from sqlalchemy import BigInteger, Boolean, Dialect, Enum, MetaData, Table, Text
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import Field, SQLModel

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


class Row(SQLModel, registry=registry(metadata=METADATA)):
    """Base of every table; rows are equal only to themselves and can stand in sets."""

    def __eq__(self, other: object) -> bool:
        return self is other

    def __hash__(self) -> int:
        return id(self)


def table_of(row: type[Row]) -> Table:
    """The table of a row class, for queries on columns."""
    return cast("Table", row.__table__)  # type: ignore[attr-defined]


# One encoder for all: json.dumps would build one for every value.
_to_json = json.JSONEncoder(ensure_ascii=False).encode


class JsonText(TypeDecorator[Any]):
    """A JSON value kept as text, Japanese readable; replace it whole, changes inside are lost."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str | None:  # noqa: ARG002
        """To text; None stays NULL."""
        return None if value is None else _to_json(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:  # noqa: ARG002
        """From text; NULL stays None."""
        return None if value is None else json.loads(value)

    def __repr__(self) -> str:
        return "JsonText()"


def closed(values: Iterable[str], name: str, *, optional: bool = True) -> Any:
    """A column of a closed set, kept as text under a CHECK of that name."""
    kept = Enum(
        *(str(value) for value in values),
        name=name,
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    return _field(kept, optional=optional)


def flag(name: str, *, optional: bool = True) -> Any:
    """A yes/no column; where it is optional, NULL means unknown."""
    return _field(Boolean(create_constraint=True, name=name), optional=optional)


def whole(*, optional: bool = True) -> Any:
    """A whole number of up to 64 bits."""
    return _field(BigInteger(), optional=optional)


def json_text(*, optional: bool = False) -> Any:
    """A JSON value kept as text."""
    return _field(JsonText(), optional=optional)


def refers_to(table: str, *, optional: bool = True) -> Any:
    """A reference to the id of a record in that table, with an index for reading it backwards."""
    default: Any = None if optional else ...
    return Field(default=default, foreign_key=f"{table}.id", index=True, nullable=optional)


def _field(kept: Any, *, optional: bool) -> Any:
    default: Any = None if optional else ...
    return Field(default=default, sa_type=kept, nullable=optional)
