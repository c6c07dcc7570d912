"""What the pages tell people to type does what the pages say."""

import asyncio
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import httpx
import pytest

from fixtures.case import batch, take_over
from fixtures.people import recorded_windows
from fixtures.service import Service

pytestmark = pytest.mark.slow

DOCUMENTS: Final = Path(__file__).resolve().parents[2] / "docs"
_BLOCK: Final = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def blocks(page: str, language: str) -> list[str]:
    """The code of a page in one language, in its order."""
    text = (DOCUMENTS / page).read_text(encoding="utf-8")
    return [code for name, code in _BLOCK.findall(text) if name == language]


def at(service: Service, code: str) -> str:
    """What a page says, for a service of ours."""
    for address in ("http://127.0.0.1:8080", "https://samehands.example"):
        code = code.replace(address, service.url)
    return code


def run(code: str, service: Service, folder: Path, **variables: str) -> str:
    """What a shell prints when it does what a page says, against a service of ours."""
    done = subprocess.run(  # noqa: S603  # a page of ours
        ["/bin/sh", "-eu", "-c", at(service, code)],
        cwd=folder,
        env={
            **os.environ,
            "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
            "SERVER": service.url,
            **variables,
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{code}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.mark.skipif(shutil.which("curl") is None, reason="no curl")
def test_the_tutorial_leads_to_its_first_verdict(service: Service, tmp_path: Path) -> None:
    (script,) = blocks("tutorials/first-verdict.md", "python")
    (tmp_path / "first_verdict.py").write_text(script, encoding="utf-8")
    start, story, verdict, step_up = blocks("tutorials/first-verdict.md", "sh")
    key = service.api_key(["sessions"])

    assert '"token":' in run(start, service, tmp_path, KEY=key)
    printed = run(story, service, tmp_path, KEY=key)
    (session,) = re.findall(r"^export SESSION=(\w+)$", printed, re.MULTILINE)
    told = (DOCUMENTS / "tutorials" / "first-verdict.md").read_text(encoding="utf-8")
    assert printed.partition("export")[0] in told, printed
    assert '"kind":"step_up"' in run(verdict, service, tmp_path, KEY=key, SESSION=session)
    assert '"state":"locked"' in run(step_up, service, tmp_path, KEY=key, SESSION=session)


def test_an_application_is_protected_as_the_page_says(service: Service, tmp_path: Path) -> None:
    page = "how-to/protect-a-web-application.md"
    names: dict[str, Any] = {"api_key": service.api_key(["sessions"])}
    for code in blocks(page, "python"):
        exec(at(service, code), names)  # noqa: S102  # a page of ours
    enrolled = take_over(service.url, service.host_application(), "4711")
    messages = recorded_windows()[0][:3]
    (tmp_path / "batch.msgpack").write_bytes(batch(messages))

    async def story() -> list[object]:
        async with names["samehands"]:
            begun = await names["started"]("4712")
            session = begun["session"]
            (curl,) = blocks(page, "sh")
            sent = await asyncio.to_thread(run, curl, service, tmp_path, TOKEN=begun["token"])
            told = [
                json.loads(sent)["accepted"],
                await names["may_export"](session),
                await names["may_export"](enrolled.session),
                await names["verdict"](enrolled.session, otherwise="allow"),
            ]
            await names["answered"](session, passed=False, strong=False)
            told.append(await names["verdict"](session, otherwise="allow"))
            await names["ended"](session)
            return told

    assert asyncio.run(story()) == [3, True, False, "step_up", "lock"]


def test_silence_is_what_the_application_says_it_is(service: Service) -> None:
    names: dict[str, Any] = {"api_key": service.api_key(["sessions"])}
    for code in blocks("how-to/protect-a-web-application.md", "python"):
        exec(at(service, code), names)  # noqa: S102  # a page of ours
    service.stop()

    async def asked() -> str:
        async with names["samehands"]:
            verdict: str = await names["verdict"]("a session", otherwise="step_up")
            return verdict

    assert asyncio.run(asked()) == "step_up"


def test_a_copy_of_a_running_sqlite_database_can_be_gone_on_from(
    service: Service, tmp_path_factory: pytest.TempPathFactory
) -> None:
    host = service.host_application()
    story = take_over(service.url, host)
    (_, copying, _) = blocks("how-to/back-up-and-restore.md", "sh")
    elsewhere = tmp_path_factory.mktemp("restored")
    live, copy = service.folder / "samehands.db", elsewhere / "samehands.db"
    code = copying.replace("samehands-data/samehands.db", str(live))
    run(code.replace("/backup/samehands.db", str(copy)), service, elsewhere)
    shutil.copy(service.key_file, elsewhere)

    restored = Service(elsewhere).start()
    try:
        shown = {"Authorization": host.headers["Authorization"]}
        asked = httpx.get(f"{restored.url}/v1/sessions/{story.session}/verdict", headers=shown)
        assert asked.json()["state"] == "alarm"
    finally:
        restored.stop()
