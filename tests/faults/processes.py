"""Processes of ours that are killed, and come back."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

import aiohttp

from settings import PREFIX, Settings

ROOT = Path(__file__).resolve().parents[2]
LOOK_AGAIN_SECONDS = 0.05
_LIMITED = ("messages", "conversations", "calls", "connections", "streams")


class Process:
    """`python -m package`, in a session of its own, started again whenever it was killed or told to end."""

    def __init__(self, package: str, settings: Settings, health: str) -> None:
        self.kills = 0
        self.ready = asyncio.Event()
        self._package = package
        self._health = health
        self._environment = os.environ | _as_environment(settings)
        self._log = settings.data / f"{package}.log"
        self._running: asyncio.subprocess.Process | None = None

    def kill(self, how: signal.Signals = signal.SIGKILL) -> None:
        """Kill it this moment, in the middle of whatever it does; or tell it to end, by SIGTERM."""
        assert self._running
        self.ready.clear()
        self._running.send_signal(how)
        self.kills += 1

    @property
    def pid(self) -> int:
        """Its number at present."""
        assert self._running
        return self._running.pid

    async def keep_running(self) -> None:
        """Start it, and again after each kill; it ends with the task that runs this."""
        while True:
            kills_before = self.kills
            try:
                self._running = await self._start()
                await self._serve(self._running)
            finally:
                self.ready.clear()
                await _end(self._running)
            assert self.kills > kills_before, (
                f"{self._package} ended by itself: {self._log.read_text()[-2000:]}"
            )
            assert self._running.returncode in {-signal.SIGKILL, 0}

    async def _start(self) -> asyncio.subprocess.Process:
        with self._log.open("ab") as log:
            return await asyncio.create_subprocess_exec(
                sys.executable,
                "-m",
                self._package,
                cwd=ROOT,
                env=self._environment,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )

    async def _serve(self, running: asyncio.subprocess.Process) -> None:
        """Announce that it is ready, and wait for its end."""
        async with aiohttp.ClientSession() as client:
            while running.returncode is None and not await _answers(client, self._health):  # noqa: ASYNC110  # another process does it
                await asyncio.sleep(LOOK_AGAIN_SECONDS)
        if running.returncode is None:
            self.ready.set()
        await running.wait()


def case_store(settings: Settings) -> Process:
    """The case store of *settings*; not started yet."""
    return Process("casestore", settings, f"{settings.casestore_url}/healthz")


def action_server(settings: Settings) -> Process:
    """The action server of *settings*; not started yet."""
    return Process("actions", settings, f"http://127.0.0.1:{settings.actions_port}/health")


def gateway(settings: Settings) -> Process:
    """The gateway of *settings*; not started yet."""
    return Process("gateway", settings, f"http://127.0.0.1:{settings.port}/healthz")


@asynccontextmanager
async def kept_running(*processes: Process) -> AsyncIterator[None]:
    """Keep *processes* running; one that ends without being killed ends the block with an error."""
    async with asyncio.TaskGroup() as group:
        keepers = [group.create_task(process.keep_running()) for process in processes]
        yield
        for keeper in keepers:
            keeper.cancel()


def _as_environment(settings: Settings) -> dict[str, str]:
    names = (
        "data",
        "port",
        "casestore_port",
        "actions_port",
        "rasa_port",
        *(f"limit_{name}_client" for name in _LIMITED),
    )
    plain = {f"{PREFIX}{name.upper()}": str(getattr(settings, name)) for name in names}
    return plain | {f"{PREFIX}DATABASE": settings.database.get_secret_value()}


async def _answers(client: aiohttp.ClientSession, health: str) -> bool:
    with suppress(aiohttp.ClientError):
        async with client.get(health) as response:
            return response.status == 200
    return False


async def _end(process: asyncio.subprocess.Process | None) -> None:
    if process and process.returncode is None:
        process.kill()
        await process.wait()
