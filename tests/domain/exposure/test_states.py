"""The state of a connection, and what it lacks."""

from typing import Any

import pytest

from tests.domain.exposure import oracle
from tests.domain.exposure.worlds import KINDS, kind, worlds
from tests.domain.factories import connection
from vendormgr.domain.exposure import ConnectionState, state_of
from vendormgr.domain.vocabulary import PathState


def judged(kind_id: str, **fields: Any) -> ConnectionState:
    return state_of(connection("a", "b", kind=kind_id, **fields), KINDS[kind_id])


def test_states_agree_with_the_definition() -> None:
    for estate in worlds(500):
        for line in estate.connections.values():
            assert state_of(line, KINDS[line.kind]).state == oracle.state(line)


@pytest.mark.parametrize(
    ("controls", "state"),
    [
        ({}, PathState.UNVERIFIED),
        ({"lock": None}, PathState.UNVERIFIED),
        ({"lock": False}, PathState.OPEN),
        ({"lock": True}, PathState.CLOSED),
        ({"lock": False, "removed": False}, PathState.OPEN),
        ({"lock": False, "removed": None}, PathState.UNVERIFIED),
        ({"lock": False, "removed": True}, PathState.CLOSED),
        ({"lock": False, "closed_network": True, "av": True}, PathState.OPEN),
    ],
)
def test_absent_is_unknown_except_for_removed(
    controls: dict[str, bool | None], state: PathState
) -> None:
    assert judged("door", controls=controls).state is state


@pytest.mark.parametrize(
    ("always_on", "state"),
    [
        (True, PathState.OPEN),
        (False, PathState.CLOSED),
        (None, PathState.UNVERIFIED),
    ],
)
def test_on_demand_is_derived_whatever_the_controls_say(
    always_on: bool | None, state: PathState
) -> None:
    controls = {"mfa": True, "approval": True, "jump_host": False, "on_demand": not always_on}
    controls["on_demand"] = bool(always_on)
    assert judged("session", always_on=always_on, controls=controls).state is state


def test_names_what_is_missing_what_is_unknown_and_the_nearest_way_per_vector() -> None:
    state = judged("spread", controls={"segmented": False, "unique": False})
    reuse, exploit = state.vectors
    assert (reuse.state, reuse.missing, reuse.unknown) == (
        PathState.OPEN,
        ("segmented", "unique"),
        (),
    )
    assert (exploit.state, exploit.missing, exploit.unknown) == (
        PathState.UNVERIFIED,
        ("segmented",),
        ("patched",),
    )
    assert (state.missing, state.unknown) == (("segmented", "unique"), ("patched",))
    assert reuse.nearest == ("segmented",)
    assert state.fix == ("segmented",)


def test_a_closed_connection_lacks_nothing() -> None:
    state = judged("door", controls={"lock": True})
    assert (state.missing, state.unknown, state.fix) == ((), (), ())
    assert state.vectors[0].nearest == ()


def test_what_only_removing_would_close_has_no_fix() -> None:
    state = judged("hatch")
    assert state.fix is None
    assert state.vectors[0].nearest == ()


def test_the_fix_shares_a_control_between_vectors() -> None:
    two = kind("two", {"a": ("x+y", "s+t"), "b": ("z", "x+y")})
    state = state_of(connection("a", "b", kind="two"), two)
    assert state.fix == ("x", "y")
