"""Tables for spreadsheets: CSV that no program takes for a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from aiohttp import web

from privacy.spreadsheet import shown_as_text


def table(name: str, rows: Iterable[Sequence[object]]) -> web.Response:
    """Send *rows* as the file `name.csv`; the mark in front tells Excel that it is UTF-8."""
    text = io.StringIO()
    csv.writer(text).writerows([[_cell(value) for value in row] for row in rows])
    return web.Response(
        body=text.getvalue().encode("utf-8-sig"),
        content_type="text/csv",
        charset="utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _cell(value: object) -> object:
    if isinstance(value, str):
        return shown_as_text(value)
    return "" if value is None else value
