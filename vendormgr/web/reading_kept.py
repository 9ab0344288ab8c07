"""What was read in a document, with its proposals and facts, kept in the process for a while.

A document never changes, so what follows from it does not either; another process works it out
for itself.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from flask import current_app

from vendormgr.domain.reading.facts import ReadFact, read_facts
from vendormgr.domain.reading.matching import Proposal, propose
from vendormgr.domain.reading.passage import Passage, from_plain
from vendormgr.exchange.seed_reading import load_guide
from vendormgr.exchange.stored_file import StoredFiles
from vendormgr.store.document import Document, passages_of
from vendormgr.web.db import reading

MOST = 24
"""How many documents are kept; 100 pages take about 2 MB."""


@dataclass(frozen=True, slots=True)
class Reading:
    """A document as it was read."""

    passages: tuple[Passage, ...]
    proposals: Mapping[str, tuple[Proposal, ...]]
    facts: tuple[ReadFact, ...]


@dataclass(slots=True)
class _Kept:
    readings: OrderedDict[tuple[str, str], Reading] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)


def reading_of(document: Document) -> Reading:
    """The passages of a document with everything proposed from them; one query, the first time."""
    kept: _Kept = current_app.extensions.setdefault("vendormgr.readings", _Kept())
    key = (document.id, document.sha256)
    with kept.lock:
        found = kept.readings.get(key)
        if found is not None:
            kept.readings.move_to_end(key)
            return found
    # Outside the lock: whoever reads another document does not wait for this one.
    passages = from_plain(passages_of(reading(), document.id))
    found = Reading(passages, propose(passages, load_guide()), read_facts(passages))
    with kept.lock:
        kept.readings[key] = found
        while len(kept.readings) > MOST:
            kept.readings.popitem(last=False)
    return found


def stored_files() -> StoredFiles:
    """Where uploaded files lie."""
    return StoredFiles(current_app.extensions["vendormgr.settings"].documents)
