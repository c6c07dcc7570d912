"""Held-out comparisons in a set of labelled windows: genuine without their own session, others'."""

from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from samehands.errors import EmptyScoresError
from samehands.identity.back_end import BackEnd
from samehands.identity.likelihood import softened
from samehands.identity.variance import LabelledWindows, SessionMeans, summed
from samehands.rhythm.window import DIMENSIONS

OTHERS: Final = 20
"""Other people each window is compared with, evenly spread over them.

More: steadier, and slower in proportion. Twenty impostor scores for each genuine one keep the
impostors' side from limiting a calibration."""


@dataclass(frozen=True, slots=True, eq=False)
class HeldOut:
    """Comparisons of windows with templates that did not see the window's session.

    Args:
        raw: shape (n,), raw llr, nats.
        is_genuine: shape (n,).
        enrolled: shape (n,), windows behind each template.
    """

    raw: NDArray[np.float64] = field(repr=False)
    is_genuine: NDArray[np.bool_] = field(repr=False)
    enrolled: NDArray[np.int64] = field(repr=False)


def held_out_scores(back_end: BackEnd, table: LabelledWindows) -> HeldOut:
    """Raw llrs of every window against its person's other sessions and against other people.

    What a calibration of this site is fitted on. People of a single session give impostors only.

    Raises:
        EmptyScoresError: nobody has two sessions, or there is only one person.
    """
    groups = SessionMeans.of(table)
    mine = _Templates.without_own_session(back_end, groups)
    if groups.people < 2 or not mine.enrolled.any():  # noqa: PLR2004  # owner and other
        raise EmptyScoresError(
            "labelled windows",
            got=f"{groups.people} people, {int(mine.enrolled.astype(bool).sum())} held-out sessions",
            due="two people, one with two sessions",
        )
    whole = _Templates.of_people(back_end, groups)
    session_of = groups.session_of
    person = groups.person_of[session_of]
    windows = groups.windows - back_end.mean
    has_owner = mine.enrolled[session_of] > 0
    raw = [mine.llr(back_end, windows[has_owner], session_of[has_owner])]
    enrolled = [mine.enrolled[session_of[has_owner]]]
    others = min(OTHERS, groups.people - 1)
    for step in range(others):
        shift = 1 + step * (groups.people - 1) // others
        other = (person + shift) % groups.people
        raw.append(whole.llr(back_end, windows, other))
        enrolled.append(whole.enrolled[other])
    genuine = int(has_owner.sum())
    return HeldOut(
        np.concatenate(raw),
        np.arange(genuine + others * len(windows)) < genuine,
        np.concatenate(enrolled).astype(np.int64),
    )


def held_out_distances(back_end: BackEnd, groups: SessionMeans) -> NDArray[np.float64]:
    """Σ(q - m)²/a of each window against its person's other sessions; what ν is fitted on.

    Where nobody has two sessions: against the other windows of the session.

    Returns:
        Shape (n,), of the windows that have something to be held against; maybe none.
    """
    mine = _Templates.without_own_session(back_end, groups)
    rows = mine.enrolled[groups.session_of] > 0
    if rows.any():
        session_of = groups.session_of[rows]
        windows = groups.windows[rows] - back_end.mean
        spread = mine.variance[session_of] + back_end.session + back_end.within
        return _squares(windows - mine.mean[session_of], spread)
    count = groups.count[groups.session_of]
    several = count > 1
    share = 1 - 1 / count[several, np.newaxis]
    departure = groups.windows[several] - groups.mean[groups.session_of[several]]
    return _squares(departure, back_end.within * share)


@dataclass(frozen=True, slots=True, eq=False)
class _Templates:
    """Posterior means and variances of many people at once, σ, relative to the site's mean."""

    mean: NDArray[np.float64]
    variance: NDArray[np.float64]
    enrolled: NDArray[np.float64]

    @classmethod
    def of_people(cls, back_end: BackEnd, groups: SessionMeans) -> "_Templates":
        weight, pull = _session_terms(back_end, groups)
        return cls._of_terms(
            back_end,
            summed(weight, groups.person_of, groups.people),
            summed(pull, groups.person_of, groups.people),
            _windows_of(groups),
        )

    @classmethod
    def without_own_session(cls, back_end: BackEnd, groups: SessionMeans) -> "_Templates":
        weight, pull = _session_terms(back_end, groups)
        person_of = groups.person_of
        return cls._of_terms(
            back_end,
            summed(weight, person_of, groups.people)[person_of] - weight,
            summed(pull, person_of, groups.people)[person_of] - pull,
            _windows_of(groups)[person_of] - groups.count,
        )

    @classmethod
    def _of_terms(
        cls,
        back_end: BackEnd,
        weight: NDArray[np.float64],
        pull: NDArray[np.float64],
        enrolled: NDArray[np.float64],
    ) -> "_Templates":
        variance = 1 / (1 / back_end.between + weight)
        return cls(variance * pull, variance, enrolled)

    def llr(
        self, back_end: BackEnd, windows: NDArray[np.float64], index: NDArray[np.intp]
    ) -> NDArray[np.float64]:
        """Raw llr of windows (relative to the site's mean) against templates by index."""
        noise = back_end.session + back_end.within
        owner = self.variance + noise
        log_volume = -0.5 * np.log(owner / (back_end.between + noise)).sum(axis=1)
        from_owner = _squares(windows - self.mean[index], owner[index])
        from_all = _squares(windows, back_end.between + noise)
        exponent = (back_end.nu + DIMENSIONS) / 2
        raw: NDArray[np.float64] = log_volume[index] - exponent * (
            np.log1p(from_owner / back_end.nu) - np.log1p(from_all / back_end.nu)
        )
        return softened(raw, back_end.outliers)


def _windows_of(groups: SessionMeans) -> NDArray[np.float64]:
    return np.bincount(groups.person_of, groups.count, groups.people).astype(np.float64)


def _session_terms(
    back_end: BackEnd, groups: SessionMeans
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    weight = 1 / (back_end.session + back_end.within / groups.count[:, np.newaxis])
    return weight, weight * (groups.mean - back_end.mean)


def _squares(departure: NDArray[np.float64], variance: NDArray[np.float64]) -> NDArray[np.float64]:
    squares: NDArray[np.float64] = (departure**2 / variance).sum(axis=1)
    return squares
