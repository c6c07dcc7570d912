"""Runs TeSLA's keystroke provider (AGPL-3.0) in its own environment, by its public interface only.

    python tesla_driver.py GaussianMixturesModel|GaussianModel <keystrokes per request> <seed>

None of the provider's code is in here or in the package, and nothing of ours imports this file.
"""

import base64
import json
import os
import sys
import warnings

os.environ["DEBUG"] = "1"  # or the provider's base package wants the address of a TeSLA server

import numpy as np
from line_protocol import Session, Verdict, serve
from tesla_ce_provider.models.base import Request, Sample
from tesla_features import features
from tks import TKSProvider

ALERT_BELOW = 0.3
"""What the provider's description gives as the score below which a check raises an alert."""

provider = TKSProvider()
provider.set_logger(lambda _: None)
provider.set_options({"model": sys.argv[1], "min_enrol_samples": 1, "target_enrol_samples": 1})
models: dict[int, dict[str, object]] = {}


def _message(*stretches: Session) -> dict[str, object]:
    """Stretches of typing as the provider is sent them."""
    body = json.dumps([{"features": features(stretch)} for stretch in stretches]).encode()
    data = "data:text/plain;base64," + base64.b64encode(body).decode()
    return {"id": 1, "data": {"data": data, "metadata": {"mimetype": "text/plain"}}}


def enrol(owner: int, sessions: list[Session]) -> None:
    """Enrols all sessions as one sample, each a stretch of its own.

    The mixtures are fitted anew to everything at every sample, so that the last fit is the model:
    fifteen samples of the same keystrokes give the same model in eight times the time.
    """
    enrolled = provider.enrol([Sample(_message(*sessions))])
    if not enrolled.can_analyse:
        raise RuntimeError("not enough samples")
    models[owner] = enrolled.model


def prepare(probe: Session) -> list[Request]:
    """A probe as verification requests."""
    each = int(sys.argv[2])
    return [Request(_message(probe[at : at + each])) for at in range(0, len(probe), each)]


def score(owner: int, probe: list[Request]) -> Verdict:
    """The mean of the provider's results, each in [0, 1]."""
    results = [provider.verify(request, dict(models[owner])).result for request in probe]
    mean = sum(results) / len(results)
    return Verdict(mean, mean >= ALERT_BELOW)


if __name__ == "__main__":
    warnings.simplefilter("ignore")  # mixtures that do not converge say so thousands of times
    np.random.seed(int(sys.argv[3]))  # noqa: NPY002  # what the provider draws from is the global one
    serve(enrol, prepare, score)
