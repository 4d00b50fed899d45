"""Z2: whatever browsers send from the form, a page comes back, and never that something is broken."""

from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.odd import BODIES, FORM, KINDS, fields, sent
from tests.fuzz.sized import tries

PAGES = st.sampled_from(["/form/de", "/form/en", "/form/de/code", "/form/en/code"])
LINES = fields(
    *("rights", "details", "acting", "subject", "role", "email", "name", "customer_number", "marketing_only"),
    *("conversation", "token", "client_id", "reference", "code", "resend"),
)
ANSWERED = {200, 400, 401, 404, 409, 413, 415, 422, 429}


def test_a_form_with_anything_in_it_is_answered(gateway, open_chat, run):
    visitor = run(open_chat())
    held = {"conversation": visitor.id, "token": visitor.token, "rights": "access", "email": "a@example.com"}

    @tries(100)
    @given(page=PAGES, lines=LINES, client_id=st.integers(0, 20), holds=st.booleans())
    def send(page, lines, client_id, holds):
        own = {**held, "client_id": f"{client_id:032x}"} if holds else {}
        assert run(_status(gateway, page, sent({**own, **lines}), FORM)) in ANSWERED

    send()


def test_bytes_that_are_no_form_are_answered(gateway, run):
    @tries(100)
    @given(page=PAGES, body=BODIES, kind=KINDS)
    def send(page, body, kind):
        assert run(_status(gateway, page, body, kind)) in ANSWERED

    send()


async def _status(gateway, page, body, kind):
    headers = {"Content-Type": kind, "Origin": str(gateway.make_url("/").origin())}
    async with gateway.post(page, data=body, headers=headers) as response:
        await response.read()
        return response.status
