"""The peers' rules and the device's sign, on paces that each must and must not see."""

import numpy as np
import pytest
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.lab.forgers.injector import Delay, Injector, Shape
from samehands.lab.liveness.detector import Sign
from samehands.lab.liveness.early import DeviceSign
from samehands.lab.liveness.people import Stream
from samehands.lab.liveness.rules import Duckhunt, Ukip
from samehands.lab.liveness.synapse import Synapse


@pytest.fixture
def text() -> NDArray[np.int16]:
    return np.tile(np.arange(1, 31, dtype=np.int16), 5)


def _typed(pace: Delay, text: NDArray[np.int16], hold: float = 1.0) -> Keystrokes:
    return Injector(pace, Delay(hold)).forge(text, np.random.default_rng(0))


def test_ukip_is_raised_at_the_fifth_press_within_fifty_milliseconds(
    text: NDArray[np.int16],
) -> None:
    assert np.flatnonzero(Ukip().raised(_typed(Delay(50), text)))[0] == 4
    assert not Ukip().raised(_typed(Delay(51), text)).any()


def test_duckhunt_is_raised_when_the_mean_falls_below_thirty_milliseconds(
    text: NDArray[np.int16],
) -> None:
    # 24 intervals of 31 ms and one of 5 ms average to just below 30.
    assert np.flatnonzero(Duckhunt().raised(_typed(Delay(5), text)))[0] == 1
    assert not Duckhunt().raised(_typed(Delay(30), text)).any()


@pytest.mark.parametrize("pace", [Delay(60), Delay(100, 150, Shape.UNIFORM), Delay(150)])
def test_a_pause_gets_round_every_speed_rule_and_not_round_the_sign_of_short_holds(
    pace: Delay, text: NDArray[np.int16]
) -> None:
    typed = _typed(pace, text)
    assert not Ukip().raised(typed).any()
    assert not Duckhunt().raised(typed).any()
    assert np.flatnonzero(DeviceSign().raised(typed))[0] == 19


def test_even_gaps_are_seen_whatever_the_hold(text: NDArray[np.int16]) -> None:
    assert DeviceSign().raised(_typed(Delay(120), text, hold=70)).any()


def test_short_or_equal_holds_are_abnormal_to_synapse_and_varied_ones_are_not(
    text: NDArray[np.int16],
) -> None:
    pace = Delay(100, 150, Shape.UNIFORM)
    rng = np.random.default_rng(0)
    varied = Injector(pace, Delay(95, 22, Shape.GAUSSIAN)).forge(text, rng)
    assert np.flatnonzero(Synapse().raised(_typed(pace, text)))[0] == 99
    assert Synapse().raised(_typed(pace, text, hold=80)).any()
    assert not Synapse().raised(varied).any()


@pytest.mark.parametrize("sign", [DeviceSign(), Ukip(), Duckhunt(), Synapse()])
def test_evidence_is_higher_for_an_injector_than_for_people(
    sign: Sign, text: NDArray[np.int16], streams: tuple[list[Stream], list[Stream]]
) -> None:
    people = [one.keystrokes[:20] for one in streams[0]]
    injector = _typed(Delay(5), text)[:20]
    assert sign.evidence([injector])[0] > sign.evidence(people).max()
    assert not any(sign.raised(one.keystrokes).any() for one in streams[0])


@pytest.mark.parametrize(
    ("sign", "n"),
    [
        *((sign, n) for sign in (DeviceSign(), Ukip(), Duckhunt()) for n in (0, 1, 4)),
        (Synapse(), 0),
        (Synapse(), 2),
    ],
)
def test_a_handful_of_keystrokes_raises_nothing(
    sign: Sign, n: int, text: NDArray[np.int16]
) -> None:
    few = _typed(Delay(100), text)[:n]
    assert sign.raised(few).tolist() == [False] * n
    assert len(sign.evidence([few])) == 1
