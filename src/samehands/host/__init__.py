"""What a host application needs: a client of the service, rulings, and guards for its routes.

```python
samehands = Samehands("https://samehands.example", api_key)
started = samehands.start(pseudonym, "https://crm.example")     # at log-in; its token is the page's
rulings = Rulings(samehands, when_away="step_up")
rulings.of(started.session).allowed                             # before what matters
rulings.step_up(started.session, passed=True, strong=True)      # after a step-up
samehands.end(started.session)                                  # at log-out
```

`AsyncSamehands` and `AsyncRulings` are the same for asyncio; `samehands.host.asgi` and
`samehands.host.django` guard routes. `Records` and `AsyncRecords` tell which records were read,
`samehands.host.record_reads` does so for routes:

```python
records = Records("https://samehands.example", api_key, RecordHash.from_file(file), source="crm")
records.read("4711", "customer", session=started.session)       # returns at once
```
"""

from samehands.host.answers import (
    Consent,
    Exposure,
    Reason,
    SessionAllowance,
    SessionVerdict,
    StartedSession,
    SubjectState,
    Verdict,
    VerdictKind,
)
from samehands.host.async_client import AsyncSamehands
from samehands.host.async_records import AsyncRecords
from samehands.host.client import Samehands
from samehands.host.errors import (
    AnswerError,
    AwayError,
    HostError,
    RefusedError,
    SessionOverError,
)
from samehands.host.reads import ReadCounts
from samehands.host.record_hash import RecordHash
from samehands.host.record_routes import RecordRoutes
from samehands.host.records import Records
from samehands.host.rulings import AsyncRulings, Because, Ruling, Rulings, WhenAway

__all__ = [
    "AnswerError",
    "AsyncRecords",
    "AsyncRulings",
    "AsyncSamehands",
    "AwayError",
    "Because",
    "Consent",
    "Exposure",
    "HostError",
    "ReadCounts",
    "Reason",
    "RecordHash",
    "RecordRoutes",
    "Records",
    "RefusedError",
    "Ruling",
    "Rulings",
    "Samehands",
    "SessionAllowance",
    "SessionOverError",
    "SessionVerdict",
    "StartedSession",
    "SubjectState",
    "Verdict",
    "VerdictKind",
    "WhenAway",
]
