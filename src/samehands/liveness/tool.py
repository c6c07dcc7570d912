"""Tools that type for people and are allowed to: what they leave in a message, and how much of it.

The list of those allowed is part of the policy of a group of people. A message has no device and
no characters, so a tool is known only by its signature: short bursts between what hands type, or
input that the page or the system says a program made.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

BURSTS_BETWEEN_TYPING: Final = 1
"""Bursts in a row, without a window typed by hands between them, that a burst tool is excused.

A scanned label, a password and a security key's code come one at a time. More: an injector is
called later, by the twenty keystrokes of a sign for each. None: every long label is evidence.
Somebody who scans without ever typing is asked for a step-up."""


class Tool(StrEnum):
    """Something that types for people. A policy may allow any of these."""

    BARCODE_SCANNER = "barcode_scanner"
    SECURITY_KEY = "security_key"
    PASSWORD_MANAGER = "password_manager"  # noqa: S105  # the name of a kind of tool
    TEXT_EXPANDER = "text_expander"
    ACCESSIBILITY = "accessibility"


@dataclass(frozen=True, slots=True)
class Signature:
    """What a tool leaves in messages.

    Args:
        burst: whether it types faster than hands, for a moment: an early sign, or windows that
            the device discarded.
        injected: whether the source may say that a program made the input.
        most_in_a_row: bursts or injected windows without hands between them that it may leave.
        means: for people.
    """

    burst: bool
    injected: bool
    most_in_a_row: float
    means: str


SIGNATURES: Final = {
    Tool.BARCODE_SCANNER: Signature(
        burst=True,
        injected=False,
        most_in_a_row=BURSTS_BETWEEN_TYPING,
        means="A scanner that types what it reads, as a keyboard.",
    ),
    Tool.SECURITY_KEY: Signature(
        burst=True,
        injected=False,
        most_in_a_row=BURSTS_BETWEEN_TYPING,
        means="A key that types a one-time code when touched.",
    ),
    Tool.PASSWORD_MANAGER: Signature(
        burst=True,
        injected=True,
        most_in_a_row=BURSTS_BETWEEN_TYPING,
        means="A program that types a name and a password.",
    ),
    Tool.TEXT_EXPANDER: Signature(
        burst=True,
        injected=True,
        most_in_a_row=BURSTS_BETWEEN_TYPING,
        means="A program that types a phrase for an abbreviation.",
    ),
    Tool.ACCESSIBILITY: Signature(
        burst=True,
        injected=True,
        most_in_a_row=np.inf,
        means="Screen keyboards, switches, eye or head control, speech: any amount of input by a "
        "program. What the source itself calls injected is no evidence then; everything else is.",
    ),
}
"""Tool → what it leaves. By tool and not by device: the message has no device in it."""


def excuses_burst(allowed: Collection[Tool], in_a_row: int) -> bool:
    """Whether an allowed tool explains a burst.

    Args:
        allowed: tools that the policy allows.
        in_a_row: bursts since hands last typed, this one included.

    >>> excuses_burst([Tool.SECURITY_KEY], 1), excuses_burst([Tool.SECURITY_KEY], 9)
    (True, False)
    >>> excuses_burst([], 1)
    False
    """
    signatures = (SIGNATURES[tool] for tool in allowed)
    return any(known.burst and in_a_row <= known.most_in_a_row for known in signatures)


def excuses_injected(allowed: Collection[Tool], in_a_row: int) -> bool:
    """Whether an allowed tool explains a window that its source calls injected.

    Args:
        allowed: tools that the policy allows.
        in_a_row: such windows since hands last typed, this one included.

    >>> excuses_injected([Tool.ACCESSIBILITY], 500), excuses_injected([Tool.SECURITY_KEY], 1)
    (True, False)
    """
    signatures = (SIGNATURES[tool] for tool in allowed)
    return any(known.injected and in_a_row <= known.most_in_a_row for known in signatures)
