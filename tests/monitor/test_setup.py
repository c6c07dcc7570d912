import math
from dataclasses import replace

import pytest

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


@pytest.mark.parametrize(
    "holds", [range(31), range(33), []], ids=["one less", "one twice", "none"]
)
def test_channels_have_to_divide_all_dimensions(holds: list[int]) -> None:
    with pytest.raises(SettingsError, match="channels"):
        replace(
            monitored.setup(),
            channels={Channel.HOLDS: tuple(holds), Channel.FLIGHTS: tuple(range(32, 64))},
        )


def test_channels_tell_what_moved_the_evidence() -> None:
    divided = replace(
        monitored.setup(),
        channels={Channel.HOLDS: tuple(range(32)), Channel.FLIGHTS: tuple(range(32, 64))},
    )
    typed = monitored.windows(monitored.person(2), 1)
    events = monitored.whole_session("a", typed)[:2]
    result = monitored.run(monitored.enrolled(1), events, divided)[-1]

    # In the synthetic space people differ most in the first dimensions.
    assert result.explanation is not None
    assert result.explanation.channel is Channel.HOLDS
    assert "how long keys are held down" in result.explanation.sentence
