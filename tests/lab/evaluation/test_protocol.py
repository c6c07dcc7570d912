"""Protocols are data that cannot say what makes no sense."""

import pytest

from samehands.errors import SettingsError
from samehands.lab.evaluation import (
    PROTOCOLS,
    TakeOver,
    Verification,
    load_protocol,
    read_protocol,
)

SPLITS = b'[[splits]]\nname = "a"\nenrol = [0]\nprobe = [1]\n'
VERIFICATION = b'kind = "verification"\ntitle = "t"\ncorpus = "monaco"\npart = "session"\n'


@pytest.mark.parametrize("name", PROTOCOLS)
def test_every_protocol_of_the_package_can_be_read(name: str) -> None:
    protocol = load_protocol(name)

    assert protocol.title
    for split in protocol.splits:
        assert not set(split.enrol) & set(split.probe)


def test_the_cross_session_protocol_tests_every_session_twice() -> None:
    protocol = load_protocol("cross_session")

    assert sorted(part for split in protocol.splits for part in split.probe) == sorted(
        2 * [*range(6)]
    )
    assert all(max(s.enrol) < min(s.probe) for s in protocol.splits[:1])


def test_the_drill_has_the_budget_of_one_false_alarm_a_month() -> None:
    protocol = load_protocol("take_over")

    assert isinstance(protocol, TakeOver)
    assert (protocol.budget.false_alarms, protocol.budget.keystrokes_per_month) == (1.0, 200_000)


def test_typenet_reads_each_person_s_own_threshold_and_meets_everybody() -> None:
    protocol = load_protocol("typenet")

    assert isinstance(protocol, Verification)
    assert (protocol.threshold, protocol.impostors) == ("own", None)
    assert [len(split.enrol) for split in protocol.splits] == [1, 2, 5, 7, 10]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"kind = ",
        b"\xff",
        VERIFICATION,
        VERIFICATION + b'headline = "other"\n' + SPLITS,
        VERIFICATION + b'headline = "a"\n' + SPLITS + SPLITS,
        VERIFICATION + b'headline = "a"\nunknown = 1\n' + SPLITS,
        VERIFICATION + b'headline = "a"\nfalse_alarm_rates = [0.0]\n' + SPLITS,
        VERIFICATION + b'headline = "a"\n' + SPLITS.replace(b"probe = [1]", b"probe = [0]"),
        VERIFICATION + b'headline = "a"\n' + SPLITS.replace(b"enrol = [0]", b"enrol = []"),
        b'kind = "take-over"\ntitle = "t"\ncorpus = "monaco"\nowner_keystrokes = [2, 1]\n'
        b"horizon = 10\n[budget]\n" + SPLITS,
    ],
)
def test_a_protocol_that_makes_no_sense_is_refused(text: bytes) -> None:
    with pytest.raises(SettingsError):
        read_protocol(text)


def test_a_protocol_that_nobody_knows_is_refused_with_those_there_are() -> None:
    with pytest.raises(SettingsError, match="typenet or kvc"):
        load_protocol("../../pyproject")
