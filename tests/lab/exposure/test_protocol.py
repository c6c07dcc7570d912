"""The protocol of exposure: complete, and hard to get wrong."""

from importlib.resources import files

import pytest

from samehands.access import Scale
from samehands.errors import SettingsError
from samehands.lab.exposure.protocol import Begins, Hands, Protocol, load_protocol, read_protocol


def test_every_theft_of_the_issue_is_in_it(protocol: Protocol) -> None:
    attacks = {attack.name: attack for attack in protocol.attacks}

    paces = {one.injector.gap_ms for one in attacks.values() if one.injector is not None}
    assert paces == {5, 35, 100}
    assert attacks["bought credentials"].begins is Begins.LOGIN
    assert attacks["owner exporting"].hands is Hands.OWNER
    assert {one.begins for one in attacks.values() if one.days > 1} == {
        Begins.MORNING,
        Begins.NIGHT,
    }
    assert sum(protocol.watching.weights.values()) == pytest.approx(1)
    assert set(protocol.watching.weights) == set(Scale)


@pytest.mark.parametrize(
    ("found", "instead"),
    [
        ('pace = "even"', 'pace = "browsing"'),
        ('hands = "injector"', 'hands = "stranger"'),
        ('name = "stranger, fast"', 'name = "owner exporting"'),
        ("draws = 2", "draws = 0"),
        ("title", "tittle"),
    ],
)
def test_a_protocol_that_makes_no_sense_is_refused(found: str, instead: str) -> None:
    text = files("samehands.lab").joinpath("protocols", "exposure.toml").read_text()
    assert found in text
    with pytest.raises(SettingsError):
        read_protocol(text.replace(found, instead).encode())


def test_it_is_read_from_the_package() -> None:
    assert load_protocol().budget.false_alarms == 1.0
