"""Ingestion: the one way to tell a monitor something, so that what was answered is durable.

```
handlers ─ take() ─▶ queue (bounded) ─▶ writer thread: step, append, commit ─▶ futures and feed
```

Whatever waits when the writer is free becomes one transaction: alone, an input waits for nobody;
under load, many share the cost of making it durable.
"""

from samehands.server.ingest.ingest import Ingest
from samehands.server.ingest.told import BusyError, Outcome, SettledError, Told

__all__ = ["BusyError", "Ingest", "Outcome", "SettledError", "Told"]
