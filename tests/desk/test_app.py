"""Nobody but staff sees anything of the desk."""

import pytest

SEALED = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
PAGE_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
    "font-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
POLICY = "default-src 'none'; frame-ancestors 'none'"
OPEN_TO_ALL = {
    "/healthz",
    "/readyz",
    "/metrics",
    "/login",
    "/login/provider",
    "/login/callback",
    "/assets/{file}",
}
STRANGERS = [{}, {"Authorization": ""}, {"Authorization": "Basic YTpi"}, {"Authorization": "Bearer stranger"}]


def _calls(app):
    routes = {(route.method, route.resource.canonical) for route in app.router.routes()}
    return [
        (method, path.replace("{reference}", "DSR-0000-0000").replace("{id}", "0" * 32))
        for method, path in sorted(routes)
    ]


@pytest.mark.parametrize("headers", STRANGERS)
async def test_every_route_but_those_before_the_log_in_wants_the_token_of_staff(desk, headers):
    calls = [*_calls(desk.app), ("GET", "/nowhere"), ("GET", "/api/v1/desk/nowhere")]
    let_in = []
    for method, path in calls:
        response = await desk.request(method, path, headers=headers, allow_redirects=False)
        to_log_in = response.headers.get("Location", "").startswith("/login")
        refused = response.status == 401 if path.startswith("/api/") else to_log_in
        if path not in OPEN_TO_ALL and not refused:
            let_in.append((method, path, response.status))

    assert let_in == []
    assert len(calls) > 6


async def test_the_token_of_a_visitor_opens_nothing(running, desk):
    visitor = await running.cases.open_conversation("de")

    response = await desk.get("/api/v1/desk/requests", headers={"Authorization": f"Bearer {visitor.token}"})

    assert response.status == 401


async def test_every_route_and_every_error_is_sealed_off_and_not_kept(desk, staff):
    calls = [*_calls(desk.app), ("GET", "/nowhere"), ("PUT", "/healthz")]

    unsealed = []
    for headers in ({}, staff):
        for call in calls:
            response = await desk.request(*call, headers=headers, allow_redirects=False)
            policy = PAGE_POLICY if response.content_type == "text/html" else POLICY
            sealed = {**SEALED, "Content-Security-Policy": policy}
            if not sealed.items() <= response.headers.items():
                unsealed.append((*call, response.status))

    assert unsealed == []


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/desk/nowhere", 404),
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
    assert problem["request_id"] == response.headers["X-Request-Id"]


async def test_a_method_that_a_path_has_not_is_answered_with_those_it_has(desk, staff):
    response = await desk.put("/api/v1/desk/requests", headers=staff)

    assert response.status == 405
    assert response.headers["Allow"].split(",") == ["GET", "HEAD", "POST"]


async def test_while_the_case_store_is_down_the_desk_says_so_and_lives(running, desk, staff):
    await running.stop_case_store()

    response = await desk.get("/api/v1/desk/requests", headers=staff)

    assert response.status == 503
    assert (await desk.get("/healthz")).status == 200
