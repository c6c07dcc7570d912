"""The record of a consent, as it is kept with a session."""

from dataclasses import dataclass

from samehands.quantities import Micros


@dataclass(frozen=True, slots=True)
class Consent:
    """That a person agreed to a text.

    Args:
        version: of the text.
        language: that it was shown in, a BCP 47 tag.
        at: when they agreed, µs.
    """

    version: str
    language: str
    at: Micros

    def gives_way_to(self, other: "Consent") -> bool:
        """Whether another one takes this one's place: of another text, agreed to later.

        The same text told again changes nothing, so that when somebody first agreed stays known.
        """
        return other.version != self.version and other.at > self.at
