"""Z2: whatever the forms of the desk's pages send: only who may send them is served, and nothing breaks."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desk.access import ANYONE, HALFWAY, roles_of
from tests.fuzz.odd import BODIES, FORM, KINDS, PLACES, fields, sent
from tests.fuzz.sized import tries
from tests.gateway.stream import next_event

PLENTY = {f"limit_login_{name}": "100000/minute" for name in ("account", "client", "anywhere")}
BEFORE_LOG_IN = (ANYONE, HALFWAY)
LINES = fields(
    *(
        "act",
        "assignee",
        "back",
        "cause",
        "code",
        "details",
        "key",
        "kind",
        "language",
        "method",
        "name",
        "new",
    ),
    *(
        "next",
        "notices",
        "on_behalf_of",
        "password",
        "q",
        "received_on",
        "reference",
        "request",
        "rights",
        "role",
    ),
    *("seen", "shortcuts", "state", "text", "to", "topic", "verdict", "version", "whom"),
)


@pytest.fixture
def options():
    return PLENTY


@pytest.fixture
def forms(desk, verified, conversation):
    """Where each form of a page is sent to, and who may send it."""
    posts = [route for route in desk.app.router.routes() if route.method == "POST"]
    return [
        (_filled(route.resource.canonical, verified, conversation), roles_of(route.handler))
        for route in posts
        if not route.resource.canonical.startswith("/api/")
    ]


@pytest.fixture
async def conversation(running):
    return (await running.cases.open_conversation("de")).id


@pytest.mark.parametrize("role", ["agent", "lead", "privacy", "auditor"])
def test_a_form_with_anything_in_it_is_answered(browser, forms, hire, role, run):
    at_work, name = run(browser()), run(hire(role))

    @tries(30)
    @given(form=st.sampled_from(forms), lines=LINES, is_proved=st.booleans())
    def send(form, lines, is_proved):
        path, roles = form
        run(_logged_in(at_work, name))
        proof = {"csrf": at_work.csrf if is_proved else "0" * 64}
        headers = {**at_work.from_here(), "Content-Type": FORM}
        seen = run(at_work.call("POST", path, data=sent({**lines, **proof}), headers=headers))
        assert seen.status < 500, form
        if roles not in BEFORE_LOG_IN and (role not in roles or not is_proved):
            assert seen.status == 403

    send()


def test_bytes_that_are_no_form_are_answered(browser, forms, hire, run):
    at_work, name = run(browser()), run(hire("privacy"))

    @tries(30)
    @given(form=st.sampled_from(forms), body=BODIES, kind=KINDS)
    def send(form, body, kind):
        run(_logged_in(at_work, name))
        headers = {**at_work.from_here(), "X-CSRF-Token": at_work.csrf, "Content-Type": kind}
        assert run(at_work.call("POST", form[0], data=body, headers=headers)).status < 500

    send()


def test_the_line_of_a_page_goes_on_from_any_place_or_is_refused(desk, token_of, conversation, run):
    token = run(token_of("agent"))
    chats = st.sampled_from([conversation, "0" * 32]) | PLACES

    @tries(20)
    @given(last=st.none() | PLACES, query=st.dictionaries(st.sampled_from(["chat", "idle", "x"]), chats))
    def listen(last, query):
        headers = token if last is None else {**token, "Last-Event-ID": last}
        status, event = run(_first_event(desk, headers, query))
        assert status == 422 or (status == 200 and set(event) == {"id"})

    listen()


def _filled(path, reference, conversation):
    number = "1" if "review" in path else conversation
    return path.replace("{reference}", reference).replace("{id}", number)


async def _logged_in(at_work, name):
    """Whoever ended their own session by what they sent logs in again."""
    if not at_work.cookie:
        await at_work.log_in(name)
        await at_work.open("/account")


async def _first_event(desk, headers, query):
    async with desk.get("/api/v1/desk/events", headers=headers, params=query) as stream:
        return stream.status, await next_event(stream) if stream.status == 200 else {}
