"""Learning from probes that nobody labelled: a line of its own, for it sees the test's probes.

The owner's later repetitions come in order, the impostors' in between at random. A probe that is
as near as the owner mostly was takes the place of the oldest repetition; an impostor's too, if the
detector falls for it. The spread of the features stays as it was learnt.
"""

import numpy as np
from numpy.typing import NDArray

from samehands.errors import ScoreError
from samehands.lab.datasets.cmu import Times
from samehands.lab.fixed_text.enrolment import check_enrolment
from samehands.lab.fixed_text.neighbours import RecencyNeighbours, channel_distances
from samehands.lab.fixed_text.scaling import spread_of
from samehands.lab.metrics import Scores


def adapting_scores(
    detector: RecencyNeighbours,
    training: Times,
    stream: Times,
    *,
    judged_on: int,
    admitted: float,
) -> Scores:
    """Scores of a stream of probes, each before the detector may learn from it.

    Args:
        detector: as chosen without adaptation.
        training: shape (n, features), seconds, in time order.
        stream: shape (m, features), seconds, in the order in which the probes come.
        judged_on: how many of the last training repetitions set the threshold, each scored
            against those before it.
        admitted: share of them that reaches the threshold.

    Returns:
        Shape (m,), higher for the owner.

    Raises:
        ScoreError: no repetition lies before those that set the threshold, or training and
            stream cannot be compared.
    """
    check_enrolment(training, stream)
    enrolled = len(training)
    if judged_on >= enrolled:
        raise ScoreError(
            "enrolment", got=f"{enrolled} repetitions", due=f"over {judged_on} to judge on"
        )
    everything = np.concatenate([training, stream])
    spread = spread_of(training, detector.half_life)
    distance = detector.joined(channel_distances(everything, everything, spread, detector.cap))
    judged = [
        float(detector.nearest_of(distance[row, :row]))
        for row in range(enrolled - judged_on, enrolled)
    ]
    threshold = np.quantile(judged, 1 - admitted)
    gallery = list(range(enrolled))
    scores = np.empty(len(stream))
    for index, row in enumerate(range(enrolled, len(everything))):
        scores[index] = detector.nearest_of(distance[row, gallery])
        if scores[index] >= threshold:
            gallery = [*gallery[1:], row]
    return scores


def shuffled_in(
    genuine: int, impostor: int, rng: np.random.Generator
) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Places in a stream: the owner's probes in order, the impostors' anywhere between.

    Args:
        genuine: how many probes are the owner's.
        impostor: how many are not.
        rng: where the draw comes from.

    Returns:
        The places of the genuine probes, rising, and of the impostors', in no order.
    """
    places = rng.permutation(genuine + impostor)
    return np.sort(places[:genuine]), places[genuine:]
