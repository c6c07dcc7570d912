"""The locks pin what pyproject.toml asks for, with hashes and without addresses."""

import re
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

LOCKS: Final = ("run.txt", "dev.txt")


def pins(lock: Path) -> dict[str, Requirement]:
    """The pinned requirements of a lock by their names, checked for their hashes."""
    text = lock.read_text(encoding="utf-8").replace("\\\n", " ")
    found: dict[str, Requirement] = {}
    for line in text.splitlines():
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        requirement, *hashes = line.split("--hash=")
        pin = Requirement(requirement.strip())
        assert hashes, f"{pin.name} has no hash"
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}\s*", value) for value in hashes), pin.name
        assert str(pin.specifier).startswith("=="), f"{pin.name} is not pinned"
        found[canonicalize_name(pin.name)] = pin
    return found


@pytest.fixture(scope="module")
def project(checkout: Path) -> dict[str, Any]:
    """pyproject.toml."""
    return tomllib.loads((checkout / "pyproject.toml").read_text(encoding="utf-8"))


def asked_for(project: dict[str, Any], lock: str) -> list[Requirement]:
    """What a lock has to satisfy."""
    asked = list(project["project"]["dependencies"])
    if lock == "dev.txt":
        asked += project["project"]["optional-dependencies"]["lab"]
        asked += project["dependency-groups"]["dev"]
        asked += project["build-system"]["requires"]
    return [Requirement(text) for text in asked]


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_satisfies_what_the_project_asks_for(
    lock: str, checkout: Path, project: dict[str, Any]
) -> None:
    pinned = pins(checkout / "requirements" / lock)

    for requirement in asked_for(project, lock):
        pin = pinned[canonicalize_name(requirement.name)]
        version = str(pin.specifier).removeprefix("==")
        assert requirement.specifier.contains(version), f"{requirement} but locked {version}"


@pytest.mark.parametrize("lock", LOCKS)
def test_a_lock_names_no_address_and_no_option(lock: str, checkout: Path) -> None:
    text = (checkout / "requirements" / lock).read_text(encoding="utf-8")

    assert "://" not in text
    assert not re.findall(r"(?<=\s)--(?!hash=)\S+", text)


def test_what_runs_is_what_was_tested(checkout: Path) -> None:
    run, dev = (pins(checkout / "requirements" / lock) for lock in LOCKS)

    assert {name: pin.specifier for name, pin in run.items()} == {
        name: dev[name].specifier for name in run
    }
