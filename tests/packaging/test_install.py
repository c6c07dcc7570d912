"""What is installed from the wheel is the whole server, with its console."""

import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from fixtures.service import Service

pytestmark = [pytest.mark.slow, pytest.mark.services]


@pytest.fixture(scope="module")
def python(wheel_file: Path, checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter with the wheel and what it asks for, and nothing of ours beside it."""
    environment = tmp_path_factory.mktemp("installed") / "environment"
    subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)  # noqa: S603  # our own
    installed = environment / "bin" / "python"
    lock = checkout / "requirements" / "run.txt"
    for arguments in (
        ["--require-hashes", "--only-binary", ":all:", "-r", str(lock)],
        ["--no-deps", "--no-index", str(wheel_file)],
    ):
        done = subprocess.run(  # noqa: S603  # our own interpreter and arguments
            [str(installed), "-m", "pip", "install", "--quiet", *arguments],
            capture_output=True,
            text=True,
            check=False,
        )
        if "ConnectionError" in done.stderr or "No matching distribution" in done.stderr:
            pytest.skip("no network, or no index, to install from")
        assert done.returncode == 0, done.stderr
    return installed


def test_the_command_is_there(python: Path, tmp_path: Path) -> None:
    said = subprocess.run(  # noqa: S603  # what was just installed
        [str(python.with_name("samehands")), "--help"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=True,
    )

    assert "serve" in said.stdout


def test_the_server_runs_with_its_console_and_sdk(python: Path, tmp_path: Path) -> None:
    service = Service(tmp_path, python=python).start()
    try:
        console = httpx.get(f"{service.url}/console/")
        script = httpx.get(f"{service.url}/sdk/samehands.js")
        projection = service.host_application().post(
            "/v1/sessions", json={"subject": "s", "origin": service.url}
        )
    finally:
        assert service.stop() == 0

    assert "<script" in console.text
    assert script.headers["Content-Type"].startswith("text/javascript")
    assert projection.json()["projection"]["id"] == "open-1"


def test_the_demo_runs(python: Path, tmp_path: Path) -> None:
    said = subprocess.run(  # noqa: S603  # what was just installed
        [str(python), "-m", "samehands", "demo", "--headless"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert said.returncode == 0, said.stderr
    assert "detected" in said.stdout
