"""Saving a changed record from a form: done, refused beside a field, or somebody was faster."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from vendormgr.domain.portfolio import Fact
from vendormgr.i18n import t
from vendormgr.store import record as store
from vendormgr.store.errors import RecordError, StaleError
from vendormgr.web.access import actor
from vendormgr.web.conflict import Conflict, compare
from vendormgr.web.db import writing
from vendormgr.web.flashes import done
from vendormgr.web.forms import RecordForm
from vendormgr.web.screens import refuse

F = TypeVar("F", bound=Fact)


@dataclass(frozen=True, slots=True)
class Attempt(Generic[F]):
    """What became of a form; nothing yet while it is only shown."""

    saved: F | None = None
    conflict: Conflict | None = None
    """Somebody else saved first: both versions."""

    def status(self, form: RecordForm) -> int:
        """How the page with the form answers, where it is shown again."""
        return 409 if self.conflict is not None else 422 if form.problems else 200


def save_changed(form: RecordForm, fact: F, text: str) -> Attempt[F]:
    """Bring a record to what was typed and say `text` with a button that takes it back.

    A form whose fields are not those of the record says with `shown` what it is filled from.
    """
    try:
        with writing() as session:
            saved = store.update(session, fact, by=actor(), seen_version=form.seen_version)
            event = store.history(session, type(fact), fact.id, limit=1)[0]
    except StaleError as error:
        shown = getattr(form, "shown", None)
        theirs = None if shown is None else shown(error.stored.fact)
        return Attempt(conflict=compare(form, error.stored, theirs))
    except RecordError as error:
        refuse(form, error)
        return Attempt()
    if saved.version == form.seen_version:
        done(t("record.unchanged"))
    else:
        done(text, undo=event.sequence)
    return Attempt(saved=saved.fact)
