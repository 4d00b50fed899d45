"""What a crowd costs: visitors who listen, and visitors who wait for a person: `python -m bench.crowd`."""

import asyncio
import json
import subprocess
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Annotated

import aiohttp
import numpy as np
import typer

from bench.assistants import AUSKUNFT, Ours, Start, bring_model, environment_of, ours
from bench.cost import ROOT, machine
from bench.table import Row, Table
from bench.turns import QUESTION
from settings import PREFIX

PERSON = "Ich möchte mit einem Menschen sprechen."
LISTENERS = (1, 1000)
WAITING = (5, 500)
WAIT = "/api/v1/desk/conversations?status=waiting"
WARM = 10  # calls that count for nothing
_OPENED_AT_ONCE = 16


async def measured(folder: Path, calls: int) -> tuple[list[Row], list[Row]]:
    """The rows of both tables, with one system started in *folder*."""
    bring_model(folder, ROOT / "var" / "models")
    environment = environment_of(folder)
    async with ours(folder, environment) as (us, start):
        listening = [await _listened(us, start, crowd, calls) for crowd in LISTENERS]
        desk = f"http://127.0.0.1:{environment[f'{PREFIX}DESK_PORT']}"
        headers = {"Authorization": f"Bearer {_staff_token(environment)}"}
        async with aiohttp.ClientSession(desk, headers=headers) as staff:
            waiting, there = [], 0
            for crowd in WAITING:
                await _many(us, crowd - there, PERSON)
                waiting.append(await _listed(staff, crowd, calls))
                there = crowd
    return listening, waiting


async def _listened(us: Ours, start: Start, crowd: int, calls: int) -> Row:
    """How long a message takes to whoever listens, while so many do."""
    chats = await _many(us, crowd)
    async with AsyncExitStack() as lines:
        heard = [await lines.enter_async_context(_line(us, chat)) for chat in chats]
        await asyncio.gather(*map(_bot_speaks, heard))  # the greeting
        took = []
        for call in range(WARM + calls):
            chat, events = chats[call % crowd], heard[call % crowd]
            begun = time.perf_counter()
            said = asyncio.create_task(us.say(chat, QUESTION))
            await _bot_speaks(events)
            took.append(1000 * (time.perf_counter() - begun))
            await said
        memory = start.megabytes()
    names = ("gateway", "casestore")
    return f"{crowd:,} listen", *_percentiles(took[WARM:]), *(f"{memory[name]:.0f}" for name in names)


async def _listed(staff: aiohttp.ClientSession, crowd: int, calls: int) -> Row:
    """How long the desk's list of who waits takes, while so many wait."""
    took = []
    for _ in range(WARM + calls):
        begun = time.perf_counter()
        async with staff.get(WAIT) as response:
            if not (await response.json())["items"]:
                raise RuntimeError("nobody waits")
        took.append(1000 * (time.perf_counter() - begun))
    return f"{crowd:,} wait", *_percentiles(took[WARM:])


async def _many(us: Ours, number: int, *said: str) -> list[str]:
    """Open so many chats, some at once, and say something in each."""
    turn = asyncio.Semaphore(_OPENED_AT_ONCE)

    async def one() -> str:
        async with turn:
            chat = await us.open()
            for text in said:
                await us.say(chat, text)
            return chat

    return await asyncio.gather(*(one() for _ in range(number)))


@asynccontextmanager
async def _line(us: Ours, chat: str) -> AsyncIterator[AsyncIterator[str]]:
    """A line that listens to *chat*; gives the sender of each message that comes."""
    async with us.events(chat) as response:
        yield _senders(response)


async def _bot_speaks(senders: AsyncIterator[str]) -> None:
    while await anext(senders) != "bot":
        pass


async def _senders(response: aiohttp.ClientResponse) -> AsyncIterator[str]:
    async for line in response.content:
        if line.startswith(b"data:") and "sender" in (message := json.loads(line[5:])):
            yield str(message["sender"])


def _percentiles(milliseconds: list[float]) -> tuple[str, str]:
    p50, p95 = np.percentile(milliseconds, (50, 95))
    return f"{p50:.1f}", f"{p95:.1f}"


def _staff_token(environment: dict[str, str]) -> str:
    command = [AUSKUNFT, "staff", "token", "demo"]
    ran = subprocess.run(  # noqa: S603  # ours
        command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )
    return ran.stdout.strip()


def tables(calls: int) -> list[Table]:
    """Measure, with so many calls each."""
    with tempfile.TemporaryDirectory(prefix="auskunft-crowd-") as folder:
        listening, waiting = asyncio.run(measured(Path(folder), calls))
    head = ("", "ms, p50", "p95")
    return [
        Table(
            "from a message to its answer on a live line", (*head, "gateway, MB", "casestore, MB"), listening
        ),
        Table("the desk's list of who waits", head, waiting),
    ]


def main(*, calls: int = 100, markdown: Annotated[bool, typer.Option("--markdown")] = False) -> None:
    """Measure, and print."""
    for table in tables(calls):
        print(table.shown(markdown=markdown))
    print(machine())


if __name__ == "__main__":
    typer.run(main)
