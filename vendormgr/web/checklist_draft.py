"""What was read from a filled checklist, kept as its reader's draft until it is confirmed."""

import json
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from hashlib import blake2b
from typing import Any

from vendormgr.domain.checklist import FilledRow, Review, from_text, to_text
from vendormgr.exchange.checklist_table import CellError, FilledList
from vendormgr.store.draft import find_draft, save_draft
from vendormgr.web.access import user
from vendormgr.web.clock import now
from vendormgr.web.db import reading, writing


@dataclass(frozen=True, slots=True)
class Upload:
    """A list that was read and is not saved yet."""

    rows: tuple[FilledRow, ...]
    errors: tuple[CellError, ...]

    def digest_with(self, found: Review) -> str:
        """What tells whether a person confirms just what was shown: the changes with old values."""
        shown = [
            [one.row, one.clause, [[f.field, to_text(f.field, f.old), to_text(f.field, f.new)]
                                   for f in one.fields]]
            for one in found.changes
        ]  # fmt: skip
        text = json.dumps(shown, ensure_ascii=False)
        return blake2b(text.encode(), digest_size=16).hexdigest()


def keep_upload(form: str, subject: str, filled: FilledList) -> None:
    """Keep what was read, in place of what the person read before for the same contract."""
    fields = {
        "rows": [_plain(row) for row in filled.rows],
        "errors": [list(astuple(one)) for one in filled.errors],
    }
    with writing() as session:
        save_draft(session, user().id, form, fields, now=now(), subject=subject)


def find_upload(form: str, subject: str) -> Upload | None:
    """What the person read last for that contract; None: nothing, or it was saved already."""
    draft = find_draft(reading(), user().id, form, subject=subject)
    if draft is None:
        return None
    return Upload(
        rows=tuple(_row(one) for one in draft.fields["rows"]),
        errors=tuple(CellError(*one) for one in draft.fields["errors"]),
    )


def _plain(row: FilledRow) -> dict[str, Any]:
    values = {name: to_text(name, value) for name, value in row.values.items()}
    return {
        "row": row.row,
        "contract": row.contract,
        "clause": row.clause,
        "round": row.round,
        "digest": row.digest,
        "values": values,
    }


def _row(plain: Mapping[str, Any]) -> FilledRow:
    values = {name: from_text(name, text) for name, text in plain["values"].items()}
    return FilledRow(**{**plain, "values": values})
