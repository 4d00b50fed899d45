"""R3, R4: case store, Rasa and action server listen on this machine only, and answer nobody without a secret.

The system of these tests is one that an operator opened to the network, with what other programs of their
kind take from the environment.
"""

from ipaddress import IPv4Address

import aiohttp
import pytest

from actions.app import create_app as create_actions
from casestore.app import create_app as create_casestore
from settings import Settings
from tests.journeys.system import System
from tests.security.sockets import listened_on

pytestmark = pytest.mark.journey

LOOPBACK, EVERYWHERE = IPv4Address("127.0.0.1"), IPv4Address(0)
OUTSIDE = {
    "AUSKUNFT_HOST": str(EVERYWHERE),
    "AUSKUNFT_CASESTORE_HOST": str(EVERYWHERE),
    "AUSKUNFT_RASA_HOST": str(EVERYWHERE),
    "AUSKUNFT_ACTIONS_HOST": str(EVERYWHERE),
    "HOST": str(EVERYWHERE),
    "SANIC_HOST": str(EVERYWHERE),
    "SANIC_CORS_ORIGINS": "*",
    "AUTH_TOKEN": "known",
    "RASA_TELEMETRY_ENABLED": "true",
}
INNER = {"casestore": "CASESTORE_PORT", "rasa": "RASA_PORT", "actions": "ACTIONS_PORT"}
PUBLIC = {"desk": "DESK_PORT", "gateway": "PORT"}
ALIVE = {"/", "/health", "/healthz", "/readyz", "/metrics"}  # figures: tests/monitoring/test_figures.py
STRANGERS = [
    {},
    {"Authorization": ""},
    {"Authorization": "Bearer"},
    {"Authorization": "Bearer known"},
    {"Authorization": "Basic a25vd246a25vd24="},
    {"X-Forwarded-For": "127.0.0.1", "Forwarded": "for=127.0.0.1"},
]


@pytest.fixture(scope="module")
async def opened_up(tmp_path_factory):
    system = System(tmp_path_factory.mktemp("opened"))
    system.environment |= OUTSIDE
    await system.start()
    yield system
    assert system.stop() == 0, system.said()


@pytest.fixture
async def anyone():
    async with aiohttp.ClientSession() as session:
        yield session


def test_the_inner_processes_listen_on_this_machine_whatever_is_set(opened_up):
    for name, port in INNER.items():
        assert listened_on(opened_up.pid_of(name)) == {(LOOPBACK, opened_up.ports[port])}, name
    for name, port in PUBLIC.items():
        assert listened_on(opened_up.pid_of(name)) == {(EVERYWHERE, opened_up.ports[port])}, name


def test_without_a_setting_none_is_open_to_the_network(system):
    for name, port in (INNER | PUBLIC).items():
        assert listened_on(system.pid_of(name)) == {(LOOPBACK, system.ports[port])}, name


@pytest.mark.parametrize(("name", "create"), [("casestore", create_casestore), ("actions", create_actions)])
async def test_every_call_of_their_routers_wants_the_secret(opened_up, anyone, tmp_path, name, create):
    calls = [
        (route.method, route.resource.canonical.replace("{", "").replace("}", ""))
        for route in create(Settings.load(data=tmp_path)).router.routes()
    ]
    wanting = [(method, path) for method, path in calls if path not in ALIVE]
    other = {"Authorization": f"Bearer {key(opened_up, 'rasa')}"}

    for headers in [*STRANGERS, other]:
        told = await answers(anyone, opened_up.ports[INNER[name]], wanting, headers)
        assert {status for status, _ in told.values()} <= {401, 403}, headers
    assert len(wanting) >= (40 if name == "casestore" else 1)


async def test_rasa_offers_visitors_of_its_port_nothing(opened_up, anyone):
    own, channel = paths_of_rasa(), ["turns", "answers", "aid", "conversations/a", "conversations"]
    methods = ("GET", "POST", "PUT", "DELETE", "OPTIONS")
    others = [(method, path) for path in own for method in methods]
    ours = [(method, f"/webhooks/auskunft/{path}") for path in channel for method in methods]
    origin = {"Origin": "https://evil.example", "Access-Control-Request-Method": "POST"}

    for headers in [*STRANGERS, {"Authorization": f"Bearer {key(opened_up, 'actions')}"}]:
        told = await answers(anyone, opened_up.ports["RASA_PORT"], others, headers | origin)
        there = {call: status for call, (status, _) in told.items() if status not in {401, 404, 405}}
        assert {call: status for call, status in there.items() if call[0] != "OPTIONS"} == {}
        told |= await answers(anyone, opened_up.ports["RASA_PORT"], ours, headers | origin)
        assert {told[call][0] for call in ours if call[0] != "OPTIONS"} <= {401, 405}
        assert {told["POST", f"/webhooks/auskunft/{path}"][0] for path in ("turns", "answers", "aid")} == {
            401
        }
        assert [call for call, (_, sent) in told.items() if "access-control" in sent] == []
    assert {"/version", "/status", "/domain", "/model", "/model/train", "/socket.io/"} <= set(own)
    assert len(own) > 30


def paths_of_rasa() -> list[str]:
    """Every path of Rasa's API and of its channels, but the greeting that tells it is alive."""
    from rasa.core.channels import BUILTIN_CHANNELS
    from rasa.server import create_app

    api = [
        f"/{route.path}".replace("<", "").replace(">", "")
        for route in create_app().router.routes_all.values()
    ]
    hooks = [f"/webhooks/{name}{end}" for name in BUILTIN_CHANNELS for end in ("/webhook", "/", "/stream")]
    return [*(path for path in api if path != "/"), *hooks, "/socket.io/", "/webhooks/auskunft/webhook"]


def key(system: System, name: str) -> str:
    """The secret that a process of *system* wants from who calls it."""
    return (system.data / "keys" / f"auskunft_{name}_token").read_text(encoding="utf-8")


async def answers(anyone, port: int, calls, headers):
    """Status and names of headers that each call got, which is a turn of a chat in form."""
    turn = {"conversation": "a", "text": "/affirm", "turn": "1", "language": "de", "expects": None}
    told = {}
    for method, path in calls:
        url = f"http://127.0.0.1:{port}{path}"
        async with anyone.request(method, url, json=turn, headers=headers, allow_redirects=False) as response:
            told[method, path] = (response.status, " ".join(response.headers).lower())
    return told
