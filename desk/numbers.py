"""The numbers: how well it all works, week by week, drawn and as a table."""

from typing import NamedTuple

from aiohttp import web

from casestore.wire.numbers import Measured, NumbersView, Share
from desk.access import CASES, OVERSEE, TOKEN, open_to
from desk.charts import Bar, Line, bars, lines
from desk.pages import page_in, say
from desk.tables import table
from privacy.language import Language

SHARES = ("containment", "silence", "mistaken", "verified", "in_time")
WAITS = ("claim_median", "claim_p90")  # in seconds

routes = web.RouteTableDef()


class Chart(NamedTuple):
    """One number over the weeks: bars of what is shown, and beside those of all a line a language."""

    name: str
    bars: list[Bar]
    lines: list[Line]


Rows = dict[Language | None, list[Measured]]  # the weeks of a language, or of all


@routes.get("/numbers")
@open_to(OVERSEE)
async def numbers_page(http: web.Request) -> web.Response:
    """Show the numbers of both languages, or of one."""
    view, of = await http.app[CASES].numbers(http[TOKEN]), _language(http)
    rows = {one: [r for r in view.rows if r.week and r.language == one] for one in (None, *Language)}
    overall = {row.language: row for row in view.rows if row.week is None}
    shown = [of] if of else [None, *Language]
    charts = [_chart(name, rows, of) for name in (*SHARES, "claim_median")]
    return page_in(
        http, "numbers.html", rows=rows, overall=overall, charts=charts, of=of, shown=shown, weeks=view.weeks
    )


def _chart(name: str, rows: Rows, of: Language | None) -> Chart:
    values = {one: [_value(row, name) for row in of_one] for one, of_one in rows.items()}
    full = 1.0 if name in SHARES else max([v for of_one in values.values() for v in of_one if v], default=1.0)
    languages = {} if of else {one.value: of_one for one, of_one in values.items() if one}
    return Chart(name, bars(values[of], full), lines(languages, full))


@routes.get("/numbers.csv")
@open_to(OVERSEE)
async def numbers_table(http: web.Request) -> web.Response:
    """Download all of them: a row a week and language."""
    view = await http.app[CASES].numbers(http[TOKEN])
    heads = [say(http, f"numbers.columns.{name}") for name in _columns()]
    return table("numbers", [heads, *_rows(view)])


def _rows(view: NumbersView) -> list[list[object]]:
    return [
        [
            row.week,
            row.language,
            *(count for name in SHARES for count in (getattr(row, name).part, getattr(row, name).of)),
            row.claims,
            row.claim_median,
            row.claim_p90,
        ]
        for row in view.rows
    ]


def _columns() -> list[str]:
    counted = [f"{name}_{kind}" for name in SHARES for kind in ("part", "of")]
    return ["week", "language", *counted, "claims", *WAITS]


def _value(row: Measured, name: str) -> float | None:
    found: Share | int | None = getattr(row, name)
    if isinstance(found, Share):
        return found.part / found.of if found.of else None
    return found


def _language(http: web.Request) -> Language | None:
    wish = http.query.get("of", "")
    return Language(wish) if wish in frozenset(Language) else None
