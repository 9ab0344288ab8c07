"""The wheel holds everything that runs: built, installed somewhere else, it answers a browser."""

import os
import subprocess
import sys
import time
import urllib.request
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 60


def run(*command: str | Path, cwd: Path) -> None:
    done = subprocess.run(
        [str(one) for one in command], cwd=cwd, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a fresh environment with the wheel in it."""
    folder = tmp_path_factory.mktemp("wheel")
    run(
        *(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT),
        cwd=folder,
    )
    (wheel,) = folder.glob("*.whl")
    place = folder / "environment"
    venv.create(place, with_pip=True)
    programs = place / ("Scripts" if os.name == "nt" else "bin")
    run(programs / "python", "-m", "pip", "install", "--quiet", wheel, cwd=folder)
    return programs


@pytest.mark.slow
def test_an_installed_wheel_checks_its_own_seed(installed: Path, tmp_path: Path) -> None:
    run(installed / "vendormgr", "check-data", cwd=tmp_path)


@pytest.mark.slow
def test_an_installed_wheel_starts_the_demo_and_answers(installed: Path, tmp_path: Path) -> None:
    port = "8977"
    process = subprocess.Popen(
        [str(installed / "vendormgr"), "demo", "--port", port],
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert answer(f"http://127.0.0.1:{port}/", process) == 200
    finally:
        process.terminate()
        process.wait(timeout=30)


def answer(address: str, process: "subprocess.Popen[bytes]") -> int:
    """The status after redirects, as soon as the server is up."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5) as response:  # noqa: S310
                return int(response.status)
        except OSError:
            continue
    raise AssertionError("the demo did not come up")
