"""A chat goes from one colleague to another, and its visitor is told and asked whether it helped."""

import pytest

from casestore.client import ConflictingError, TakenError, UnfitError
from casestore.staff.accounts import StaffAccounts
from casestore.wire.chats import Transfer
from casestore.wire.requests import Remark


@pytest.fixture
async def held(store, visitor, anna):
    await visitor.wants_a_person()
    await store.act_on_chat(visitor.chat.id, "claim", anna)
    return visitor


async def test_a_chat_is_passed_on_and_the_visitor_hears_to_whom(store, held, anna, call):
    ben = await call("ben", display_name="Herr Böhm")

    view = await store.act_on_chat(held.chat.id, "transfer", anna, Transfer(to="ben"))

    assert (view.status, view.assignee) == ("open", "ben")
    assert (await held.reads())[-1].text == "Herr Böhm übernimmt diesen Chat."
    await store.act_on_chat(held.chat.id, "messages", ben, Remark(text="Guten Tag."))
    with pytest.raises(TakenError):
        await store.act_on_chat(held.chat.id, "messages", anna, Remark(text="Noch etwas."))


async def test_who_leads_takes_a_chat_from_a_colleague_and_an_agent_does_not(store, held, call):
    with pytest.raises(TakenError) as taken:
        await store.act_on_chat(held.chat.id, "transfer", await call("ben"), Transfer(to="ben"))
    view = await store.act_on_chat(held.chat.id, "transfer", await call("cleo", "lead"), Transfer(to="cleo"))

    assert (taken.value.by, view.assignee) == ("anna", "cleo")


@pytest.mark.parametrize("to", ["nobody", "auditor", "gone"])
async def test_nobody_gets_a_chat_who_cannot_work_on_it(store, held, anna, call, context, to):
    await call("auditor", "auditor")
    await call("gone")
    await StaffAccounts(context).disable("gone")

    with pytest.raises(UnfitError):
        await store.act_on_chat(held.chat.id, "transfer", anna, Transfer(to=to))

    assert (await store.open_chat(held.chat.id, anna)).assignee == "anna"


async def test_a_chat_that_nobody_has_is_claimed_and_not_passed_on(store, visitor, anna):
    with pytest.raises(ConflictingError):
        await store.act_on_chat(visitor.chat.id, "transfer", anna, Transfer(to="anna"))


@pytest.mark.parametrize(("number", "helped"), [(0, True), (1, False)])
async def test_after_its_end_the_visitor_says_whether_it_helped(store, held, anna, number, helped):
    await store.act_on_chat(held.chat.id, "close", anna)
    closed = (await held.reads())[-1]

    turn = await held.presses(closed.buttons[number]["value"])

    assert [reply.sender for reply in turn.replies] == ["system"]
    assert await held.presses(closed.buttons[number]["value"]) == turn
    view = await store.open_chat(held.chat.id, anna)
    assert (view.status, view.helped) == ("closed", helped)


async def test_who_was_never_served_is_not_asked(store, visitor, anna):
    await visitor.wants_a_person()
    await store.act_on_chat(visitor.chat.id, "close", anna)

    assert (await visitor.reads())[-1].buttons == []
