"""The policy: for each group of actions, how much doubt is too much. Data, not code."""

from typing import Final

import msgspec
import numpy as np

from samehands.errors import SettingsError
from samehands.liveness.tool import Tool
from samehands.quantities import MICROS_PER_SECOND, Micros
from samehands.trust.joint import (
    DEFAULT_RULES,
    JointRule,
)
from samehands.trust.limits import DEFAULT_LIMITS, ActionLimit
from samehands.trust.session import Marks
from samehands.trust.verdict import VerdictKind

SESSION: Final = "session"
"""The check that every policy has: whether the session may go on at all."""

STEP_UP_LASTS: Final = Micros(15 * 60 * MICROS_PER_SECOND)
"""How long a passed step-up stands in for a judgement that cannot be had: 15 minutes.

Longer: fewer questions to people whose template is not ready. Shorter: less time for somebody
who takes over just after one. It never outweighs evidence."""

HANDS_LAST: Final = Micros(10 * 60 * MICROS_PER_SECOND)
"""How long after a window was judged the hands count as known to the joint rules: ten minutes.

Longer: who sits down at an unlocked machine and only clicks passes for the owner for longer.
Shorter: owners who read much and type little are asked for proof instead of a human told."""

DEFAULT_TOOLS: Final[tuple[Tool, ...]] = ()
"""Tools that may type unless a policy says otherwise: none.

What they leave is what an injector leaves, so that each is named by the policy of the group of
people who have it. One more here: the first twenty keystrokes of an injector are excused for all."""

HANDS_RECORDS: Final = 5
"""How many records after it: five, an ordinary quarter of an hour of a bank's clerk
(agent_touch_rates.json: 2 at the median, 4 at the 90th percentile).

More: an injector at an unlocked machine passes for the owner for that much longer. Fewer: owners
are asked for proof instead of a human told."""

RULES: Final = 32
"""Most joint rules, and most actions with an allowance. More: nobody knows which one applied."""


class Check(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How much doubt one group of actions bears.

    Args:
        step_up_at: share of the alarm threshold from which a step-up is due; 1 is the alarm.
            Lower, for dangerous actions: intruders are asked sooner, owners more often.
        lock_at: share from which the answer is lock; None for never by evidence alone.
        without_data: the answer while there is no judgement: template not ready, nothing typed
            yet, or too long ago. `allow` fails open, the others fail closed.
        judged_within: how old a judgement may be, µs; None for any age within the session.
    """

    step_up_at: float = 1.0
    lock_at: float | None = None
    without_data: VerdictKind = VerdictKind.STEP_UP
    judged_within: Micros | None = None

    def __post_init__(self) -> None:
        lock_at = np.inf if self.lock_at is None else self.lock_at
        if not (0 < self.step_up_at <= 1 and self.step_up_at <= lock_at):
            raise SettingsError(
                "check",
                got=f"step_up_at {self.step_up_at}, lock_at {self.lock_at}",
                due="0 < step_up_at <= 1 and step_up_at <= lock_at",
            )
        if self.judged_within is not None and self.judged_within <= 0:
            raise SettingsError("check", got=f"judged_within {self.judged_within}", due="above 0")


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Checks per group of actions, and what findings lead to.

    Args:
        checks: name of a group ("session", "view record", "export") → its check.
        marks: where a session becomes unsure and verified again.
        findings: kind of finding → the verdict it asks for; those not named are only reported.
        step_up_lasts: how long a passed step-up stands in for a judgement, µs.
        joint: rules on doubt and the volume of records together; without any, mass reading asks
            for nothing.
        hands_last: how long after its last judgement a verified session is one whose hands are
            known, for those rules, µs.
        hands_records: how many records after it, for the same.
        tells: kinds of findings that a human should look at, whatever else they lead to.
        allowances: action ("view", "search", "export") → records that may be read per minute.
        allowed: tools that may type for these people; what they leave in messages is no evidence
            of a machine.

    Raises:
        SettingsError: no check for the session: a policy that checks nothing allows everything.
    """

    checks: dict[str, Check]
    marks: Marks = Marks()
    findings: dict[str, VerdictKind] = {}  # msgspec copies an empty default
    step_up_lasts: Micros = STEP_UP_LASTS
    joint: tuple[JointRule, ...] = msgspec.field(
        default_factory=lambda: (
            DEFAULT_RULES
        )  # a rule has no hash, which Litestar asks defaults for
    )
    hands_last: Micros = HANDS_LAST
    hands_records: int = HANDS_RECORDS
    tells: tuple[str, ...] = ("honey_record",)
    allowances: dict[str, ActionLimit] = msgspec.field(
        default_factory=lambda: dict(DEFAULT_LIMITS)
    )
    allowed: tuple[Tool, ...] = DEFAULT_TOOLS

    def __post_init__(self) -> None:
        if SESSION not in self.checks:
            raise SettingsError(
                "policy",
                got=f"{len(self.checks)} checks",
                due=f"a check named {SESSION!r} at least",
            )
        if min(self.step_up_lasts, self.hands_last, self.hands_records) < 0:
            raise SettingsError(
                "policy",
                got="a negative step_up_lasts, hands_last or hands_records",
                due="0 or more",
            )
        if len(self.joint) > RULES or len(self.allowances) > RULES:
            raise SettingsError(
                "policy",
                got=f"{len(self.joint)} joint rules, {len(self.allowances)} allowances",
                due=f"at most {RULES} of each",
            )


def policy_from_json(text: bytes | str) -> Policy:
    """Read a policy.

    Raises:
        SettingsError: not JSON, an unknown field, or a value that makes no sense.

    >>> policy_from_json('{"checks": {"session": {"lock_at": 2}}}').checks["session"].lock_at
    2.0
    """
    try:
        return msgspec.json.decode(text, type=Policy)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        raise SettingsError("policy", got=f"unreadable settings ({error})", due="JSON") from None
