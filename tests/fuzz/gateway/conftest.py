"""The real gateway before the real case store, for tests that try much in one installation."""

import asyncio

import pytest

from tests.gateway.conftest import gateway, open_chat, running

__all__ = ["gateway", "open_chat", "running"]

PLENTY = "1000000/minute"


@pytest.fixture
def overrides():
    return {f"limit_{name}_client": PLENTY for name in ("messages", "conversations", "calls")}


@pytest.fixture
async def run():
    """Has a coroutine run to its end, and meanwhile all that serves in this loop."""
    return asyncio.get_running_loop().run_until_complete
