"""What Rasa says arrives whole: outcome, citations, law, and the request that is being taken in."""

import pytest
from pydantic import SecretStr

from answers.answer import Answers
from answers.reading import Candidate, Reading
from casestore.wire.requests import NewRequest
from gateway.app import create_app
from privacy.language import Language
from settings import content_folder
from tests.gateway.visitor import ROOT, Visitor
from tests.installation import ON_FILE

ANSWERS = Answers.load(content_folder())


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("label", ["ask_policy/retention", "ask_right/right_access"])
async def test_an_answer_arrives_with_the_words_it_rests_on(running, visitor, label, language):
    answer = ANSWERS.compose("", Reading(language, (Candidate(label, 0.9),))).as_dict()
    custom = {name: answer[name] for name in ("outcome", "citations", "law", "topic")}
    running.rasa.says, running.rasa.language = [{"text": answer["answer"], "custom": custom}], language

    [message] = await visitor.says("?")

    assert message["citations"]
    for name in ("outcome", "citations", "law", "language"):
        assert message[name] == answer[name]
    assert (await visitor.history())[-1] == message


async def test_during_an_intake_every_message_carries_its_request(running, visitor):
    card = await running.cases.file_request(visitor.id, NewRequest(key="1", rights=["access"], language="de"))
    running.rasa.says = [{"text": "Die Frist ist ein Monat."}, {"text": "Wie lautet Ihre Adresse?"}]
    running.rasa.expects, running.rasa.reference = "email", card.reference

    replies = await visitor.says("Wie lange dauert das?")

    assert [message["request"]["reference"] for message in replies] == [card.reference] * 2
    assert [message["expects"] for message in replies] == ["email"] * 2
    assert replies[0]["request"] == card.model_dump(mode="json")


async def test_the_last_message_of_an_intake_still_names_its_request(running, visitor):
    card = await running.cases.file_request(
        visitor.id, NewRequest(key="1", rights=["erasure"], language="de")
    )
    running.rasa.says = [{"text": "Fertig.", "custom": {"request": card.reference}}]

    [message] = await visitor.says("123")

    assert message["request"]["state"] == "received"
    assert message["expects"] is None


async def test_the_card_shows_the_state_at_that_moment(running, visitor):
    card = await running.cases.file_request(visitor.id, NewRequest(key="1", rights=["access"], language="de"))
    running.rasa.says = [{"text": "…", "custom": {"request": card.reference}}]
    [before] = await visitor.says("a")
    await running.cases.send_code(visitor.id, ON_FILE)
    await running.cases.check_code(visitor.id, await running.code())

    [after] = await visitor.says("b")

    assert (before["request"]["state"], after["request"]["state"]) == ("received", "verified")
    assert (await visitor.history())[2]["request"]["state"] == "received"


async def test_a_rasa_that_does_not_know_us_is_as_good_as_none(running, aiohttp_client):
    strange = running.settings.model_copy(update={"rasa_token": SecretStr("another")})
    gateway = await aiohttp_client(create_app(strange))
    visitor = Visitor(gateway, await (await gateway.post(ROOT)).json())

    [notice] = await visitor.says("Guten Tag")

    assert notice["sender"] == "system"
