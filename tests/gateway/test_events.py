"""Messages arrive once, in order, also after a break."""

import pytest

from casestore.wire.conversations import NewMessage
from tests.gateway.stream import next_message
from tests.gateway.visitor import problem_of


async def test_events_resume_after_the_last_one_seen(visitor):
    await visitor.says("Erstens")
    await visitor.says("Zweitens")

    stream = await visitor.call("GET", "/events", headers={"Last-Event-ID": "3"})

    assert [(await next_message(stream))["text"] for _ in range(2)] == ["Zweitens", "Antwort"]
    stream.close()


async def test_an_event_is_the_message_itself_with_its_id(visitor):
    stream = await visitor.call("GET", "/events")

    event = await next_message(stream)

    assert stream.content_type == "text/event-stream"
    assert event == visitor.greeting
    stream.close()


async def test_what_staff_write_arrives_on_an_open_stream_once(running, visitor):
    stream = await visitor.call("GET", "/events?after=1")

    arrived = []
    for text in ("Guten Tag, hier ist Frau Weber.", "Womit kann ich helfen?", "Sind Sie noch da?"):
        await running.cases.reply(visitor.id, [NewMessage(sender="staff", text=text, language="de")])
        arrived.append(await next_message(stream))

    assert [event["id"] for event in arrived] == ["2", "3", "4"]
    assert {event["sender"] for event in arrived} == {"staff"}
    stream.close()


async def test_where_both_are_given_the_last_event_seen_goes_before_the_address(visitor):
    await visitor.says("Erstens")

    stream = await visitor.call("GET", "/events?after=1", headers={"Last-Event-ID": "2"})

    assert (await next_message(stream))["id"] == "3"
    stream.close()


async def test_nothing_between_us_and_the_browser_may_keep_the_stream(visitor):
    stream = await visitor.call("GET", "/events")

    assert stream.headers["Cache-Control"] == "no-store"
    assert stream.headers["X-Accel-Buffering"] == "no"
    stream.close()


@pytest.mark.parametrize("last", ["x", "-1", "1.5", "²", "9" * 30, "9" * 5000])
@pytest.mark.parametrize("what", ["/events", "/messages"])
async def test_an_id_that_no_message_can_have_is_a_bad_request(visitor, what, last):
    response = await visitor.call("GET", what, params={"after": last})

    assert (await problem_of(response))["status"] == 400


async def test_the_events_of_another_conversation_stay_closed(open_chat):
    mine, theirs = await open_chat(), await open_chat()

    response = await mine.call("GET", "/events", headers={"Authorization": f"Bearer {theirs.token}"})

    assert (await problem_of(response))["status"] == 401
