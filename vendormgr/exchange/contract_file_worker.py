"""The process that reads one file, with little time and memory, and says how far it is.

``python -m vendormgr.exchange.contract_file_worker FILE KIND MEMORY_MB SECONDS``: one JSON value a
line on standard output: {"done": 3, "of": 12} for each page, at last {"read": ...} or
{"problem": ...}. It writes no file and opens no connection.
"""

import json
import sys
from pathlib import Path
from typing import Any

from vendormgr.domain.reading.articles import read_passages
from vendormgr.domain.reading.passage import to_plain
from vendormgr.exchange.contract_file import Extracted, FileKind, extract
from vendormgr.exchange.file_error import ContractFileError, FileProblem

_MB = 1024 * 1024


def main(path: str, kind: str, memory_mb: str, seconds: str) -> None:
    """Read a file and write what it holds."""
    limit(int(memory_mb), int(seconds))
    try:
        found = extract(Path(path), FileKind(kind), _report)
        _say({"read": _plain(found)})
    except ContractFileError as error:
        _say({"problem": error.problem.value, "n": error.n})
    except MemoryError:
        _say({"problem": FileProblem.TOO_MUCH_MEMORY.value, "n": None})
    except RecursionError:
        _say({"problem": FileProblem.BROKEN.value, "n": None})


def limit(memory_mb: int, seconds: int) -> None:
    """Bound this process where the system can; on Windows only the time is, by who started it."""
    try:
        import resource  # noqa: PLC0415 - POSIX only
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_AS, (memory_mb * _MB, memory_mb * _MB))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _report(done: int, of: int) -> None:
    _say({"done": done, "of": of})


def _plain(found: Extracted) -> dict[str, Any]:
    passages = () if found.scanned else read_passages(found.pages, wrapped=found.wrapped)
    return {
        "kind": found.kind.value,
        "page_count": found.page_count,
        "scanned": found.scanned,
        "without_text": found.without_text,
        "tracked_changes": found.tracked_changes,
        "passages": to_plain(passages),
    }


def _say(value: dict[str, Any]) -> None:
    # ASCII, whatever the locale of the process is; lone surrogates of broken files pass too.
    sys.stdout.write(json.dumps(value) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*sys.argv[1:5])
