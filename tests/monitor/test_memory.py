import pytest

from laws.port_laws import (
    STATE_STORE_LAWS,
    VERDICT_OUTLET_LAWS,
    StateStoreLaw,
    VerdictOutletLaw,
)
from samehands.monitor import MemoryStateStore, MemoryVerdictOutlet, VerdictOutlet


def _said(outlet: VerdictOutlet) -> int:
    assert isinstance(outlet, MemoryVerdictOutlet)
    return len(outlet.said)


@pytest.mark.parametrize("law", STATE_STORE_LAWS, ids=lambda law: law.__name__)
def test_the_store_in_memory_passes_the_law(law: StateStoreLaw) -> None:
    law(MemoryStateStore)


@pytest.mark.parametrize("law", VERDICT_OUTLET_LAWS, ids=lambda law: law.__name__)
def test_the_outlet_in_memory_passes_the_law(law: VerdictOutletLaw) -> None:
    law(MemoryVerdictOutlet, _said)
