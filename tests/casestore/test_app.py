"""The case store serves our own processes only, and says in a status what went wrong."""

import aiohttp
import pytest

HEADERS = {
    "nothing": {},
    "a wrong token": {"Authorization": "Bearer wrong"},
    "an empty token": {"Authorization": "Bearer "},
    "another scheme": {"Authorization": "Basic {token}"},
    "the token without its scheme": {"Authorization": "{token}"},
    "the start of the token": {"Authorization": "Bearer {token:.20}"},
    "the token elsewhere": {"X-Staff-Token": "{token}", "X-Conversation-Token": "{token}"},
}

MONITORING = {"/healthz", "/readyz", "/metrics"}


@pytest.fixture
async def http(server, settings):
    """A caller with the service token."""
    token = settings.service_token.get_secret_value()
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession(server.make_url("/"), headers=headers) as session:
        yield session


async def status_of(session, method, path, **options):
    async with session.request(method, path, **options) as response:
        return response.status


@pytest.mark.parametrize("headers", HEADERS.values(), ids=HEADERS)
async def test_every_route_but_those_of_monitoring_demands_the_service_token(app, server, settings, headers):
    token = settings.service_token.get_secret_value()
    given = {name: value.format(token=token) for name, value in headers.items()}
    routes = [(route.method, route.resource.canonical) for route in app.router.routes()]

    async with aiohttp.ClientSession(server.make_url("/"), headers=given) as session:
        statuses = {route: await status_of(session, *route) for route in routes}

    assert len(routes) > 15
    assert {path for (_, path), status in statuses.items() if status != 403} == MONITORING
    assert {statuses["GET", path] for path in MONITORING} == {200}


async def test_a_path_that_does_not_exist_is_not_told_apart_without_the_token(server):
    async with aiohttp.ClientSession(server.make_url("/")) as session:
        assert await status_of(session, "GET", "/nothing/here") == 403


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/conversations/unknown", None, 404),
        ("GET", "/requests/DSR-0000-0000", None, 401),
        ("GET", "/staff/me", None, 401),
        ("POST", "/staff", {"name": "anna", "role": "king", "password": "long enough"}, 422),
        ("POST", "/staff/nobody/tokens", None, 404),
        ("POST", "/conversations/unknown/turns", {"token": "x", "client_id": "", "text": "x"}, 422),
        ("POST", "/conversations/unknown/requests", {"key": "1", "rights": [], "language": "de"}, 422),
        ("PUT", "/customers", [{"number": "K-9"}], 422),
    ],
)
async def test_an_error_has_its_status_and_no_details(http, method, path, body, status):
    async with http.request(method, path, json=body) as response:
        said = await response.json()

    assert response.status == status
    assert list(said) == ["error"]
    assert said["error"].isidentifier()


async def test_staff_are_made_over_the_wire_once(http):
    anna = {"name": "anna", "role": "agent", "password": "long enough"}

    statuses = [await status_of(http, "POST", "/staff", json=anna) for _ in range(2)]

    async with http.post("/staff/anna/tokens") as response:
        token = (await response.json())["token"]
    async with http.get("/staff/me", headers={"X-Staff-Token": token}) as response:
        me = await response.json()
    assert (me["name"], me["role"]) == ("anna", "agent")
    assert statuses == [201, 409]


async def test_customers_loaded_over_the_wire_are_on_file(http, store, visitor):
    john = {"number": "K-7", "name": "John Example", "email": "John@Example.org", "language": "en"}
    assert await status_of(http, "PUT", "/customers", json=[john]) == 200
    card = await visitor.files()

    await visitor.proves("john@example.org")

    assert (await store.request(visitor.chat.id, card.reference)).state == "verified"
