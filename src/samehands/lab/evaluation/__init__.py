"""The open-set evaluation: protocols as data, run on people that nothing was trained on.

A protocol says who is enrolled on what and tested on what; the run enrols, scores and decides with
the very functions of `identity` and `trust`, and the result is plain data with an interval over
people beside every figure.
"""

from samehands.lab.evaluation.groups import Group, Trainer
from samehands.lab.evaluation.protocol import (
    PROTOCOLS,
    Protocol,
    TakeOver,
    Verification,
    load_protocol,
    read_protocol,
)
from samehands.lab.evaluation.result import Case, Drill, EvaluationResult, Measure, MeasureName
from samehands.lab.evaluation.run import cross_fit, evaluate, run_protocol

__all__ = [
    "PROTOCOLS",
    "Case",
    "Drill",
    "EvaluationResult",
    "Group",
    "Measure",
    "MeasureName",
    "Protocol",
    "TakeOver",
    "Trainer",
    "Verification",
    "cross_fit",
    "evaluate",
    "load_protocol",
    "read_protocol",
    "run_protocol",
]
