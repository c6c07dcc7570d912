"""Running: it says where it is, serves, and stops in order when it is told to."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from samehands.errors import SettingsError
from samehands.server.run import address_of, opened
from samehands.server.settings import Settings
from server.listening import listening

RUN = """
import sys
from samehands.cli.serve import serve
from samehands.cli.setting_options import SettingsCommand, TAKES_SETTINGS
import typer
app = typer.Typer()
app.command(cls=SettingsCommand, context_settings=TAKES_SETTINGS)(serve)
app()
"""


@contextmanager
def served(folder: Path, *options: str) -> Iterator[tuple[str, list[str], subprocess.Popen[str]]]:
    """The command, with its address and what it said; killed if it does not stop by itself."""
    database = f"sqlite:///{folder / 'data' / 'samehands.db'}"
    process = subprocess.Popen(  # noqa: S603  # our own interpreter and program
        [sys.executable, "-c", RUN, "--port", "0", "--database", database, *options],
        stderr=subprocess.PIPE,
        text=True,
        cwd=folder,
    )
    said = []
    try:
        assert process.stderr is not None
        for line in process.stderr:
            said.append(line.rstrip())
            if line.startswith("Samehands listens at "):
                break
        assert said, "nothing was said"
        assert said[-1].startswith("Samehands listens at "), "\n".join(said)
        yield said[-1].removeprefix("Samehands listens at "), said, process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.slow
def test_the_command_says_where_it_is_and_stops_in_order(tmp_path: Path) -> None:
    with served(tmp_path, "--log-format", "json") as (address, said, process):
        assert said[0].startswith("Made the master keys: ")
        assert said[1].startswith(f"Make the first account here, within the hour: {address}/")
        assert httpx.get(f"{address}/readyz").json() == {"status": "ready"}
        assert "server" not in httpx.get(f"{address}/healthz").headers
        process.send_signal(signal.SIGTERM)
        _, rest = process.communicate(timeout=30)

    assert process.returncode == 0
    assert all(json.loads(line)["event"] for line in rest.splitlines())
    assert not list((tmp_path / "data").glob("*-wal"))
    with served(tmp_path) as (address, said, process):
        assert not any("master keys" in line for line in said)
        assert httpx.get(f"{address}/healthz").status_code == 200
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert process.returncode == 0


def test_a_port_that_is_taken_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        settings = Settings(port=taken.getsockname()[1])
        with pytest.raises(SettingsError, match="in use"), opened(settings):
            pass


def test_an_address_that_is_not_this_machine_s_is_refused() -> None:
    with pytest.raises(SettingsError), opened(Settings(host="192.0.2.1", port=0)):
        pass


def test_the_address_is_the_public_one_where_there_is_one() -> None:
    with opened(Settings(port=0)) as opening:
        port = opening.getsockname()[1]
        assert address_of(Settings(), opening) == f"http://127.0.0.1:{port}"
        public = Settings(public_url="https://samehands.example/")
        assert address_of(public, opening) == "https://samehands.example"


def test_a_service_in_the_background_is_there_and_gone_afterwards(tmp_path: Path) -> None:
    with listening(tmp_path) as service:
        address = service.address
        assert httpx.get(f"{address}/healthz").status_code == 200
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"{address}/healthz")
