"""Rates of two sets of scores; each is a reading of their DET curve."""

from samehands.lab.metrics.curve import Scores, det_curve


def equal_error_rate(genuine: Scores, impostor: Scores) -> float:
    """Where FMR and FNMR cross on the convex hull of the ROC.

    Args:
        genuine: shape (n,), higher is more like the owner.
        impostor: shape (m,), the same.

    Returns:
        A rate in [0, 0.5]; 0.5 when the scores carry no information.

    Raises:
        EmptyScoresError: either array is empty or holds NaN.

    >>> import numpy as np
    >>> equal_error_rate(np.array([0.5, 0.5]), np.array([0.5, 0.5]))
    0.5
    """
    return det_curve(genuine, impostor).equal_error_rate()


def killourhy_maxion_eer(genuine: Scores, impostor: Scores) -> float:
    """The equal error rate by the rule of Killourhy and Maxion (DSN 2009), without a hull.

    On the ROC take the point with the smallest FMR - FNMR ≥ 0 and its neighbour with the largest
    below 0; the line between them meets FMR = FNMR there.

    Args:
        genuine: shape (n,), higher is more like the owner.
        impostor: shape (m,), the same.

    Returns:
        A rate in [0, 1]; over 0.5 for scores that are the wrong way round.

    Raises:
        EmptyScoresError: either array is empty or holds NaN.

    >>> import numpy as np
    >>> killourhy_maxion_eer(np.array([1.0, 4.0]), np.array([2.0, 3.0]))
    0.5
    """
    return det_curve(genuine, impostor).killourhy_maxion_eer()


def fnmr_at_fmr(genuine: Scores, impostor: Scores, fmr: float) -> float:
    """Share of genuine comparisons refused at the lowest threshold that keeps to an FMR.

    Args:
        genuine: shape (n,), higher is more like the owner.
        impostor: shape (m,), the same.
        fmr: the share of impostor comparisons that may be accepted, in [0, 1].

    Raises:
        EmptyScoresError: either array is empty or holds NaN.
        ScoreError: `fmr` is no rate.

    >>> import numpy as np
    >>> fnmr_at_fmr(np.array([1.0, 2.0, 3.0, 4.0]), np.array([0.0, 1.5]), 0.0)
    0.25
    """
    return det_curve(genuine, impostor).fnmr_at(fmr)


def detection_at_false_alarm(genuine: Scores, impostor: Scores, rate: float) -> float:
    """Share of impostor decisions caught when no more than `rate` of the genuine ones alarm.

    The threshold is the highest that the rate allows on the genuine scores. A genuine score on it
    is right, an impostor score on it is wrong.

    Args:
        genuine: shape (n,), one per decision, higher is more like the owner.
        impostor: shape (m,), the same.
        rate: the false alarms allowed per genuine decision, in [0, 1].

    Raises:
        EmptyScoresError: either array is empty or holds NaN.
        ScoreError: `rate` is no rate.

    >>> import numpy as np
    >>> detection_at_false_alarm(np.array([1.0, 2.0]), np.array([0.5, 1.0]), 0.0)
    0.5
    """
    return det_curve(genuine, impostor).detection_at(rate)


def cllr(genuine: Scores, impostor: Scores) -> float:
    """Cost of log-likelihood ratios as they are, in bits.

    ½ [mean log2(1 + exp(-genuine)) + mean log2(1 + exp(impostor))] (Brümmer and du Preez, 2006):
    0 for perfect evidence, 1 for none, more for evidence that misleads.

    Args:
        genuine: shape (n,), nats, positive for the owner.
        impostor: shape (m,), the same.

    Raises:
        EmptyScoresError: either array is empty or holds NaN.

    >>> import numpy as np
    >>> cllr(np.zeros(3), np.zeros(2))
    1.0
    """
    return det_curve(genuine, impostor).cllr()


def minimum_cllr(genuine: Scores, impostor: Scores) -> float:
    """`cllr` after the best rising calibration of these very scores, in bits, in [0, 1].

    What is left of the cost is discrimination; `cllr` minus this is calibration loss.

    Args:
        genuine: shape (n,), higher is more like the owner.
        impostor: shape (m,), the same.

    Raises:
        EmptyScoresError: either array is empty or holds NaN.

    >>> import numpy as np
    >>> minimum_cllr(np.array([2.0, 3.0]), np.array([0.0, 1.0]))
    0.0
    """
    return det_curve(genuine, impostor).minimum_cllr()
