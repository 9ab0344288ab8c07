"""Files that people brought, outside the web root: random names, hash and size, for the owner only.

A file arrives as incoming and becomes kept when a record of it is written. Whoever writes the
record puts the file back when the transaction fails; what was left by a killed process is swept.
"""

import hashlib
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from vendormgr.exchange.file_error import ContractFileError, FileProblem

INCOMING, KEPT = "incoming", "kept"
_PIECE = 1024 * 1024
_NAME = re.compile(r"[0-9a-f]{32}")
_OLD_SECONDS = 24 * 3600
"""An incoming file that nobody saved for so long is swept."""


@dataclass(frozen=True, slots=True)
class TakenFile:
    """A file that has just arrived."""

    name: str
    size_bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class StoredFiles:
    """The folder of one kind of file; making this touches nothing."""

    folder: Path

    def take(self, stream: BinaryIO, most_bytes: int) -> TakenFile:
        """Write what arrives under a random name; too much of it leaves nothing behind.

        Raises:
            ContractFileError: It is larger than that, or empty, or the disk takes nothing.
        """
        name = secrets.token_hex(16)
        place = self.incoming(name)
        try:
            self._make_folders()
            try:
                size, digest = _write(stream, place, most_bytes)
            except BaseException:
                place.unlink(missing_ok=True)
                raise
        except OSError as error:
            raise ContractFileError(FileProblem.NO_ROOM) from error
        return TakenFile(name, size, digest)

    def incoming(self, name: str) -> Path:
        """Where a file lies that has not been saved yet."""
        return self.folder / INCOMING / _checked(name)

    def kept(self, name: str) -> Path:
        """Where a saved file lies."""
        return self.folder / KEPT / _checked(name)

    @contextmanager
    def keeping(self, name: str) -> Iterator[None]:
        """Keep an incoming file; if the block (the transaction) fails, it is incoming again."""
        there = self.kept(name)
        os.replace(self.incoming(name), there)
        try:
            yield
        except BaseException:
            os.replace(there, self.incoming(name))
            raise

    def drop(self, name: str) -> None:
        """Remove an incoming file with everything noted about it."""
        for place in self.incoming(name).parent.glob(f"{_checked(name)}*"):
            place.unlink(missing_ok=True)

    def sweep(self, known: frozenset[str], *, now: float | None = None) -> int:
        """Remove what no record names and nobody saved for a day; returns how many."""
        until = (time.time() if now is None else now) - _OLD_SECONDS
        swept = 0
        for folder, spared in ((INCOMING, frozenset[str]()), (KEPT, known)):
            places = (self.folder / folder).glob("*") if self.folder.is_dir() else ()
            for place in places:
                if place.name in spared or _modified(place) > until:
                    continue
                place.unlink(missing_ok=True)
                swept += 1
        return swept

    def _make_folders(self) -> None:
        for name in (INCOMING, KEPT):
            (self.folder / name).mkdir(mode=0o700, parents=True, exist_ok=True)


_BINARY = getattr(os, "O_BINARY", 0)
"""Windows changes line ends without it."""


def _write(stream: BinaryIO, place: Path, most_bytes: int) -> tuple[int, str]:
    """Size and hash of what was written."""
    digest, size = hashlib.sha256(), 0
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _BINARY, 0o600)
    with os.fdopen(handle, "wb") as file:
        while piece := stream.read(_PIECE):
            size += len(piece)
            if size > most_bytes:
                raise ContractFileError(FileProblem.TOO_LARGE, n=most_bytes // 1024 // 1024)
            digest.update(piece)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    if not size:
        raise ContractFileError(FileProblem.EMPTY)
    return size, digest.hexdigest()


def _checked(name: str) -> str:
    """The name, if it is one of ours: nothing else ever becomes a path."""
    if _NAME.fullmatch(name) is None:
        raise ValueError(name)
    return name


def _modified(place: Path) -> float:
    try:
        return place.stat().st_mtime
    except FileNotFoundError:
        return float("inf")
