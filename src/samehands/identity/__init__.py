"""Identity: is it the same person? A template, a score in nats or "not ready", and adaptation.

Enrol sessions of windows into a template, score a probe against it, and let ended sessions teach
it under a rule. Scoring never learns, and a template that is too thin to score says so.
"""

from samehands.identity.adaptation import (
    Admission,
    AdmissionRule,
    Refusal,
    SessionEvidence,
    admit,
)
from samehands.identity.back_end import BackEnd, decode_back_end, encode_back_end
from samehands.identity.calibration import UNCALIBRATED, Calibration, Line, fit_calibration
from samehands.identity.fitting import calibrate_back_end, fit_back_end, with_site_mean
from samehands.identity.likelihood import ReadyTemplate, llr_by_dimension, score_many
from samehands.identity.logistic import fit_logistic
from samehands.identity.manhattan import ManhattanScorer
from samehands.identity.outcome import (
    EnrolmentFailed,
    EnrolmentFlaw,
    FailureReason,
    Missing,
    Need,
    NotReady,
    Scored,
)
from samehands.identity.plda import Fallback, Fusing, PldaScorer
from samehands.identity.revision import restorable, roll_back
from samehands.identity.scorer import Readiness, Scorer
from samehands.identity.session_windows import (
    DeviceClass,
    Grouped,
    PathClass,
    SessionWindows,
    group_windows,
)
from samehands.identity.sitting import (
    Followed,
    Sitting,
    follow,
    follow_many,
    together_many,
)
from samehands.identity.template import Template
from samehands.identity.template_codec import decode_template, encode_template
from samehands.identity.variance import LabelledWindows

__all__ = [
    "UNCALIBRATED",
    "Admission",
    "AdmissionRule",
    "BackEnd",
    "Calibration",
    "DeviceClass",
    "EnrolmentFailed",
    "EnrolmentFlaw",
    "FailureReason",
    "Fallback",
    "Followed",
    "Fusing",
    "Grouped",
    "LabelledWindows",
    "Line",
    "ManhattanScorer",
    "Missing",
    "Need",
    "NotReady",
    "PathClass",
    "PldaScorer",
    "Readiness",
    "ReadyTemplate",
    "Refusal",
    "Scored",
    "Scorer",
    "SessionEvidence",
    "SessionWindows",
    "Sitting",
    "Template",
    "admit",
    "calibrate_back_end",
    "decode_back_end",
    "decode_template",
    "encode_back_end",
    "encode_template",
    "fit_back_end",
    "fit_calibration",
    "fit_logistic",
    "follow",
    "follow_many",
    "group_windows",
    "llr_by_dimension",
    "restorable",
    "roll_back",
    "score_many",
    "together_many",
    "with_site_mean",
]
