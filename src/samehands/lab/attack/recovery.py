"""The text-recovery attack whole: every attacker on a message, beside its controls."""

from typing import Final

import msgspec
import numpy as np

from samehands.errors import DataSetError
from samehands.lab.attack.attackers import (
    linear_experts,
    network_experts,
    read,
    read_prior,
)
from samehands.lab.attack.baselines import Baselines
from samehands.lab.attack.case import Case
from samehands.lab.attack.dictionary import DictionaryReading, read_words
from samehands.lab.attack.messages import MessageSet
from samehands.lab.attack.protocol import Protocol, SizeName, load_protocol
from samehands.lab.attack.scores import Reading

_OVER: Final = "over the limit"


class MessageReading(msgspec.Struct, frozen=True):
    """What both attackers read from one message.

    Args:
        message: its name.
        linear: with random features.
        network: a small one.
    """

    message: str
    linear: Reading
    network: Reading


class Controls(msgspec.Struct, frozen=True):
    """What the same attackers read from messages whose leak is known.

    Args:
        n: keystrokes in a window.
        windows: in all.
        pool: prompts to choose from.
        training: windows that the attackers learnt from.
        size: how hard they worked.
        seed: of everything drawn.
        prior: what is known without any message.
        yardstick: the word count.
        timing: timing histograms, the weaker positive control.
        zone_pairs: zone-pair counts, the stronger positive control.
        zone_pair_words: the dictionary attack on these.
    """

    n: int
    windows: int
    pool: int
    training: int
    size: SizeName
    seed: int
    prior: Reading
    yardstick: MessageReading
    timing: MessageReading
    zone_pairs: MessageReading
    zone_pair_words: DictionaryReading


class AttackReport(msgspec.Struct, frozen=True):
    """What could be read from a message, and from the controls beside it.

    Args:
        reading: both attackers, closed pool.
        words: the dictionary attack.
        controls: the same attack on the controls.
    """

    reading: MessageReading
    words: DictionaryReading
    controls: Controls


def run_controls(baselines: Baselines, *, seed: int, size: SizeName) -> Controls:
    """Attacks the yardstick and both positive controls; one run serves all messages of the windows.

    Raises:
        DataSetError: too few people or prompts.
    """
    effort = load_protocol().sizes[size]
    case = Case.of(baselines.zone_pairs, seed)
    return Controls(
        n=case.message.windows.n,
        windows=len(case.message),
        pool=len(case.message.prompts),
        training=len(case.training),
        size=size,
        seed=seed,
        prior=read_prior(case, effort, seed),
        yardstick=_read_message(Case.of(baselines.yardstick, seed), seed=seed, size=size),
        timing=_read_message(Case.of(baselines.timing, seed), seed=seed, size=size),
        zone_pairs=_read_message(case, seed=seed, size=size),
        zone_pair_words=read_words(case, effort, seed),
    )


def attack_text(
    message: MessageSet, controls: Controls, *, seed: int, size: SizeName
) -> AttackReport:
    """Tries to name the prompt in each window from the numbers sent for it.

    Args:
        message: what was sent.
        controls: of the same windows, the same seed and size: an attack without them proves
            nothing.
        seed: splits people and starts the attackers.
        size: how hard they work.

    Raises:
        DataSetError: the controls are of other windows, or there is too little to test.
    """
    due = (len(message), message.windows.n, len(message.prompts), seed, size)
    got = (controls.windows, controls.n, controls.pool, controls.seed, controls.size)
    if got != due:
        raise DataSetError("controls", got=f"windows, n, pool, seed, size {got}", due=f"{due}")
    case = Case.of(message, seed)
    return AttackReport(
        reading=_read_message(case, seed=seed, size=size),
        words=read_words(case, load_protocol().sizes[size], seed),
        controls=controls,
    )


def _read_message(case: Case, *, seed: int, size: SizeName) -> MessageReading:
    effort = load_protocol().sizes[size]
    return MessageReading(
        case.message.name,
        linear=read("linear", linear_experts(case, effort, seed), case, effort, seed),
        network=read("network", network_experts(case, effort, seed), case, effort, seed),
    )


def broken(controls: Controls, protocol: Protocol | None = None) -> tuple[str, ...]:
    """Why the attack itself cannot be trusted: a positive control that it failed to read.

    Returns:
        One sentence for each failure; empty when the attack works.
    """
    effort = (protocol or load_protocol()).sizes[controls.size]
    due = [
        (controls.zone_pairs.linear, effort.zone_pairs_bits, "zone pairs"),
        (controls.zone_pairs.network, effort.zone_pairs_bits, "zone pairs"),
        (_better(controls.timing), effort.timing_bits, "timing histograms"),
    ]
    found = [
        f"the attack is broken: {reading.attacker} read {reading.bits.value:.2f} bits from {name}, "
        f"due {least:g} or more"
        for reading, least, name in due
        if not reading.bits.value >= least
    ]
    words = controls.zone_pair_words.bits.value
    if not words >= effort.dictionary_bits:
        found.append(
            f"the attack is broken: the dictionary read {words:.2f} bits a content word from zone "
            f"pairs, due {effort.dictionary_bits:g} or more"
        )
    return tuple(found)


def leaks(report: AttackReport, protocol: Protocol | None = None) -> tuple[str, ...]:
    """Which limits a message breaks, a broken attack first: it has shown nothing.

    Returns:
        One sentence for each; empty when the message is within all limits and the attack works.
    """
    protocol = protocol or load_protocol()
    limits = protocol.limits
    found = list(broken(report.controls, protocol))
    for reading in (report.reading.linear, report.reading.network):
        measured = [
            (reading.bits.value, limits.bits, "bits a window"),
            (reading.rank_bits.value, limits.rank_bits, "rank bits"),
            (
                reading.top10.value,
                limits.top10 * limits.pool / report.controls.pool,
                "right within ten guesses",
            ),
        ]
        found += [
            f"{reading.attacker}: {value:.3f} {what}, {_OVER} of {limit:g}"
            for value, limit, what in measured
            if not value <= limit
        ]
    words = report.words.bits.value
    if not words <= limits.dictionary_bits:
        found.append(
            f"dictionary: {words:.3f} bits a content word, {_OVER} of {limits.dictionary_bits:g}"
        )
    return tuple(found)


def _better(reading: MessageReading) -> Reading:
    return max(reading.linear, reading.network, key=lambda one: np.nan_to_num(one.bits.value))
