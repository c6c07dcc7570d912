"""The one interface of every scorer: enrol, then compare; comparing never learns."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from samehands.errors import SettingsError
from samehands.identity.outcome import EnrolmentFailed, Missing, Need, NotReady, Scored

TemplateT = TypeVar("TemplateT")
ProbeT_contra = TypeVar("ProbeT_contra", contravariant=True)


class Scorer(Protocol[TemplateT, ProbeT_contra]):
    """Learns a person from sessions, then says how far a probe speaks for that person.

    A probe is what one session gave, and enrolment takes several of the same kind, so a scorer
    of embeddings and one of raw keystrokes (the laboratory has one) share this interface and
    the law suite in `tests/laws/scorer_laws.py`.
    """

    def enrol(
        self, sessions: Sequence[ProbeT_contra], /
    ) -> TemplateT | NotReady | EnrolmentFailed:
        """A template from sessions in time order, or why there is none."""
        ...

    def score(self, template: TemplateT, probe: ProbeT_contra, /) -> Scored | NotReady:
        """Evidence for the owner from one session's probe; neither argument is changed."""
        ...


@dataclass(frozen=True, slots=True)
class Readiness:
    """How much must be enrolled before a comparison is made at all.

    Args:
        windows: ten windows are a thousand keystrokes, about an hour of office work. Fewer:
            decisions start earlier and are worth less.
        sessions: a person's level shifts between sessions by about as much as between windows,
            and one session cannot show by how much. One is for laboratories whose data have
            only one sitting.

    Raises:
        SettingsError: either is below one: an empty template must never score.
    """

    windows: int = 10
    sessions: int = 2

    def __post_init__(self) -> None:
        if min(self.windows, self.sessions) < 1:
            raise SettingsError("readiness", got="less than one", due="at least one of each")

    def nothing(self) -> NotReady:
        """What is short where nothing is enrolled at all."""
        return NotReady(
            (
                Missing(Need.ENROLLED_WINDOWS, 0, self.windows),
                Missing(Need.ENROLLED_SESSIONS, 0, self.sessions),
            )
        )

    def missing(self, *, windows: int, sessions: int) -> NotReady | None:
        """What is short, or None when nothing is.

        >>> Readiness(windows=10, sessions=2).missing(windows=12, sessions=1).missing[0].need
        <Need.ENROLLED_SESSIONS: 'enrolled sessions'>
        """
        short = tuple(
            Missing(need, have, due)
            for need, have, due in (
                (Need.ENROLLED_WINDOWS, windows, self.windows),
                (Need.ENROLLED_SESSIONS, sessions, self.sessions),
            )
            if have < due
        )
        return NotReady(short) if short else None


def nearest_to_ready(lacks: Sequence[NotReady]) -> NotReady:
    """Of several device classes' lacks, the smallest: what would make one of them ready."""
    return min(lacks, key=lambda lack: sum(short.due - short.have for short in lack.missing))
