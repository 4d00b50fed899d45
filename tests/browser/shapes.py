"""What the eye sees of the chat, measured."""

import re
from typing import Any

_CUT_OFF = """() => {
  const root = document.querySelector("privacy-chat").shadowRoot;
  const shown = [...root.querySelectorAll("*")].filter((element) =>
    element.checkVisibility() && !element.closest(".unseen, svg, textarea, input")
      && getComputedStyle(element).clipPath === "none");
  const named = (element) => `${element.localName}.${element.className}`;
  const outside = shown.filter((element) => {
    const { left, right } = element.getBoundingClientRect();
    return left < -1 || right > innerWidth + 1;
  });
  const inside = shown.filter((element) => {
    const { overflowX, overflowY } = getComputedStyle(element);
    const wide = element.scrollWidth > element.clientWidth + 1 && overflowX !== "visible";
    const high = element.scrollHeight > element.clientHeight + 1;
    return wide || (high && (element.localName === "button" || overflowY === "hidden"));
  });
  const page = document.scrollingElement;
  return [
    ...outside.map((element) => `outside: ${named(element)}`),
    ...inside.map((element) => `cut off: ${named(element)}`),
    ...(page.scrollWidth > innerWidth ? [`the page scrolls sideways: ${page.scrollWidth}`] : []),
  ];
}"""
_SMALL = """() => {
  const root = document.querySelector("privacy-chat").shadowRoot;
  const least = (element) => (element.matches("a, summary") ? 24 : 44);
  return [...root.querySelectorAll("a, button, summary, input, textarea")]
    .filter((element) => element.checkVisibility())
    .map((element) => [element, element.getBoundingClientRect()])
    .filter(([element, { width, height }]) => height < least(element) || width < 24)
    .map(([{ localName, textContent }, { width, height }]) =>
      `${textContent || localName}: ${width} by ${height}`);
}"""

_TEXTS = """() => {
  const root = document.querySelector("privacy-chat").shadowRoot;
  const written = ({ childNodes }) => [...childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const ground = (element) => {
    const colour = getComputedStyle(element).backgroundColor;
    return colour.endsWith(", 0)") ? ground(element.parentElement ?? root.host) : colour;
  };
  return [...root.querySelectorAll("*")]
    .filter((element) => element.checkVisibility() && written(element) && !element.closest(".unseen"))
    .map((element) => [element.textContent.trim(), getComputedStyle(element).color, ground(element)]);
}"""


async def resize(page: Any, size: dict[str, int]) -> None:
    """Give the page another size, and the chat a frame to hear of it."""
    await page.set_viewport_size(size)
    await page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")


async def cut_off(page: Any) -> list[str]:
    """What of the chat is outside of the screen or out of reach in a box; a page that scrolls sideways."""
    return list(await page.evaluate(_CUT_OFF))


async def too_small(page: Any) -> list[str]:
    """Buttons and fields lower than 44 pixels, and links lower than 24."""
    return list(await page.evaluate(_SMALL))


async def faint(page: Any) -> list[str]:
    """Texts of the chat with less contrast than 4.5 to 1; axe-core cannot tell in a floating window."""
    texts = await page.evaluate(_TEXTS)
    return [f"{text}: {ink} on {ground}" for text, ink, ground in texts if contrast(ink, ground) < 4.5]


async def style(element: Any, name: str) -> str:
    """A computed style."""
    return str(await element.evaluate("(element, name) => getComputedStyle(element)[name]", name))


def contrast(one: str, other: str) -> float:
    """Of two computed colours (WCAG 2.2, definition of contrast ratio)."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    """Relative luminance, from 0 to 1 (WCAG 2.2)."""
    whole = 1 if colour.startswith("color(srgb") else 255  # what color-mix() computes to
    shares = [float(value) / whole for value in re.findall(r"\d+(?:\.\d+)?", colour)[:3]]
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
