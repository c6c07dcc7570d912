"""How long somebody who guesses passwords has to wait: longer with each guess, never for ever.

Failures are counted per account and per address. An attempt counts as a failure from the moment it
is let in, so that a hundred guesses at the same moment are not one; success takes the account's
back, and at the address its own. The counts live in memory: a restart forgets them, which costs a guesser a few seconds less.
"""

import ipaddress
from collections import OrderedDict
from dataclasses import dataclass, field
from typing import Final

from samehands.quantities import MICROS_PER_SECOND, Micros

FREE_FAILURES: Final = 5
"""Failures in a row that cost no delay: people mistype.

More: more guesses at once for everybody. Fewer: owners wait for their own slips."""

LONGEST_ACCOUNT_DELAY: Final = Micros(60 * MICROS_PER_SECOND)
"""The longest an account has to wait after a failure: a minute.

Longer: guessing gets slower (now 1,440 a day), and a stranger can keep its owner out for longer."""

LONGEST_ADDRESS_DELAY: Final = Micros(15 * 60 * MICROS_PER_SECOND)
"""The longest an address has to wait after a failure: 15 minutes, for an office behind one."""

FORGOTTEN_AFTER: Final = Micros(60 * 60 * MICROS_PER_SECOND)
"""After an hour without a failure all is forgotten."""

MOST_REMEMBERED: Final = 20_000
"""Accounts and addresses remembered, each: a few megabytes. The least recent go first.

Fewer: somebody with many addresses can push out their own failures."""


@dataclass(slots=True)
class _Failures:
    count: int
    last: Micros


@dataclass(slots=True)
class _Counter:
    longest: Micros
    failures: OrderedDict[str, _Failures] = field(default_factory=OrderedDict)

    def wait(self, who: str, now: Micros) -> Micros:
        """How long until the next attempt is let in, µs."""
        known = self.failures.get(who)
        if known is None or now - known.last > FORGOTTEN_AFTER:
            return Micros(0)
        return Micros(max(0, known.last + self._delay(known.count) - now))

    def add(self, who: str, now: Micros) -> None:
        """Count a failure."""
        known = self.failures.pop(who, None)
        before = 0 if known is None or now - known.last > FORGOTTEN_AFTER else known.count
        self.failures[who] = _Failures(before + 1, now)
        while len(self.failures) > MOST_REMEMBERED:
            self.failures.popitem(last=False)

    def take_back(self, who: str) -> None:
        """Count one failure less: it was none."""
        known = self.failures.get(who)
        if known is None:
            return
        known.count -= 1
        if known.count == 0:
            del self.failures[who]

    def _delay(self, count: int) -> int:
        if count < FREE_FAILURES:
            return 0
        doublings = min(count - FREE_FAILURES, 32)
        return min(MICROS_PER_SECOND << doublings, self.longest)


class Throttle:
    """Slows guessing down, per account and per address."""

    def __init__(self) -> None:
        self._accounts = _Counter(LONGEST_ACCOUNT_DELAY)
        self._addresses = _Counter(LONGEST_ADDRESS_DELAY)

    def attempt(self, account: str, address: str, now: Micros) -> Micros:
        """Ask to try a password; where that is let in it counts as a failure already.

        Args:
            account: its name as it was sent, whether there is one or not.
            address: where the request comes from; IPv6 counts by its /64.
            now: µs on the server's clock.

        Returns:
            0 where it is let in, otherwise how long to wait, µs.
        """
        network = network_of(address)
        wait = max(self._accounts.wait(account, now), self._addresses.wait(network, now))
        if wait == 0:
            self._accounts.add(account, now)
            self._addresses.add(network, now)
        return Micros(wait)

    def succeeded(self, account: str, network: str) -> None:
        """Forget the failures of an account whose password was right, and that attempt's at the address.

        The other failures of the address stay: an own account must not buy guesses at others', and
        an office behind one address must not wait because many of its people log in.
        """
        self._accounts.failures.pop(account, None)
        self._addresses.take_back(network)


def network_of(address: str) -> str:
    """What an address counts as: itself, or its /64 where it is IPv6.

    >>> network_of("2001:db8::17")
    '2001:db8::/64'
    """
    try:
        parsed = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    if isinstance(parsed, ipaddress.IPv6Address):
        if parsed.ipv4_mapped is not None:
            return str(parsed.ipv4_mapped)
        return str(ipaddress.ip_network((parsed, 64), strict=False))
    return str(parsed)
