"""A host application and the collector in its page, as the demo needs them, over HTTP."""

from typing import Final

import httpx
import msgspec

from samehands.errors import StorageError
from samehands.host import HostError, Samehands, SessionVerdict, StartedSession
from samehands.wire import Message, encode_batch

ORIGIN: Final = "https://crm.example"
"""The page that the demo's sessions are for; nothing is ever asked of it."""

PATIENCE: Final = 30.0
"""Seconds to wait for an answer of the server, which runs in the same process."""


class _Taken(msgspec.Struct):
    """What the server answers to windows, as far as the story needs it."""

    verdict: SessionVerdict


class HostApplication:
    """Asks a Samehands server as an application would whose page has the collector in it.

    Args:
        server: its address.
        api_key: with the scope `sessions`.

    Raises:
        SettingsError: an address or a key that is none.
    """

    def __init__(self, server: str, api_key: str) -> None:
        self._samehands = Samehands(server, api_key, patience=PATIENCE)
        self._page = httpx.Client(base_url=self._samehands.server, timeout=PATIENCE)

    def close(self) -> None:
        """Let go of the connections."""
        self._samehands.close()
        self._page.close()

    def open(self, subject: str, group: str = "default") -> StartedSession:
        """Open a session of a subject.

        Raises:
            StorageError: the server did not.
        """
        try:
            return self._samehands.start(subject, ORIGIN, group=group)
        except HostError as error:
            raise _stopped(error) from None

    def send(self, session: StartedSession, message: Message) -> SessionVerdict:
        """Send a message, as the page's collector does; what is believed about its session now.

        Raises:
            StorageError: the server did not take it in.
        """
        headers = {
            "Authorization": f"Bearer {session.token}",
            "Content-Type": "application/vnd.msgpack",
            "Origin": ORIGIN,
        }
        try:
            answer = self._page.post(
                "/v1/windows", content=encode_batch((message,)), headers=headers
            ).raise_for_status()
            return msgspec.json.decode(answer.content, type=_Taken).verdict
        except httpx.HTTPStatusError as error:
            raise StorageError(f"server: {error.response.status_code} to a message") from None
        except (httpx.HTTPError, msgspec.MsgspecError) as error:
            raise StorageError(f"server: {type(error).__name__} at a message") from None

    def answer_step_up(self, session: StartedSession, *, passed: bool) -> SessionVerdict:
        """Say whether the person gave proof; what is believed about the session now.

        Raises:
            StorageError: the server did not take it in.
        """
        try:
            return self._samehands.step_up(session.session, passed=passed, strong=passed)
        except HostError as error:
            raise _stopped(error) from None

    def verdict(self, session: StartedSession) -> SessionVerdict:
        """What is believed about a session now.

        Raises:
            StorageError: the server could not be asked.
        """
        try:
            return self._samehands.verdict(session.session)
        except HostError as error:
            raise _stopped(error) from None

    def end(self, session: StartedSession) -> None:
        """End a session.

        Raises:
            StorageError: the server did not.
        """
        try:
            self._samehands.end(session.session)
        except HostError as error:
            raise _stopped(error) from None


def _stopped(error: HostError) -> StorageError:
    """The demo cannot go on without its server, which is in the same process."""
    return StorageError(f"server: {error}")
