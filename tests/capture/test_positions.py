"""Positions and zones."""

from samehands.capture.positions import (
    POSITIONS,
    UNKNOWN_POSITION,
    ZONE_OF_POSITION,
    ZONES,
    Zone,
    position_of,
)


def test_every_position_has_one_zone_and_every_zone_but_other_has_positions() -> None:
    assert sorted(POSITIONS.values()) == list(range(1, len(ZONE_OF_POSITION)))
    assert {*ZONE_OF_POSITION[1:].tolist()} == {*range(ZONES)} - {Zone.OTHER}


def test_a_key_without_a_name_here_is_unknown_and_other() -> None:
    assert position_of("LaunchMail") == position_of("") == UNKNOWN_POSITION
    assert ZONE_OF_POSITION[UNKNOWN_POSITION] == Zone.OTHER


def test_letters_lie_where_a_hand_finds_them() -> None:
    assert ZONE_OF_POSITION[position_of("KeyT")] == Zone.LEFT_TOP
    assert ZONE_OF_POSITION[position_of("KeyY")] == Zone.RIGHT_TOP
    assert ZONE_OF_POSITION[position_of("KeyB")] == Zone.LEFT_BOTTOM
    assert ZONE_OF_POSITION[position_of("Space")] == Zone.SPACE
