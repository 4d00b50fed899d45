"""The address is asked for in words that say what for."""

import pytest

from actions.ask_email import ActionAskEmail
from tests.actions.conversation import Conversation


@pytest.mark.parametrize(("purpose", "said"), [(None, "utter_ask_email"), ("status", "utter_ask_email_case")])
async def test_who_asks_about_an_earlier_request_is_not_asked_to_confirm_a_new_one(purpose, said):
    chat = Conversation(None, "chat")
    chat.slots["purpose"] = purpose

    assert (await chat.runs(ActionAskEmail())).said == [said]
