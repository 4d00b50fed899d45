"""One client cannot use up what all need, and is told how long to wait."""

import pytest

from gateway.app import create_app
from tests.gateway.visitor import ENGLISH, ROOT, messages_of, problem_of


@pytest.mark.parametrize("overrides", [{"limit_messages_client": "2/minute"}])
async def test_over_the_limit_a_message_is_refused_with_the_time_to_wait_and_not_kept(running, visitor):
    for _ in range(2):
        await visitor.says("Guten Tag")

    refused = await visitor.post(text="Guten Tag")

    assert (await problem_of(refused))["status"] == 429
    assert refused.headers["Retry-After"] == "60"
    assert len(running.rasa.heard) == 2
    assert len(await visitor.history()) == 5


@pytest.mark.parametrize("overrides", [{"limit_messages_client": "100/minute;1/day"}])
async def test_of_several_limits_the_one_reached_says_how_long(visitor):
    await visitor.says("Guten Tag")

    refused = await visitor.post(text="Guten Tag")

    assert refused.headers["Retry-After"] == str(24 * 60 * 60)


@pytest.mark.parametrize("overrides", [{"limit_conversations_client": "1/hour"}])
async def test_over_the_limit_no_further_conversation_is_opened(gateway, running):
    await gateway.post(ROOT)

    refused = await gateway.post(ROOT, headers=ENGLISH)

    assert (await problem_of(refused))["language"] == "en"
    assert (refused.status, refused.headers["Retry-After"]) == (429, "3600")
    assert running.execute("SELECT count(*) FROM conversations") == [(1,)]


@pytest.mark.parametrize("overrides", [{"limit_messages_client": "1/minute"}])
async def test_who_may_write_no_more_can_still_read_and_delete(visitor):
    await visitor.says("Guten Tag")
    await visitor.post(text="Guten Tag")

    assert len(await messages_of(await visitor.call("GET", "/messages"))) == 3
    assert (await visitor.call("DELETE")).status == 200


@pytest.fixture
def one_message(redis, overrides):
    overrides |= {"limit_messages_client": "1/minute", "redis": redis.url}


@pytest.fixture
async def other_gateway(running, aiohttp_client):
    return await aiohttp_client(create_app(running.settings))


@pytest.mark.usefixtures("one_message")
async def test_several_gateways_count_together(visitor, other_gateway):
    await visitor.says("Guten Tag")

    visitor.goes_to(other_gateway)

    assert (await visitor.post(text="Guten Tag")).status == 429


@pytest.mark.usefixtures("one_message")
async def test_without_its_redis_a_gateway_counts_alone(redis, visitor, other_gateway):
    redis.kill()
    await visitor.says("Guten Tag")
    assert (await visitor.post(text="Guten Tag")).status == 429

    visitor.goes_to(other_gateway)

    assert (await visitor.post(text="Guten Tag")).status == 200
