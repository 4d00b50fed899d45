"""How a door is opened, and kept open until the process is told to stop."""

import asyncio
import socket
from signal import SIGINT, SIGTERM

from aiohttp import web

from doors.clients import PROXIES
from doors.connection import SEND_BUFFER, Connection, Gate
from doors.patience import PATIENCE
from settings import Settings
from settings.files import most_files
from settings.memory import settle

SHUTDOWN_SECONDS = 1.0
_BACKLOG = 1024
_FILES_BESIDES = 100  # database, logs, modules
_FILES_EACH = 2  # a connection, and one to the case store on its behalf


class Door(web.BaseSite):
    """Where an application is reached; port 0 takes a free one."""

    def __init__(self, runner: web.AppRunner, host: str, port: int, gate: Gate) -> None:
        super().__init__(runner, backlog=_BACKLOG)
        self._host, self._port, self._gate = host, port, gate
        self._patience = runner.app[PATIENCE]

    @property
    def name(self) -> str:
        """Its address, for humans."""
        return f"http://{self._host}:{self.port}"

    @property
    def port(self) -> int:
        """The port that it listens on."""
        sockets = self._server.sockets if isinstance(self._server, asyncio.Server) else ()
        return int(sockets[0].getsockname()[1]) if sockets else self._port

    async def start(self) -> None:
        """Listen; raises `OSError` when the port is taken."""
        await super().start()
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._connection, self._host, self._port, backlog=_BACKLOG)
        for listening in self._server.sockets:  # what it accepts has the same
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)

    def _connection(self) -> Connection:
        server = self._runner.server
        if server is None:
            raise RuntimeError("the runner is not set up")
        return Connection(server, self._gate, self._patience)


def gate_of(app: web.Application, settings: Settings) -> Gate:
    """As many connections as the settings say, and as there can be files for."""
    possible = (most_files() - _FILES_BESIDES) // _FILES_EACH
    return Gate(min(settings.limit_connections, possible), settings.limit_connections_client, app[PROXIES])


def serve(app: web.Application, settings: Settings, port: int) -> None:
    """Serve *app* until SIGTERM or SIGINT."""
    asyncio.run(_serve(app, settings, port))


async def _serve(app: web.Application, settings: Settings, port: int) -> None:
    told, loop = asyncio.Event(), asyncio.get_running_loop()
    for signal in (SIGINT, SIGTERM):
        loop.add_signal_handler(signal, told.set)
    runner = web.AppRunner(app, shutdown_timeout=SHUTDOWN_SECONDS)
    await runner.setup()
    try:
        await Door(runner, settings.host, port, gate_of(app, settings)).start()
        settle()
        await told.wait()
    finally:
        await runner.cleanup()
