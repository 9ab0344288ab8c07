"""棚卸しの保存: all answers of a screen at once, and what to do where somebody else was first."""

from collections.abc import Iterable
from dataclasses import dataclass

from vendormgr.domain.portfolio import Connection
from vendormgr.i18n import t
from vendormgr.store import record as store
from vendormgr.store.errors import RecordError
from vendormgr.web.access import actor
from vendormgr.web.conflict import Conflict, fact_as_seen, settle
from vendormgr.web.db import reading, writing
from vendormgr.web.estate import estate
from vendormgr.web.flashes import done
from vendormgr.web.forms import Form
from vendormgr.web.inventory_form import ANSWER, SEEN, WHO, answered, answers_of
from vendormgr.web.names import namer
from vendormgr.web.screens import problem_text

Stored = store.Stored[Connection]


@dataclass(frozen=True, slots=True)
class LineConflict:
    """A line that somebody else changed after the person opened the screen."""

    connection: str
    conflict: Conflict


def save(lines: Iterable[Connection], form: Form) -> tuple[LineConflict, ...]:
    """Every changed line in one transaction, or none; the conflicts that kept it from that.

    What a record refuses stands in the form's problems afterwards.
    """
    shown = tuple(lines)
    current = ""
    conflicts: tuple[LineConflict, ...] = ()
    saved = 0
    try:
        with writing() as session:
            now = [store.find(session, Connection, one.id) for one in shown]
            there = [one for one in now if one is not None and one.archived_at is None]
            conflicts = tuple(_conflicts(there, form))
            for one in () if conflicts else there:
                fresh = answered(one.fact, form)
                if fresh != one.fact:
                    current = one.fact.id
                    store.update(session, fresh, by=actor(), seen_version=one.version)
                    saved += 1
    except RecordError as error:
        form.refuse("", f"{namer(estate())(current)}{t('common.colon')}{problem_text(error)}")
        return ()
    if not conflicts:
        done(t("inventory.saved", n=saved) if saved else t("record.unchanged"))
    return conflicts


def _conflicts(there: Iterable[Stored], form: Form) -> Iterable[LineConflict]:
    """Lines that changed meanwhile and on which something is left to save.

    The form takes over what only the other person changed, and the versions as they are now, so
    that sending it once more saves what is still in it.
    """
    for one in there:
        if _seen_version(form, one.fact.id) == one.version:
            continue
        conflict = _compare(form, one)
        form[f"{SEEN}{one.fact.id}"].data = str(one.version)
        if answered(one.fact, form) != one.fact:
            yield LineConflict(one.fact.id, conflict)


def _seen_version(form: Form, id_: str) -> int:
    seen = str(form[f"{SEEN}{id_}"].data or "")
    return int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 10 else 0


def _compare(form: Form, stored: Stored) -> Conflict:
    id_ = stored.fact.id
    seen = fact_as_seen(Connection, id_, _seen_version(form, id_), reading())
    known, now = answers_of(seen) if seen is not None else None, answers_of(stored.fact)
    differences, taken_over = [], []
    for field in form:
        name = str(field.name)
        if name != f"{WHO}{id_}" and name.rpartition(".")[0] != f"{ANSWER}{id_}":
            continue
        found = settle(field, now.get(name), None if known is None else (known.get(name),))
        if isinstance(found, str):
            taken_over.append(found)
        elif found is not None:
            differences.append(found)
    return Conflict(stored.updated_by, stored.updated_at, tuple(differences), tuple(taken_over))
