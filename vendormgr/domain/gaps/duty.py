"""Who is accountable for a duty, over all records of it, and which devices carry a line."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from vendormgr.domain.index import Index
from vendormgr.domain.portfolio import Connection, Responsibility
from vendormgr.domain.vocabulary import AssetKind

INTERNET_EXPOSURE = "internet_exposure"


@dataclass(frozen=True, slots=True)
class DutyState:
    """義務の状態: what all records of one duty on one subject say together."""

    subject: str
    duty: str
    accountable: tuple[str, ...]
    """Everybody named in any record, in order."""
    unconfirmed: bool
    """Some record says that nobody has confirmed who it is."""

    @property
    def key(self) -> str:
        """`subject/duty`, as findings name it."""
        return f"{self.subject}/{self.duty}"


def duty_states(index: Index) -> Mapping[tuple[str, str], DutyState]:
    """(subject, duty) to its state; what stands on a removed connection is left out."""
    grouped: dict[tuple[str, str], list[Responsibility]] = {}
    for record in index.portfolio.responsibilities:
        if record.subject and record.duty and _is_there(record.subject, index):
            grouped.setdefault((record.subject, record.duty), []).append(record)
    return {
        key: DutyState(
            *key,
            accountable=tuple(dict.fromkeys(p for one in records for p in one.accountable or ())),
            unconfirmed=any(one.accountable is None for one in records),
        )
        for key, records in grouped.items()
    }


def _is_there(subject: str, index: Index) -> bool:
    return subject in index.connections or subject in index.assets or subject in index.services


def line_devices(index: Index) -> Mapping[str, tuple[Connection, ...]]:
    """接続機器: device assets to the live connections that make them equipment of a line.

    Such a connection is an internet exposure, joins the hospital and the outside, or is somebody's
    line. Devices keep the order of the portfolio.
    """
    found: dict[str, list[Connection]] = {}
    for connection in index.connections.values():
        for end in _line_ends(connection, index):
            found.setdefault(end, []).append(connection)
    return {
        asset.id: tuple(found[asset.id]) for asset in index.portfolio.assets if asset.id in found
    }


def _line_ends(connection: Connection, index: Index) -> Iterator[str]:
    start, end = index.assets[connection.from_], index.assets[connection.to]
    if (
        connection.kind == INTERNET_EXPOSURE
        or connection.line_party is not None
        or start.location is not end.location
    ):
        for asset in (start, end) if start.id != end.id else (start,):
            if asset.kind is AssetKind.DEVICE:
                yield asset.id
