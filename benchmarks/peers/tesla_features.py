"""What TeSLA's browser sensor makes of keystrokes, written anew from the description in the README.

Standard library only.
"""

from line_protocol import Keystroke, Session

DWELL, FLIGHT, DIGRAPH, TRIGRAPH, FOURGRAPH = range(1, 6)
"""Numbers of the kinds of feature in the provider's messages."""


def features(session: Session) -> list[dict[str, object]]:
    """The features of TeSLA's browser sensor, by its description in the README.

    dwell: a key's press to its release · flight: a release to the next press of another key ·
    di-, tri-, fourgraph: the i-th press to the (i+1)-th, (i+2)-th, (i+3)-th release.
    """
    presses = [(press, position) for press, _, position, _ in session]
    releases = sorted(
        (release, position) for _, release, position, _ in session if release is not None
    )
    found = [
        _feature(DWELL, str(position), release - press)
        for press, release, position, _ in session
        if release is not None
    ]
    found += _flights(session)
    for kind, later in ((DIGRAPH, 1), (TRIGRAPH, 2), (FOURGRAPH, 3)):
        found += [
            _feature(kind, f"{pressed}___{released}", up - down)
            for (down, pressed), (up, released) in zip(presses, releases[later:], strict=False)
        ]
    return found


def _flights(session: Session) -> list[dict[str, object]]:
    events = sorted(
        (when, down, position)
        for keystroke in session
        for when, down, position in _events(keystroke)
    )
    found, released = [], None
    for when, down, position in events:
        if not down:
            released = (when, position)
        elif released is not None and released[1] != position:
            found.append(_feature(FLIGHT, f"{released[1]}___{position}", when - released[0]))
            released = None
    return found


def _events(keystroke: Keystroke) -> list[tuple[float, bool, int]]:
    press, release, position, _ = keystroke
    return [(press, True, position)] + (
        [(release, False, position)] if release is not None else []
    )


def _feature(kind: int, code: str, time: float) -> dict[str, object]:
    return {"type": kind, "code": code, "time": time}
