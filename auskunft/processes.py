"""The processes that make up Auskunft, and how each is started."""

import ctypes
import os
import signal
import socket
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import yaml

from auskunft.failure import ROOT, OperatorError
from auskunft.model_pin import refuse_another
from auskunft.training import rasa_environment
from settings import PREFIX, Settings

_PR_SET_PDEATHSIG = 1  # prctl(2)


@dataclass(frozen=True)
class Process:
    """One process: its command, its port, and the address that tells it is ready.

    Before it is started, *check* raises `OperatorError` when it must not be.
    """

    name: str
    command: list[str]
    port: int
    ready: str
    check: Callable[[], None] = lambda: None


def processes(settings: Settings, model: Path) -> list[Process]:
    """All processes, in the order in which they are started."""
    rasa = [sys.executable, "-m", "bot", "rasa", "run"]  # with our log
    rasa += ["-i", settings.internal_host, "-p", str(settings.rasa_port)]
    rasa += [
        "--model",
        str(model),
        "--endpoints",
        str(_endpoints(settings)),
        "--credentials",
        "credentials.yml",
    ]
    public = f"http://127.0.0.1:{settings.desk_port}", f"http://127.0.0.1:{settings.port}"
    return [
        _ours("casestore", settings.casestore_port, f"{settings.casestore_url}/healthz"),
        _ours("actions", settings.actions_port, f"{settings.actions_url}/health"),
        Process(
            "rasa",
            rasa,
            settings.rasa_port,
            f"{settings.rasa_urls[0]}/",
            partial(refuse_another, model),
        ),
        _ours("desk", settings.desk_port, f"{public[0]}/healthz"),
        _ours("gateway", settings.port, f"{public[1]}/readyz"),
    ]


def environment(settings: Settings) -> dict[str, str]:
    """What the processes read their settings from."""
    ports = {
        name: str(getattr(settings, name))
        for name in ("port", "desk_port", "casestore_port", "rasa_port", "actions_port", "host")
    }
    return {
        **rasa_environment(settings),
        **{f"{PREFIX}{name.upper()}": value for name, value in ports.items()},
        "LOG_LEVEL": settings.log_level.upper(),  # Rasa's
        "PYTHONUNBUFFERED": "1",
    }


def refuse_taken_ports(settings: Settings, wanted: list[Process]) -> None:
    """Raise `OperatorError` when another program has one of our ports."""
    for process in wanted:
        public = process.name in {"gateway", "desk"}
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((settings.host if public else settings.internal_host, process.port))
            except OSError as error:
                option = "--port" if process.name == "gateway" else f"{PREFIX}{process.name.upper()}_PORT"
                taken = f"Port {process.port} ({process.name}) is in use"
                message = f"{taken}: stop the other program, or set {option}."
                raise OperatorError(message) from error


def die_with_parent() -> None:
    """Run in the child: it must not outlive us, even when we are killed."""
    ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)


def _ours(name: str, port: int, ready: str) -> Process:
    return Process(name, [sys.executable, "-m", name], port, ready)


def _endpoints(settings: Settings) -> Path:
    """Write Rasa's endpoints for this installation: ours, with addresses, token, trackers and locks."""
    entries: dict[str, Any] = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))
    if "models" in entries:
        named = "endpoints.yml names a server of models"
        message = f"{named}: only the one that was trained here is loaded, take `models:` out."
        raise OperatorError(message)
    entries["action_endpoint"] = {
        "url": f"{settings.actions_url}/webhook",
        "headers": {"Authorization": f"Bearer {settings.actions_token.get_secret_value()}"},
    }
    entries["tracker_store"] = {
        "type": "bot.tracker_store.PurgeableTrackerStore",
        "url": settings.tracker_url,
    }
    locks = {"type": "bot.lock_store.ConversationLocks", "url": settings.redis.get_secret_value() or None}
    entries["lock_store"] = locks
    path = settings.data.resolve() / "run" / "endpoints.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        yaml.safe_dump(entries, file)
    return path
