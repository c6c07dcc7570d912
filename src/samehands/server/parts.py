"""The parts that a handler works with, given to it by name."""

from dataclasses import dataclass, field
from typing import TypeAlias

from litestar.di import NamedDependency
from litestar.params import SkipValidation

from samehands.adapters.sql import SqlStore
from samehands.server.clock import Clock
from samehands.server.feed import Feed
from samehands.server.honey import HoneyRegister
from samehands.server.ingest import Ingest
from samehands.server.log import Pseudonym
from samehands.server.metrics import Metrics
from samehands.server.rates import Rates
from samehands.server.settings import Settings
from samehands.server.setups import Setups
from samehands.server.tokens import SessionTokens
from samehands.server.watching import Watching


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything that handlers need; made once, when the server starts.

    Args:
        settings: how the server was configured.
        store: what is durable. Its calls block: `await sync_to_thread(store.cases.get, name)`.
        ingest: the one way to tell a monitor something.
        feed: what is believed now, and who wants to know of changes.
        clock: the time.
        tokens: signs and reads session tokens.
        metrics: what Prometheus is told.
        setups: group → how its sessions are judged.
        rates: how much may be asked in a minute; follows from the settings.
        watching: who looks at what at this moment.
        honey: the honey records, as who watches holds them; follows from the store.
        names: subjects as the log may call them; follows from the store's keys.
    """

    settings: Settings
    store: SqlStore
    ingest: Ingest
    feed: Feed
    clock: Clock
    tokens: SessionTokens
    metrics: Metrics
    setups: Setups
    rates: Rates = field(init=False)
    watching: Watching = field(init=False, default_factory=Watching)
    honey: HoneyRegister = field(init=False)
    names: Pseudonym = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "rates", Rates(self.settings))
        object.__setattr__(self, "honey", HoneyRegister(self.store))
        secret = self.store.service_keys.get("names in the log")
        object.__setattr__(self, "names", Pseudonym(secret))


GivenParts: TypeAlias = NamedDependency[SkipValidation[Parts]]
"""As a handler asks for them: `async def cases(parts: GivenParts) -> ...`."""
