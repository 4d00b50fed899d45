"""Run all processes: start in order, restart what dies, stop everything."""

import asyncio
import os
import signal
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from http import HTTPStatus
from typing import Any

import aiohttp

from auskunft.failure import ROOT, OperatorError
from auskunft.log_files import LogFiles
from auskunft.processes import Process, die_with_parent

READY_SECONDS = 180.0
FIRST_PAUSE = 0.5  # seconds before a restart; doubles up to the longest
LONGEST_PAUSE = 30.0
SETTLED_SECONDS = 60.0  # who ran that long starts again without a pause
STOP_SECONDS = 10.0
LOGS_PAUSE = 60.0  # seconds between two looks at the log files


class Supervisor:
    """Keeps *processes* running until told to stop."""

    def __init__(
        self,
        processes: list[Process],
        *,
        environment: dict[str, str],
        logs: LogFiles,
        say: Callable[[str], None],
    ) -> None:
        self._processes = processes
        self._environment = environment
        self._logs = logs
        self._say = say
        self._running: dict[str, asyncio.subprocess.Process] = {}
        self._stopping = asyncio.Event()

    async def run(self, when_ready: Callable[[], None]) -> None:
        """Start everything; return when a signal stopped it. Raises `OperatorError`."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, self._stopping.set)
        try:
            first, *others = self._processes
            await self._start_until_ready([first])
            await self._start_until_ready(others)
            if not self._stopping.is_set():
                when_ready()
            await self._watch_until_stopped()
        finally:
            await self._stop()

    async def _start_until_ready(self, processes: list[Process]) -> None:
        for process in processes:
            await self._start(process)
        ready = asyncio.gather(*map(self._until_ready, processes))
        stop = asyncio.create_task(self._stopping.wait())
        either: set[asyncio.Future[Any]] = {ready, stop}
        await asyncio.wait(either, return_when=asyncio.FIRST_COMPLETED)
        stop.cancel()
        if self._stopping.is_set():
            ready.cancel()
        else:
            await ready

    async def _start(self, process: Process) -> None:
        process.check()
        with self._logs.open(process.name) as log:
            self._running[process.name] = await asyncio.create_subprocess_exec(
                *process.command,
                cwd=ROOT,
                env=self._environment,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=die_with_parent,
            )

    async def _until_ready(self, process: Process) -> None:
        deadline = time.monotonic() + READY_SECONDS
        async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=3)) as session:
            while time.monotonic() < deadline:
                if self._running[process.name].returncode is not None:
                    log = self._logs.path(process.name)
                    message = f"{process.name} stopped while starting; {log} says why."
                    raise OperatorError(message)
                if await _answers(session, process.ready):
                    self._say(f"{process.name} is ready.")
                    return
                await asyncio.sleep(0.1)
        log = self._logs.path(process.name)
        message = f"{process.name} was not ready within {READY_SECONDS:.0f} s; see {log}."
        raise OperatorError(message)

    async def _watch_until_stopped(self) -> None:
        watches = [asyncio.create_task(self._keep(process)) for process in self._processes]
        watches.append(asyncio.create_task(self._tend_logs()))
        await self._stopping.wait()
        for watch in watches:
            watch.cancel()
        await asyncio.gather(*watches, return_exceptions=True)

    async def _keep(self, process: Process) -> None:
        """Restart *process* whenever it ends, after a pause that grows while it keeps ending."""
        pause = FIRST_PAUSE
        while True:
            started = time.monotonic()
            code = await self._running[process.name].wait()
            if time.monotonic() - started > SETTLED_SECONDS:
                pause = FIRST_PAUSE
            self._tell(f"{process.name} ended ({code}); starting it again in {pause:.1f} s.")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)
            try:
                await self._start(process)
            except (OperatorError, OSError) as error:
                self._tell(str(error))

    async def _stop(self) -> None:
        """Ask every process to end, last started first; end those that do not."""
        running = [p for p in reversed(self._running.values()) if p.returncode is None]
        for process in running:
            _signal(process, signal.SIGTERM)
        waits = [asyncio.create_task(process.wait()) for process in running]
        if waits:
            await asyncio.wait(waits, timeout=STOP_SECONDS)
        for process in running:
            if process.returncode is None:
                _signal(process, signal.SIGKILL)
                await process.wait()

    async def _tend_logs(self) -> None:
        while True:
            try:
                self._logs.tend(datetime.now().astimezone())
            except OSError as error:
                self._tell(f"The log files were not looked after: {error}")
            await asyncio.sleep(LOGS_PAUSE)

    def _tell(self, line: str) -> None:
        """Say it, but go on when there is no room on the disk where it would be written."""
        with suppress(OSError):
            self._say(line)


def _signal(process: asyncio.subprocess.Process, number: signal.Signals) -> None:
    """Signal the process and what it started: each leads its own group."""
    try:
        os.killpg(process.pid, number)
    except ProcessLookupError:
        return


async def _answers(session: aiohttp.ClientSession, address: str) -> bool:
    try:
        async with session.get(address) as response:
            return response.status == HTTPStatus.OK
    except (aiohttp.ClientError, TimeoutError):
        return False
