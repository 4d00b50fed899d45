"""No chat is left lying: who waits long raises an alarm, and whose colleague has gone waits again."""

import re
from datetime import timedelta

import pytest

from casestore.chats import attendance
from casestore.context import Context
from casestore.handlers.chats import CHAT_WORDS
from casestore.wire.chats import Transfer, Watch
from casestore.wire.requests import Remark
from privacy.handoff import Priority
from settings import Settings


@pytest.fixture
def more_settings():
    return {}


@pytest.fixture
def settings(tmp_path, database, inbox, more_settings):
    mail = {"smtp_host": "127.0.0.1", "smtp_port": inbox.port, "smtp_tls": False}
    return Settings.load(data=tmp_path, database=database, **mail, **more_settings)


@pytest.fixture
async def anna(hire):
    return await hire("agent")


@pytest.fixture
def look(app, context: Context):
    """Look after the chats, as happens every few seconds."""

    async def look():
        await attendance.return_left_chats(context, app[CHAT_WORDS])
        await attendance.raise_alarms(context)

    return look


@pytest.fixture
def item_of(store, anna):
    async def item_of(visitor):
        page = await store.chats({"status": "waiting"}, anna)
        return next((item for item in page.items if item.id == visitor.chat.id), None)

    return item_of


async def test_who_waits_five_minutes_raises_an_alarm_once(visitor, clock, look, item_of, store, anna):
    await visitor.wants_a_person()
    clock.forward(minutes=4)
    await look()
    assert (await item_of(visitor)).alarmed_at is None

    clock.forward(minutes=1)
    await look()
    clock.forward(minutes=1)
    await look()

    assert (await item_of(visitor)).alarmed_at == clock.moment - timedelta(minutes=1)
    assert (await store.queue(anna)).alarmed == 1


async def test_a_chat_that_was_taken_raises_no_alarm(visitor, clock, look, store, anna):
    await visitor.wants_a_person()
    await store.act_on_chat(visitor.chat.id, "claim", anna)
    await store.watch(Watch(), anna)
    clock.forward(minutes=6)

    await look()

    assert (await store.open_chat(visitor.chat.id, anna)).alarmed_at is None


@pytest.mark.parametrize(
    "more_settings", [{"alarm_mail": "team@example.com", "desk_url": "https://desk.example.com"}]
)
async def test_the_alarm_is_mailed_once_and_names_nobody(visitor, clock, look, inbox, context):
    await visitor.says("Ich bin Erika Mustermann.")
    await visitor.wants_a_person()
    clock.forward(minutes=5)
    await look()
    await look()

    mail = await inbox.next()
    assert mail["To"] == "team@example.com"
    text = mail.get_body(("plain",)).get_content()
    assert text.count(f"https://desk.example.com/chats/{visitor.chat.id}") == 2
    assert "Erika" not in text
    assert re.search("niemand hat den Chat übernommen.*nobody has taken the chat", text, re.DOTALL)
    assert mail["Subject"].startswith("Im Chat wartet jemand seit 5 Minuten / Somebody has been waiting")
    html = mail.get_body(("html",)).get_content()
    assert re.search('<div lang="de".*niemand hat.*<div lang="en".*nobody has', html, re.DOTALL)
    await context.mail_waits.until_idle()
    assert inbox.arrived.empty()


@pytest.mark.parametrize(
    "more_settings", [{"hours": "Mo-Fr 10:00-16:00; PH off"}]
)  # the clock: 10 o'clock, a Monday
async def test_waiting_overnight_is_no_alarm_until_the_desk_is_open(visitor, clock, look, item_of):
    clock.forward(hours=7)
    await visitor.wants_a_person()
    clock.forward(hours=16)  # 9 o'clock
    await look()
    assert (await item_of(visitor)).alarmed_at is None

    clock.forward(hours=1, minutes=4)
    await look()
    assert (await item_of(visitor)).alarmed_at is None

    clock.forward(minutes=1)
    await look()
    assert (await item_of(visitor)).alarmed_at == clock.moment


async def test_whose_colleague_left_waits_again_in_the_old_place_and_is_told(
    visitor, visit, clock, look, store, anna, item_of
):
    await visitor.wants_a_person("legal_threat", Priority.HIGH)
    since = (await visitor.stands()).handoff.waiting_since
    await store.act_on_chat(visitor.chat.id, "claim", anna)
    clock.forward(minutes=9)
    later = await visit()
    await later.wants_a_person("distress", Priority.HIGH)
    await look()
    assert (await visitor.stands()).status == "open"

    clock.forward(minutes=1)
    await look()

    item, state = await item_of(visitor), await visitor.stands()
    assert (state.status, state.handoff.place) == ("waiting", 1)
    assert (item.waiting_since, item.reason, item.assignee) == (since, "legal_threat", None)
    told = (await visitor.reads())[-1]
    assert (told.sender, "nicht mehr am Platz" in told.text, "agent" in told.text) == ("system", True, False)


@pytest.mark.parametrize("does", ["watches", "speaks"])
async def test_who_is_at_the_desk_keeps_the_chat(visitor, clock, look, store, anna, does):
    await visitor.wants_a_person()
    await store.act_on_chat(visitor.chat.id, "claim", anna)
    clock.forward(minutes=9)
    if does == "watches":
        await store.watch(Watch(), anna)
    else:
        await store.act_on_chat(visitor.chat.id, "messages", anna, Remark(text="Moment."))
    clock.forward(minutes=9)

    await look()

    assert (await visitor.stands()).status == "open"


async def test_who_was_given_a_chat_has_time_to_come(visitor, clock, look, store, anna, hire):
    await hire("lead")
    await store.act_on_chat(visitor.chat.id, "claim", anna)
    await store.act_on_chat(visitor.chat.id, "transfer", anna, Transfer(to="someone-lead"))
    clock.forward(minutes=9)
    await look()
    assert (await store.open_chat(visitor.chat.id, anna)).assignee == "someone-lead"

    clock.forward(minutes=1)
    await look()
    assert (await visitor.stands()).status == "waiting"
