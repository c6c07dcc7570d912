"""The service as a drill asks it: as an application does, and who a subject is, and erased."""

from typing import Final

import httpx

from samehands.cli.host_application import HostApplication
from samehands.errors import SettingsError, StorageError
from samehands.host import HostError, RefusedError, SessionVerdict, StartedSession

READY: Final = "ready"
UNKNOWN: Final = "subject_unknown"
_GONE: Final = frozenset({200, 404, 410})


class DrillHost(HostApplication):
    """Asks a service on behalf of a drill.

    Args:
        server: its address.
        api_key: with the scopes `sessions`, `subjects` and `access`.

    Raises:
        SettingsError: an address or a key that is none.
    """

    def __init__(self, server: str, api_key: str) -> None:
        super().__init__(server, api_key)
        self._own = httpx.Client(
            base_url=self._samehands.server,
            headers={"Authorization": f"Bearer {api_key}"},
            timeout=self._page.timeout,
        )

    def close(self) -> None:
        """Let go of the connections."""
        super().close()
        self._own.close()

    def require_unknown(self, subject: str) -> None:
        """Refuse a subject that the service has something of: it may be somebody.

        Raises:
            SettingsError: it knows the subject.
            StorageError: it could not be asked, or the key may not.
        """
        try:
            self._samehands.subject(subject)
        except RefusedError as error:
            if error.kind == UNKNOWN:
                return
            raise _stopped(error) from None
        except HostError as error:
            raise _stopped(error) from None
        raise SettingsError(
            "subject", got="one that the service knows", due="one made for a drill"
        )

    def template_ready(self, subject: str) -> bool:
        """Whether a subject is enrolled.

        Raises:
            StorageError: the service could not be asked.
        """
        try:
            return self._samehands.subject(subject).template.state == READY
        except HostError as error:
            raise _stopped(error) from None

    def verdict(self, session: StartedSession) -> SessionVerdict:
        """What should happen with a session now.

        Raises:
            StorageError: the service could not be asked.
        """
        try:
            return self._samehands.verdict(session.session)
        except HostError as error:
            raise _stopped(error) from None

    def erase(self, subject: str) -> bool:
        """Erase a subject; whether nothing is left of it."""
        try:
            answer = self._own.delete(f"/v1/subjects/{subject}")
        except httpx.HTTPError:
            return False
        return answer.status_code in _GONE


def _stopped(error: HostError) -> StorageError:
    """A drill cannot go on without its service."""
    return StorageError(f"server: {error}")
