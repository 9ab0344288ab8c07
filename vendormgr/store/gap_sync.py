"""Bringing the gap records up to date with what the rules found today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import Session

from vendormgr.domain.vocabulary import Severity
from vendormgr.store.audit import Actor
from vendormgr.store.gap import GAP, GapAction, Key, record_gap_events
from vendormgr.store.state import note_sync, read_state

SYSTEM = Actor("system")


class Found(Protocol):
    """What the records need of a finding."""

    @property
    def rule(self) -> str:
        """The rule that saw it."""

    @property
    def subject(self) -> str:
        """What it was seen on."""

    @property
    def severity(self) -> Severity:
        """How bad it is."""

    @property
    def basis(self) -> str:
        """Hash of what it rests on; asked for only where there is an acceptance."""


@dataclass(frozen=True, slots=True)
class SyncCount:
    """How many gaps were new, gone, back, and how many acceptances ended."""

    seen: int = 0
    resolved: int = 0
    reopened: int = 0
    expired: int = 0
    stale: int = 0


class _Kept(NamedTuple):
    """The part of a gap's row that the comparison needs."""

    severity: str
    resolved_on: date | None
    until: date | None
    basis: str | None
    """None: no acceptance that still holds."""


def sync_gaps(
    session: Session, findings: Iterable[Found], *, version: int, today: date, by: Actor = SYSTEM
) -> SyncCount | None:
    """Note first sights, resolutions, returns and acceptances that ran out or went stale.

    Idempotent: once per portfolio version and day. None, and nothing is written, when that was
    done already or the portfolio is no longer the one of `version`, whose findings these are. A
    fixed number of statements, in bulk.
    """
    state = read_state(session)
    if version != state.version or (state.gaps_version, state.gaps_on) == (version, today):
        return None
    found = {(one.rule, one.subject): one for one in findings}
    kept = _read(session)
    new = [one for key, one in found.items() if key not in kept]
    gone = [key for key, row in kept.items() if row.resolved_on is None and key not in found]
    back = [key for key in found if key in kept and kept[key].resolved_on is not None]
    expired = [key for key in found if _has_expired(kept.get(key), today)]
    stale = [
        key for key, one in found.items() if key not in expired and _is_stale(kept.get(key), one)
    ]
    _insert(session, new, today)
    _set(session, gone, resolved_on=today)
    _set(session, back, resolved_on=None)
    _set(session, expired, acceptance_ended_on=today, acceptance_ending="expired")
    _set(session, stale, acceptance_ended_on=today, acceptance_ending="stale")
    _regrade(session, found, kept)
    _note_last_seen(session, today)
    events = [
        ((one.rule, one.subject), GapAction.SEEN, {"severity": one.severity.value}) for one in new
    ]
    events += [(key, GapAction.RESOLVED, {}) for key in gone]
    events += [(key, GapAction.REOPENED, {}) for key in back]
    events += [(key, GapAction.ACCEPTANCE_EXPIRED, {}) for key in expired]
    events += [(key, GapAction.ACCEPTANCE_STALE, {}) for key in stale]
    record_gap_events(session, events, on=today, by=by.name, portfolio_version=version)
    note_sync(session, version=version, on=today)
    return SyncCount(len(new), len(gone), len(back), len(expired), len(stale))


def _read(session: Session) -> dict[Key, _Kept]:
    query = select(
        GAP.c.rule,
        GAP.c.subject,
        GAP.c.severity,
        GAP.c.resolved_on,
        GAP.c.acceptance_until,
        GAP.c.acceptance_basis,
        GAP.c.acceptance_ended_on,
    )
    return {
        (rule, subject): _Kept(severity, resolved_on, until, basis if ended is None else None)
        for rule, subject, severity, resolved_on, until, basis, ended in session.execute(query)
    }


def _has_expired(kept: _Kept | None, today: date) -> bool:
    return (
        kept is not None
        and kept.basis is not None
        and kept.until is not None
        and kept.until < today
    )


def _is_stale(kept: _Kept | None, found: Found) -> bool:
    return kept is not None and kept.basis is not None and kept.basis != found.basis


def _insert(session: Session, new: Iterable[Found], today: date) -> None:
    rows = [
        {
            "rule": one.rule,
            "subject": one.subject,
            "severity": one.severity.value,
            "first_seen_on": today,
            "last_seen_on": today,
            "version": 1,
        }
        for one in new
    ]
    if rows:
        session.execute(insert(GAP), rows)


def _set(session: Session, keys: Iterable[Key], **values: Any) -> None:
    """The same values on many gaps, each with its next version."""
    rows = [{"of_rule": rule, "of_subject": subject} for rule, subject in keys]
    if not rows:
        return
    step = (
        update(GAP)
        .where(GAP.c.rule == bindparam("of_rule"), GAP.c.subject == bindparam("of_subject"))
        .values(version=GAP.c.version + 1, **values)
    )
    session.execute(step, rows, execution_options={"synchronize_session": False})


def _regrade(session: Session, found: Mapping[Key, Found], kept: Mapping[Key, _Kept]) -> None:
    changed: dict[Severity, list[Key]] = {}
    for key, one in found.items():
        if key in kept and kept[key].severity != one.severity:
            changed.setdefault(one.severity, []).append(key)
    for severity, keys in changed.items():
        _set(session, keys, severity=severity.value)


def _note_last_seen(session: Session, today: date) -> None:
    """A clock that was put back does not put this day back."""
    step = update(GAP).where(GAP.c.resolved_on.is_(None), GAP.c.last_seen_on < today)
    session.execute(step.values(last_seen_on=today))
