"""Files are kept under random names, for their owner only, and nothing is left behind."""

import hashlib
import os
import stat
from io import BytesIO
from pathlib import Path

import pytest

from vendormgr.exchange.file_error import ContractFileError, FileProblem
from vendormgr.exchange.stored_file import StoredFiles

CONTENT = "契約書".encode() * 1000


@pytest.fixture
def files(tmp_path: Path) -> StoredFiles:
    return StoredFiles(tmp_path / "documents")


def everything(files: StoredFiles) -> list[Path]:
    return [place for place in files.folder.rglob("*") if place.is_file()]


def test_a_file_is_taken_with_size_and_hash_and_kept(files: StoredFiles) -> None:
    taken = files.take(BytesIO(CONTENT), 10**6)
    assert taken.size_bytes == len(CONTENT)
    assert taken.sha256 == hashlib.sha256(CONTENT).hexdigest()
    with files.keeping(taken.name):
        pass
    assert files.kept(taken.name).read_bytes() == CONTENT
    assert everything(files) == [files.kept(taken.name)]


@pytest.mark.skipif(os.name != "posix", reason="Windows has other rights")
def test_only_the_owner_can_read_it(files: StoredFiles) -> None:
    taken = files.take(BytesIO(CONTENT), 10**6)
    assert stat.S_IMODE(files.incoming(taken.name).stat().st_mode) == 0o600
    assert stat.S_IMODE(files.incoming(taken.name).parent.stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"x" * 11, FileProblem.TOO_LARGE), (b"", FileProblem.EMPTY)],
    ids=["too large", "empty"],
)
def test_what_is_refused_leaves_nothing(
    files: StoredFiles, content: bytes, problem: FileProblem
) -> None:
    with pytest.raises(ContractFileError) as caught:
        files.take(BytesIO(content), 10)
    assert caught.value.problem is problem
    assert everything(files) == []


def test_a_disk_that_takes_nothing_is_said_in_words_and_leaves_nothing(tmp_path: Path) -> None:
    (tmp_path / "documents").write_text("in the way", encoding="utf-8")
    with pytest.raises(ContractFileError) as caught:
        StoredFiles(tmp_path / "documents").take(BytesIO(CONTENT), 10**6)
    assert caught.value.problem is FileProblem.NO_ROOM


def test_a_transaction_that_fails_makes_the_file_incoming_again(files: StoredFiles) -> None:
    taken = files.take(BytesIO(CONTENT), 10**6)
    with pytest.raises(ZeroDivisionError), files.keeping(taken.name):
        raise ZeroDivisionError
    assert everything(files) == [files.incoming(taken.name)]
    files.drop(taken.name)
    assert everything(files) == []


@pytest.mark.parametrize("name", ["../secret-key", "a" * 31, "A" * 32, "", "/etc/passwd"])
def test_nothing_but_our_own_names_becomes_a_path(files: StoredFiles, name: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        files.kept(name)


def test_what_nobody_names_is_swept_after_a_day(files: StoredFiles) -> None:
    names = [files.take(BytesIO(CONTENT), 10**6).name for _ in range(3)]
    for name in names[:2]:
        with files.keeping(name):
            pass
    now = files.kept(names[0]).stat().st_mtime
    known = frozenset({names[0]})
    assert files.sweep(known, now=now + 3600) == 0
    assert files.sweep(known, now=now + 25 * 3600) == 2
    assert everything(files) == [files.kept(names[0])]


def test_sweeping_a_folder_that_is_not_there_does_nothing(files: StoredFiles) -> None:
    assert files.sweep(frozenset()) == 0
