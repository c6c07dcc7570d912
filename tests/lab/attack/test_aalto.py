"""The attack on real people: its controls must be read."""

from pathlib import Path

import numpy as np
import pytest

from samehands.lab.attack import Baselines, blank_messages, broken, run_controls
from samehands.lab.datasets.aalto import load_aalto


@pytest.mark.data
@pytest.mark.slow
def test_the_small_attack_reads_its_controls_from_real_typing(data_root: Path) -> None:
    corpus = load_aalto(data_root, "a")
    blank = blank_messages(corpus, 100, np.random.default_rng(0))
    controls = run_controls(Baselines.of(corpus, blank), seed=0, size="small")
    assert controls.pool == 1525
    assert broken(controls) == ()
    assert 0.1 < controls.yardstick.linear.bits.value < 0.4
    assert controls.zone_pairs.linear.top1.value > 0.45
