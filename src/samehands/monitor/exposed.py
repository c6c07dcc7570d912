"""What was read since: records of a session counted from the moments that may matter later.

The moment of a change is known only afterwards, so records are counted from each moment that may
turn out to be it, for each hypothesis: since its level was last zero (the estimate), and since
the latest moment at which the change can still have come. Distinct records are counted: one that
was read before the moment and is read again after it counts, as whoever sat down then has seen it.
"""

from collections.abc import Iterable
from typing import Final

import msgspec

from samehands.access import Counted
from samehands.quantities import Micros, Nats
from samehands.trust import Hypothesis, Trust, TrustState

LATEST_WITHIN: Final = Nats(1.92)
"""Level up to which the change may still be to come: half the 95 % point of chi-square.

S at a moment is how much likelier the estimate is than that moment, so this bounds the latest
change by a 95 % likelihood interval. Higher: a later bound, so a lower count."""

MOST_RECORDS: Final = 10**12
"""Where counts stop rising."""

_SETTLED: Final = (TrustState.ALARM, TrustState.LOCKED)


class Mark(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A moment, and the distinct records read since."""

    at: Micros
    records: int = 0

    def counting(self, reads: Iterable[Counted]) -> "Mark":
        """With reads that came after it."""
        fresh = sum(one.records for one in reads if one.last is None or one.last < self.at)
        return Mark(self.at, min(self.records + fresh, MOST_RECORDS)) if fresh else self


class Change(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """The moments of one hypothesis.

    Args:
        estimated: when its level was last zero.
        latest: the latest at which the change may have come.
    """

    estimated: Mark
    latest: Mark


class Exposed(msgspec.Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """What a session has read, counted from each of its moments.

    Args:
        began: when it started, or the last strong proof in it; whoever read since then may not
            have been the owner, whatever the evidence says.
        changes: the moments of each hypothesis that has had evidence.
        judged: when the last window of typing was judged.
        bulk: whether mass reading alarmed in it; what it read is then not learnt from.
    """

    began: Mark = Mark(Micros(0))
    changes: dict[Hypothesis, Change] = {}  # msgspec copies an empty default
    judged: Mark = Mark(Micros(0))
    bulk: bool = False

    def counting(self, reads: tuple[Counted, ...]) -> "Exposed":
        """With reads that came."""
        changes = {
            name: Change(change.estimated.counting(reads), change.latest.counting(reads))
            for name, change in self.changes.items()
        }
        return Exposed(self.began.counting(reads), changes, self.judged.counting(reads), self.bulk)

    def marking(self, before: Trust, after: Trust, at: Micros) -> "Exposed":
        """With the moments moved on, as far as the evidence has moved.

        In alarm and when locked they stay: what was read before the owner came back was read. What
        raises the alarm still moves them, as it may be the first evidence that there is.

        Args:
            before: the trust before the input.
            after: after it.
            at: when it came.
        """
        if after is before or (before.state in _SETTLED and after.state in _SETTLED):
            return self
        names = dict.fromkeys((*self.changes, *after.cusums))
        alarming = after.state in _SETTLED
        moved = {
            name: self._moved(name, before, after, at)
            for name in names
            if after.level(name) > 0 or not alarming
        }
        changes = {**self.changes, **moved}
        judged = self.judged if after.judged == before.judged else Mark(at)
        return msgspec.structs.replace(self, changes=changes, judged=judged)

    def proven(self, at: Micros) -> "Exposed":
        """After a strong proof of the owner."""
        return msgspec.structs.replace(self, began=Mark(at))

    def in_bulk(self) -> "Exposed":
        """After mass reading has alarmed."""
        return msgspec.structs.replace(self, bulk=True)

    def _moved(self, name: Hypothesis, before: Trust, after: Trust, at: Micros) -> Change:
        change = self.changes.get(name)
        if change is not None and after.cusums.get(name) == before.cusums.get(name):
            return change  # nothing was said of it
        if change is None:
            change = Change(self.began, self.began)
        level = after.level(name)
        if level <= 0:
            return Change(Mark(at), Mark(at))
        # A window is evidence of the time before it came, so the change may be as late as that.
        # Reads are what is counted: the change came before those that raised the level.
        told = level if name is Hypothesis.MASS_ACCESS else before.level(name)
        return Change(change.estimated, Mark(at)) if told <= LATEST_WITHIN else change
