"""The group of commands: each is found, helped and described in the language of the environment."""

import pytest
from click.testing import CliRunner

from tests.cli.conftest import Run
from vendormgr.cli import COMMANDS, main


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_help(run: Run, name: str) -> None:
    result = run(name, "--help")
    assert result.exit_code == 0
    assert len(result.stdout) > 100


def test_help_lists_all_commands(run: Run) -> None:
    result = run("--help")
    assert result.exit_code == 0
    for name in COMMANDS:
        assert f"  {name} " in result.stdout


def test_an_unknown_command_exits_with_2(run: Run) -> None:
    assert run("chekc").exit_code == 2


def test_the_environment_chooses_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VENDORMGR_LANGUAGE", "en")
    result = CliRunner().invoke(main, ["--help"])
    assert "Responsibility split" in result.stdout
