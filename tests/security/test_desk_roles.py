"""B8: who may not do a thing does not hear whether what it is about exists, on any route of the desk."""

import re

import pytest

from auskunft import store
from casestore.wire.feedback import NewFeedback
from desk.access import ANYONE, HALFWAY, READ, roles_of
from tests.desk.conftest import (
    anna,
    browser,
    desk,
    file_request,
    hire,
    options,
    running,
    token_of,
)

__all__ = ["anna", "browser", "desk", "file_request", "hire", "options", "running", "token_of"]

UNKNOWN = {"{reference}": "DSR-0000-0000", "{id}": "0" * 32, "{language}": "de", "{file}": "x"}
ROLES = sorted(READ)


@pytest.fixture
async def existing(running, file_request):
    """An object for each kind of address."""
    reference = await file_request()
    opinion = NewFeedback(text="Hm?", language="de", verdict="missing", topic="retention")
    await running.cases.give_feedback(opinion, await store.staff_token(running.settings, "demo"))
    [[chat]] = running.execute("SELECT id FROM conversations")
    return {**UNKNOWN, "{reference}": reference, "{id}": chat}


@pytest.fixture
def about_something(desk):
    """The routes whose address names an object, and who may call them."""
    return [
        (route.method, route.resource.canonical, roles)
        for route in desk.app.router.routes()
        if route.method != "HEAD" and re.search(r"\{(id|reference)\}", route.resource.canonical)
        if (roles := roles_of(route.handler)) not in (ANYONE, HALFWAY)
    ]


def filled(path, what):
    if path.startswith("/answers/review/"):  # these have numbers
        return path.replace("{id}", "999" if what is UNKNOWN else "1")
    return re.sub(r"\{\w+\}", lambda found: what[found[0]], path)


async def answer(desk, method, path, what, headers):
    """Status and words, without the name of the object and the number of the call."""
    response = await desk.request(method, filled(path, what), headers=headers, allow_redirects=False)
    text = (await response.text()).replace(filled(path, what), "…")
    text = text.replace(response.headers["X-Request-Id"], "…")
    return response.status, text, response.headers.get("Location", "")


async def test_who_may_not_is_answered_alike_about_what_is_there_and_what_is_not(
    desk, token_of, existing, about_something
):
    tokens = {role: await token_of(role) for role in ROLES}

    wrong = []
    for method, path, roles in about_something:
        for role in ROLES:
            if role not in roles:
                there, not_there = [
                    await answer(desk, method, path, what, tokens[role]) for what in (existing, UNKNOWN)
                ]
                if there != not_there or there[0] != 403:
                    wrong.append((method, path, role, there[0], not_there[0]))

    assert len(about_something) > 15
    assert wrong == []


@pytest.mark.parametrize("headers", [{}, {"Authorization": "Bearer made-up"}], ids=["none", "made up"])
async def test_a_stranger_is_answered_alike_about_both(desk, existing, about_something, headers):
    wrong = []
    for method, path, _ in about_something:
        found = [await answer(desk, method, path, what, headers) for what in (existing, UNKNOWN)]
        statuses = {status for status, *_ in found}
        if found[0][:2] != found[1][:2] or not statuses <= {303, 401, 403}:
            wrong.append((method, path, statuses))

    assert wrong == []


async def test_what_is_not_there_is_404_to_everybody_who_may_and_leaves_no_trace(
    desk, running, token_of, about_something
):
    tokens = {role: await token_of(role) for role in ROLES}
    before = running.execute("SELECT count(*) FROM audit_events")

    statuses = {
        (path, role): (await answer(desk, method, path, UNKNOWN, tokens[role]))[0]
        for method, path, roles in about_something
        if method == "GET"
        for role in sorted(roles)
    }

    assert {key: status for key, status in statuses.items() if status not in {303, 404}} == {}
    assert running.execute("SELECT count(*) FROM audit_events") == before


async def test_the_session_of_a_colleague_is_ended_by_nobody_else_and_hidden(anna, browser, hire, running):
    lead = await browser()
    await lead.log_in(await hire("lead"))
    [[theirs]] = running.execute("SELECT id FROM staff_sessions WHERE name = 'lead'")

    there, not_there = [await anna.send(f"/account/sessions/{number}/end") for number in (theirs, "0" * 32)]

    assert theirs not in (await anna.open("/account")).text
    assert (there.status, there.leads_to) == (not_there.status, not_there.leads_to)
    assert (await lead.open("/account")).status == 200


@pytest.mark.parametrize("role", ROLES)
async def test_no_role_sees_a_code_or_may_enter_one(desk, running, token_of, existing, role):
    [[chat]] = running.execute("SELECT id FROM conversations")
    await running.cases.send_code(chat, "erika.mustermann@example.com")
    code = await running.code()
    token = await token_of(role)

    pages = [
        (f"/requests/{existing['{reference}']}", "GET"),
        (f"/requests/{existing['{reference}']}/print", "GET"),
        (f"/api/v1/desk/requests/{existing['{reference}']}", "GET"),
        (f"/chats/{chat}", "GET"),
        (f"/api/v1/desk/conversations/{chat}", "GET"),
    ]
    for path, method in pages:
        response = await desk.request(method, path, headers=token)
        assert response.status == 200, path
        assert code not in await response.text(), path
    assert [r for r in desk.app.router.routes() if "code" in r.resource.canonical] == []
