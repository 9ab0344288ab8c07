"""Reading a file in a process of its own: started, watched, ended, and told about."""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Timer
from typing import Any

from vendormgr.exchange.contract_file import FileKind
from vendormgr.exchange.file_error import ContractFileError, FileProblem

SECONDS = 60
MEMORY_MB = 1024
_LONGEST_ANSWER = 40_000_000
_WORKER = "vendormgr.exchange.contract_file_worker"
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH")
Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Limits:
    """How long reading may take and how much memory it may use."""

    seconds: int = SECONDS
    memory_mb: int = MEMORY_MB


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadFile:
    """What another process read in a file; passages in plain form."""

    kind: FileKind
    page_count: int | None
    scanned: bool
    without_text: tuple[int, ...]
    tracked_changes: bool
    passages: tuple[Mapping[str, Any], ...]


def read_apart(
    path: Path, kind: FileKind, progress: Progress, limits: Limits | None = None
) -> ReadFile:
    """The passages of a file, read by another process; `progress` hears how far it is.

    Raises:
        ContractFileError: The file cannot be read, or it takes too long or too much memory.
    """
    limits = limits or Limits()
    arguments = [str(path), kind.value, str(limits.memory_mb), str(limits.seconds)]
    with subprocess.Popen(  # noqa: S603 - our own module on our own path
        [sys.executable, "-m", _WORKER, *arguments],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ},
        text=True,
        encoding="ascii",
    ) as process:
        late = Timer(limits.seconds, process.kill)
        late.start()
        try:
            answer = _listen(process, progress)
        finally:
            timed_out = not late.is_alive()
            late.cancel()
            process.kill()
    if answer is None:
        # Who is killed for its processor time says nothing either: SIGXCPU, then SIGKILL.
        slow = timed_out or process.returncode in {-24, -9}
        raise ContractFileError(FileProblem.TOO_SLOW if slow else FileProblem.STOPPED)
    if "problem" in answer:
        raise ContractFileError(FileProblem(answer["problem"]), n=answer["n"])
    return read_file(answer["read"])


def _listen(process: subprocess.Popen[str], progress: Progress) -> dict[str, Any] | None:
    """The last word of the process; None: it ended without one."""
    assert process.stdout is not None  # noqa: S101 - it was asked for above
    while line := process.stdout.readline(_LONGEST_ANSWER):
        try:
            said: dict[str, Any] = json.loads(line)
        except ValueError:
            return None
        if "done" not in said:
            return said
        progress(said["done"], said["of"])
    return None


def read_file(plain: Mapping[str, Any]) -> ReadFile:
    """What was read, from how the process said it."""
    return ReadFile(
        kind=FileKind(plain["kind"]),
        page_count=plain["page_count"],
        scanned=plain["scanned"],
        without_text=tuple(plain["without_text"]),
        tracked_changes=plain["tracked_changes"],
        passages=tuple(plain["passages"]),
    )
