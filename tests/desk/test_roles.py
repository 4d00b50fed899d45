"""Each route says who may call it, the docs say the same, and it is so."""

import re
from pathlib import Path

import pytest
from aiohttp import web

from desk.access import ANYONE, CASES, HALFWAY, READ, check_access, roles_of
from tests.desk.test_csrf import FILLINGS

DOCS = Path(__file__).parents[2] / "docs" / "desk.md"
ROLES = ["agent", "lead", "privacy", "auditor"]
ROW = re.compile(r"^\| `(?:GET|POST|PUT|PATCH|DELETE) /.*\|$", re.MULTILINE)
BEFORE_LOG_IN = {ANYONE: ["anyone", "", "", ""], HALFWAY: ["halfway", "", "", ""]}


@pytest.fixture
def declared(desk):
    """Who may call each route, as its handler says."""
    return {
        (route.method, route.resource.canonical): roles_of(route.handler)
        for route in desk.app.router.routes()
        if route.method != "HEAD"
    }


def row(method, path, roles):
    """A line of the table in the docs."""
    marks = BEFORE_LOG_IN.get(roles) or ["✓" if role in roles else "–" for role in ROLES]
    return f"| `{method} {path}` | {' | '.join(marks)} |"


def test_the_docs_have_the_roles_of_every_route_and_no_other(declared):
    documented = set(ROW.findall(DOCS.read_text(encoding="utf-8")))
    true = {row(method, path, roles) for (method, path), roles in declared.items()}

    assert (sorted(true - documented), sorted(documented - true)) == ([], [])


@pytest.mark.parametrize("role", ROLES)
async def test_a_role_is_refused_where_it_may_not_and_nowhere_else(desk, token_of, declared, role):
    token = await token_of(role)

    wrong = []
    for (method, path), roles in declared.items():
        if roles in (ANYONE, HALFWAY):
            continue
        where = re.sub(r"\{\w+\}", lambda m: FILLINGS.get(m[0], "0"), path)
        response = await desk.request(method, where, headers=token, allow_redirects=False)
        if (response.status == 403) != (role not in roles):
            wrong.append((method, path, response.status))

    assert wrong == []


def test_every_route_says_who_may_call_it(declared):
    assert [route for route, roles in declared.items() if not roles] == []
    assert {role for roles in declared.values() for role in roles} == {*ROLES, *ANYONE, *HALFWAY}
    assert set(ROLES) == READ


async def test_a_route_that_does_not_say_is_closed_to_everybody(running, aiohttp_client, token_of):
    async def forgotten(_):
        return web.Response(text="secret")

    app = web.Application(middlewares=[check_access])
    app[CASES] = running.cases
    app.router.add_get("/forgotten", forgotten)
    client = await aiohttp_client(app)

    answers = [await client.get("/forgotten", headers=await token_of(role)) for role in ROLES]

    assert [answer.status for answer in answers] == [403] * 4
