"""The tables of a measurement, as rows of words."""

from samehands.lab.evaluation.result import Delay
from samehands.lab.exposure.result import AttackRow, ExposureResult, Outcome
from samehands.lab.metrics import Interval


def drill_lines(result: ExposureResult) -> list[tuple[str, ...]]:
    """Heads, and a row for each attack and system."""
    heads = (
        "attack", "a minute", "watched by", "noticed p50", "p90", "stopped p50", "p90",
        "never", "first day", "goal",
    )  # fmt: skip
    return [
        heads,
        *(_row(attack, outcome) for attack in result.attacks for outcome in attack.outcomes),
    ]


def genuine_lines(result: ExposureResult) -> list[tuple[str, ...]]:
    """Heads, and a row for each system."""
    heads = ("false alarms", "a person and month", "95 %", "worst", "over budget", "reasons")
    rows = [
        (
            one.system,
            f"{one.rate.estimate:.2f}",
            f"{one.rate.low:.2f}-{one.rate.high:.2f}",
            f"{one.worst:.1f}",
            f"{one.over_budget:.0%}",
            ", ".join(f"{code} {count}" for code, count in one.reasons.items()),
        )
        for one in result.genuine
    ]
    return [heads, *rows]


def _row(attack: AttackRow, outcome: Outcome) -> tuple[str, ...]:
    noticed, stopped = outcome.noticed, outcome.stopped
    return (
        attack.name,
        f"{attack.pace:.1f}",
        outcome.system,
        _records(noticed[0]),
        _records(noticed[1]),
        _records(stopped[0]),
        _records(stopped[1]),
        _share(outcome.never),
        _share(outcome.first_day),
        "a day" if attack.goal is None else f"{attack.goal}",
    )


def _records(delay: Delay) -> str:
    if delay.estimate is None:
        return "never"
    high = "never" if delay.high is None else f"{delay.high:.0f}"
    low = "never" if delay.low is None else f"{delay.low:.0f}"
    return f"{delay.estimate:.0f} [{low}, {high}]"


def _share(share: Interval) -> str:
    return f"{share.estimate:.0%}"
