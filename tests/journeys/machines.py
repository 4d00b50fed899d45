"""Two machines, each with one of every process, on PostgreSQL and Redis."""

import asyncio
import os
import shutil
import subprocess
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp

from auskunft.demo import load_demo
from casestore.storage import schema
from settings import Settings
from tests import postgres
from tests.casestore.inbox import Inbox
from tests.journeys.system import AUSKUNFT, bring_model, free_ports
from tests.redis_server import RedisServer

READY_SECONDS = 240.0
_PORTS = ("casestore", "actions", "rasa", "desk", "gateway")
_READY = {
    "casestore": "/healthz",
    "actions": "/health",
    "rasa": "/",
    "desk": "/healthz",
    "gateway": "/readyz",
}


class ServiceAddress:
    """One address for several servers, as networks of containers have: it knows who can be reached."""

    def __init__(self, ports: Sequence[int]) -> None:
        self._ports = list(ports)
        self._server: asyncio.Server | None = None

    async def open(self) -> str:
        self._server = await asyncio.start_server(self._pass_on, "127.0.0.1", 0)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def close(self) -> None:
        assert self._server
        self._server.close()

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._ports.append(self._ports.pop(0))
        for port in self._ports:
            with suppress(OSError):
                there, back = await asyncio.open_connection("127.0.0.1", port)
                await asyncio.gather(_copy(reader, back), _copy(there, writer))
                return
        writer.close()


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while piece := await reader.read(65536):
            writer.write(piece)
            await writer.drain()
    writer.close()


class Machine:
    """A data folder, ports, and the processes that run."""

    def __init__(self, data: Path, shared: dict[str, str]) -> None:
        self.data = data
        self.ports = dict(zip(_READY, free_ports(len(_READY)), strict=True))
        self._shared = shared
        self._running: dict[str, subprocess.Popen[bytes]] = {}

    @property
    def environment(self) -> dict[str, str]:
        own = {"AUSKUNFT_DATA": str(self.data), "AUSKUNFT_PORT": str(self.ports["gateway"])}
        others = {f"AUSKUNFT_{n.upper()}_PORT": str(port) for n, port in self.ports.items() if n != "gateway"}
        return {**os.environ, **self._shared, **own, **others}

    def url(self, name: str) -> str:
        return f"http://127.0.0.1:{self.ports[name]}"

    async def start(self, *names: str) -> None:
        for name in names:
            with (self.data / f"{name}.log").open("ab") as log:
                self._running[name] = subprocess.Popen(  # noqa: ASYNC220  # outlives this call
                    [*AUSKUNFT, "run", name],
                    env=self.environment,
                    stdout=log,
                    stderr=log,
                    start_new_session=True,
                )
        await asyncio.gather(*map(self._until_ready, names))

    def kill(self, name: str) -> None:
        """Kill it this moment, in the middle of whatever it does."""
        process = self._running.pop(name)
        process.kill()
        process.wait()

    def stop(self) -> None:
        for process in self._running.values():
            process.terminate()
        for process in self._running.values():
            process.wait(timeout=30)

    def said(self, name: str) -> str:
        return (self.data / f"{name}.log").read_text(encoding="utf-8")

    async def _until_ready(self, name: str) -> None:
        async with asyncio.timeout(READY_SECONDS), aiohttp.ClientSession() as client:
            while not await _is_ready(client, self.url(name) + _READY[name]):
                assert self._running[name].poll() is None, self.said(name)[-3000:]
                await asyncio.sleep(0.1)


async def _is_ready(client: aiohttp.ClientSession, url: str) -> bool:
    with suppress(aiohttp.ClientError):
        async with client.get(url) as response:
            return response.status == 200
    return False


class Machines:
    """Both machines, and what they share."""

    def __init__(self, one: Machine, other: Machine, inbox: Inbox, redis: RedisServer) -> None:
        self.one, self.other = one, other
        self.inbox = inbox
        self.redis = redis

    async def have_all(self) -> None:
        """Start again whatever was killed."""
        for names in (("casestore", "actions"), ("rasa",), ("desk", "gateway")):
            for machine in (self.one, self.other):
                await machine.start(*(name for name in names if name not in machine._running))  # noqa: SLF001


@asynccontextmanager
async def two_machines(folder: Path, postgres_folder: str, redis: RedisServer) -> AsyncIterator[Machines]:
    """Everything twice, and ready."""
    inbox = Inbox()
    await inbox.open()
    database, tracker = (postgres.url(postgres_folder, postgres.create(postgres_folder)) for _ in range(2))
    shared = {
        "AUSKUNFT_DATABASE": database,
        "AUSKUNFT_TRACKER_DATABASE": tracker,
        "AUSKUNFT_REDIS": redis.url,
        "AUSKUNFT_SMTP_HOST": "127.0.0.1",
        "AUSKUNFT_SMTP_PORT": str(inbox.port),
        "AUSKUNFT_SMTP_TLS": "false",
        "AUSKUNFT_LIMIT_MESSAGES_CLIENT": "10000/minute",
        "AUSKUNFT_LIMIT_CONVERSATIONS_CLIENT": "1000/minute",
        "AUSKUNFT_LIMIT_CODES_ADDRESS": "1000/hour",
    }
    one, other = Machine(folder / "one", shared), Machine(folder / "other", shared)
    settings = Settings.load(data=one.data, database=database)
    shutil.copytree(one.data / "keys", other.data / "keys")
    schema.upgrade(settings)
    await load_demo(settings)
    services = {
        name: ServiceAddress([machine.ports[name] for machine in (one, other)])
        for name in ("casestore", "actions")
    }
    for name, service in services.items():
        shared[f"AUSKUNFT_{name.upper()}_ADDRESS"] = await service.open()
    shared["AUSKUNFT_RASA_ADDRESSES"] = f"{one.url('rasa')},{other.url('rasa')}"
    for machine in (one, other):
        await asyncio.to_thread(bring_model, machine.data)
    machines = Machines(one, other, inbox, redis)
    try:
        await machines.have_all()
        yield machines
    finally:
        for machine in (one, other):
            machine.stop()
        for service in services.values():
            service.close()
        inbox.close()
