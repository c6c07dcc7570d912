"""The protocol as data."""

import pytest

from samehands.errors import SettingsError
from samehands.lab.liveness.protocol import PeopleName, load_protocol, read_protocol

_GOOD = """
title = "t"
people = ["monaco", "bbmas"]
measured_only = ["aalto"]
victims = ["monaco"]
bpcer = 0.001
line = 7.6
least = -2.0
most = 5.0
folds = 2
development_streams = 1
streams = 1
stream_keystrokes = 100
early_keystrokes = 20
keystrokes_per_hour = 1000
slow_ms = 300
repeats = 10
"""


def test_the_shipped_protocol_learns_from_nobody_whose_data_may_not_be() -> None:
    protocol = load_protocol()
    assert PeopleName.AALTO in protocol.measured_only
    assert PeopleName.AALTO not in protocol.people
    assert [link.link.tick for link in protocol.links if link.tick] == [16.67, 33.3]


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ('victims = ["monaco"]', 'victims = ["aalto"]'),
        ('victims = ["monaco"]', "victims = []"),
        ('measured_only = ["aalto"]', 'measured_only = ["bbmas"]'),
        ("folds = 2", "folds = 1"),
        ("line = 7.6", "line = 0.0"),
        ("least = -2.0", "least = 1.0"),
        ("bpcer = 0.001", "bpcer = 0"),
        ("\nstreams = 1", "\nstream = 1"),
        ('title = "t"', "title ="),
    ],
)
def test_a_protocol_that_makes_no_sense_is_refused(line: str, instead: str) -> None:
    assert read_protocol(_GOOD.encode()).folds == 2
    with pytest.raises(SettingsError):
        read_protocol(_GOOD.replace(line, instead).encode())
