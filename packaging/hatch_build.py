# noqa: INP001  # hatchling loads it by path
"""No wheel without the console and the SDK: whoever installs it has no Node to build them with."""

from pathlib import Path
from typing import Any, Final

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

STATIC: Final = Path("src", "samehands", "server", "static")

BUILT: Final = {"console": STATIC / "console" / "index.html", "SDK": STATIC / "sdk"}
"""What has to be there, by the name that a person knows it by. Git ignores all of it."""


class BuiltFirst(BuildHookInterface):  # type: ignore[type-arg]  # generic only in its checker
    """Refuses to build a distribution out of a tree in which the console or the SDK is missing."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Look before anything is packed.

        Args:
            version: "editable" for a developer's own installation, which may go without.
            build_data: what hatchling would pack; left as it is.

        Raises:
            RuntimeError: something is not built; says what, and the command that builds it.
        """
        del build_data
        if version == "editable":
            return
        missing = [name for name, path in BUILT.items() if not _is_there(Path(self.root) / path)]
        if missing:
            raise RuntimeError(
                f"not built: {' and '.join(missing)} (due under {STATIC.as_posix()}). "
                "`make build` builds them and then the wheel."
            )


def _is_there(path: Path) -> bool:
    """Whether it is a file, or a folder with a script in it."""
    return path.is_file() or any(path.glob("*.js"))
