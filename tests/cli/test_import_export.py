"""`vendormgr import` and `vendormgr export`: nothing is lost, nothing half saved."""

import stat
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.databases import SqliteFiles
from tests.exchange.cast import FILES, read
from vendormgr.store.audit import list_events
from vendormgr.store.engine import Database


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> SqliteFiles:
    return SqliteFiles(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture
def url(files: SqliteFiles) -> Iterator[str]:
    with files.migrated() as url:
        yield url


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_what_was_imported_is_exported(run: Run, url: str, file: Path) -> None:
    result = run("import", file, "--database", url)
    assert result.exit_code == 0, result.stderr
    exported = run("export", "--database", url)
    assert read(exported.stdout) == read(file.read_text(encoding="utf-8"))


def test_importing_twice_changes_nothing(run: Run, url: str, clinic: Path) -> None:
    assert "新規29件、変更0件、復元0件、同じ0件" in run("import", clinic, "--database", url).stdout
    assert "新規0件、変更0件、復元0件、同じ29件" in run("import", clinic, "--database", url).stdout


def test_a_dry_run_tells_and_keeps_nothing(run: Run, url: str, clinic: Path) -> None:
    before = run("export", "--database", url).stdout
    result = run("import", clinic, "--database", url, "--dry-run")
    assert "新規29件" in result.stdout
    assert run("export", "--database", url).stdout == before


def test_a_wrong_document_is_refused_whole(
    run: Run, url: str, tmp_path: Path, clinic: Path
) -> None:
    file = tmp_path / "d.yaml"
    text = clinic.read_text(encoding="utf-8").replace("party: caterer", "party: nobody")
    file.write_text(text, encoding="utf-8")
    result = run("import", file, "--database", url)
    assert result.exit_code == 2
    assert "contracts[1].party" in result.stderr
    assert "caterer" not in run("export", "--database", url).stdout


def test_an_id_that_means_something_else_here_is_refused(
    run: Run, url: str, tmp_path: Path, clinic: Path
) -> None:
    run("import", clinic, "--database", url)
    file = tmp_path / "d.yaml"
    file.write_text(
        "format: vendormgr-portfolio/1\nid: d\nas_of: 2026-10-01\nparties: []\n"
        "systems: [{id: new}, {id: caterer}]\n",
        encoding="utf-8",
    )
    before = run("export", "--database", url).stdout
    result = run("import", file, "--database", url)
    assert result.exit_code == 2
    assert "「caterer」" in result.stderr
    assert run("export", "--database", url).stdout == before


def test_a_database_that_is_not_there_is_not_made(run: Run, tmp_path: Path, clinic: Path) -> None:
    for words in (("import", clinic), ("export",)):
        result = run(*words, "--database", f"sqlite:///{tmp_path / 'none.db'}")
        assert result.exit_code == 2
        assert "vendormgr upgrade" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_export_to_a_file_replaces_it_and_is_the_owners_alone(
    run: Run, url: str, clinic: Path, tmp_path: Path
) -> None:
    run("import", clinic, "--database", url)
    file = tmp_path / "out.yaml"
    file.write_text("old", encoding="utf-8")
    result = run("export", file, "--database", url)
    assert (result.exit_code, result.stdout) == (0, "")
    assert read(file.read_text(encoding="utf-8")) == read(clinic.read_text(encoding="utf-8"))
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [file]


def test_a_file_that_cannot_be_written_is_an_error(run: Run, url: str, tmp_path: Path) -> None:
    result = run("export", tmp_path / "no folder" / "out.yaml", "--database", url)
    assert result.exit_code == 2
    assert "out.yaml" in result.stderr


def test_imports_and_exports_are_in_the_audit_log(run: Run, url: str, clinic: Path) -> None:
    run("import", clinic, "--database", url)
    run("export", "--database", url)
    database = Database(url)
    with database.reading() as session:
        events = list_events(session)
    database.close()
    assert {"imported", "created", "exported"} <= {event.action for event in events}
    assert all(event.actor.startswith("vendormgr ") for event in events)


def test_messages_come_in_english(run: Run, url: str, clinic: Path) -> None:
    result = run("import", clinic, "--database", url, "--lang", "en")
    assert result.stdout == "Imported: 29 created, 0 updated, 0 restored, 0 unchanged.\n"
