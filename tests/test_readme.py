"""The README keeps up with the product: commands, settings, roles."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from vendormgr.cli import COMMANDS
from vendormgr.config import Settings
from vendormgr.domain.access import Role

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def one_line_command(mark: str) -> str:
    block = README.split(f"<!-- {mark} -->", 1)[1].split("```", 2)[1]
    (line,) = block.removeprefix("sh").strip().splitlines()
    return line


@pytest.mark.parametrize("mark", ["demo-command", "test-command"])
def test_each_of_the_two_commands_is_one_line(mark: str) -> None:
    assert one_line_command(mark).startswith("python3 -m venv ")


@pytest.mark.parametrize("command", sorted(COMMANDS))
def test_every_command_is_described(command: str) -> None:
    assert f"`vendormgr {command}" in README


@pytest.mark.parametrize("setting", fields(Settings), ids=lambda one: str(one.name))
def test_every_setting_has_a_row_with_its_default_and_meaning(setting: "object") -> None:
    name, meaning = setting.name, setting.metadata["meaning"]  # type: ignore[attr-defined]
    default = str(getattr(Settings, name))
    shown = {"True": "true", "False": "false", "": "(empty)"}.get(default, default)
    assert f"| `{name}` | {shown} | {meaning} |" in README


@pytest.mark.parametrize("role", Role)
def test_every_role_is_described(role: Role) -> None:
    assert re.search(rf"\b{role.value} [^\x00-\x7f]", README)


def test_pictures_that_it_shows_are_there() -> None:
    for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README):
        assert (ROOT / picture).is_file(), picture
