"""The whole system on free ports, with a data folder of its own."""

import asyncio
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Callable
from email import message_from_bytes
from email.policy import default
from functools import cached_property
from pathlib import Path
from typing import Any

from tests.casestore.inbox import plain_text_of

ROOT = Path(__file__).resolve().parents[2]
AUSKUNFT = [str(Path(sys.executable).with_name("auskunft"))]
MODELS = ROOT / "var" / "models"
HOST_KEY = "a secret that the website and the chat know"
PORTS = ("PORT", "DESK_PORT", "CASESTORE_PORT", "RASA_PORT", "ACTIONS_PORT")
READY_SECONDS = 240


class System:
    """A started `auskunft up`."""

    def __init__(self, data: Path) -> None:
        self.data = data
        *ports, self.site_port = free_ports(len(PORTS) + 1)
        self.ports = dict(zip(PORTS, ports, strict=True))
        self.environment = {
            **os.environ,
            "AUSKUNFT_DATA": str(data),
            "AUSKUNFT_LIMIT_CODES_ADDRESS": "1000/hour",
            "AUSKUNFT_LIMIT_CODES_CLIENT": "1000/hour",
            "AUSKUNFT_LIMIT_CONVERSATIONS_CLIENT": "1000/minute",
            "AUSKUNFT_LIMIT_MESSAGES_CLIENT": "10000/minute",
            "AUSKUNFT_ORIGINS": self.site,
            "AUSKUNFT_HOST_KEY": HOST_KEY,
            **{f"AUSKUNFT_{name}": str(port) for name, port in self.ports.items()},
        }
        self.output = data / "up.log"
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def gateway(self) -> str:
        return f"http://127.0.0.1:{self.ports['PORT']}"

    @property
    def site(self) -> str:
        """A website of somebody else's, named as one that embeds the chat."""
        return f"http://127.0.0.1:{self.site_port}"

    @property
    def desk(self) -> str:
        return f"http://127.0.0.1:{self.ports['DESK_PORT']}"

    async def start(self) -> None:
        bring_model(self.data)
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(  # noqa: ASYNC220  # outlives this call
                [*AUSKUNFT, "up", "--demo"], env=self.environment, stdout=output, stderr=output
            )
        await until(lambda: "Ready." in self.said() or self.process.poll() is not None, READY_SECONDS)
        assert self.process.poll() is None, self.said()

    def stop(self) -> int:
        assert self.process
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)

    def said(self) -> str:
        return self.output.read_text(encoding="utf-8") if self.output.exists() else ""

    def run(self, *arguments: str, stdin: str | None = None) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*AUSKUNFT, *arguments],
            env=self.environment,
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    @cached_property
    def staff_token(self) -> str:
        """Opens the desk's API as the demo's account."""
        return self.run("staff", "token", "demo").stdout.strip()

    def pid_of(self, name: str) -> int:
        """The child of `auskunft up` whose command line names *name*."""
        return self.running(name)[0]

    def running(self, name: str) -> list[int]:
        """As `pid_of`; none while it is down."""
        assert self.process
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        lines = {int(pid): Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children}
        return [pid for pid, line in lines.items() if name.encode() in line.split(b"\0")]

    def codes_for(self, address: str) -> list[str]:
        """The codes mailed to *address*, oldest first."""
        mails = sorted(self.mails(), key=lambda path: path.stat().st_mtime_ns)
        parsed = [message_from_bytes(path.read_bytes(), policy=default) for path in mails]
        texts = [plain_text_of(mail) for mail in parsed if mail["To"] == address]
        return [
            found.group(1) for text in texts if (found := re.search(r"^ +(\d{6})\s*$", text, re.MULTILINE))
        ]

    def mails(self) -> list[Path]:
        return list((self.data / "outbox").glob("*.eml"))

    async def next_code(self, address: str, known: int = 0) -> str:
        await until(lambda: len(self.codes_for(address)) > known)
        return self.codes_for(address)[-1]


async def until(happened: Callable[[], Any], seconds: float = 60) -> None:
    """Look again and again until something *happened*."""
    async with asyncio.timeout(seconds):
        while not happened():  # noqa: ASYNC110  # another process does it
            await asyncio.sleep(0.05)


def free_ports(count: int) -> list[int]:
    probes = [socket.socket() for _ in range(count)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def bring_model(data: Path) -> None:
    """Put today's model into *data*; trained once for all tests, and kept beside the code."""
    environment = {**os.environ, "AUSKUNFT_DATA": str(MODELS.parent)}
    trained = subprocess.run(
        [*AUSKUNFT, "train"], env=environment, capture_output=True, text=True, timeout=1500, check=False
    )
    assert trained.returncode == 0, trained.stderr
    (data / "models").mkdir(parents=True, exist_ok=True)
    newest = max(MODELS.glob("*.tar.gz"), key=lambda path: path.stat().st_mtime_ns)
    for part in (newest, newest.with_name(f"{newest.name}.sha256")):
        shutil.copy2(part, data / "models")
