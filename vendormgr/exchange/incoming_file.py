"""A contract file on its way in: it is read in the background, and any process can say how far.

The state lies in files beside it, so that the page may be answered by another process than the one
that reads. A file that cannot be read is removed at once; only the reason stays until it is shown.
"""

import json
import os
import threading
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Any, BinaryIO

from vendormgr.exchange.contract_file import MOST_BYTES, FileKind, kind_of
from vendormgr.exchange.contract_file_run import Limits, ReadFile, read_apart, read_file
from vendormgr.exchange.file_error import ContractFileError, FileProblem
from vendormgr.exchange.stored_file import StoredFiles

AT_ONCE = 2
"""How many files one server process reads at the same time."""
_turns = threading.BoundedSemaphore(AT_ONCE)
_GRACE = 60
"""Seconds that a file may wait for its turn before its reader counts as gone."""


class IncomingState(StrEnum):
    """How far a file is."""

    READING = "reading"
    READ = "read"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class IncomingFile:
    """A file that has arrived and is not saved yet."""

    name: str
    """Random."""
    noun: str
    subject: str
    file_name: str
    kind: str
    size_bytes: int
    sha256: str
    state: IncomingState = IncomingState.READING
    done: int = 0
    of: int = 0
    problem: str | None = None
    n: int | None = None
    began_at: float = 0.0
    """Seconds since 1970."""


def receive(
    files: StoredFiles, stream: BinaryIO, *, file_name: str, noun: str, subject: str
) -> IncomingFile:
    """Take a file and look at what it is; what is refused leaves nothing behind.

    Raises:
        ContractFileError: It is nothing that can be read.
    """
    taken = files.take(stream, MOST_BYTES)
    try:
        kind = kind_of(files.incoming(taken.name))
    except BaseException:
        files.drop(taken.name)
        raise
    incoming = IncomingFile(
        name=taken.name,
        noun=noun,
        subject=subject,
        file_name=file_name,
        kind=kind.value,
        size_bytes=taken.size_bytes,
        sha256=taken.sha256,
        began_at=time.time(),
    )
    _note(files, incoming)
    return incoming


def start_reading(
    files: StoredFiles, incoming: IncomingFile, limits: Limits | None = None
) -> threading.Thread:
    """Read the file in the background; `look` says how far it is."""
    thread = threading.Thread(
        target=_read, args=(files, incoming, limits or Limits()), daemon=True, name="reading"
    )
    thread.start()
    return thread


def look(files: StoredFiles, name: str, *, limits: Limits | None = None) -> IncomingFile | None:
    """How far a file is; None: there is none of that name. A reader that died is noticed."""
    try:
        place = _state_place(files, name)
        raw = json.loads(place.read_text(encoding="utf-8"))
    except (ValueError, OSError):
        return None
    found = IncomingFile(**{**raw, "state": IncomingState(raw["state"])})
    longest = (limits or Limits()).seconds + _GRACE
    if found.state is IncomingState.READING and time.time() - found.began_at > longest:
        return _fail(files, found, ContractFileError(FileProblem.STOPPED))
    return found


def result(files: StoredFiles, incoming: IncomingFile) -> ReadFile:
    """What was read in a file whose state is READ."""
    text = _result_place(files, incoming.name).read_text(encoding="utf-8")
    return read_file(json.loads(text))


def _read(files: StoredFiles, incoming: IncomingFile, limits: Limits) -> None:
    last = 0.0

    def progress(done: int, of: int) -> None:
        nonlocal last
        if done < of and time.monotonic() - last < 0.2:
            return
        last = time.monotonic()
        _note(files, replace(incoming, done=done, of=of))

    with _turns:
        incoming = replace(incoming, began_at=time.time())
        try:
            kind = FileKind(incoming.kind)
            found = read_apart(files.incoming(incoming.name), kind, progress, limits)
        except ContractFileError as error:
            _fail(files, incoming, error)
        except OSError:
            _fail(files, incoming, ContractFileError(FileProblem.STOPPED))
        else:
            _write(_result_place(files, incoming.name), asdict(found))
            _note(files, replace(incoming, state=IncomingState.READ))


def _fail(files: StoredFiles, incoming: IncomingFile, error: ContractFileError) -> IncomingFile:
    files.incoming(incoming.name).unlink(missing_ok=True)
    failed = replace(incoming, state=IncomingState.FAILED, problem=error.problem.value, n=error.n)
    _note(files, failed)
    return failed


def _note(files: StoredFiles, incoming: IncomingFile) -> None:
    _write(_state_place(files, incoming.name), asdict(incoming))


def _write(place: Path, value: Mapping[str, Any]) -> None:
    """Replace a file at once: who reads it sees the old or the new one, never half."""
    draft = place.with_name(f"{place.name}.{threading.get_ident()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False)
    os.replace(draft, place)


def _state_place(files: StoredFiles, name: str) -> Path:
    return files.incoming(name).with_suffix(".state")


def _result_place(files: StoredFiles, name: str) -> Path:
    return files.incoming(name).with_suffix(".result")
