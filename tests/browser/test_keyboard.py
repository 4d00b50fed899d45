"""The whole chat without a mouse: the focus is never lost, always seen, and goes as the eye goes."""

import itertools
from typing import Any

import pytest

from tests.browser.walk import SAID, forgotten_elsewhere, word
from tests.browser.window import Window

_FOCUSED = """() => {
  let active = document.activeElement;
  while (active.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  const { left, top, right, bottom, width, height } = active.getBoundingClientRect();
  const { outlineStyle, outlineWidth } = getComputedStyle(active);
  const middle = [(left + right) / 2, Math.min(bottom, innerHeight) / 2 + Math.max(top, 0) / 2];
  const above = active.getRootNode().elementFromPoint(...middle);
  return {
    tag: active.localName,
    name: (active.getAttribute("aria-label") ?? active.textContent).trim(),
    left, top, right, bottom,
    outlined: outlineStyle !== "none" && parseFloat(outlineWidth) >= 2,
    seen: active.contains(above) || (above?.contains(active) ?? false),
  };
}"""


class Keyboard:
    """Presses keys; after each of them the focus is somewhere, and can be seen there."""

    def __init__(self, chat: Window) -> None:
        self.chat = chat

    async def press(self, *keys: str) -> str:
        """Return the name of what has the focus in the end."""
        for key in keys:
            await self.chat.page.keyboard.press(key)
            focus = await self.focus()
        return str(focus["name"])

    async def focus(self) -> dict[str, Any]:
        focus = dict(await self.chat.page.evaluate(_FOCUSED))
        assert focus["tag"] != "body", "the focus is lost"
        assert focus["outlined"], focus
        assert focus["seen"], focus
        return focus

    async def to(self, name: str, key: str = "Tab") -> None:
        """Go on with *key* until *name* has the focus."""
        for _ in range(40):
            if (await self.press(key)).startswith(name):
                return
        raise AssertionError(f"{name} is not reached")

    async def write(self, text: str) -> None:
        await self.chat.page.keyboard.type(text)

    async def in_field(self) -> bool:
        return (await self.focus())["tag"] in {"textarea", "input"}


@pytest.fixture
async def keyboard(visit) -> Keyboard:
    return Keyboard(await visit(locale="en-GB"))


async def opened(keyboard: Keyboard) -> Window:
    """With the launcher found and pressed."""
    await keyboard.to(word("launcher", "en"))
    await keyboard.chat.page.keyboard.press("Enter")
    await keyboard.chat.page.locator(".choices").wait_for()
    return keyboard.chat


async def test_it_opens_into_the_field_and_closes_back_to_the_launcher(keyboard) -> None:
    chat = await opened(keyboard)
    into = await keyboard.in_field()
    await chat.page.keyboard.press("Escape")
    await chat.page.locator(".launcher").wait_for()
    back = await keyboard.focus()
    await chat.page.keyboard.press("Space")
    await chat.page.locator("textarea").wait_for()
    again = await keyboard.in_field()
    await keyboard.to(word("close", "en"), "Shift+Tab")
    await chat.page.keyboard.press("Enter")
    await chat.page.locator(".launcher").wait_for()

    assert into
    assert again
    assert back["name"] == (await keyboard.focus())["name"] == word("launcher", "en")


async def test_enter_sends_and_shift_enter_begins_a_line(keyboard) -> None:
    chat = await opened(keyboard)
    await keyboard.write("How long do you")
    await keyboard.press("Shift+Enter")
    await keyboard.write("keep my data?")
    await keyboard.press("Enter")
    await chat.reply(2)

    assert await chat.page.locator("li.visitor .text").all_inner_texts() == ["How long do you\nkeep my data?"]
    assert await keyboard.in_field()


async def test_a_suggestion_is_chosen_and_the_focus_stays_in_the_chat(keyboard) -> None:
    chat = await opened(keyboard)
    await keyboard.to("How long do you keep my data?", "Shift+Tab")
    await keyboard.press("Enter")
    await chat.reply(2)

    focus = await keyboard.press("Tab")

    assert "Section 6" in focus or "retention" in focus.lower()


async def test_the_original_of_a_quotation_is_opened(keyboard) -> None:
    chat = await opened(keyboard)
    await chat.say(SAID["question"]["en"])
    await keyboard.to(word("original", "en"), "Shift+Tab")
    await keyboard.press("Space")

    assert await chat.page.locator("details blockquote").is_visible()


async def test_the_menu_is_opened_left_and_used(keyboard) -> None:
    chat = await opened(keyboard)
    await chat.say(SAID["question"]["en"])
    menu = word("menu", "en")

    await keyboard.to(menu, "Shift+Tab")
    await keyboard.press("Enter", "Tab", "Tab")
    left = await keyboard.press("Escape")
    await keyboard.press("Enter")
    await keyboard.to(word("close", "en"))
    shut = await chat.page.locator(".menu-items").is_hidden()
    await keyboard.to(menu, "Shift+Tab")
    await keyboard.press("Enter")
    await keyboard.to(word("forget", "en"))
    offered = await keyboard.press("Enter")
    kept = await keyboard.press("Enter")
    await keyboard.press("Enter")
    await keyboard.to(word("forget", "en"))
    await keyboard.press("Enter")
    await keyboard.to(word("forget_yes", "en"), "Shift+Tab")
    gone = await keyboard.press("Space")
    await chat.page.get_by_text(word("forgotten", "en")).wait_for()

    assert left == menu
    assert shut
    assert offered == word("forget_no", "en")
    assert kept == gone == menu
    assert await chat.entries.count() == 1
    assert (await keyboard.focus())["name"] == menu


async def test_the_focus_follows_when_the_field_becomes_another(system, keyboard) -> None:
    chat = await opened(keyboard)
    await keyboard.write(SAID["request"]["en"])
    await keyboard.press("Enter")
    await chat.page.get_by_label(word("label_email", "en")).wait_for()
    assert await keyboard.in_field()
    known = len(system.codes_for(SAID["address"]["en"]))
    await keyboard.write(SAID["address"]["en"])
    await keyboard.press("Enter")
    await chat.page.get_by_label(word("label_code", "en")).wait_for()
    assert await keyboard.in_field()
    await keyboard.write(await system.next_code(SAID["address"]["en"], known))
    await keyboard.press("Enter")
    await chat.page.get_by_label(word("label", "en")).wait_for()

    assert await keyboard.in_field()
    assert (await keyboard.focus())["tag"] == "textarea"


async def test_the_focus_survives_the_chats_end(system, keyboard) -> None:
    chat = await opened(keyboard)
    await keyboard.write(SAID["question"]["en"])
    await keyboard.press("Enter")
    await chat.reply(2)
    chat.expects_failures = True
    await forgotten_elsewhere(system, chat)
    await chat.page.get_by_role("button", name=word("start_anew", "en")).wait_for()

    ended = (await keyboard.focus())["name"]
    await chat.page.keyboard.press("Enter")
    await chat.page.locator(".choices").wait_for()

    assert ended == word("start_anew", "en")
    assert await keyboard.in_field()


async def test_the_window_makes_way_for_what_has_the_focus_beneath_it(visit) -> None:
    keyboard = Keyboard(await visit(locale="en-GB", viewport={"width": 320, "height": 640}))
    chat = await opened(keyboard)
    link = chat.page.locator("nav a").first

    await link.focus()
    await chat.page.locator(".launcher").wait_for()

    assert await link.evaluate("link => link === document.activeElement")


async def test_the_focus_goes_as_the_eye_goes(visit) -> None:
    chat = await visit("/", locale="en-GB", viewport={"width": 1000, "height": 2400})
    await chat.page.locator(".choices").wait_for()
    await chat.say(SAID["question"]["en"])
    await chat.say("Data")
    await chat.page.locator(".choices").wait_for()
    keyboard = Keyboard(chat)

    await chat.page.evaluate("document.activeElement.shadowRoot.activeElement.blur()")
    await chat.page.locator("#title").click()
    stops = []
    while not stops or stops[-1]["name"] != word("send", "en"):
        await chat.page.keyboard.press("Tab")
        stops.append(await keyboard.focus())

    assert {"a", "summary", "textarea", "button", "div"} == {stop["tag"] for stop in stops}
    for before, after in itertools.pairwise(stops):
        below = after["top"] >= before["bottom"] - 1
        beside = after["left"] >= before["right"] - 1 and after["top"] < before["bottom"]
        within = after["top"] >= before["top"] and after["bottom"] <= before["bottom"]
        assert below or beside or within, (before, after)
