"""The attack whole, on simulated typists: it catches what leaks and lets pass what does not."""

import msgspec
import numpy as np
import pytest
from numpy.typing import NDArray

from samehands.capture.keystrokes import Keystrokes
from samehands.capture.positions import ZONES
from samehands.errors import DataSetError
from samehands.lab.attack import (
    AttackReport,
    Baselines,
    Controls,
    Encoder,
    MessageSet,
    attack_text,
    blank_messages,
    broken,
    encoded,
    leaks,
    load_protocol,
    run_controls,
)
from samehands.lab.datasets.corpus import Corpus

pytestmark = pytest.mark.slow


def attacked(
    encoder: Encoder, crowd: Corpus, blank: MessageSet, controls: Controls
) -> AttackReport:
    message = blank.sending("encoder", encoded(encoder, crowd, blank.windows))
    return attack_text(message, controls, seed=controls.seed, size="synthetic")


def zone_pair_encoder(strokes: Keystrokes) -> NDArray[np.int8]:
    """What must never be sent: counts of pairs of zones, folded into 64 numbers."""
    zone = strokes.zone.reshape(-1, 100).astype(np.int64)
    pairs = (zone[:, :-1] * ZONES + zone[:, 1:]) % 64
    return np.array([np.bincount(row, minlength=64) for row in pairs], np.int8)


def secret_spaces_encoder(strokes: Keystrokes) -> NDArray[np.int8]:
    """Noise, but its size tells the number of spaces: no linear attacker can see it."""
    spaces = np.asarray((strokes.zone.reshape(-1, 100) == 6).sum(axis=1))
    noise = np.random.default_rng(0).standard_normal((len(spaces), 64))
    return np.array(np.clip(noise * spaces[:, None], -124, 124), np.int8)


def noise_encoder(strokes: Keystrokes) -> NDArray[np.int8]:
    """What tells nothing at all."""
    return np.random.default_rng(0).integers(-90, 90, (len(strokes) // 100, 64)).astype(np.int8)


def speed_encoder(strokes: Keystrokes) -> NDArray[np.int8]:
    """The median hold: much about the person, next to nothing about the text."""
    hold = np.median(strokes.hold.reshape(-1, 100), axis=1) / 1000
    return np.repeat(np.clip(hold - 100, -124, 124).astype(np.int8)[:, None], 64, axis=1)


def test_the_attack_reads_its_positive_controls(controls: Controls) -> None:
    assert broken(controls) == ()
    assert controls.zone_pairs.linear.bits.low > 4.0
    assert controls.zone_pairs.network.bits.low > 4.0


def test_without_a_message_nothing_is_read(controls: Controls) -> None:
    assert abs(controls.prior.bits.value) < 0.05
    assert abs(controls.prior.rank_bits.value) < 0.1


def test_a_message_of_counts_is_caught_on_every_limit(
    crowd: Corpus, blank: MessageSet, controls: Controls
) -> None:
    found = leaks(attacked(zone_pair_encoder, crowd, blank, controls))
    assert len(found) == 7, "bits, rank bits and guesses of two attackers, and the dictionary"


def test_a_message_of_noise_passes(crowd: Corpus, blank: MessageSet, controls: Controls) -> None:
    report = attacked(noise_encoder, crowd, blank, controls)
    assert leaks(report) == ()
    assert abs(report.reading.linear.bits.value) < 0.01
    assert abs(report.reading.network.bits.value) < 0.01


def test_a_message_that_knows_the_person_and_not_the_text_passes(
    crowd: Corpus, blank: MessageSet, controls: Controls
) -> None:
    assert leaks(attacked(speed_encoder, crowd, blank, controls)) == ()


def test_a_leak_that_is_hidden_from_lines_is_read_by_the_attackers_that_bend(
    crowd: Corpus, blank: MessageSet, controls: Controls
) -> None:
    reading = attacked(secret_spaces_encoder, crowd, blank, controls).reading
    assert max(reading.linear.bits.low, reading.network.bits.low) > 0.02


def test_a_message_without_any_difference_reads_as_nothing(
    blank: MessageSet, controls: Controls
) -> None:
    report = attack_text(blank, controls, seed=controls.seed, size="synthetic")
    assert leaks(report) == ()


def test_controls_that_read_nothing_break_every_verdict(
    crowd: Corpus, blank: MessageSet, controls: Controls
) -> None:
    blind = msgspec.structs.replace(
        controls,
        zone_pairs=controls.yardstick,
        zone_pair_words=attacked(noise_encoder, crowd, blank, controls).words,
    )
    report = attacked(noise_encoder, crowd, blank, blind)
    assert len(leaks(report)) == 3
    assert all("the attack is broken" in line for line in leaks(report))


def test_controls_of_other_windows_are_refused(few: Corpus, controls: Controls) -> None:
    other = blank_messages(few, 60, np.random.default_rng(0))
    with pytest.raises(DataSetError, match="controls"):
        attack_text(other, controls, seed=controls.seed, size="synthetic")


def test_the_same_seed_reads_the_same(
    crowd: Corpus, blank: MessageSet, controls: Controls
) -> None:
    again = run_controls(Baselines.of(crowd, blank), seed=controls.seed, size="synthetic")
    assert again == controls


def test_a_report_survives_json(crowd: Corpus, blank: MessageSet, controls: Controls) -> None:
    report = attacked(noise_encoder, crowd, blank, controls)
    assert msgspec.json.decode(msgspec.json.encode(report), type=AttackReport) == report


def test_the_limit_on_guesses_moves_with_the_size_of_the_pool(controls: Controls) -> None:
    limits = load_protocol().limits
    assert limits.top10 * limits.pool / controls.pool > 10 / controls.pool
