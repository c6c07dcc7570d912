"""Which requests read a record: routes of the host application, mapped to classes of records.

```python
RecordRoutes.of("customer=/customers/{id}", "customer:export=POST /customers/{id}/export")
```
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple, Self

from samehands.errors import SettingsError
from samehands.host.reads import Action
from samehands.host.record_hash import LONGEST_ID, require_resource

RECORD: Final = "record"
"""The parameter that is the record, where a route has several."""

ROUTES: Final = 1_000
"""Most routes of a map; each request is compared with each."""

LONGEST_PATH: Final = 8_192
"""Most characters of a path that is looked at; servers take no longer ones."""

_RULE: Final = re.compile(r"([^:=\s]+)(?::([a-z]+))?=(?:([A-Z]+)\s+)?(/\S*)")
_PARAMETER: Final = re.compile(r"\{(\w+)\}")
_SLASHES: Final = re.compile("/{2,}")
_DUE: Final = "RESOURCE[:ACTION]=[METHOD ]/path/{id}, with one parameter, or one that is {record}"


class Found(NamedTuple):
    """A record that a request asks for.

    Args:
        record: its id, as it stands in the path.
        resource: its class.
        action: what is done with it.
    """

    record: str
    resource: str
    action: Action


@dataclass(frozen=True, slots=True)
class RecordRoute:
    """One route that reads a record.

    Args:
        resource: class of the records.
        action: what a request of it does with one.
        method: of HTTP.
        path: what the whole path looks like; its group is the record.
    """

    resource: str
    action: Action
    method: str
    path: re.Pattern[str]

    @classmethod
    def of(cls, rule: str) -> Self:
        """A route as it is written: `customer=/customers/{id}`, `order:export=POST /o/{id}/pdf`.

        Args:
            rule: class, action (view, if it is not said), method (GET) and path. A parameter stands
                for one segment. HEAD counts as GET nowhere: it gives nothing out.

        Raises:
            SettingsError: it is none.
        """
        found = _RULE.fullmatch(rule.strip())
        if found is None:
            raise _refused()
        resource, action, method, path = found.groups()
        if action is not None and action not in frozenset(Action):
            raise SettingsError("route, action", got="another word", due=", ".join(Action))
        named = _PARAMETER.findall(path)
        record = named[0] if len(named) == 1 else RECORD
        if named.count(record) != 1 or "{" in _PARAMETER.sub("", path):
            raise _refused()
        parts = _PARAMETER.split(path.rstrip("/") or "/")
        pattern = "".join(
            re.escape(part) if place % 2 == 0 else ("([^/]+)" if part == record else "[^/]+")
            for place, part in enumerate(parts)
        )
        return cls(
            require_resource(resource),
            Action.VIEW if action is None else Action(action),
            method or "GET",
            re.compile(pattern + "/?"),
        )


@dataclass(frozen=True, slots=True)
class RecordRoutes:
    """A map of routes; the first that fits counts."""

    routes: tuple[RecordRoute, ...]

    @classmethod
    def of(cls, *rules: str) -> Self:
        """A map of rules, as `RecordRoute.of` reads each.

        Raises:
            SettingsError: none, too many, or one that is none.

        >>> RecordRoutes.of("customer=/customers/{id}").find("GET", "/customers/4711?tab=2")
        Found(record='4711', resource='customer', action=<Action.VIEW: 'view'>)
        """
        return cls.made(map(RecordRoute.of, rules))

    @classmethod
    def made(cls, routes: Iterable[RecordRoute]) -> Self:
        """A map of routes.

        Raises:
            SettingsError: none, or too many.
        """
        listed = tuple(routes)
        if not 0 < len(listed) <= ROUTES:
            raise SettingsError("routes", got=f"{len(listed)}", due=f"1 to {ROUTES}")
        return cls(listed)

    def find(self, method: str, path: str) -> Found | None:
        """The record that a request asks for; None where it asks for none.

        Args:
            method: of HTTP.
            path: as it was asked for, percent-decoded, with or without a query.
        """
        if len(path) > LONGEST_PATH:
            return None
        asked = _SLASHES.sub("/", path.partition("?")[0])  # as some applications read it
        for route in self.routes:
            if route.method == method and (found := route.path.fullmatch(asked)):
                if len(found[1]) > LONGEST_ID:
                    return None
                return Found(found[1], route.resource, route.action)
        return None


def _refused() -> SettingsError:
    return SettingsError("route", got="something else", due=_DUE)
