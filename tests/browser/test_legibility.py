"""Enlarged, spaced out, in other colours and without movement: nothing is lost."""

import pytest

from tests.browser.shapes import contrast, cut_off, resize, style, too_small
from tests.browser.walk import SAID, Walk

ENLARGED = {"width": 320, "height": 256}  # 1280 by 1024 at 400 % (WCAG 1.4.10)
SPACED = """
* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
p { margin-block-end: 2em !important }"""  # WCAG 1.4.12
ADD = """(css) => {
  window.added = new CSSStyleSheet();
  added.replaceSync(css);
  document.querySelector("privacy-chat").shadowRoot.adoptedStyleSheets.push(added);
}"""
MOVED = """() => [...document.querySelector("privacy-chat").shadowRoot.querySelectorAll("*")]
  .map((element) => getComputedStyle(element))
  .filter((style) => style.animationName !== "none" || style.transitionDuration !== "0s").length"""


@pytest.mark.parametrize(("path", "language"), [("/demo", "de"), ("/demo", "en"), ("/", "en")])
async def test_nothing_is_cut_off_enlarged_or_spaced_out(system, staff, visit, path, language) -> None:
    lost = {}
    async for state, chat in Walk(system, staff, language).states(visit, path):
        lost[state, "targets"] = await too_small(chat.page)
        await resize(chat.page, ENLARGED)
        lost[state, "enlarged"] = await cut_off(chat.page)
        lost[state, "targets, enlarged"] = await too_small(chat.page)
        await chat.page.evaluate(ADD, SPACED)
        for size in ({"width": 320, "height": 640}, {"width": 1280, "height": 800}):
            await resize(chat.page, size)
            lost[state, f"spaced out, {size['width']} wide"] = await cut_off(chat.page)
        await chat.page.evaluate("added.replaceSync('')")
        if state != "closed" and not await _in_sight(chat):
            lost[state, "after all that"] = ["the newest message is out of sight"]

    assert {where: what for where, what in lost.items() if what} == {}
    assert lost


@pytest.mark.parametrize("path", ["/demo", "/"])
async def test_enlarged_the_answer_is_seen_and_the_field_is_reached(visit, path) -> None:
    chat = await visit(path, locale="en-GB", viewport=ENLARGED)
    if path == "/demo":
        await chat.open()
    await chat.page.locator(".choices").wait_for()
    await chat.say(SAID["question"]["en"])
    answer = await chat.replies.last.locator(".text").bounding_box()
    await chat.page.keyboard.type("And")
    field = await chat.field.bounding_box()
    await chat.page.keyboard.press("Tab")
    send = await chat.page.locator(".send").bounding_box()

    assert 0 <= answer["y"] <= ENLARGED["height"] - 24
    assert 0 <= field["y"] <= ENLARGED["height"] - 24
    assert 0 <= send["y"] <= ENLARGED["height"] - send["height"] + 1


async def test_the_newest_message_stays_in_sight_when_a_phone_is_turned(visit) -> None:
    chat = await visit(locale="en-GB", viewport={"width": 320, "height": 640})
    await chat.open()
    for _ in range(3):
        await chat.say(SAID["question"]["en"])

    seen = []
    for width, height in ((640, 480), (320, 640), (1280, 800)):
        await resize(chat.page, {"width": width, "height": height})
        await chat.say(SAID["silent"]["en"])
        seen.append(await _in_sight(chat))

    assert seen == [True, True, True]


async def test_who_has_scrolled_up_is_not_disturbed(visit) -> None:
    chat = await visit(locale="en-GB")
    await chat.open()
    for _ in range(3):
        await chat.say(SAID["question"]["en"])
    log = chat.page.locator(".log")

    await log.hover()
    await chat.page.mouse.wheel(0, -2_000)
    await chat.page.wait_for_function(
        "document.querySelector('privacy-chat').shadowRoot.querySelector('.log').scrollTop === 0"
    )
    await chat.say(SAID["silent"]["en"])

    assert await log.evaluate("log => log.scrollTop") == 0


async def test_nothing_moves_where_movement_is_unwanted(visit) -> None:
    chat = await visit(locale="en-GB", reduced_motion="reduce")
    await chat.open()

    assert await chat.page.evaluate(MOVED) == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_borders_and_the_focus_stand_out(visit, scheme) -> None:
    chat = await visit(locale="en-GB", color_scheme=scheme)
    await chat.open()
    paper = await style(chat.page.locator(".window"), "backgroundColor")
    card = await style(chat.field, "backgroundColor")
    await chat.page.keyboard.press("Shift+Tab")
    await chat.page.keyboard.press("Tab")

    parts = {
        "field": await style(chat.field, "borderTopColor"),
        "suggestion": await style(chat.page.locator(".choices button").first, "borderTopColor"),
        "send": await style(chat.page.locator(".send"), "backgroundColor"),
        "focus": await style(chat.field, "outlineColor"),
    }

    assert {
        name for name, colour in parts.items() if min(contrast(colour, paper), contrast(colour, card)) < 3
    } == set()


async def test_in_the_systems_own_colours_everything_keeps_its_outline(visit, picture) -> None:
    chat = await visit(locale="en-GB", forced_colors="active")
    await chat.open()
    chat_ = chat.page.locator
    await chat.say(SAID["question"]["en"])
    parts = [chat_(".entry.visitor"), chat_(".entry.bot").last, chat.field, chat_(".send"), chat_(".window")]
    borders = [(await style(part, "borderTopStyle"), await style(part, "borderTopWidth")) for part in parts]
    colours = [
        contrast(await style(part, "borderTopColor"), await style(part, "backgroundColor")) for part in parts
    ]
    await chat.page.screenshot(path=picture("forced-colours-en"))

    assert {(shape, width != "0px") for shape, width in borders} == {("solid", True)}
    assert min(colours) >= 3


async def _in_sight(chat) -> bool:
    """Whether the newest message begins inside of the log."""
    log, newest = await chat.page.locator(".log").bounding_box(), await chat.entries.last.bounding_box()
    return bool(log["y"] <= newest["y"] < log["y"] + log["height"] - 24)
