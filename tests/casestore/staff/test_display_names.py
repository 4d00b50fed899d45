"""Visitors read the name that a colleague goes by, or none, and never the name of an account."""

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from casestore.chats import attendance
from casestore.client import ForbiddenError
from casestore.handlers.chats import CHAT_WORDS
from casestore.staff.accounts import StaffAccounts
from casestore.storage.tables import AuditEvent
from casestore.wire.accounts import DeskLanguage, NewDisplayName
from casestore.wire.chats import Transfer, Watch
from casestore.wire.requests import Remark
from casestore.wire.staff import NewStaff
from privacy.language import Language
from tests.casestore.colleague import PASSWORD, Colleague

NAMES = {"schulz": "Frau Schulz", "boehm.2": None}


@pytest.fixture
async def tokens(call):
    return {name: await call(name, "agent", called) for name, called in NAMES.items()}


@pytest.fixture
async def anna(store, clock, context):
    await StaffAccounts(context).add(NewStaff(name="anna", role="agent", password=PASSWORD))
    return Colleague(store, clock)


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize(("first", "then"), [("schulz", "boehm.2"), ("boehm.2", "schulz")])
async def test_nothing_a_visitor_reads_has_the_name_of_an_account(
    store, app, context, clock, visit, tokens, language, first, then
):
    visitor = await visit(language)
    seen = []
    await visitor.wants_a_person()
    await store.act_on_chat(visitor.chat.id, "claim", tokens[first])
    await store.act_on_chat(visitor.chat.id, "messages", tokens[first], Remark(text="Guten Tag."))
    seen.append(await visitor.stands())
    await store.act_on_chat(visitor.chat.id, "transfer", tokens[first], Transfer(to=then))
    seen.append(await visitor.stands())
    clock.forward(minutes=11)
    await attendance.return_left_chats(context, app[CHAT_WORDS])
    await store.act_on_chat(visitor.chat.id, "claim", tokens[then])
    await store.act_on_chat(visitor.chat.id, "close", tokens[then])

    said = await visitor.reads()
    words = " ".join(one.model_dump_json() for one in (*said, *seen))
    assert [one.handoff.staff for one in seen] == [NAMES[first], NAMES[then]]
    assert [one.speaker for one in said if one.sender == "staff"] == [NAMES[first]]
    assert len([one for one in said if one.sender == "system" and "Frau Schulz" in one.text]) in {1, 3}
    assert len({one.text for one in said}) == len(said)
    assert not [name for name in NAMES if name in words]
    assert "None" not in words


async def test_colleagues_see_the_account_and_what_visitors_call_them(store, visitor, tokens):
    await store.act_on_chat(visitor.chat.id, "claim", tokens["schulz"])

    page = await store.chats({"status": "open"}, tokens["boehm.2"])
    view = await store.open_chat(visitor.chat.id, tokens["boehm.2"])

    assert page.items[0].assignee == view.assignee == "schulz"
    assert page.called == view.called == {"schulz": "Frau Schulz"}
    assert (await store.colleagues(tokens["schulz"])).display_names == {"schulz": "Frau Schulz"}


async def test_who_changes_their_name_is_called_so_from_then_on(store, context, visitor, anna):
    token = await anna.logs_in()
    await store.act_on_chat(visitor.chat.id, "claim", token)
    await store.act_on_chat(visitor.chat.id, "messages", token, Remark(text="Eins."))
    await store.change_display_name(token, NewDisplayName(display_name="  A. Müller "))
    await store.act_on_chat(visitor.chat.id, "messages", token, Remark(text="Zwei."))

    assert [one.speaker for one in await visitor.reads() if one.sender == "staff"] == [None, "A. Müller"]
    assert (await visitor.stands()).handoff.staff == "A. Müller"
    assert (await store.account(token)).display_name == "A. Müller"
    async with context.database.reading() as session:
        assert "changed the display name" in set(await session.scalars(select(AuditEvent.action)))
    await store.change_display_name(token, NewDisplayName(display_name=" "))
    assert (await store.account(token)).display_name is None


@pytest.mark.parametrize(
    "name", ["x" * 61, "Frau\nSchulz", "Frau\tSchulz", "\u202eztluhcS", "A\u200bB", "\x00"]
)
def test_a_name_is_one_short_line_of_what_is_seen(name):
    with pytest.raises(ValidationError):
        NewDisplayName(display_name=name)
    assert NewDisplayName(display_name="x" * 60).display_name == "x" * 60


async def test_a_chosen_language_holds_wherever_its_holder_logs_in(store, anna, tokens):
    first = await anna.logs_in()
    assert (await store.staff(first)).language is None
    await store.choose_desk_language(first, DeskLanguage(language=Language.ENGLISH))

    assert (await store.staff(await anna.logs_in())).language == "en"
    assert (await store.staff(tokens["schulz"])).language is None


async def test_a_program_has_no_choices_of_its_own(store, tokens):
    with pytest.raises(ForbiddenError):
        await store.change_display_name(tokens["schulz"], NewDisplayName(display_name="Robot"))


@pytest.mark.parametrize("idle", [True, False])
async def test_a_page_that_only_listens_does_not_keep_a_log_in_alive(store, clock, settings, anna, idle):
    token = await anna.logs_in()
    clock.forward(minutes=settings.session_idle_minutes - 1)
    await store.watch(Watch(idle=idle), token)
    clock.forward(minutes=2)

    if idle:
        with pytest.raises(ForbiddenError):
            await store.watch(Watch(idle=True), token)
    else:
        await store.watch(Watch(), token)
