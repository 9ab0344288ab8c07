"""Rules on lines: how they are opened, who may use them, what is not known about them."""

from collections.abc import Collection, Iterator, Mapping
from re import findall

from vendormgr.domain.catalogue import ConnectionKind
from vendormgr.domain.exposure.states import ON_DEMAND, REMOVED
from vendormgr.domain.gaps.duty import INTERNET_EXPOSURE
from vendormgr.domain.gaps.estate import Estate
from vendormgr.domain.gaps.finding import Seen
from vendormgr.domain.gaps.registry import rule
from vendormgr.domain.portfolio import Connection
from vendormgr.domain.vocabulary import Location, PartyRole, Severity

REMOTE_USE = frozenset({"remote_session", "third_party_access"})
LATERAL = frozenset({"lateral"})
EXPOSURE = frozenset({INTERNET_EXPOSURE})
INTERACTIVE = frozenset({"rdp", "ssh", "vnc"})
"""Protocols that give a screen or a shell. Source: incidents O-7 and O-8."""


@rule("connection-unregistered")
def connection_unregistered(estate: Estate) -> Iterator[Seen]:
    """A connection is known to be missing from the register."""
    for connection in estate.index.connections.values():
        if connection.registered is False:
            yield _seen(estate, connection)


@rule("line-not-recorded")
def line_not_recorded(estate: Estate) -> Iterator[Seen]:
    """Somebody said that a vendor has a line which stands in no record: nobody can judge it."""
    for party in estate.index.portfolio.parties:
        if party.lines_listed is False and party.role is not PartyRole.HOSPITAL:
            yield Seen(party.id, (party.id,), facts=(party.lines_listed,))


@rule("connection-always-on")
def connection_always_on(estate: Estate) -> Iterator[Seen]:
    """A remote session from outside into the hospital is open all the time."""
    for connection in estate.index.connections.values():
        if (
            connection.always_on is True
            and connection.kind in REMOTE_USE
            and estate.index.crosses_into_hospital(connection)
        ):
            yield _seen(estate, connection)


@rule("exposed-device-unpatched")
def exposed_device_unpatched(estate: Estate) -> Iterator[Seen]:
    """What faces the internet has not been updated."""
    return _lacking(estate, "patched", EXPOSURE)


@rule("source-unrestricted")
def source_unrestricted(estate: Estate) -> Iterator[Seen]:
    """What faces the internet answers any source."""
    return _lacking(estate, "source_ip_restricted", EXPOSURE)


@rule("two-factor-missing")
def two_factor_missing(estate: Estate) -> Iterator[Seen]:
    """A way in from outside works without a second factor."""
    return _lacking(estate, "mfa", EXPOSURE | REMOTE_USE)


@rule("shared-credential")
def shared_credential(estate: Estate) -> Iterator[Seen]:
    """A connection is used with shared or reused credentials."""
    return _lacking(estate, "unique_credentials")


@rule("lockout-missing")
def lockout_missing(estate: Estate) -> Iterator[Seen]:
    """A connection allows guessing passwords without end."""
    return _lacking(estate, "lockout")


@rule("flat-network")
def flat_network(estate: Estate) -> Iterator[Seen]:
    """Two assets see each other without a boundary."""
    return _lacking(estate, "segmented", LATERAL)


@rule("interactive-login-allowed")
def interactive_login_allowed(estate: Estate) -> Iterator[Seen]:
    """A vendor logs in to the hospital by RDP, SSH or VNC, and not through a jump host."""
    for connection in estate.index.connections.values():
        if (
            connection.controls.get("jump_host") is False
            and _is_interactive(connection.protocol)
            and _comes_from_a_vendor(estate, connection)
        ):
            yield _seen(estate, connection)


@rule("control-unknown")
def control_unknown(estate: Estate) -> Iterator[Seen]:
    """Something that decides about a connection, or a recorded control, has not been confirmed."""
    kinds = estate.catalogue.kinds
    asked = {kind.id: _vector_controls(kind) for kind in kinds.values()}
    for connection in estate.index.connections.values():
        unknown = _unknown(connection, asked.get(connection.kind, ()))
        if unknown:
            yield Seen(
                connection.id,
                estate.line_parties[connection.id],
                rests_on=(connection.id,),
                facts=(unknown,),
                detail={"count": len(unknown), "controls": unknown},
            )
    for asset in estate.index.portfolio.assets:
        unknown = _nulls(asset.controls)
        if unknown:
            yield Seen(
                asset.id,
                estate.parties_of_asset(asset),
                rests_on=(asset.id,),
                facts=(unknown,),
                detail={"count": len(unknown), "controls": unknown},
            )


@rule("non-it-vendor-connected")
def non_it_vendor_connected(estate: Estate) -> Iterator[Seen]:
    """A contractor of another trade has a line into the hospital. Source: incident O-1."""
    lines: dict[str, list[Connection]] = {}
    index = estate.index
    for connection in index.connections.values():
        if index.crosses_into_hospital(connection):
            start_owner = index.assets[connection.from_].owner
            for party in dict.fromkeys((connection.line_party, start_owner)):
                if party is not None and _is_other_trade(estate, party):
                    lines.setdefault(party, []).append(connection)
    for party, connections in lines.items():
        cores = estate.exposure.vendors[party].cores
        yield Seen(
            party,
            estate.parties(party),
            rests_on=tuple(one.id for one in connections),
            facts=(*connections, cores),
            detail={"party": party, "count": len(connections), "end": connections[0].to},
            severity=None if cores else Severity.INFO,
        )


def _seen(estate: Estate, connection: Connection) -> Seen:
    return Seen(
        connection.id,
        estate.line_parties[connection.id],
        rests_on=(connection.id,),
        facts=(connection,),
    )


def _lacking(estate: Estate, control: str, kinds: Collection[str] | None = None) -> Iterator[Seen]:
    """Connections of these kinds, or of any, where the control is known not to be in place."""
    for connection in estate.index.connections.values():
        if connection.controls.get(control) is False and (
            kinds is None or connection.kind in kinds
        ):
            yield _seen(estate, connection)


def _is_interactive(protocol: str | None) -> bool:
    """Whether the free text names one of the protocols ("RDP (3389)", "ssh/22")."""
    return protocol is not None and not INTERACTIVE.isdisjoint(
        findall(r"[a-z]+", protocol.casefold())
    )


def _comes_from_a_vendor(estate: Estate, connection: Connection) -> bool:
    index = estate.index
    start, end = index.assets[connection.from_], index.assets[connection.to]
    if end.location is not Location.HOSPITAL:
        return False
    outside = start.location is Location.EXTERNAL
    return index.is_vendor(start.owner) or (outside and index.is_vendor(connection.line_party))


def _is_other_trade(estate: Estate, party: str) -> bool:
    return estate.index.is_vendor(party) and estate.index.parties[party].it_vendor is False


def _vector_controls(kind: ConnectionKind) -> tuple[str, ...]:
    """What decides about a connection of the kind, in the order of its vectors."""
    names = (name for ways in kind.vectors.values() for way in ways for name in sorted(way))
    return tuple(name for name in dict.fromkeys(names) if name != REMOVED)


def _unknown(connection: Connection, asked: tuple[str, ...]) -> tuple[str, ...]:
    """What nobody has confirmed: controls asked of its kind, then those recorded as unknown."""
    controls = connection.controls
    open_ = [
        name
        for name in asked
        if (connection.always_on if name == ON_DEMAND else controls.get(name)) is None
    ]
    return tuple(dict.fromkeys((*open_, *_nulls(controls))))


def _nulls(controls: Mapping[str, bool | None]) -> tuple[str, ...]:
    return tuple(name for name, value in controls.items() if value is None)
