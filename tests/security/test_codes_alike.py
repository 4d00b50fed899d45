"""O10, O11: whether an address is on file shows neither in what comes back nor in what is done until then."""

import json

import pytest

from casestore.chats.conversations import Conversations
from casestore.verification.codes import Codes
from privacy.language import Language
from tests.security.statements import listened

ON_FILE = "erika@example.com"
UNKNOWN = "erich@example.org"


async def test_the_same_is_done_for_a_known_and_an_unknown_address(context):
    done = []
    for address in (ON_FILE, UNKNOWN):
        chat = await Conversations(context).open(Language.GERMAN)
        with listened() as said:
            outcomes = [
                await Codes(context).send(chat.id, address),
                *[await Codes(context).check(chat.id, "no code") for _ in range(4)],
            ]
        done.append((outcomes, said))

    assert done[0] == done[1]
    assert done[0][0] == ["sent", "wrong", "wrong", "dead", "dead"]
    assert [statement for statement in done[0][1] if "INSERT INTO outbox" in statement]


@pytest.mark.parametrize("language", list(Language))
async def test_every_answer_is_the_same_to_the_byte(internal, visit, language):
    answers = []
    for address in (ON_FILE, UNKNOWN):
        chat = (await visit(language)).chat
        of_one = []
        for path, body in (
            ("", {"address": address}),
            ("", {"address": address}),
            ("/check", {"code": "no code"}),
            ("", {"address": address}),
            ("", {"address": address}),
        ):
            async with internal.post(f"/conversations/{chat.id}/codes{path}", json=body) as response:
                headers = {name: value for name, value in response.headers.items() if name != "Date"}
                of_one.append((response.status, headers, await response.read()))
        answers.append(of_one)

    assert answers[0] == answers[1]
    assert [json.loads(body)["outcome"] for *_, body in answers[0]] == [
        "sent",
        "sent",
        "wrong",
        "sent",
        "limited",
    ]
