"""A guard for Django's views, as a decorator and as a middleware. Django itself is not needed here.

```python
guard = Guard(
    Rulings(samehands, when_away="step_up"),
    session_of=lambda request: request.session.get("samehands"),
    step_up=lambda request, ruling: redirect("step-up"),
    lock=lambda request, ruling: HttpResponseForbidden("This session is locked."),
)

@guard
def record(request, number): ...

records_only = guard.middleware("/records")     # its dotted name goes into MIDDLEWARE
```
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar

from samehands.errors import SettingsError
from samehands.host.answers import VerdictKind
from samehands.host.asgi import is_below
from samehands.host.rulings import Ruling, Rulings


class Request(Protocol):
    """What is needed of Django's request."""

    path: str


RequestT = TypeVar("RequestT", bound=Request)
ResponseT = TypeVar("ResponseT")
Rest = ParamSpec("Rest")


class Guard(Generic[RequestT, ResponseT]):
    """Lets requests through whose session may go on; all others are answered instead.

    Args:
        rulings: what to do, also while the service is away.
        session_of: the id of the Samehands session that a request belongs to; None for none.
        step_up: answers where a step-up is due.
        lock: answers where the session is locked.
    """

    def __init__(
        self,
        rulings: Rulings,
        *,
        session_of: Callable[[RequestT], str | None],
        step_up: Callable[[RequestT, Ruling], ResponseT],
        lock: Callable[[RequestT, Ruling], ResponseT],
    ) -> None:
        self._rulings = rulings
        self._session_of = session_of
        self._instead = {VerdictKind.STEP_UP: step_up, VerdictKind.LOCK: lock}

    def __call__(
        self, view: Callable[Concatenate[RequestT, Rest], Any]
    ) -> Callable[Concatenate[RequestT, Rest], Any]:
        """Guard one view."""

        @wraps(view)
        def guarded(request: RequestT, /, *args: Rest.args, **kwargs: Rest.kwargs) -> Any:  # noqa: ANN401  # what the view answers
            refused = self.refusal(request)
            return view(request, *args, **kwargs) if refused is None else refused

        return guarded

    def middleware(
        self, *protects: str
    ) -> Callable[[Callable[[RequestT], ResponseT]], Callable[[RequestT], ResponseT]]:
        """A middleware that guards paths and everything below them. It goes after Django's sessions.

        Raises:
            SettingsError: nothing is guarded, or something that is no path.
        """
        if not protects or not all(path.startswith("/") for path in protects):
            raise SettingsError("protects", got=f"{protects!r}", due="paths that begin with /")

        def around(
            get_response: Callable[[RequestT], ResponseT],
        ) -> Callable[[RequestT], ResponseT]:
            def guarded(request: RequestT) -> ResponseT:
                below = is_below(request.path, protects)
                refused = self.refusal(request) if below else None
                return get_response(request) if refused is None else refused

            return guarded

        return around

    def refusal(self, request: RequestT) -> ResponseT | None:
        """What a request is answered instead; None where it may go through.

        Raises:
            HostError: the service refused the key or the question; nothing was let through.
        """
        ruling = self._rulings.of(self._session_of(request))
        return None if ruling.allowed else self._instead[ruling.kind](request, ruling)
