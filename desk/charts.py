"""Bars drawn as SVG on the server: one a week, their heights computed here."""

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 360, 120
_BASE, _TOP, _GAP = 100, 12, 6  # where bars stand, how high the highest reaches, and between two


class Bar(NamedTuple):
    """One bar in the drawing's units; nothing was measured where *height* is `None`."""

    x: float
    y: float
    width: float
    height: float | None


def bars(values: Sequence[float | None], full: float | None = None) -> list[Bar]:
    """A bar a value, the highest as high as *full*, which is the greatest value when left out."""
    highest = full or max((value for value in values if value), default=1.0) or 1.0
    step = WIDTH / max(len(values), 1)
    heights = [None if v is None else round(v / highest * (_BASE - _TOP), 1) for v in values]
    return [
        Bar(round(n * step + _GAP / 2, 1), round(_BASE - (height or 0), 1), round(step - _GAP, 1), height)
        for n, height in enumerate(heights)
    ]
