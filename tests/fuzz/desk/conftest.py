"""The real desk before the real case store, for tests that try much in one installation."""

import asyncio

import pytest

from tests.desk.conftest import browser, desk, file_request, hire, options, running, token_of, verified

__all__ = ["browser", "desk", "file_request", "hire", "options", "running", "token_of", "verified"]


@pytest.fixture
async def run():
    """Has a coroutine run to its end, and meanwhile all that serves in this loop."""
    return asyncio.get_running_loop().run_until_complete
