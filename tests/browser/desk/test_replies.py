"""Canned replies while writing to a visitor: offered by their code, taken by Enter, sent only by the next."""


async def test_a_code_offers_replies_and_enter_takes_the_first_without_sending(log_in, visitor):
    async with visitor.post("/api/v1/conversations", json={"language": "de"}) as response:
        chat = await response.json()
    said = {"text": "Ich möchte mit einem Menschen sprechen.", "client_id": "1"}
    bearer = {"Authorization": f"Bearer {chat['token']}"}
    await visitor.post(f"/api/v1/conversations/{chat['id']}/messages", json=said, headers=bearer)
    desk = await log_in(name="rosa", called="Rosa Luft", path=f"/chats/{chat['id']}")
    await desk.page.locator("form[action*=claim] button").first.click()
    field = desk.page.locator("form.compose textarea")
    await desk.page.locator("[name=kind][value=reply]").wait_for()

    await field.press_sequentially("/hel")
    await desk.page.locator("[data-inserts]").first.wait_for()
    await field.press("Enter")

    assert (await field.input_value()).startswith("Guten Tag, hier ist Rosa Luft.")
    assert await desk.page.locator("[data-inserts]").count() == 0
    async with visitor.get(f"/api/v1/conversations/{chat['id']}/messages", headers=bearer) as response:
        messages = (await response.json())["messages"]
    assert [message for message in messages if message["sender"] == "staff"] == []
