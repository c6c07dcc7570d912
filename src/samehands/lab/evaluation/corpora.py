"""The corpora that protocols name: how to load them, who is whose role, which files they read."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from samehands.lab.datasets.bbmas import load_bbmas
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.datasets.monaco import load_free_text
from samehands.lab.evaluation.protocol import CorpusName
from samehands.lab.split import Roles, aalto_roles, bbmas_roles, load_whole_aalto, monaco_roles


@dataclass(frozen=True, slots=True)
class Source:
    """A corpus to be tested on.

    Args:
        load: from the data folder.
        roles: of its people.
        files: that are read, from the data folder.
        trained_as: what a projection's card calls it, where people outside the training role may
            have been trained on; empty where they never are.
    """

    load: Callable[[Path], Corpus]
    roles: Callable[[], Roles]
    files: tuple[str, ...]
    trained_as: str = ""


SOURCES: Final[dict[CorpusName, Source]] = {
    CorpusName.AALTO: Source(
        load_whole_aalto,
        aalto_roles,
        tuple(
            f"keystroke/aalto136m-{part}/{name}.csv.zst"
            for part in ("a", "b")
            for name in ("keystrokes", "sections")
        ),
    ),
    CorpusName.MONACO: Source(
        load_free_text,
        monaco_roles,
        ("keystroke/monaco-pohmm/free_text.csv.gz",),
        "monaco-free-text",
    ),
    CorpusName.BBMAS: Source(
        load_bbmas,
        bbmas_roles,
        ("keystroke/bbmas-desktop/events.csv.zst", "keystroke/bbmas-desktop/subjects.csv"),
        "bbmas-clean",
    ),
}
"""Name → what there is to know. The names of training sources are those of `lab.training.shipped`."""
