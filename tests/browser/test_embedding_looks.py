"""A website gives the chat its looks by properties and parts, and by nothing else."""

PARTS = (
    *("launcher", "choices", "window", "header", "log", "message", "visitor"),
    *("quotation", "card", "handoff", "composer", "send"),
)
GONE = {"launcher", "choices"}  # once the window is open and something was said
HOSTILE = """
html { font-size: 62.5%; direction: rtl; }
* { color: red !important; font-size: 40px; font-style: italic; line-height: 3; text-transform: uppercase;
    letter-spacing: 5px; word-spacing: 9px; text-align: right; text-indent: 3em; white-space: nowrap;
    text-shadow: 1px 1px red; list-style: square; cursor: wait; color-scheme: dark; box-sizing: content-box; }
button, textarea, section, header, ol, li, p, div, svg { display: none !important; }
"""
LOOKS = """() => {
  const all = [...document.querySelector("privacy-chat").shadowRoot.querySelectorAll("*")];
  return all.map((element) => {
    const style = getComputedStyle(element);
    const names = [...style].filter((name) => !name.startsWith("--"));
    return [element.localName, ...names.map((name) => `${name}: ${style.getPropertyValue(name)}`)];
  });
}"""


async def test_properties_and_parts_take_effect(call_on, site, line) -> None:
    names = ["accent", "on-accent", "ink", "paper", "card", "mine", "line", "quiet"]
    colours = {name: f"rgb(1, 2, {number})" for number, name in enumerate(names)}
    properties = "".join(f"--privacy-chat-{name}: {colour};" for name, colour in colours.items())
    own = f"{properties} --privacy-chat-radius: 3px; --privacy-chat-font: 20px/1.5 serif;"
    rules = "".join(f"privacy-chat::part({part}) {{ scroll-margin-top: 7px; }}" for part in PARTS)
    chat = await call_on(site.shows("", head=line, style=f"privacy-chat {{ {own} }} {rules}"))

    async def seen(where: str, what: str) -> str:
        script = f"(element) => getComputedStyle(element)['{what}']"
        return str(await chat.page.locator(where).first.evaluate(script))

    async def marked(part: str) -> bool:
        return await seen(f"[part~={part}]", "scrollMarginTop") == "7px"

    assert await marked("launcher")
    assert await seen(".launcher", "backgroundColor") == colours["accent"]
    await chat.open()
    assert await marked("choices")
    await chat.say("Wie lange speichert ihr meine Daten?")
    await chat.say("Schicken Sie mir bitte alles, was Sie über mich haben.", 2)
    assert {part: await marked(part) for part in PARTS if part not in GONE} == dict.fromkeys(
        (part for part in PARTS if part not in GONE), True
    )
    for where, what, value in (
        (".send", "color", colours["on-accent"]),
        (".entry .text", "color", colours["ink"]),
        (".window", "backgroundColor", colours["paper"]),
        (".entry:not(.visitor)", "backgroundColor", colours["card"]),
        (".entry.visitor", "backgroundColor", colours["mine"]),
        ("header", "borderBottomColor", colours["line"]),
        ("figcaption", "color", colours["quiet"]),
        (".window", "borderTopLeftRadius", "3px"),
        (".entry .text", "fontSize", "20px"),
    ):
        assert await seen(where, what) == value, (where, what)


async def test_styles_of_the_website_do_not_reach_into_the_chat(call_on, site, line, picture) -> None:
    async def looks(style: str) -> tuple[object, object]:
        chat = await call_on(site.shows("", head=line, style=style))
        launcher = await chat.page.evaluate(LOOKS)
        await chat.open()
        await chat.field.fill("Ein Entwurf")
        await chat.page.screenshot(path=picture("styled-de" if style else "plain-de"))
        return launcher, await chat.page.evaluate(LOOKS)

    assert await looks(HOSTILE) == await looks("")
