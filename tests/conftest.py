"""What is started once: a system for all journeys and browser tests, a PostgreSQL server."""

from collections.abc import AsyncIterator, Iterator

import aiohttp
import pytest

from settings.memory import settle
from tests import postgres, redis_server
from tests.journeys.system import System, free_ports
from tests.redis_server import RedisServer


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """The folder of a PostgreSQL server's socket."""
    if missing := postgres.why_missing():
        pytest.skip(missing)
    with postgres.server() as folder:
        yield folder


@pytest.fixture(scope="module", autouse=True)
def _what_stays_stops_no_test() -> Iterator[None]:
    """A look through all that Rasa's modules made takes a second, and more beside other work."""
    yield
    settle()


def _redis() -> Iterator[RedisServer]:
    if missing := redis_server.why_missing():
        pytest.skip(missing)
    with redis_server.server(*free_ports(1)) as running:
        yield running


redis = pytest.fixture(_redis, name="redis")
module_redis = pytest.fixture(_redis, scope="module", name="module_redis")


@pytest.fixture(scope="session")
async def system(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[System]:
    started = System(tmp_path_factory.mktemp("data"))
    await started.start()
    yield started
    assert started.stop() == 0, started.said()


@pytest.fixture
async def visitor(system: System) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(system.gateway) as session:
        yield session


@pytest.fixture
async def staff(system: System) -> AsyncIterator[aiohttp.ClientSession]:
    headers = {"Authorization": f"Bearer {system.staff_token}"}
    async with aiohttp.ClientSession(system.desk, headers=headers) as session:
        yield session
