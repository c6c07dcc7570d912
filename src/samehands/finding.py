"""A finding: what one check noticed. Every stage that judges makes them; trust decides on them."""

import msgspec


class Finding(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What one check noticed, with its numbers. What follows from it, the policy decides.

    Args:
        kind: which finding, one word.
        sentence: what was noticed, for people.
        numbers: the numbers in it, by name.
    """

    kind: str
    sentence: str
    numbers: dict[str, float] = {}  # msgspec copies an empty default
