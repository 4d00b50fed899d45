"""One system for all journeys and browser tests; those that break it start their own."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from tests.journeys.system import System


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
    token = system.run("staff", "token", "demo").stdout.strip()
    async with aiohttp.ClientSession(system.desk, headers={"Authorization": f"Bearer {token}"}) as session:
        yield session
