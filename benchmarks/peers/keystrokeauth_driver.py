"""Runs keystrokeauth 0.1.0 (MIT) in its own environment; how it is used is said in the README.

python keystrokeauth_driver.py <keystrokes per enrolled vector>
"""

import sys

from keystrokeAuth import extract_features, verify_user
from line_protocol import Session, Verdict, serve

profiles: dict[int, list[list[float]]] = {}


def vector(session: Session) -> list[float]:
    """The peer's four numbers for some keystrokes; one whose release was lost cannot be given."""
    events = [
        {"key": str(position), "press_time": press, "release_time": release, "press_order": order}
        for order, (press, release, position, _) in enumerate(session)
        if release is not None
    ]
    return extract_features(events)["features"]


def enrol(owner: int, sessions: list[Session]) -> None:
    """Keeps one vector per stretch of a session."""
    stretch = int(sys.argv[1])
    profiles[owner] = [
        vector(session[start : start + stretch])
        for session in sessions
        for start in range(0, len(session) - stretch + 1, stretch)
    ]


def score(owner: int, probe: list[float]) -> Verdict:
    """The distance to the nearest enrolled vector, and the peer's own decision on it."""
    accepted, distance, _ = verify_user(profiles[owner], probe)
    return Verdict(-distance, accepted)


if __name__ == "__main__":
    serve(enrol, vector, score)
