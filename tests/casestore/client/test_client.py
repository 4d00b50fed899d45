"""The client tells by its errors what the caller can do."""

import pytest
from aiohttp.test_utils import unused_port

from casestore.client import CaseStore, CaseStoreError
from privacy.language import Language


async def test_a_running_case_store_is_ready(store):
    assert await store.is_ready()


async def test_a_case_store_that_is_not_there_is_an_error_of_its_own():
    store = CaseStore(f"http://127.0.0.1:{unused_port()}", "token")

    with pytest.raises(CaseStoreError):
        await store.open_conversation(Language.GERMAN)

    assert not await store.is_ready()
    await store.close()


async def test_a_process_with_another_service_token_gets_nowhere(server):
    stranger = CaseStore(str(server.make_url("/")), "another token")

    with pytest.raises(CaseStoreError):
        await stranger.open_conversation(Language.GERMAN)

    await stranger.close()
