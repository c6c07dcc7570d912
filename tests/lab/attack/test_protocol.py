"""The protocol file."""

from samehands.lab.attack import load_protocol


def test_the_limits_are_those_of_the_privacy_page() -> None:
    protocol = load_protocol()
    limits = protocol.limits
    assert protocol.n == 100
    assert (limits.bits, limits.rank_bits, limits.top10, limits.dictionary_bits) == (
        0.18, 0.75, 0.03, 0.1,
    )  # fmt: skip
    assert protocol.sizes["full"].zone_pairs_bits >= 6.0
    assert protocol.sizes["full"].timing_bits >= 0.15


def test_every_size_is_there() -> None:
    assert set(load_protocol().sizes) == {"synthetic", "small", "full"}
