"""Who wants a person gets into the queue, and is promised nothing else."""

from actions.hand_off import ActionHandOff


async def test_the_conversation_waits_for_staff_and_the_visitor_is_told(running, chat):
    chat.hears("Mensch", "request_handoff/person")

    done = await chat.runs(ActionHandOff())

    assert (await running.cases.conversation(chat.id)).status == "waiting"
    assert done.messages[0]["custom"]["outcome"] == "handoff"
    assert done.messages[0]["text"]
    assert done.events == []


async def test_asking_again_does_not_take_it_out_of_the_hands_of_staff(running, chat):
    running.execute("UPDATE conversations SET status = 'open'")
    chat.hears("Mensch", "request_handoff/person")

    await chat.runs(ActionHandOff())

    assert (await running.cases.conversation(chat.id)).status == "open"


async def test_while_the_case_store_is_down_no_person_is_promised(running, chat):
    chat.hears("Mensch", "request_handoff/person")
    await running.stop_case_store()

    done = await chat.runs(ActionHandOff())

    assert done.said == ["utter_request_not_stored"]
