"""接続の一覧: every connection with its state and what it lacks."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from vendormgr.domain.analysis import Conclusions
from vendormgr.domain.catalogue import ConnectionKind
from vendormgr.domain.exposure import ConnectionState
from vendormgr.domain.portfolio import Connection
from vendormgr.domain.vocabulary import PathState
from vendormgr.exchange.seed import load_catalogue
from vendormgr.i18n import label, language, t
from vendormgr.web.listing import ListColumn, ListFilter, Listing, make_listing

_STATES = list(PathState)


@dataclass(frozen=True, slots=True)
class ConnectionLine:
    """One connection as the list shows it."""

    connection: Connection
    state: ConnectionState
    kind: ConnectionKind
    start: str
    end: str
    party: str | None


def connection_lines(
    conclusions: Conclusions, only: Iterable[Connection] | None = None
) -> list[ConnectionLine]:
    """Every connection that is still there, in portfolio order, or only these."""
    name, kinds = conclusions.index.name, conclusions.catalogue.kinds
    return [
        ConnectionLine(
            one,
            conclusions.exposure.connections[one.id],
            kinds[one.kind],
            name(one.from_),
            name(one.to),
            name(one.line_party) if one.line_party else None,
        )
        for one in (conclusions.index.connections.values() if only is None else only)
    ]


def list_connections(conclusions: Conclusions) -> Listing[ConnectionLine]:
    """The connections that the address asks for."""
    words = language()
    return make_listing(
        connection_lines(conclusions),
        [
            ListColumn[ConnectionLine](
                key="from",
                title="connection.route",
                value=lambda one: (one.start, one.end),
                exported=lambda one: f"{one.start} → {one.end}",
            ),
            ListColumn[ConnectionLine](
                key="kind", title="connection.kind", value=lambda one: one.kind.title.of(words)
            ),
            ListColumn[ConnectionLine](
                key="party", title="connection.line_party", value=lambda one: one.party
            ),
            ListColumn[ConnectionLine](
                key="state",
                title="connection.state",
                value=lambda one: _STATES.index(one.state.state),
                exported=lambda one: one.state.state,
            ),
            ListColumn[ConnectionLine](
                key="missing",
                title="connection.lacking",
                value=lambda one: len(one.state.missing) + len(one.state.unknown),
                exported=lambda one: _lacking(one.state),
            ),
        ],
        _filters(conclusions),
        found_by=_found_by,
        order="state",
    )


def _lacking(state: ConnectionState) -> list[str]:
    """The missing (×) and unconfirmed (？) controls in words."""
    controls, words = load_catalogue().controls, language()
    return [
        f"{mark} {controls[one].title.of(words)}"
        for mark, listed in (("×", state.missing), ("？", state.unknown))
        for one in listed
    ]


def _filters(conclusions: Conclusions) -> list[ListFilter[ConnectionLine]]:
    kinds, words = conclusions.catalogue.kinds.values(), language()
    return [
        ListFilter[ConnectionLine](
            key="state",
            title="connection.state",
            options={one: label(one) for one in PathState},
            holds=lambda one, value: one.state.state == value,
        ),
        ListFilter[ConnectionLine](
            key="entering",
            title="connection.entering",
            options={"yes": t("connection.entering_yes")},
            holds=lambda one, _: conclusions.index.crosses_into_hospital(one.connection),
        ),
        ListFilter[ConnectionLine](
            key="kind",
            title="connection.kind",
            options={one.id: one.title.of(words) for one in kinds},
            holds=lambda one, value: one.kind.id == value,
        ),
    ]


def _found_by(one: ConnectionLine) -> Iterator[str | None]:
    yield from (one.start, one.end, one.party, one.connection.line, one.connection.id)
    yield one.connection.protocol
