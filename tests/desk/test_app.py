"""Nobody but staff sees anything of the desk."""

import pytest

SEALED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
}
STRANGERS = [{}, {"Authorization": ""}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer stranger"}]


def _calls(app):
    routes = {(route.method, route.resource.canonical) for route in app.router.routes()}
    return [(method, path.replace("{reference}", "DSR-0000-0000")) for method, path in sorted(routes)]


@pytest.mark.parametrize("headers", STRANGERS)
async def test_every_route_but_the_health_check_wants_the_token_of_staff(desk, headers):
    answers = {}
    for call in [*_calls(desk.app), ("GET", "/nowhere")]:
        answers[call] = (await desk.request(*call, headers=headers)).status

    open_to_all = {call for call, status in answers.items() if status != 401}
    assert open_to_all == {("GET", "/healthz"), ("HEAD", "/healthz")}
    assert len(answers) > 6


async def test_the_token_of_a_visitor_opens_nothing(running, desk):
    visitor = await running.cases.open_conversation("de")

    response = await desk.get("/api/v1/desk/requests", headers={"Authorization": f"Bearer {visitor.token}"})

    assert response.status == 401


async def test_every_route_and_every_error_is_sealed_off_and_not_kept(desk, staff):
    calls = [*_calls(desk.app), ("GET", "/nowhere"), ("PUT", "/healthz")]

    unsealed = []
    for headers in ({}, staff):
        for call in calls:
            response = await desk.request(*call, headers=headers)
            if not SEALED.items() <= response.headers.items():
                unsealed.append((*call, response.status))

    assert unsealed == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nowhere", 404),
        ("GET", "/api/v1/desk/requests/DSR-0000-0000", 404),
        ("PUT", "/api/v1/desk/requests", 405),
        ("GET", "/api/v1/desk/requests?state=open", 422),
    ],
)
async def test_errors_are_problem_documents(desk, staff, method, path, status):
    response = await desk.request(method, path, headers=staff)

    assert (response.status, response.content_type) == (status, "application/problem+json")
    problem = await response.json()
    assert (problem["type"], problem["status"]) == ("about:blank", status)
    assert problem["title"]


async def test_while_the_case_store_is_down_the_desk_says_so_and_lives(running, desk, staff):
    await running.stop_case_store()

    response = await desk.get("/api/v1/desk/requests", headers=staff)

    assert response.status == 503
    assert (await desk.get("/healthz")).status == 200
