"""The gateway and the case store, each a process of its own, started for a measurement."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import aiohttp
from aiohttp import web
from aiohttp.test_utils import TestServer

from bench.cost import ROOT
from casestore.client import CaseStore
from settings import PREFIX, Settings

LOOK_AGAIN_SECONDS = 0.1
_LIMITS = (
    "codes_address",
    "codes_wrong",
    "codes_client",
    "codes_total",
    "messages_client",
    "conversations_client",
)
_ASKED = {"messages": [{"text": "."}], "language": "de", "expects": "code", "reference": None}


@asynccontextmanager
async def gateway(settings: Settings) -> AsyncIterator[aiohttp.ClientSession]:
    """The public door of both processes, with a stand-in for Rasa behind it."""
    cases = CaseStore.at(settings)

    async def turn(http: web.Request) -> web.Response:
        said = await http.json()
        if said["text"]:
            await cases.send_code(said["conversation"], said["text"])
        return web.json_response(_ASKED)

    rasa = web.Application()
    rasa.router.add_post("/webhooks/auskunft/turns", turn)
    environment = os.environ | {
        f"{PREFIX}DATA": str(settings.data),
        f"{PREFIX}PORT": str(settings.port),
        f"{PREFIX}CASESTORE_PORT": str(settings.casestore_port),
        f"{PREFIX}RASA_PORT": str(settings.rasa_port),
        **{f"{PREFIX}LIMIT_{name}".upper(): "1000000/minute" for name in _LIMITS},
    }
    command = [sys.executable, "-m"]
    running = [
        subprocess.Popen([*command, name], cwd=ROOT, env=environment)  # noqa: ASYNC220, S603  # ours
        for name in ("casestore", "gateway")
    ]
    url = f"http://127.0.0.1:{settings.port}"
    try:
        async with TestServer(rasa, port=settings.rasa_port), aiohttp.ClientSession(url) as visitor:
            while not (await cases.is_ready() and await _is_open(visitor)):  # noqa: ASYNC110  # other processes do it
                await asyncio.sleep(LOOK_AGAIN_SECONDS)
            yield visitor
    finally:
        await cases.close()
        for process in running:
            process.terminate()
            process.wait()


async def _is_open(visitor: aiohttp.ClientSession) -> bool:
    try:
        async with visitor.get("/healthz") as response:
            return response.ok
    except aiohttp.ClientError:
        return False


def free_ports(*names: str) -> dict[str, int]:
    """A port for each of *names* on which nobody listens."""
    probes = [socket.create_server(("127.0.0.1", 0)) for _ in names]
    ports = {name: probe.getsockname()[1] for name, probe in zip(names, probes, strict=True)}
    for probe in probes:
        probe.close()
    return ports
