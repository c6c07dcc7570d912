"""Findings of access: a sentence for each, and no measure of work in any."""

import re
from string import Formatter

import pytest

from samehands.access import AccessFindingKind
from samehands.access.findings import _SENTENCES, said


@pytest.mark.parametrize("kind", AccessFindingKind)
def test_every_finding_has_one_sentence_with_its_numbers_in(kind: AccessFindingKind) -> None:
    names = [name for _, name, _, _ in Formatter().parse(_SENTENCES[kind]) if name]
    finding = said(kind, **dict.fromkeys(names, 3.0))

    assert finding.kind == kind
    assert finding.sentence.endswith(".")
    assert finding.sentence[0].isupper()
    assert set(finding.numbers) == set(names)
    assert finding.sentence.count("3") == len(names)


def test_no_finding_speaks_of_how_hard_anybody_works() -> None:
    text = " ".join(_SENTENCES.values()).lower()
    assert not re.search(r"productiv|idle|active time|per hour|efficien|rank|slow|lazy", text)
    assert set(_SENTENCES) == set(AccessFindingKind)
