"""Traces go only where an operator wants them, belong together, and say nothing that somebody typed."""

import asyncio
import os
import signal
import subprocess
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from monitoring import traces
from monitoring.traces import current, span, start_traces
from settings.keys import ensure_keys
from tests.journeys.system import free_ports, until

ROOT = Path(__file__).parents[2]
TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
WORD = "Kanarienvogel"
CALL, TURN = "POST /api/v1/conversations/{id}/messages", "POST /conversations/{id}/turns"
IS_INSTALLED = find_spec("opentelemetry") is not None
WITH_PACKAGE = pytest.mark.skipif(not IS_INSTALLED, reason="wants the extra: pip install 'auskunft[otel]'")
COMMAND = [sys.executable, "-m", "actions"]


class Collector:
    """Takes traces as an OpenTelemetry collector does."""

    def __init__(self) -> None:
        self.bodies: list[bytes] = []
        self.app = web.Application()
        self.app.router.add_post("/v1/traces", self._take)

    async def _take(self, http: web.Request) -> web.Response:
        self.bodies.append(await http.read())
        return web.Response(content_type="application/x-protobuf")


@pytest.fixture
async def collector(aiohttp_server):
    collector = Collector()
    collector.server = await aiohttp_server(collector.app)
    return collector


@pytest.fixture
def actions(tmp_path, collector):
    """Starts an action server whose traces the collector gets."""
    [port] = free_ports(1)
    ensure_keys(tmp_path / "keys")
    ours = {
        "AUSKUNFT_DATA": str(tmp_path),
        "AUSKUNFT_ACTIONS_PORT": str(port),
        "AUSKUNFT_OTLP": str(collector.server.make_url("")),
    }

    def start():
        environment = {**os.environ, **ours}
        process = subprocess.Popen(COMMAND, cwd=ROOT, env=environment, stderr=subprocess.PIPE)
        started.append(process)
        return process, f"http://127.0.0.1:{port}"

    started = []
    yield start
    for process in started:
        process.kill()
        process.wait()
        process.stderr.close()


def test_without_the_setting_nothing_is_loaded_and_nothing_carried():
    start_traces("gateway", "")

    with span("a call", f"00-{TRACE}-{PARENT}-01"):
        assert current() == ""
    assert not [name for name in sys.modules if name.startswith("opentelemetry.exporter")]


@pytest.mark.skipif(IS_INSTALLED, reason="OpenTelemetry is installed")
def test_without_the_package_a_process_that_should_send_traces_says_so_and_ends(actions):
    process, _ = actions()

    assert process.wait(timeout=60) == 1
    assert b"pip install 'auskunft[otel]'" in process.stderr.read()


@WITH_PACKAGE
async def test_an_action_is_a_part_of_the_call_that_led_to_it_and_says_nothing_else(
    actions, collector, tmp_path
):
    process, url = actions()
    token = (tmp_path / "keys" / "auskunft_actions_token").read_text(encoding="utf-8")
    metadata = {"traceparent": f"00-{TRACE}-{PARENT}-01"}
    tracker = {"latest_message": {"text": WORD, "metadata": metadata}, "sender_id": WORD}
    async with aiohttp.ClientSession(url, headers={"Authorization": f"Bearer {token}"}) as rasa:
        await until_open(rasa)
        await rasa.post("/webhook", json={"next_action": WORD, "tracker": tracker})
    process.send_signal(signal.SIGTERM)
    await until(lambda: process.poll() is not None and collector.bodies)

    told = b"".join(collector.bodies)
    assert bytes.fromhex(TRACE) in told
    assert bytes.fromhex(PARENT) in told
    assert b"auskunft-actions" in told
    assert WORD.encode() not in told


@WITH_PACKAGE
async def test_what_the_case_store_does_for_a_message_is_a_part_of_it(collector, visitor, monkeypatch):
    monkeypatch.setattr(traces, "_started", [])
    monkeypatch.setenv("OTEL_BSP_SCHEDULE_DELAY", "50")  # milliseconds
    start_traces("gateway", str(collector.server.make_url("")))

    await visitor.says(WORD)
    await until(lambda: {CALL, TURN} <= spans_in(collector.bodies).keys())

    spans = spans_in(collector.bodies)
    assert spans[TURN].trace_id == spans[CALL].trace_id
    assert spans[TURN].parent_span_id == spans[CALL].span_id
    assert WORD.encode() not in b"".join(collector.bodies)


def spans_in(bodies):
    """All spans, by name."""
    wire = import_module("opentelemetry.proto.collector.trace.v1.trace_service_pb2")
    sent = [wire.ExportTraceServiceRequest.FromString(body) for body in bodies]
    resources = [resource for one in sent for resource in one.resource_spans]
    scopes = [scope for resource in resources for scope in resource.scope_spans]
    return {span.name: span for scope in scopes for span in scope.spans}


async def until_open(session: aiohttp.ClientSession) -> None:
    while True:
        try:
            await session.get("/health")
        except aiohttp.ClientConnectionError:
            await asyncio.sleep(0.05)
        else:
            return
