"""Trust: evidence over time, at a stated budget of false alarms, turned into a verdict.

Each hypothesis of what might be wrong has a CUSUM; its threshold comes from a budget in false
alarms per person and month; a table says how a session's state moves; a policy, which is data,
turns the state into `allow`, `step_up` or `lock` with reasons that a person can check. Nothing
here measures how much or how fast anybody works.
"""

from samehands.trust.allowance import ActionAllowance, Allowance
from samehands.trust.budget import Basis, Budget, Threshold, assumed_threshold, threshold_for
from samehands.trust.cusum import Cusum, run_cusum
from samehands.trust.decision import decide
from samehands.trust.explanation import Channel, Explanation, explain
from samehands.trust.fusion import Fusion, FusionTrials, ModalityLlr, ModalityWeight, fit_fusion
from samehands.trust.hypothesis import Evidence, Hypothesis, evidence_of_other_person
from samehands.trust.joint import AtStake, Hands, JointRule
from samehands.trust.limits import ActionLimit, Unreachable
from samehands.trust.policy import SESSION, Check, Policy, policy_from_json
from samehands.trust.runs import GenuineRuns, RunLengths, simulate_run_lengths
from samehands.trust.session import (
    Marks,
    Trust,
    TrustState,
    answer_step_up,
    weigh,
    weigh_aside,
    weigh_reading,
)
from samehands.trust.verdict import Reason, ReasonCode, Verdict, VerdictKind

__all__ = [
    "SESSION",
    "ActionAllowance",
    "ActionLimit",
    "Allowance",
    "AtStake",
    "Basis",
    "Budget",
    "Channel",
    "Check",
    "Cusum",
    "Evidence",
    "Explanation",
    "Fusion",
    "FusionTrials",
    "GenuineRuns",
    "Hands",
    "Hypothesis",
    "JointRule",
    "Marks",
    "ModalityLlr",
    "ModalityWeight",
    "Policy",
    "Reason",
    "ReasonCode",
    "RunLengths",
    "Threshold",
    "Trust",
    "TrustState",
    "Unreachable",
    "Verdict",
    "VerdictKind",
    "answer_step_up",
    "assumed_threshold",
    "decide",
    "evidence_of_other_person",
    "explain",
    "fit_fusion",
    "policy_from_json",
    "run_cusum",
    "simulate_run_lengths",
    "threshold_for",
    "weigh",
    "weigh_aside",
    "weigh_reading",
]
