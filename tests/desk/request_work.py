"""What the tests of the pages of requests share: who works, what was recorded, what a form sends."""

import re
from datetime import UTC, datetime, timedelta
from html import unescape

from casestore.wire.requests import RecordedRequest, Requester

NASTY = '<script>alert("x")</script>{{ 7 * 7 }}'
LEVEL = re.compile(r'name="(version|seen)" value="(\d+)"')
KEY = re.compile(r'name="key" value="(\w+)')


async def recorded(running, token, *, days=0, **fields):
    """The reference of a request that reached us so many days ago."""
    moment = datetime.now(UTC) - timedelta(days=days, minutes=1)
    person = {"name": "Ada Byron", "email": "ada@example.com", **fields.pop("requester", {})}
    new = {"rights": ["access"], "channel": "letter", "received_at": moment, **fields}
    new["requester"] = Requester.model_validate(person)
    view = await running.cases.record_request(RecordedRequest.model_validate(new), token)
    return view.reference


def form_of(seen):
    """The hidden fields that every step of a request's page sends."""
    return {**dict(LEVEL.findall(seen.text)), "key": KEY.search(seen.text)[1]}


def words_of(seen):
    """The text of a page, its tags and white space left out."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", seen.text)).split())
