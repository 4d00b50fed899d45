"""The numbers: how well it all works, week by week, drawn and as a table."""

from typing import NamedTuple

from aiohttp import web

from casestore.wire.numbers import Measured, NumbersView, Share
from desk.access import CASES, OVERSEE, TOKEN, open_to
from desk.charts import Bar, bars
from desk.pages import page_in, say
from desk.tables import table
from privacy.language import Language

SHARES = ("containment", "silence", "mistaken", "verified", "in_time")
WAITS = ("claim_median", "claim_p90")  # in seconds

routes = web.RouteTableDef()


class Chart(NamedTuple):
    """One number over the weeks: its drawing, and its value in all weeks together."""

    name: str
    bars: list[Bar]
    overall: Measured


@routes.get("/numbers")
@open_to(OVERSEE)
async def numbers_page(http: web.Request) -> web.Response:
    """Show the numbers of both languages, or of one."""
    view, of = await http.app[CASES].numbers(http[TOKEN]), _language(http)
    rows = [row for row in view.rows if row.week and row.language == of]
    [overall] = [row for row in view.rows if row.week is None and row.language == of]
    charts = [Chart(name, bars([_part(getattr(row, name)) for row in rows], 1.0), overall) for name in SHARES]
    charts.append(Chart("claim_median", bars([row.claim_median for row in rows]), overall))
    return page_in(http, "numbers.html", rows=rows, overall=overall, charts=charts, of=of, shares=SHARES)


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


def _part(share: Share) -> float | None:
    return share.part / share.of if share.of else None


def _language(http: web.Request) -> Language | None:
    wish = http.query.get("of", "")
    return Language(wish) if wish in frozenset(Language) else None
