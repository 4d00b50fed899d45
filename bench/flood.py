"""Whether one client who floods the gateway slows the others down: `python -m bench.flood`."""

import asyncio
import tempfile
import time
from collections.abc import Iterator
from http import HTTPStatus
from itertools import count, islice
from pathlib import Path
from typing import Annotated

import aiohttp
import numpy as np
import typer

from bench.assistants import bring_model, environment_of, ours
from bench.cost import ROOT, machine
from bench.table import Row, Table
from bench.turns import QUESTION
from settings import PREFIX

FLOOD = 1000  # messages a second that one client tries to send
_LINES = 20  # connections over which it does
_FLOODER = "203.0.113.1"
_ROOT = "/api/v1/conversations"
_OURS = (f"{PREFIX}PROXIES", f"{PREFIX}LIMIT_MESSAGES_CLIENT")


class Visitor:
    """One chat of a client at an address of its own."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session = session
        self._headers = {"X-Forwarded-For": address}
        self._numbers = count()

    async def open(self) -> None:
        """Begin."""
        async with self._session.post(_ROOT, json={"language": "de"}, headers=self._headers) as response:
            opened = await response.json()
        self._path = f"{_ROOT}/{opened['id']}/messages"
        self._headers["Authorization"] = f"Bearer {opened['token']}"

    async def ask(self) -> int:
        """Ask something; the status of the answer."""
        said = {"text": QUESTION, "client_id": str(next(self._numbers))}
        async with self._session.post(self._path, json=said, headers=self._headers) as response:
            await response.read()
            return response.status


async def measured(folder: Path, calls: int) -> tuple[list[Row], float]:
    """The rows of the table, and how many messages a second the flooder came to."""
    bring_model(folder, ROOT / "var" / "models")
    environment = environment_of(folder) | dict(zip(_OURS, ("127.0.0.1/32", "60/minute"), strict=True))
    url = f"http://127.0.0.1:{environment[f'{PREFIX}PORT']}"
    async with ours(folder, environment), aiohttp.ClientSession(url) as session:
        addresses = (f"198.51.{at // 250}.{at % 250 + 1}" for at in count())
        await _asked(session, addresses, 20)
        calm = await _asked(session, addresses, calls)
        flooder = Visitor(session, _FLOODER)
        await flooder.open()
        sent: list[int] = []
        flood = [asyncio.create_task(_flood(flooder, sent)) for _ in range(_LINES)]
        begun = time.perf_counter()
        flooded = await _asked(session, addresses, calls)
        rate = len(sent) / (time.perf_counter() - begun)
        for line in flood:
            line.cancel()
        await asyncio.gather(*flood, return_exceptions=True)
    ratios = [f"{after / before:.2f}" for before, after in zip(calm, flooded, strict=True)]
    shown = [[f"{value:.1f}" for value in row] for row in (calm, flooded)]
    return [("nobody floods", *shown[0]), ("one client floods", *shown[1]), ("ratio", *ratios)], rate


async def _asked(session: aiohttp.ClientSession, addresses: Iterator[str], calls: int) -> tuple[float, float]:
    """p50 and p95 of answers to visitors who come one after the other, in milliseconds."""
    took = []
    for address in islice(addresses, calls):
        visitor = Visitor(session, address)
        await visitor.open()
        begun = time.perf_counter()
        if await visitor.ask() != HTTPStatus.OK:
            raise RuntimeError("somebody else's message was refused")
        took.append(1000 * (time.perf_counter() - begun))
    p50, p95 = np.percentile(took, (50, 95))
    return float(p50), float(p95)


async def _flood(flooder: Visitor, sent: list[int]) -> None:
    while True:
        begun = time.perf_counter()
        sent.append(await flooder.ask())
        await asyncio.sleep(max(0, _LINES / FLOOD - (time.perf_counter() - begun)))


def main(*, calls: int = 100, markdown: Annotated[bool, typer.Option("--markdown")] = False) -> None:
    """Measure, and print."""
    with tempfile.TemporaryDirectory(prefix="auskunft-flood-") as folder:
        rows, rate = asyncio.run(measured(Path(folder), calls))
    title = f"answers to others while one client sends {rate:.0f} messages a second"
    print(Table(title, ("", "ms, p50", "p95"), rows).shown(markdown=markdown))
    print(machine())


if __name__ == "__main__":
    typer.run(main)
