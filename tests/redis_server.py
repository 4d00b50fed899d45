"""A Redis server of the tests' own, which can be taken away and brought back."""

import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

REDIS = shutil.which("redis-server")
_STARTS_SECONDS = 20.0


def why_missing() -> str | None:
    """Why none can be started here; `None` when one can."""
    return None if REDIS else "Redis is not installed (Debian's package redis-server)"


class RedisServer:
    """Listens on a port of loopback, keeps nothing."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.url = f"redis://127.0.0.1:{port}/0"
        self._folder = tempfile.TemporaryDirectory(prefix="auskunft-redis-")
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        assert REDIS
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--dir", self._folder.name]
        self._process = subprocess.Popen(
            [REDIS, *options], start_new_session=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        deadline = time.monotonic() + _STARTS_SECONDS
        while time.monotonic() < deadline:
            with suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1) as line:
                line.sendall(b"PING\r\n")
                if line.recv(16).startswith(b"+PONG"):
                    return
        raise AssertionError("Redis did not start")

    def kill(self) -> None:
        assert self._process
        self._process.kill()
        self._process.wait()


@contextmanager
def server(port: int) -> Iterator[RedisServer]:
    redis = RedisServer(port)
    redis.start()
    try:
        yield redis
    finally:
        redis.kill()
