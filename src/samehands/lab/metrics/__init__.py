"""Error rates with laws: from scores to rates, per person or pooled, with intervals over people.

Scores are higher for the owner. A comparison is accepted when its score reaches the threshold, so
that on the threshold a genuine score is right and an impostor score is wrong (METHODS §7).
"""

from samehands.lab.metrics.bootstrap import Interval, bootstrap_mean, bootstrap_over_people
from samehands.lab.metrics.curve import DetCurve, Scores, det_curve
from samehands.lab.metrics.people import PersonRates, PersonScores, rates_per_person
from samehands.lab.metrics.rates import (
    cllr,
    detection_at_false_alarm,
    equal_error_rate,
    fnmr_at_fmr,
    killourhy_maxion_eer,
    minimum_cllr,
)

__all__ = [
    "DetCurve",
    "Interval",
    "PersonRates",
    "PersonScores",
    "Scores",
    "bootstrap_mean",
    "bootstrap_over_people",
    "cllr",
    "det_curve",
    "detection_at_false_alarm",
    "equal_error_rate",
    "fnmr_at_fmr",
    "killourhy_maxion_eer",
    "minimum_cllr",
    "rates_per_person",
]
