"""Charts of what was measured, as SVG that is the same for the same figures."""

from collections.abc import Mapping
from pathlib import Path
from statistics import median

import matplotlib as mpl

from bench.turns import LONG, TURNS, Measured

mpl.use("svg")
mpl.rcParams.update({"svg.hashsalt": "auskunft", "svg.fonttype": "none", "font.family": "sans-serif"})

from matplotlib import pyplot as plt  # noqa: E402  # after what it is told above
from matplotlib.axes import Axes  # noqa: E402
from matplotlib.figure import Figure  # noqa: E402

_COLOURS = {"ours": "#1f5f8b", "stock": "#c9a227"}
_NAMES = {"ours": "Auskunft, as a whole", "stock": "a usual Rasa assistant, bare"}
_SIZE = (7.0, 3.2)  # inches
_WIDTH = 0.38  # of a bar


def draw(found: Mapping[str, Measured], folder: Path) -> list[Path]:
    """Write `speed-turns.svg` and `speed-long.svg` into *folder*."""
    return [_turns(found, folder / "speed-turns.svg"), _long(found, folder / "speed-long.svg")]


def _turns(found: Mapping[str, Measured], path: Path) -> Path:
    figure, axes = plt.subplots(figsize=_SIZE, layout="constrained")
    kinds = [*TURNS, "a step of the form"]
    for shift, (name, one) in zip((-_WIDTH / 2, _WIDTH / 2), found.items(), strict=True):
        heights = [1000 * median(one.turns[kind]) for kind in kinds]
        places = [at + shift for at in range(len(kinds))]
        bars = axes.bar(places, heights, _WIDTH, color=_COLOURS[name], label=_NAMES[name])
        axes.bar_label(bars, fmt="%.0f", padding=2)
    axes.set_xticks(range(len(kinds)), kinds)
    axes.set_ylabel("milliseconds, median")
    return _written(figure, axes, path)


def _long(found: Mapping[str, Measured], path: Path) -> Path:
    figure, axes = plt.subplots(figsize=_SIZE, layout="constrained")
    for name, one in found.items():
        shown = [1000 * median(one.long[max(0, at - 4) : at + 5]) for at in range(LONG)]  # of nine, smoothed
        axes.plot(range(1, LONG + 1), shown, color=_COLOURS[name], label=_NAMES[name])
    axes.set_ylim(bottom=0)
    axes.set_xlabel("message of one conversation")
    axes.set_ylabel("milliseconds")
    return _written(figure, axes, path)


def _written(figure: Figure, axes: Axes, path: Path) -> Path:
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
    plt.close(figure)
    return path
