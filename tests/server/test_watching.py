"""Watching: one look that goes on is one, and nobody's look is taken for another's."""

from samehands.quantities import Micros
from samehands.server.watching import ONE_LOOK, WATCHERS, Watching


def test_a_look_goes_on_for_a_while_and_then_is_another() -> None:
    watching = Watching()
    assert not watching.is_same("ann", "session", Micros(0))
    watching.note("ann", "session", Micros(0))

    assert watching.is_same("ann", "session", Micros(ONE_LOOK - 1))
    assert not watching.is_same("ann", "session", Micros(ONE_LOOK))


def test_reading_on_does_not_make_the_first_look_last_longer() -> None:
    watching = Watching()
    watching.note("ann", "session", Micros(0))
    for at in range(0, 2 * ONE_LOOK, ONE_LOOK // 4):
        assert watching.is_same("ann", "session", Micros(at)) == (at < ONE_LOOK)


def test_a_look_is_nobody_else_s_and_at_nothing_else() -> None:
    watching = Watching()
    watching.note("ann", "session", Micros(0))

    assert not watching.is_same("bob", "session", Micros(1))
    assert not watching.is_same("ann", "another", Micros(1))
    assert not watching.is_same("ann", "session", Micros(-1))  # a clock that went back


def test_past_the_limit_the_oldest_look_is_written_down_again() -> None:
    watching = Watching()
    for number in range(WATCHERS + 1):
        watching.note("ann", str(number), Micros(0))

    assert not watching.is_same("ann", "0", Micros(1))
    assert watching.is_same("ann", "1", Micros(1))
