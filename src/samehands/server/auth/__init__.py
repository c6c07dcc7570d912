"""Who is asking, and what they may do: deny by default, and every look at a person is written.

`allow` declares at each handler who may use it, `enforce` holds it, `require_declared` refuses to
start where a declaration is missing.
"""

from samehands.server.auth.allow import (
    COLLECTOR,
    PUBLIC,
    SIGNED_IN,
    allow,
    declared,
    enforce,
    require_declared,
)
from samehands.server.auth.principal import (
    ANONYMOUS,
    Principal,
    PrincipalKind,
    Role,
    Scope,
)

__all__ = [
    "ANONYMOUS",
    "COLLECTOR",
    "PUBLIC",
    "SIGNED_IN",
    "Principal",
    "PrincipalKind",
    "Role",
    "Scope",
    "allow",
    "declared",
    "enforce",
    "require_declared",
]
