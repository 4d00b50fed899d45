"""One connection of a client: counted, dropped when it keeps us waiting, and told no more than it needs."""

import asyncio
import socket
import struct
from collections import Counter
from http import HTTPStatus
from typing import cast

from aiohttp import web

from doors.clients import Proxies, address_in, named
from doors.patience import Patience
from doors.seals import ALWAYS

LONGEST_LINE = 8190  # bytes, of a header and of the request line; longer ones are 400
MOST_HEADERS = 64
SEND_BUFFER = 128 * 1024  # bytes in the kernel for one client; by itself it would take some megabytes
_WAIT = "10"  # seconds, said to whom there was no place for


class Gate:
    """Counts the connections that are open, in all and of each client."""

    def __init__(self, most: int, most_of_client: int, proxies: Proxies) -> None:
        """A proxy of ours has the connections of many clients: it counts in all only."""
        self._most, self._most_of_client, self._proxies = most, most_of_client, proxies
        self._open: Counter[str] = Counter()

    def let_in(self, peer: str) -> HTTPStatus | None:
        """Count a connection from *peer*; the status it is refused with when there are too many."""
        client = named(address_in(peer))
        if self._open.total() >= self._most:
            return HTTPStatus.SERVICE_UNAVAILABLE
        of_client = self._open[client]
        if of_client >= self._most_of_client and not self._proxies.trust(address_in(peer)):
            return HTTPStatus.TOO_MANY_REQUESTS
        self._open[client] += 1
        return None

    def let_out(self, peer: str) -> None:
        """Forget a connection that was let in."""
        client = named(address_in(peer))
        self._open[client] -= 1
        if not self._open[client]:
            del self._open[client]


class Connection(web.RequestHandler):
    """aiohttp's own handler of a connection, with a gate before it."""

    __slots__ = ("_gate", "_patience", "_peer", "_stalled")

    def __init__(self, server: web.Server, gate: Gate, patience: Patience) -> None:
        """Answer with *server*, what *gate* lets in."""
        super().__init__(
            server,
            loop=asyncio.get_running_loop(),
            keepalive_timeout=patience.idle,
            lingering_time=min(patience.body, 5.0),
            access_log=None,  # type: ignore[arg-type]  # aiohttp means this by it
            auto_decompress=False,
            max_line_size=LONGEST_LINE,
            max_field_size=LONGEST_LINE,
            max_headers=MOST_HEADERS,
        )
        self._gate, self._patience = gate, patience
        self._peer: str | None = None
        self._stalled: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Begin, or say that there is no place."""
        peer = str((transport.get_extra_info("peername") or ("",))[0])
        if refusal := self._gate.let_in(peer):
            plain = cast("asyncio.Transport", transport)
            plain.write(_refused(refusal))
            plain.close()
            return
        self._peer = peer
        super().connection_made(transport)

    def connection_lost(self, exc: BaseException | None) -> None:
        """End."""
        self._stop_waiting()
        if self._peer is not None:
            self._gate.let_out(self._peer)
            self._peer = None
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Wait for a client that does not read, but not for ever."""
        super().pause_writing()
        self._stalled = self._loop.call_later(self._patience.reader, self._drop)

    def resume_writing(self) -> None:
        """Go on."""
        self._stop_waiting()
        super().resume_writing()

    def handle_error(
        self,
        request: web.BaseRequest,
        status: int = HTTPStatus.INTERNAL_SERVER_ERROR,
        exc: BaseException | None = None,
        message: str | None = None,  # noqa: ARG002  # quotes what was sent
    ) -> web.StreamResponse:
        """Say the status and nothing else: neither what was wrong with it nor who answers."""
        self.logger.debug("a call could not be read: %s", type(exc).__name__)
        if request.writer.output_size > 0:
            raise ConnectionError("an answer was begun already")
        response = web.Response(status=status, headers=ALWAYS)
        response.force_close()
        return response

    def _drop(self) -> None:
        """Forget the client and what waits for it, in the kernel too."""
        if self.transport is not None:
            at_once = struct.pack("ii", 1, 0)  # SO_LINGER, socket(7)
            self.transport.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
            self.transport.abort()

    def _stop_waiting(self) -> None:
        if self._stalled is not None:
            self._stalled.cancel()
            self._stalled = None


def _refused(status: HTTPStatus) -> bytes:
    lines = {**ALWAYS, "Retry-After": _WAIT, "Content-Length": "0", "Connection": "close"}
    said = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"HTTP/1.1 {status.value} {status.phrase}\r\n{said}\r\n".encode()
