"""Two assistants that run side by side: ours as a whole, and a usual one of Rasa's."""

import asyncio
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import AsyncIterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import aiohttp

from auskunft.training import rasa_environment
from bench.cost import ROOT
from bench.door import free_ports
from settings import PREFIX, Settings

STOCK = Path(__file__).parent / "stock" / "assistant"
AUSKUNFT = str(Path(sys.executable).with_name("auskunft"))
READY_SECONDS = 300.0
_UNLIMITED = "1000000/minute"
_LIMITS = (
    "messages_client",
    "conversations_client",
    "calls_client",
    "codes_address",
    "codes_client",
    "codes_total",
)


class Assistant(Protocol):
    """Whom one can talk to."""

    name: str

    async def open(self) -> str:
        """Begin a conversation; returns its name."""

    async def say(self, conversation: str, text: str) -> None:
        """Say something, and wait for the answer."""


@dataclass(frozen=True)
class Start:
    """A process that was started, how long it took to be ready, and where."""

    process: subprocess.Popen[bytes]
    seconds: float
    url: str

    def megabytes(self) -> dict[str, float]:
        """The memory of each process, pages that several use shared out among them."""
        pids = [self.process.pid, *_children(self.process.pid)]
        return {f"{_title(pid)}": _pss(pid) for pid in pids}

    def milliseconds(self) -> dict[str, float]:
        """The time of a processor that each process has used."""
        pids = [self.process.pid, *_children(self.process.pid)]
        return {_title(pid): _used(pid) for pid in pids}


class Ours:
    """The whole system, talked to through its gateway."""

    name = "ours"

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session
        self._tokens: dict[str, str] = {}

    async def open(self) -> str:
        """As `Assistant`."""
        async with self._session.post("/api/v1/conversations", json={"language": "de"}) as response:
            opened = await response.json()
        self._tokens[opened["id"]] = opened["token"]
        return str(opened["id"])

    async def say(self, conversation: str, text: str) -> None:
        """As `Assistant`."""
        headers = {"Authorization": f"Bearer {self._tokens[conversation]}"}
        said = {"text": text, "client_id": uuid.uuid4().hex}
        url = f"/api/v1/conversations/{conversation}/messages"
        async with self._session.post(url, json=said, headers=headers) as response:
            answer = await response.json()
        senders = [message["sender"] for message in answer["messages"]]
        if "bot" not in senders:
            raise RuntimeError(f"no answer to {text}: {senders}")

    def events(self, conversation: str) -> AbstractAsyncContextManager[aiohttp.ClientResponse]:
        """A line that tells what happens in it from now on."""
        headers = {"Authorization": f"Bearer {self._tokens[conversation]}"}
        forever = aiohttp.ClientTimeout(total=None)
        return self._session.get(
            f"/api/v1/conversations/{conversation}/events", headers=headers, timeout=forever
        )


class Stock:
    """Rasa alone, talked to through its REST channel."""

    name = "stock"

    def __init__(self, session: aiohttp.ClientSession) -> None:
        self._session = session

    async def open(self) -> str:
        """As `Assistant`."""
        return uuid.uuid4().hex

    async def say(self, conversation: str, text: str) -> None:
        """As `Assistant`."""
        said = {"sender": conversation, "message": text}
        async with self._session.post("/webhooks/rest/webhook", json=said) as response:
            if not await response.json():
                raise RuntimeError(f"no answer to {text}")


def train_ours(folder: Path) -> float:
    """Train with all phrases into *folder*; returns the seconds."""
    return _timed([AUSKUNFT, "train"], ROOT, environment_of(folder))


def train_stock(folder: Path) -> float:
    """Train the usual assistant into *folder*; returns the seconds."""
    rasa = [sys.executable, "-m", "rasa", "train", "--skip-validation"]
    out = ["--out", str(folder), "--fixed-model-name", "stock"]
    return _timed([*rasa, *out], STOCK, rasa_environment(Settings.load(data=folder)))


@asynccontextmanager
async def ours(folder: Path, environment: dict[str, str] | None = None) -> AsyncIterator[tuple[Ours, Start]]:
    """Our system, running with the sample data in *folder*, whose model is there."""
    environment = environment or environment_of(folder)
    command = [AUSKUNFT, "up", "--demo"]
    url = f"http://127.0.0.1:{environment[f'{PREFIX}PORT']}"
    async with _started(command, ROOT, environment, url, "/readyz") as start, _session(url) as session:
        yield Ours(session), start


@asynccontextmanager
async def stock(folder: Path) -> AsyncIterator[tuple[Stock, Start]]:
    """The usual assistant, running; its model is in *folder*."""
    port = free_ports("port")["port"]
    command = [sys.executable, "-m", "rasa", "run", "-i", "127.0.0.1", "-p", str(port)]
    command += ["--model", str(folder / "stock.tar.gz"), "--credentials", "credentials.yml"]
    url = f"http://127.0.0.1:{port}"
    environment = rasa_environment(Settings.load(data=folder))
    async with _started(command, STOCK, environment, url, "/") as start, _session(url) as session:
        yield Stock(session), start


def bring_model(folder: Path, models: Path) -> None:
    """Put the newest model and its hash into *folder*, so that nothing is trained."""
    newest = max(models.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime_ns)
    (folder / "models").mkdir(parents=True, exist_ok=True)
    for part in (newest, newest.with_name(f"{newest.name}.sha256")):
        shutil.copy2(part, folder / "models")


def _session(url: str) -> aiohttp.ClientSession:
    return aiohttp.ClientSession(url, connector=aiohttp.TCPConnector(limit=0))


def environment_of(folder: Path) -> dict[str, str]:
    """The settings of a system in *folder*, on free ports, that lets one client do what many do."""
    ports = free_ports("port", "desk_port", "casestore_port", "rasa_port", "actions_port")
    limits = {f"{PREFIX}LIMIT_{name.upper()}": _UNLIMITED for name in _LIMITS}
    named = {f"{PREFIX}{name.upper()}": str(port) for name, port in ports.items()}
    most = {f"{PREFIX}LIMIT_CONNECTIONS_CLIENT": "2000", f"{PREFIX}LIMIT_STREAMS_CLIENT": "2000"}
    return {**os.environ, f"{PREFIX}DATA": str(folder), **limits, **named, **most}


@asynccontextmanager
async def _started(
    command: Sequence[str], place: Path, environment: dict[str, str], url: str, ready: str
) -> AsyncIterator[Start]:
    begun = time.perf_counter()
    process = subprocess.Popen(  # noqa: ASYNC220, S603  # ours
        command,
        cwd=place,
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        async with asyncio.timeout(READY_SECONDS), aiohttp.ClientSession(url) as session:
            while not await _answers(session, ready):  # noqa: ASYNC110  # another process does it
                await asyncio.sleep(0.05)
        yield Start(process, time.perf_counter() - begun, url)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


async def _answers(session: aiohttp.ClientSession, path: str) -> bool:
    with suppress(aiohttp.ClientError):
        async with session.get(path) as response:
            return response.ok
    return False


def _timed(command: Sequence[str], place: Path, environment: dict[str, str]) -> float:
    begun = time.perf_counter()
    subprocess.run(command, cwd=place, env=environment, check=True, capture_output=True)  # noqa: S603  # ours
    return time.perf_counter() - begun


def _children(pid: int) -> list[int]:
    listed = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    return [int(child) for child in listed.split()]


def _title(pid: int) -> str:
    """`rasa` of `python -m rasa run …`, `up` of `python auskunft up`."""
    words = Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").split("\0")
    return words[2] if words[1] in {"-m", "-P"} or words[1].endswith("auskunft") else words[1]


def _used(pid: int) -> float:
    """In user and system mode, proc(5)."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return 1000 * (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _pss(pid: int) -> float:
    lines = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
    [kilobytes] = [line.split()[1] for line in lines if line.startswith("Pss:")]
    return int(kilobytes) / 1024
