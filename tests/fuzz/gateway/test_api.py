"""Z1: whatever programs send to the gateway, it answers as its description says, and never breaks over it."""

from hypothesis import given
from hypothesis import strategies as st

from tests.described import complaints
from tests.fuzz.odd import PLACES
from tests.fuzz.sized import tries
from tests.gateway.stream import next_event


async def test_whatever_is_sent_the_gateway_answers_as_described(gateway, open_chat, tmp_path):
    visitor = await open_chat()
    config = f"""
        headers = {{ Authorization = "Bearer {visitor.token}" }}
        dictionaries.chat.values = ["{visitor.id}"]
        dictionaries.wish.values = ["de", "en-GB, en;q=0.9", "*", "x;q=1e999", "ü", "{"," * 500}"]
        [parameters]
        "path.id" = {{ dictionary = "chat", probability = 0.9 }}
        "header.Accept-Language" = {{ dictionary = "wish", probability = 1 }}  # a NUL is no HTTP
        [[operations]]
        include-operation-id = "events"
        enabled = false  # it does not end: below
        [[operations]]
        include-operation-id = "forgetConversation"
        headers = {{ Authorization = "Bearer another" }}  # or nothing is left to try
    """

    said = await complaints(str(gateway.make_url("/api/v1/openapi.json")), tmp_path, 20, config)

    assert not said, said
    assert (await visitor.state())["id"] == visitor.id


def test_a_line_goes_on_from_any_place_or_is_refused(open_chat, run):
    visitor = run(open_chat())

    @tries(50)
    @given(after=st.none() | PLACES, last=st.none() | PLACES)
    def listen(after, last):
        status, event = run(_first_event(visitor, after, last))
        assert status == 400 or (status == 200 and event["event"] == "state")

    listen()


async def _first_event(visitor, after, last):
    headers = {} if last is None else {"Last-Event-ID": last}
    params = {} if after is None else {"after": after}
    async with await visitor.call("GET", "/events", headers=headers, params=params) as stream:
        return stream.status, await next_event(stream) if stream.status == 200 else {}
