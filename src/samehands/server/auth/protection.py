"""Everything that `create_app` takes from here, in one piece.

```python
protection = protect(parts)
app = Litestar(
    [*routes, *protection.routes],
    middleware=[protection.middleware],
    guards=[enforce],
    dependencies={"parts": ..., **protection.dependencies},
)
require_declared(app)
```
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from litestar.di import Provide
from litestar.handlers import HTTPRouteHandler

from samehands.server.auth.authentication import Authentication
from samehands.server.auth.entrance import Entrance
from samehands.server.auth.password import Passwords
from samehands.server.auth.routes import ROUTES
from samehands.server.parts import Parts


@dataclass(frozen=True, slots=True)
class Protection:
    """What an application needs so that it knows who asks.

    Args:
        routes: of log-in, set-up, accounts, keys, the access log and the own data.
        middleware: puts a `Principal` into `request.auth` of every request.
        dependencies: what those routes ask for by name, beside `parts`.
    """

    routes: tuple[HTTPRouteHandler, ...]
    middleware: Authentication
    dependencies: Mapping[str, Provide]


def protect(parts: Parts, *, passwords: Passwords | None = None) -> Protection:
    """Make it, once, when the server starts.

    Args:
        parts: of the server.
        passwords: with other costs than the recommended ones.

    Raises:
        SettingsError: the settings of the identity provider make no sense.
    """
    entrance = Entrance.of(parts, passwords)
    return Protection(
        ROUTES,
        Authentication(parts, entrance.logins),
        {ENTRANCE: Provide(lambda: entrance, sync_to_thread=False)},
    )


ENTRANCE: Final = "entrance"
"""Name of the dependency."""
