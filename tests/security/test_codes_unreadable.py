"""O7: a code is read in its mail and nowhere else, also when it is typed where nobody waits for it."""

import json

import pytest

from tests.installation import ON_FILE


async def is_sent_a_code(running, chat) -> str:
    running.rasa.expects = "code"
    await chat.says("Ich möchte Auskunft")
    await running.cases.send_code(chat.id, ON_FILE)
    return await running.code()


def digits_of(*said) -> str:
    return json.dumps(said).replace(" ", "")


@pytest.mark.parametrize("expects", [None, "email", "details"])
@pytest.mark.parametrize("used", [True, False])
async def test_a_code_that_nobody_waits_for_reaches_neither_rasa_nor_the_transcript(
    running, open_chat, expects, used
):
    chat = await open_chat()
    code = await is_sent_a_code(running, chat)
    if used:
        await running.cases.check_code(chat.id, code)
    running.rasa.expects = expects
    await chat.says("Einen Augenblick")

    await chat.says(f"Mein Code war {code[:3]} {code[3:]}")

    assert "Mein Code war" in running.rasa.heard[-1]["text"]
    assert code not in digits_of(running.rasa.heard, await chat.history())


async def test_staff_who_own_the_chat_do_not_read_the_code(running, open_chat):
    chat = await open_chat()
    await running.change("UPDATE conversations SET status = 'open' WHERE id = ?", chat.id)
    await running.cases.send_code(chat.id, ON_FILE)
    code = await running.code()

    await chat.says(f"Der Code ist {code}")

    assert "Der Code ist" in (await chat.history())[-1]["text"]
    assert code not in digits_of(await chat.history())


async def test_another_number_stays_as_it_was_typed(running, open_chat):
    chat = await open_chat()
    code = await is_sent_a_code(running, chat)
    running.rasa.expects = None
    await chat.says("Einen Augenblick")
    invoice = f"{(int(code) + 1) % 10**6:06d}"

    await chat.says(f"Es geht um Rechnung {invoice}")

    assert running.rasa.heard[-1]["text"] == f"Es geht um Rechnung {invoice}"
    assert (await chat.history())[-2]["text"] == f"Es geht um Rechnung {invoice}"


@pytest.mark.parametrize("guesses", [["{0}"] * 3, ["{0} und {0} und {0}"]])
async def test_who_guesses_where_nobody_waits_has_three_guesses_too(running, open_chat, guesses):
    chat = await open_chat()
    code = await is_sent_a_code(running, chat)
    running.rasa.expects = None
    await chat.says("Einen Augenblick")

    for guess in guesses:
        await chat.says(guess.format(f"{(int(code) + 1) % 10**6:06d}"))

    assert await running.cases.check_code(chat.id, code) == "dead"
