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
`samehands.host.django` guard routes.
"""

from samehands.host.answers import (
    Reason,
    SessionVerdict,
    StartedSession,
    SubjectState,
    Verdict,
    VerdictKind,
)
from samehands.host.async_client import AsyncSamehands
from samehands.host.client import Samehands
from samehands.host.errors import (
    AnswerError,
    AwayError,
    HostError,
    RefusedError,
    SessionOverError,
)
from samehands.host.rulings import AsyncRulings, Because, Ruling, Rulings, WhenAway

__all__ = [
    "AnswerError",
    "AsyncRulings",
    "AsyncSamehands",
    "AwayError",
    "Because",
    "HostError",
    "Reason",
    "RefusedError",
    "Ruling",
    "Rulings",
    "Samehands",
    "SessionOverError",
    "SessionVerdict",
    "StartedSession",
    "SubjectState",
    "Verdict",
    "VerdictKind",
    "WhenAway",
]
