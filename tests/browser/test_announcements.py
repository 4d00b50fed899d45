"""What a screen reader is given to say: what is new, once, in its language, and who speaks."""

from typing import Any

import pytest

from tests.browser.walk import LOCALES, SAID, word

# Notes how politely each message is announced when it appears, and every text of a status.
_LISTEN = """
window.heard = [];
window.told = [];
const attach = Element.prototype.attachShadow;
Element.prototype.attachShadow = function (init) {
  const root = attach.call(this, init);
  const entries = (node) =>
    node.matches?.("li.entry") ? [node] : [...(node.querySelectorAll?.("li.entry") ?? [])];
  const look = (records) => {
    for (const { addedNodes } of records) for (const node of addedNodes) for (const entry of entries(node))
      heard.push(entry.closest("[role=log]").getAttribute("aria-live"));
    for (const status of root.querySelectorAll("[role=status]"))
      if (status.textContent && told.at(-1) !== status.textContent) told.push(status.textContent);
  };
  new MutationObserver(look).observe(root, { childList: true, subtree: true, characterData: true });
  return root;
};"""


@pytest.fixture
async def chat(visit) -> Any:
    """An English chat on a page that listens."""
    chat = await visit(locale="en-GB")
    await chat.page.add_init_script(_LISTEN)
    await chat.page.reload()
    await chat.open()
    return chat


async def test_a_reply_is_read_out_when_it_comes(chat) -> None:
    await chat.say(SAID["question"]["en"])

    assert set(await chat.page.evaluate("heard")) == {"polite"}
    assert word("typing", "en") in await chat.page.evaluate("told")


async def test_what_was_said_on_an_earlier_page_is_not_read_out_again(chat) -> None:
    await chat.say(SAID["question"]["en"])
    await chat.page.reload()
    await chat.reply(2)
    history = await chat.page.evaluate("heard")
    await chat.page.wait_for_function(
        "document.querySelector('privacy-chat').shadowRoot.querySelector('[role=log]').ariaLive === 'polite'"
    )
    await chat.say(SAID["silent"]["en"])

    assert set(history) == {"off"}
    assert set((await chat.page.evaluate("heard"))[len(history) :]) == {"polite"}


async def test_what_was_said_is_not_read_out_again_when_the_window_is_opened(chat) -> None:
    await chat.say(SAID["question"]["en"])
    before = await chat.page.evaluate("heard.length")
    await chat.press(word("close", "en"))
    await chat.open()

    assert set((await chat.page.evaluate("heard"))[before:]) == {"off"}


async def test_characters_are_not_counted_aloud_with_every_key(chat) -> None:
    await chat.field.fill("a" * 7_950)
    before = await chat.page.evaluate("told.length")
    await chat.page.keyboard.type("b" * 60)
    shown = await chat.page.locator(".characters").inner_text()

    counts = (await chat.page.evaluate("told"))[before:]

    assert shown.startswith("8,010 of 8,000")
    assert counts == [
        "8,000 of 8,000 characters",
        "8,001 of 8,000 characters. Please shorten it by 1, or send two messages.",
    ]


async def test_suggestions_below_an_answer_are_told_with_it(chat) -> None:
    await chat.say(SAID["vague"]["en"])
    await chat.page.locator(".choices button").first.wait_for()
    buttons = await chat.page.locator(".choices button").all_inner_texts()

    told = await chat.replies.last.evaluate("entry => entry.textContent")

    assert f"{word('choices', 'en')}: {', '.join(buttons)}" in told


@pytest.mark.parametrize("language", ["de", "en"])
async def test_every_message_says_who_speaks_and_in_which_language(visit, language) -> None:
    chat = await visit(locale=LOCALES[language])
    await chat.open()
    await chat.say(SAID["question"][language])

    spoken = await chat.entries.evaluate_all(
        "all => all.map(entry => [entry.lang, entry.firstChild.textContent])"
    )

    bot, visitor = f"{word('bot', language)}: ", f"{word('visitor', language)}: "
    assert spoken == [[language, bot], [language, visitor], [language, bot]]
