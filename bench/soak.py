"""Whether what the processes hold grows over many chats: `python -m bench.soak --chats 2000`.

The whole system runs as `auskunft up` starts it, with a data folder of its own and the model that is trained.
In each chat a visitor listens, asks something, makes a request and proves a mailbox. The first tenth of the
chats counts for nothing.
"""

import asyncio
import os
import re
import shutil
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import aiohttp
import numpy as np
import typer

from auskunft.training import model_path
from bench.cost import ROOT, machine
from bench.door import free_ports
from bench.held import Look, children, growth, held_by
from bench.table import Table
from settings import PREFIX, Settings

LOOKS = 20
AT_ONCE = 4
LOOK_AGAIN_SECONDS = 0.05
SAID = ("Wie lange speichern Sie meine Daten?", "Ich möchte Auskunft über meine Daten.")
PORTS = ("PORT", "DESK_PORT", "CASESTORE_PORT", "RASA_PORT", "ACTIONS_PORT")
_LIMITS = ("codes_client", "codes_total", "messages_client", "conversations_client", "calls_client")
_CODE = re.compile(r"^ +(\d{6})\s*$", re.MULTILINE)
_PERCENT = 95


class Visitors:
    """Chats with the gateway at *url*, whose mails lie in *outbox*; *took* are milliseconds an answer."""

    def __init__(self, url: str, outbox: Path) -> None:
        self.took: list[float] = []
        self._url = url
        self._outbox = outbox
        self._numbers = count(1)

    async def come(self, number: int) -> None:
        """Have *number* chats, some at once."""
        left = iter(range(number))

        async def one_after_the_other() -> None:
            async with aiohttp.ClientSession(self._url) as visitor:
                for _ in left:
                    await self._chat(visitor)

        await asyncio.gather(*(one_after_the_other() for _ in range(AT_ONCE)))

    async def _chat(self, visitor: aiohttp.ClientSession) -> None:
        address = f"visitor-{next(self._numbers)}@example.com"
        async with visitor.post("/api/v1/conversations", json={"language": "de"}) as response:
            opened = await response.json()
        chat = f"/api/v1/conversations/{opened['id']}"
        token = {"Authorization": f"Bearer {opened['token']}"}
        async with visitor.get(f"{chat}/events", headers=token) as line:
            await line.content.readline()
            for said in (*SAID, address):
                expects = await self._say(visitor, chat, token, said)
            if expects != "code":
                raise RuntimeError(f"the chat waits for {expects}, not for the code")
            await self._say(visitor, chat, token, await self._code(address))

    async def _say(
        self, visitor: aiohttp.ClientSession, chat: str, token: dict[str, str], text: str
    ) -> str | None:
        """Say it; return what is waited for then."""
        start = time.perf_counter()
        body = {"client_id": f"{start}", "text": text}
        async with visitor.post(f"{chat}/messages", json=body, headers=token) as response:
            response.raise_for_status()
            answer: dict[str, Any] = await response.json()
        self.took.append(1000 * (time.perf_counter() - start))
        expects: str | None = answer["messages"][-1]["expects"]
        return expects

    async def _code(self, address: str) -> str:
        """Wait for the mail with the code, and take it away; receipts too, which nobody reads."""
        while True:
            for mail in self._outbox.glob("*.eml"):
                text = mail.read_text(encoding="utf-8")
                code = _CODE.search(text)
                if code is None or f"To: {address}" in text:
                    mail.unlink()
                if code and f"To: {address}" in text:
                    return code.group(1)
            await asyncio.sleep(LOOK_AGAIN_SECONDS)


@asynccontextmanager
async def system(data: Path) -> AsyncIterator[tuple[int, str]]:
    """`auskunft up` with *data*; its number as a process, and the gateway's address."""
    model, models = model_path(Settings.load()), data / "models"
    models.mkdir()
    for part in model.parent.glob(f"{model.name}*"):
        shutil.copy2(part, models)
    ports = free_ports(*PORTS)
    environment = os.environ | {
        f"{PREFIX}DATA": str(data),
        **{f"{PREFIX}{name}": str(port) for name, port in ports.items()},
        **{f"{PREFIX}LIMIT_{name}".upper(): "1000000/minute" for name in _LIMITS},
    }
    auskunft = Path(sys.executable).with_name("auskunft")
    up = await asyncio.create_subprocess_exec(
        auskunft, "up", cwd=ROOT, env=environment, stdout=asyncio.subprocess.PIPE
    )
    try:
        if not up.stdout or b"Ready." not in await up.stdout.readuntil(b"Ready."):
            raise RuntimeError("the system did not start")
        yield up.pid, f"http://127.0.0.1:{ports['PORT']}"
    finally:
        up.terminate()
        await up.wait()


async def soak(visitors: Visitors, pid: int, chats: int, minutes: float) -> list[Look]:
    """After a tenth of *chats*, look at what the children of *pid* hold, and again until the last."""
    over = time.monotonic() + 60 * minutes
    done = chats // 10
    await visitors.come(done)
    visitors.took.clear()
    looks = [_looked_at(pid, done)]
    for more in filter(None, (len(part) for part in np.array_split(range(chats - done), LOOKS))):
        await visitors.come(more)
        done += more
        looks.append(_looked_at(pid, done))
        print(f"{done} chats", file=sys.stderr, flush=True)
        if time.monotonic() > over:
            break
    return looks


def _looked_at(pid: int, chats: int) -> Look:
    return chats, {name: held_by(child) for name, child in children(pid).items()}


def waited(took: list[float]) -> Table:
    """How long answers took in the first and in the last fifth."""
    fifth = len(took) // 5
    rows = [
        (name, f"{np.median(part):.0f}", f"{np.percentile(part, _PERCENT):.0f}")
        for name, part in (("first fifth", took[:fifth]), ("last fifth", took[-fifth:]))
    ]
    return Table(f"{len(took):,} answers, in milliseconds", ("", "median", f"{_PERCENT} %"), rows)


def main(
    chats: Annotated[int, typer.Option(help="how many in all")] = 2000,
    minutes: Annotated[float, typer.Option(help="after which no more chats are begun")] = 24 * 60,
    *,
    markdown: Annotated[bool, typer.Option(help="for a document")] = False,
) -> None:
    """Have the chats, and print what grew."""

    async def measured() -> None:
        with TemporaryDirectory() as folder:
            async with system(Path(folder)) as (pid, url):
                visitors = Visitors(url, Path(folder) / "outbox")
                start = time.monotonic()
                looks = await soak(visitors, pid, chats, minutes)
                print(f"{machine()}, {AT_ONCE} chats at once, {time.monotonic() - start:.0f} s")
                for table in (growth(looks), waited(visitors.took)):
                    print(table.shown(markdown=markdown))

    asyncio.run(measured())


if __name__ == "__main__":
    typer.run(main)
