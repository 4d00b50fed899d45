"""Bars and lines drawn as SVG on the server: one bar and one point a week, their heights computed here."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import NamedTuple

WIDTH, HEIGHT = 360, 120
_BASE, _TOP, _GAP = 100, 12, 6  # where bars stand, how high the highest reaches, and between two
_LABEL = 13  # units that a label is high


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


class Point(NamedTuple):
    """One value of a line, and which of all values it is."""

    x: float
    y: float
    number: int


class Line(NamedTuple):
    """A line in the drawing's units, its label beside its end; in pieces where nothing was measured."""

    name: str
    pieces: list[list[Point]]
    label_y: float


def lines(values: Mapping[str, Sequence[float | None]], full: float) -> list[Line]:
    """A line a name, of those of which anything was measured, over bars with the same *full*."""
    drawn = [(name, _pieces(of_name, full)) for name, of_name in values.items()]
    found = sorted(((name, pieces) for name, pieces in drawn if pieces), key=lambda one: one[1][-1][-1].y)
    made: list[Line] = []
    for name, pieces in found:  # from the top down, each label clear of the one above
        above = made[-1].label_y + _LABEL if made else 0.0
        made.append(Line(name, pieces, max(pieces[-1][-1].y, above)))
    return made


def _pieces(values: Sequence[float | None], full: float) -> list[list[Point]]:
    step = WIDTH / max(len(values), 1)
    points = [
        None
        if v is None
        else Point(round((n + 0.5) * step, 1), round(_BASE - v / full * (_BASE - _TOP), 1), n)
        for n, v in enumerate(values)
    ]
    return [[p for p in piece if p] for measured, piece in groupby(points, key=bool) if measured]
