import math
from dataclasses import replace

import numpy as np
import pytest
from numpy.typing import NDArray

from laws import monitored
from samehands.errors import SettingsError
from samehands.quantities import Nats
from samehands.trust import Channel, Check, Hypothesis, Policy, VerdictKind


@pytest.mark.parametrize(
    "thresholds",
    [
        {},
        {Hypothesis.MACHINE: 5.0},
        {Hypothesis.OTHER_PERSON: 0.0},
        {Hypothesis.OTHER_PERSON: math.nan},
        {Hypothesis.OTHER_PERSON: math.inf},
        {Hypothesis.OTHER_PERSON: 5.0, Hypothesis.MACHINE: -1.0},
    ],
    ids=repr,
)
def test_thresholds_that_never_or_always_alarm_are_refused(
    thresholds: dict[Hypothesis, float],
) -> None:
    with pytest.raises(SettingsError, match="thresholds"):
        replace(monitored.setup(), thresholds={name: Nats(h) for name, h in thresholds.items()})


def test_a_policy_for_a_finding_that_nobody_makes_is_refused() -> None:
    with pytest.raises(SettingsError, match="window_repeated"):
        monitored.setup(Policy({"session": Check()}, findings={"typo": VerdictKind.LOCK}))


HALVES = {Channel.HOLDS: np.repeat([1.0, 0.0], 32), Channel.FLIGHTS: np.repeat([0.0, 1.0], 32)}


@pytest.mark.parametrize(
    "holds",
    [np.repeat([0.9, 0.0], 32), np.repeat([1.0, 0.5], 32), -HALVES[Channel.HOLDS], np.ones(63)],
    ids=["too little", "too much", "less than nothing", "one dimension less"],
)
def test_channels_have_to_share_out_all_dimensions(holds: NDArray[np.float64]) -> None:
    with pytest.raises(SettingsError, match="channels"):
        replace(
            monitored.setup(),
            channels={
                Channel.HOLDS: holds,
                Channel.FLIGHTS: HALVES[Channel.FLIGHTS][: len(holds)],
            },
        )


def test_channels_tell_what_moved_the_evidence() -> None:
    divided = replace(monitored.setup(), channels=HALVES)
    typed = monitored.windows(monitored.person(2), 1)
    events = monitored.whole_session("a", typed)[:2]
    result = monitored.run(monitored.enrolled(1), events, divided)[-1]

    # In the synthetic space people differ most in the first dimensions.
    assert result.explanation is not None
    assert result.explanation.channel is Channel.HOLDS
    assert "how long keys are held down" in result.explanation.sentence
