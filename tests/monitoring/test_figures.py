"""L1: figures are for operators only, and say nothing of anybody."""

import pytest

from actions.app import create_app as create_actions
from casestore.app import create_app as create_casestore
from desk.app import create_app as create_desk
from gateway.app import create_app as create_gateway
from monitoring.figures import is_here

APPS = {
    "gateway": create_gateway,
    "desk": create_desk,
    "casestore": create_casestore,
    "actions": create_actions,
}
TOKEN = "a token that only Prometheus knows"  # noqa: S105  # for these tests
PASSED_ON = {
    "X-Forwarded-For": "127.0.0.1",
    "Forwarded": "for=127.0.0.1",
    "X-Real-IP": "127.0.0.1",
    "Via": "1.1 proxy",
}


@pytest.fixture(params=APPS)
async def process(request, running, aiohttp_client):
    return await aiohttp_client(APPS[request.param](running.settings))


async def status_of(process, **headers):
    return (await process.get("/metrics", headers=headers)).status


async def test_a_program_on_the_same_machine_reads_them(process):
    response = await process.get("/metrics")

    assert response.headers["Content-Type"].startswith("text/plain; version=")
    assert "# TYPE python_info gauge" in await response.text()


async def test_through_a_proxy_nobody_reads_them(process):
    for name, value in PASSED_ON.items():
        assert await status_of(process, **{name: value}) == 404, name


@pytest.mark.parametrize("overrides", [{"metrics_token": TOKEN}])
async def test_with_a_token_who_sends_it_reads_them_through_any_proxy_and_nobody_else(process):
    assert await status_of(process, Authorization=f"Bearer {TOKEN}", **PASSED_ON) == 200
    assert await status_of(process) == 404
    for wrong in ("", "Bearer ", f"Bearer {TOKEN[:-1]}", f"Basic {TOKEN}", TOKEN, "Bearer \udcff"):
        assert await status_of(process, Authorization=wrong) == 404, wrong


@pytest.mark.parametrize("address", ["127.0.0.1", "127.9.9.9", "::1", "::ffff:127.0.0.1"])
def test_this_machine_has_these_addresses(address):
    assert is_here(address)


@pytest.mark.parametrize("address", ["192.0.2.1", "10.0.0.1", "::ffff:10.0.0.1", "fe80::1", "", "here"])
def test_other_machines_have_others(address):
    assert not is_here(address)
