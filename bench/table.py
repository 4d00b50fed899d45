"""Tables, as plain text or as Markdown."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bench.cost import Cost, percentile
from bench.said import Said
from bench.scores import Scored, calibration_error, shares

NOTHING = "–"

Row = tuple[str, ...]


@dataclass(frozen=True)
class Table:
    """Figures side by side, the first column naming what they are."""

    title: str
    head: Row
    rows: Sequence[Row]

    def shown(self, *, markdown: bool) -> str:
        """The table as it is printed."""
        return self._markdown() if markdown else self._plain()

    def _plain(self) -> str:
        widths = [max(map(len, column)) for column in zip(self.head, *self.rows, strict=True)]
        lines = [
            "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])])
            for row in (self.head, *self.rows)
        ]
        return "\n".join([self.title, *lines, ""])

    def _markdown(self) -> str:
        rule = ("---", *("--:" for _ in self.head[1:]))
        lines = [f"| {' | '.join(row)} |" for row in (self.head, rule, *self.rows)]
        return "\n".join([f"**{self.title}**", "", *lines, ""])


def of_scores(title: str, scored: Mapping[str, Scored]) -> Table:
    """Every measure of every approach, in per cent."""
    found = {name: shares(one) for name, one in scored.items()}
    rows = []
    for measure in next(iter(found.values())):
        row = [shares_of[measure] for shares_of in found.values()]
        counted = {str(one.of) for one in row}
        of = counted.pop() if len(counted) == 1 else ""  # differs where it depends on what was said
        rows.append((measure, of, *(number(one.percent) for one in row)))
    errors = [calibration_error(one) for one in scored.values()]
    rows.append(("calibration error", "", *(number(e and 100 * e) for e in errors)))
    return Table(title, ("per cent", "of", *scored), rows)


def of_costs(costs: Mapping[str, Cost], said: Mapping[str, Sequence[Said]]) -> Table:
    """What each approach costs."""
    rows = [
        ("learning, s", *(number(cost.seconds) for cost in costs.values())),
        ("memory added by loading, MB", *(number(cost.megabytes) for cost in costs.values())),
        *(
            (f"one answer, ms, p{percent}", *(number(percentile(said[name], percent)) for name in costs))
            for percent in (50, 95)
        ),
    ]
    return Table("cost", ("", *costs), rows)


def number(value: float | None) -> str:
    """*value* with one decimal."""
    return NOTHING if value is None else f"{value:.1f}"
