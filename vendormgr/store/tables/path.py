"""Life of the ways in: which way was seen from when until when."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint
from sqlmodel import Field

from vendormgr.domain.vocabulary import PathState
from vendormgr.store.tables.base import Row, closed, json_text


class PathSightingRow(Row, table=True):
    """経路の経緯: one way of one attacker to one core system, over all the times it was seen."""

    __tablename__ = "path_sighting"
    __table_args__ = (CheckConstraint("last_seen_on >= first_seen_on", name="seen"),)

    attacker: str = Field(primary_key=True)
    """A vendor, or the asset on the internet where it begins."""
    core: str = Field(primary_key=True)
    path: str = Field(primary_key=True)
    """The id of the way: it stays as long as the same connections are used."""
    state: str = closed(PathState, "state", optional=False)
    assets: Any = json_text()
    """The assets that it passes, in order."""
    connections: Any = json_text()
    """Everything that it uses, to see whether it is still there when an easier one was found."""
    first_seen_on: date
    last_seen_on: date
    gone_on: date | None = None
