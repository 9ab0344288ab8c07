"""A file on its way in: read in the background, its state in files that any process sees."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest

from tests.exchange import contract_files as made
from vendormgr.exchange import incoming_file
from vendormgr.exchange.contract_file_run import Limits
from vendormgr.exchange.file_error import ContractFileError
from vendormgr.exchange.incoming_file import (
    IncomingFile,
    IncomingState,
    look,
    receive,
    result,
    start_reading,
)
from vendormgr.exchange.stored_file import StoredFiles


@pytest.fixture
def files(tmp_path: Path) -> StoredFiles:
    return StoredFiles(tmp_path / "documents")


def come_in(files: StoredFiles, content: bytes) -> IncomingFile:
    return receive(files, BytesIO(content), file_name="契約書", noun="contracts", subject="c-ehr")


def read(files: StoredFiles, content: bytes, limits: Limits | None = None) -> IncomingFile:
    incoming = come_in(files, content)
    start_reading(files, incoming, limits).join()
    found = look(files, incoming.name)
    assert found is not None
    return found


def places(files: StoredFiles) -> list[str]:
    return sorted(place.suffix for place in files.folder.rglob("*") if place.is_file())


def test_a_file_is_read_and_its_result_waits(files: StoredFiles) -> None:
    found = read(files, made.pdf(3))
    assert found.state is IncomingState.READ
    assert result(files, found).page_count == 3
    files.drop(found.name)
    assert places(files) == []
    assert look(files, found.name) is None


def test_a_file_that_cannot_be_read_is_gone_and_the_reason_stays(files: StoredFiles) -> None:
    found = read(files, made.pdf(locked=True))
    assert (found.state, found.problem) == (IncomingState.FAILED, "encrypted")
    assert places(files) == [".state"]


def test_what_is_refused_at_once_leaves_nothing(files: StoredFiles) -> None:
    with pytest.raises(ContractFileError):
        come_in(files, b"\x89PNG")
    assert places(files) == []


def test_a_reader_that_died_is_noticed(files: StoredFiles, monkeypatch: pytest.MonkeyPatch) -> None:
    incoming = come_in(files, made.word())
    assert look(files, incoming.name) == incoming
    monkeypatch.setattr(incoming_file, "_GRACE", -1_000)
    found = look(files, incoming.name)
    assert found == replace(incoming, state=IncomingState.FAILED, problem="stopped")
    assert not files.incoming(incoming.name).exists()


@pytest.mark.parametrize("name", ["x", "../../etc/passwd", "e" * 32])
def test_there_is_nothing_under_another_name(files: StoredFiles, name: str) -> None:
    assert look(files, name) is None
