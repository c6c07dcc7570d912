"""What is excused by tools that may type."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from samehands.liveness.tool import (
    BURSTS_BETWEEN_TYPING,
    SIGNATURES,
    Tool,
    excuses_burst,
    excuses_injected,
)


def test_every_tool_has_a_signature() -> None:
    assert set(SIGNATURES) == set(Tool)


@given(st.integers(0, 10_000))
def test_nothing_is_excused_where_nothing_is_allowed(in_a_row: int) -> None:
    assert not excuses_burst((), in_a_row)
    assert not excuses_injected((), in_a_row)


@pytest.mark.parametrize("tool", sorted(set(Tool) - {Tool.ACCESSIBILITY}))
def test_a_burst_tool_is_excused_only_between_what_hands_type(tool: Tool) -> None:
    assert excuses_burst([tool], 1)
    assert not excuses_burst([tool], BURSTS_BETWEEN_TYPING + 1)


@pytest.mark.parametrize("tool", [Tool.BARCODE_SCANNER, Tool.SECURITY_KEY])
def test_a_keyboard_that_is_a_device_excuses_nothing_that_a_program_made(tool: Tool) -> None:
    assert not excuses_injected([tool], 1)


def test_accessibility_tools_may_type_without_end() -> None:
    assert excuses_injected([Tool.ACCESSIBILITY], 1_000_000)
