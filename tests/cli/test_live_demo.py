"""The live demo as somebody runs it: a process of its own, the story in a hurry."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from samehands.cli.live_demo import free_port

pytestmark = pytest.mark.slow


def demo(*arguments: str) -> list[str]:
    """The command line of a demo."""
    return [sys.executable, "-m", "samehands", *arguments]


@pytest.fixture
def environment() -> dict[str, str]:
    """Without settings of whoever runs the tests."""
    return {k: v for k, v in os.environ.items() if not k.startswith("SAMEHANDS_")}


def test_a_port_that_is_taken_is_exchanged_for_any() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert free_port(port) == 0


def test_the_take_over_is_told_as_it_is_detected_and_ends_in_a_lock(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    ran = subprocess.run(  # noqa: S603  # our own interpreter and arguments
        demo("demo", "--no-stay", "--port", "0", "--speed", "1000000"),
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    said = ran.stdout

    assert ran.returncode == 0, ran.stderr
    assert re.search(r"console +http://127\.0\.0\.1:\d+/", said)
    assert re.search(r"demo page +http://127\.0\.0\.1:\d+/", said)
    stranger = ["takes over the keyboard", "alarm after", "the session is locked"]
    injector = ["injector begins", "seconds after the injector began", "the session is locked"]
    for steps in (stranger, injector):
        first = next(line for line in said.splitlines() if steps[0] in line)
        seat = first.split()[1]
        own = "\n".join(line for line in said.splitlines() if seat in line)
        begins, alarm, locked = (own.index(part) for part in steps)
        assert begins < alarm < locked
        assert re.search(r"about \d+ records exposed, between \d+ and \d+", own)
    assert said.count("a step-up is asked for") == 2
    assert not list(tmp_path.iterdir())


def test_the_demo_page_is_there_beside_its_service_until_it_is_interrupted(
    tmp_path: Path, environment: dict[str, str]
) -> None:
    command = demo("demo-page", "--port", "0", "--service-port", "0")
    with subprocess.Popen(  # noqa: S603  # our own interpreter and arguments
        command, cwd=tmp_path, env=environment, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        said = ""
        while "until Ctrl-C" not in said and (line := process.stdout.readline()):
            said += line
        found = re.search(r"demo page +(http://[\d.:]+)/", said)
        assert found, said
        page = httpx.get(found[1])
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()

    assert page.status_code == httpx.codes.OK
    assert "May this page learn how you type?" in page.text
    assert "script-src 'self' http://127.0.0.1:" in page.headers["Content-Security-Policy"]
    assert "nothing of the demo is kept" in rest
    assert process.returncode == 0
