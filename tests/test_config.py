"""Settings: where they come from and what is refused."""

import os
import stat
from pathlib import Path

import pytest

from vendormgr.config import SettingError, Settings, load_settings, make_secret_key


def test_what_is_given_beats_environment_beats_file_beats_default(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('port = 1\nhost = "a"\nthreads = 3\n', encoding="utf-8")
    environment = {"VENDORMGR_FOLDER": str(tmp_path), "VENDORMGR_PORT": "2", "VENDORMGR_HOST": "b"}
    settings = load_settings(environment, port=4, host=None)
    assert (settings.port, settings.host, settings.threads) == (4, "b", 3)
    assert settings.session_idle_minutes == 30


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "many"), ("TLS", "perhaps"), ("LANGUAGE", "fr"), ("THREADS", "0"),
        ("PASSWORD_MIN_LENGTH", "8"), ("SESSION_IDLE_MINUTES", "-1"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_fit_names_the_setting(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingError) as caught:
        load_settings({f"VENDORMGR_{name}": value}, folder=tmp_path)
    assert caught.value.name == name.lower()


@pytest.mark.parametrize("text", ["prot = 1", "port = [", 'folder = "x"', "tls = 1.5"])
def test_a_wrong_settings_file_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "settings.toml").write_text(text, encoding="utf-8")
    with pytest.raises(SettingError):
        load_settings({}, folder=tmp_path)


def test_the_key_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    place = make_secret_key(folder)
    key = Settings(folder=folder).signing_key()
    assert len(key) >= 32
    make_secret_key(folder)
    assert Settings(folder=folder).signing_key() == key
    if os.name == "posix":
        assert stat.S_IMODE(place.stat().st_mode) == 0o600


@pytest.mark.parametrize("key", ["", "short"])
def test_there_is_no_default_key(tmp_path: Path, key: str) -> None:
    with pytest.raises(SettingError):
        Settings(folder=tmp_path, secret_key=key).signing_key()


def test_the_database_is_in_the_data_folder_unless_said_otherwise(tmp_path: Path) -> None:
    assert Settings(folder=tmp_path).database == f"sqlite:///{tmp_path}/vendormgr.sqlite3"
    assert Settings(database_url="postgresql://x/y").database == "postgresql://x/y"


def test_every_setting_says_what_it_means() -> None:
    for name, one in Settings.__dataclass_fields__.items():
        assert one.metadata["meaning"], name
