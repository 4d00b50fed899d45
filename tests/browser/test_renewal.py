"""Once a visitor proved who they are, the chat has another token, and nobody who is there already notices."""

import json

from tests.browser.test_chat import WORDS


async def _token(window):
    return json.loads((await window.kept())["privacy-chat"])["chat"]["token"]


async def test_after_the_code_both_tabs_go_on_with_another_token(system, visit):
    words = WORDS["de"]
    chat = await visit()
    await chat.open()
    await chat.say(words["request"])
    other = await visit(context=chat.page.context)
    await other.open()
    await other.page.locator(".card").wait_for()
    before = await _token(chat)
    known = len(system.codes_for(words["address"]))
    await chat.say(words["address"])

    await chat.say(await system.next_code(words["address"], known))
    after = await _token(chat)
    heard = await other.replies.count()
    await other.say(words["question"])
    await chat.reply(heard + 1)

    assert before != after == await _token(other)
    assert await chat.replies.count() == await other.replies.count()


async def test_a_tab_that_slept_through_it_asks_another_one(system, visit):
    words = WORDS["de"]
    chat = await visit()
    await chat.open()
    await chat.say(words["request"])
    former = await chat.page.evaluate("sessionStorage.getItem('privacy-chat')")
    known = len(system.codes_for(words["address"]))
    await chat.say(words["address"])
    await chat.say(await system.next_code(words["address"], known))

    asleep = await visit("/policy/de", context=chat.page.context)
    await asleep.page.evaluate("kept => sessionStorage.setItem('privacy-chat', kept)", former)
    asleep.expects_failures = True
    await asleep.page.goto("/demo")
    await asleep.page.locator(".card").wait_for()

    assert await _token(asleep) == await _token(chat)
