"""What can go wrong between a host application and the service.

```
HostError
├── AwayError              no answer in time, or "not now": what you chose for that applies
├── RefusedError           it answered, and said no: a wrong key, a missing scope, a wrong value
│   └── SessionOverError   the session has ended, or is none: start another
└── AnswerError            it answered something that cannot be read
```
"""

from samehands.errors import SamehandsError


class HostError(SamehandsError):
    """The service could not be asked, or did not do what was asked."""


class AwayError(HostError):
    """The service does not answer, or says that it cannot at the moment.

    Args:
        sentence: what was asked and what came.
        retry_after: seconds after which it may go well; None where the service did not say.
    """

    def __init__(self, sentence: str, retry_after: float | None = None) -> None:
        super().__init__(sentence)
        self.retry_after = retry_after


class RefusedError(HostError):
    """The service said no, and would again.

    Args:
        sentence: what was asked and what the service said.
        status: of the HTTP answer.
        kind: of the problem, one word: `forbidden`, `invalid`; "" where the service named none.
    """

    def __init__(self, sentence: str, status: int, kind: str) -> None:
        super().__init__(sentence)
        self.status = status
        self.kind = kind


class SessionOverError(RefusedError):
    """There is no such session, or it has ended: start another."""


class AnswerError(HostError):
    """An answer that is none of this interface; somebody else may be answering."""
