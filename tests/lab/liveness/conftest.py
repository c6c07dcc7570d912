"""A small cast of people who do not exist, and the forgers at work on them."""

from dataclasses import replace

import msgspec
import numpy as np
import pytest

from samehands.lab.attack.synthetic import simulated_corpus
from samehands.lab.datasets.corpus import Corpus
from samehands.lab.datasets.ducky import Chord, Pause, Skeleton, Typed
from samehands.lab.forgers.injector import Delay, Injector
from samehands.lab.liveness.attacks import Recorded, Scene
from samehands.lab.liveness.halves import Cast, Half, Seen, attacked
from samehands.lab.liveness.people import Stream, streams_of
from samehands.lab.liveness.protocol import Protocol, load_protocol
from samehands.rhythm import shipped

PEOPLE = 3
"""In each half."""


@pytest.fixture(scope="session")
def protocol() -> Protocol:
    """The protocol that is shipped, with little of everything."""
    return msgspec.structs.replace(load_protocol(), streams=1, repeats=50, folds=2)


@pytest.fixture(scope="session")
def corpus() -> Corpus:
    """Six simulated people, some 1,500 keystrokes each."""
    rng = np.random.default_rng(8)
    return simulated_corpus(rng, typists=2 * PEOPLE, phrases=40, phrases_each=40)


@pytest.fixture(scope="session")
def recorded() -> Recorded:
    """One tool and two bots."""
    rng = np.random.default_rng(0)
    typed = Injector(Delay(60)).forge(np.tile(np.arange(1, 31, dtype=np.int16), 5), rng)
    return Recorded((("a-tool", typed),), (typed, typed[:120]))


@pytest.fixture(scope="session")
def streams(corpus: Corpus) -> tuple[list[Stream], list[Stream]]:
    """Of the development and of the evaluation people."""
    everybody = streams_of(corpus, np.arange(2 * PEOPLE), 0, 0)
    return (
        [one for one in everybody if one.person < PEOPLE],
        [one for one in everybody if one.person >= PEOPLE],
    )


@pytest.fixture(scope="session")
def cast(
    streams: tuple[list[Stream], list[Stream]], recorded: Recorded, protocol: Protocol
) -> Cast:
    """Everybody, attacked by every forger."""
    rng, projection = np.random.default_rng(2), shipped()
    payloads = (Skeleton((Pause(300), Chord(("MetaLeft", "KeyR")), Typed(25))),)
    halves = []
    for number, part in enumerate(streams):
        scene = Scene(part, payloads, recorded, number)
        attacks = scene.attacks(protocol.streams, 200, rng)
        halves.append(Half(Seen.of(part, projection), attacked(attacks, projection)))
    apart = [replace(one, corpus="measured only") for one in streams[1]]
    return Cast(halves[0], halves[1], Seen.of(apart, projection), recorded)
