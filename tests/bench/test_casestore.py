"""The bench of the case store: what it fills is like what the store writes itself, and every call answers."""

import asyncio

import pytest
from sqlalchemy import select
from typer.testing import CliRunner

from bench import casestore, postgres
from bench.casestore import Store, Times, prepared, shown
from bench.filling import fill
from bench.made_up import person
from casestore.context import open_context
from casestore.requests.filing import DATA_SUBJECT
from casestore.requests.register import Query, Register
from casestore.requests.trail import breaks
from casestore.storage.tables import Request, RequestEvent
from settings import Settings


@pytest.fixture
async def context(tmp_path):
    Settings.load(data=tmp_path)
    settings = prepared(tmp_path, "sqlite", 300, "")
    await asyncio.to_thread(fill, [settings], 300)
    opened = open_context(settings)
    yield opened
    await opened.database.close()


async def test_what_is_filled_opens_in_its_rows_and_its_trails_hold(context):
    async with context.database.reading() as session:
        requests = list(await session.scalars(select(Request)))
        events = list(await session.scalars(select(RequestEvent)))
        broken = [found async for found in breaks(session, context)]

    assert (len(requests), broken) == (300, [])
    assert len(events) == sum(request.trail_length for request in requests)
    assert {request.deadline is None for request in requests} == {True, False}
    assert DATA_SUBJECT in {event.actor for event in events}


async def test_whoever_asked_is_found_by_address_and_by_name(context):
    store = await Store.open(context.settings, 300)
    await store.context.database.close()

    for one in store.known:
        for q in (one.reference, one.address, one.name):
            page = await Register(context).page(Query(q=q))
            assert one.reference in [item.reference for item in page.items]
    assert store.known


def test_a_person_is_always_the_same():
    assert person(5) == person(5) != person(10)


def test_the_table_tells_how_the_median_grows():
    table = shown("sqlite", (10, 1000), {"open": [Times(1.0, 2.0, 3.0), Times(1.1, 3.0, 5.0)]})

    assert table.rows == [("open", "2.0", "3.0", "3.0", "5.0", "1.50", "1.10")]


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_the_command_prints_every_call(monkeypatch, database):
    if database == "postgresql" and (missing := postgres.why_missing()):
        pytest.skip(missing)
    monkeypatch.setattr(casestore, "WARM", 1)
    monkeypatch.setattr(casestore, "CALLS", 2)
    app = casestore.typer.Typer()
    app.command()(casestore.main)

    ran = CliRunner().invoke(app, ["--small", "60", "--large", "120", "--databases", database])

    assert ran.exit_code == 0, ran.output
    for name in ("create, of somebody new", "open, with trail", "queue: overdue", "search: address"):
        assert name in ran.output
