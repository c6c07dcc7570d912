"""What the pages tell people to type does what the pages say."""

import ast
import importlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import httpx
import pytest

from fixtures.case import take_over
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


def test_the_page_on_protecting_an_application_names_what_there_is(service: Service) -> None:
    # What its code does is tested where the applications of examples/ are.
    for code in blocks("how-to/protect-a-web-application.md", "python"):
        page = compile(at(service, code), "page", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
        assert page.co_code
        for statement in ast.parse(code).body:
            if isinstance(statement, ast.ImportFrom) and "samehands" in (statement.module or ""):
                found = importlib.import_module(str(statement.module))
                assert all(hasattr(found, name.name) for name in statement.names), code


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
