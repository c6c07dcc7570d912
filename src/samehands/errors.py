"""Every exception this package raises, as one tree.

```
SamehandsError
├── InputError             something that came in is wrong: where, what came, what was due
│   ├── EventError         key events
│   ├── RecordingError     a file of events or windows
│   ├── WireError          bytes of a message
│   ├── ProjectionError    a projection file
│   │   └── ProjectionMismatchError   window or template of another projection
│   ├── TemplateError      a stored template
│   ├── ScoreError         scores handed to a metric
│   │   └── EmptyScoresError
│   ├── DataSetError       a data set of the laboratory
│   └── SettingsError      a policy, a budget, a setting
└── StorageError           the disk said no
```

The server (`server/problems.py`, `server/tokens.py`) and the client of host applications
(`host`, `HostError`) hang their own below the root.

An error never repeats what was typed: it names positions, counts and types only.
"""

from __future__ import annotations


class SamehandsError(Exception):
    """The root: catch this to catch everything of ours."""


class InputError(SamehandsError):
    """Something that came in is wrong.

    Args:
        where: the place, so that it can be found: "event 17", "line 3", "field embedding".
        got: what came, as a type, a size or a range; never typed content.
        due: what was due.
    """

    def __init__(self, where: str, *, got: str, due: str) -> None:
        super().__init__(f"{where}: got {got}, due {due}")
        self.where = where
        self.got = got
        self.due = due


class EventError(InputError):
    """Key events that cannot be read as events."""


class RecordingError(InputError):
    """A recording, of events or of windows, that cannot be read."""


class WireError(InputError):
    """Bytes that are not a message of this version."""


class ProjectionError(InputError):
    """A projection file that is not what it says it is."""


class ProjectionMismatchError(ProjectionError):
    """A window or a template that was made with another projection."""


class TemplateError(InputError):
    """A stored template that cannot be read or used."""


class ScoreError(InputError):
    """Scores that a metric cannot use."""


class EmptyScoresError(ScoreError):
    """No scores, or scores that are not numbers: a rate cannot be had from them."""


class DataSetError(InputError):
    """A data set that is absent or not as its description says."""


class SettingsError(InputError):
    """A policy, a budget or another setting that makes no sense."""


class StorageError(SamehandsError):
    """The disk refused: full, read-only or gone. Nothing already written is lost."""
