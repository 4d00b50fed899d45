"""Two colleagues press at the same moment, again and again: one has the chat, the other is told who."""

import asyncio
import re

ROUNDS = 10
HAS = re.compile("(hat|haben) diesen Chat")
PRESS = "document.querySelector('form[action*=claim] button')?.click()"
NEW = "/api/v1/conversations"
STAFF = "/api/v1/desk/conversations"


async def waiting(visitor) -> tuple[str, dict[str, str]]:
    """Somebody who waits for a person: the chat, and what opens it."""
    async with visitor.post(NEW, json={"language": "de"}) as response:
        chat = await response.json()
    bearer = {"Authorization": f"Bearer {chat['token']}"}
    wish = {"text": "Ich möchte mit einem Menschen sprechen.", "client_id": "1"}
    async with visitor.post(f"{NEW}/{chat['id']}/messages", json=wish, headers=bearer) as response:
        assert response.status == 200, await response.text()
    return chat["id"], bearer


async def test_of_two_who_press_at_once_one_has_the_chat(visitor, staff, log_in) -> None:
    windows = {"huber": await log_in("huber"), "keller": await log_in("keller")}
    for window in windows.values():
        window.expects_failures = True  # 409 is an answer here
    winners = []
    for _ in range(ROUNDS):
        chat, bearer = await waiting(visitor)
        tabs = {name: await window.page.context.new_page() for name, window in windows.items()}
        for tab in tabs.values():  # a new one: the former goes elsewhere by itself when its chat is closed
            await tab.goto(f"/chats/{chat}")

        await asyncio.gather(*(tab.evaluate(PRESS) for tab in tabs.values()))
        for tab in tabs.values():
            await tab.locator(".talk-head", has_text=HAS).wait_for()
        async with staff.get(f"{STAFF}/{chat}") as response:
            winner = (await response.json())["assignee"]
        loser = next(name for name in tabs if name != winner)
        await tabs[winner].locator(".talk-head", has_text="Sie haben diesen Chat").wait_for()
        await tabs[loser].locator(".talk-head", has_text=f"{winner} hat diesen Chat").wait_for()
        async with visitor.get(f"{NEW}/{chat}/messages", headers=bearer) as response:
            said = (await response.json())["messages"]
        async with staff.post(f"{STAFF}/{chat}/close") as response:
            assert response.status == 200, await response.text()

        assert sum("ist jetzt im Chat" in message["text"] for message in said) == 1
        for tab in tabs.values():
            await tab.close()
        winners.append(winner)
    assert len(winners) == ROUNDS
