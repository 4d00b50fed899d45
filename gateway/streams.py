"""How many lines are held open to listen to chats."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from aiohttp import web

from doors.clients import client_of
from gateway.problems import ProblemError
from monitoring.figures import LINES

MOST_OF_CHAT = 10  # tabs of one browser
RETRY_SECONDS = "20"  # a line that broke is noticed by then


@dataclass(frozen=True, eq=False)
class Line:
    """Who listens to what."""

    http: web.Request
    client: str
    chat: str


class Streams:
    """The open lines."""

    def __init__(self, most_of_client: int) -> None:
        self._most_of_client = most_of_client
        self._open: set[Line] = set()

    @contextmanager
    def one_more(self, http: web.Request, conversation: str) -> Iterator[None]:
        """Hold a line open; raises the problem `too_many` when the client or the chat has enough of them."""
        line = Line(http, client_of(http), conversation)
        live = [other for other in self._open if other.http.transport is not None]
        of_client = sum(other.client == line.client for other in live)
        of_chat = sum(other.chat == line.chat for other in live)
        if of_client >= self._most_of_client or of_chat >= MOST_OF_CHAT:
            raise ProblemError("too_many", {"Retry-After": RETRY_SECONDS})
        self._open.add(line)
        try:
            with LINES.track_inprogress():
                yield
        finally:
            self._open.remove(line)


STREAMS = web.AppKey("streams", Streams)
