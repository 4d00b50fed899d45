"""The chat on a website of somebody else's: one line, strict policies, and nothing kept before it is used."""

import uuid
from datetime import UTC, datetime, timedelta

import jwt
import pytest
from yarl import URL

from gateway.embed import BUILDS, Builds
from tests.journeys.system import HOST_KEY

QUESTION = "Wie lange speichert ihr meine Daten?"
REQUEST = "Schicken Sie mir bitte alles, was Sie über mich haben."
BODY = "<p>Willkommen.</p>"
SEALED = (
    "default-src 'none'; script-src {source}; connect-src {source}; style-src 'self'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
FIELD = "document.querySelector('privacy-chat').shadowRoot.querySelector('textarea')"
STORES = """async () => ({
  cookies: document.cookie, local: {...localStorage}, session: Object.keys(sessionStorage),
  databases: await indexedDB.databases(), caches: await caches.keys(),
  workers: (await navigator.serviceWorker.getRegistrations()).length,
})"""
EMPTY = {"cookies": "", "local": {}, "session": [], "databases": [], "caches": [], "workers": 0}
KEPT = EMPTY | {"session": ["privacy-chat"]}


def signed_in_as(customer: str) -> str:
    now = datetime.now(UTC)
    claims = {"sub": customer, "aud": "auskunft", "iat": now, "exp": now + timedelta(minutes=5)}
    return jwt.encode(claims, HOST_KEY, "HS256")


async def test_one_line_puts_the_chat_on_a_website(system, call_on, site, line, visitor) -> None:
    chat = await call_on(site.shows(BODY, head=line))
    await chat.open()

    answer = await chat.say(QUESTION)
    kept = await chat.page.evaluate("JSON.parse(sessionStorage.getItem('privacy-chat')).chat")
    said = {
        "json": {"client_id": uuid.uuid4().hex, "text": "Sind Sie ein Roboter?"},
        "headers": {"Authorization": f"Bearer {kept['token']}"},
    }
    async with visitor.post(f"/api/v1/conversations/{kept['id']}/messages", **said) as response:
        assert response.status == 200

    assert "so lange" in answer
    assert "Computerprogramm" in await chat.reply(3)
    assert chat.asked == {URL(site.origin), URL(system.gateway)}
    assert await chat.page.evaluate(STORES) == KEPT


async def test_a_file_that_was_tampered_with_does_not_run(call_on, site, line) -> None:
    chat = await call_on(site.shows(BODY, head=line.replace("sha384-", "sha384-x")))

    complaints = " ".join(chat.complaints)
    chat.complaints.clear()
    assert "integrity" in complaints
    assert await chat.page.locator("privacy-chat").count() == 0


@pytest.mark.parametrize("behind_its_proxy", [True, False])
async def test_the_strictest_content_policy_is_kept(system, call_on, site, behind_its_proxy) -> None:
    gateway = f"{site.origin}/privacy" if behind_its_proxy else system.gateway
    policy = SEALED.format(source="'self'" if behind_its_proxy else gateway)
    chat = await call_on(site.shows(BODY, head=Builds(BUILDS).newest.line(gateway), csp=policy))

    await chat.open()
    await chat.say(REQUEST, 2)
    await chat.press("Mehr")
    async with chat.page.expect_download():
        await chat.press("Chat herunterladen")
    await chat.page.evaluate("window.print = () => {}")
    await chat.press("Drucken")
    await chat.page.evaluate("dispatchEvent(new Event('afterprint'))")
    await chat.page.reload()

    assert "DSR-" in await chat.page.locator(".card").inner_text()
    assert await chat.page.evaluate(STORES) == KEPT
    assert chat.asked == {URL(site.origin), URL(gateway).origin()}


async def test_behind_the_proxy_of_the_website_messages_come_at_once_and_links_lead_somewhere(
    call_on, site
) -> None:
    address = site.shows(BODY, head=Builds(BUILDS).newest.line(f"{site.origin}/privacy"))
    chat = await call_on(address)
    await chat.open()
    await chat.say(QUESTION)
    other = await call_on(address, context=chat.page.context)
    await other.open()
    await other.reply(2)

    await other.say("Sind Sie ein Roboter?")
    live = await chat.reply(3)
    await chat.press("Mehr")
    policy = chat.page.get_by_role("link", name="Datenschutzerklärung lesen")
    link = await policy.get_attribute("href")
    await chat.page.goto(link)

    assert "Computerprogramm" in live
    assert link == f"{site.origin}/privacy/policy/de"
    assert await chat.page.evaluate("document.styleSheets[0].cssRules.length") > 0
    await chat.page.get_by_role("link", name="Antrag stellen").click()
    await chat.page.get_by_role("button", name="Antrag absenden").wait_for()


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Von dieser Website aus ist der Chat nicht freigegeben."),
        ("en", "The chat has not been enabled for this website."),
    ],
)
async def test_a_website_that_nobody_named_is_told(call_on, stranger, line, language, sentence) -> None:
    chat = await call_on(stranger.shows(BODY, head=line, language=language))
    await chat.page.clock.install()
    await chat.page.locator(".launcher").click()
    await chat.page.get_by_text(sentence).wait_for()
    await chat.page.clock.run_for(600_000)
    calls = [URL(call).path for call in chat.calls if "/api/" in call]

    await chat.field.fill(QUESTION)
    await chat.page.keyboard.press("Enter")
    await chat.page.wait_for_function(f"{FIELD}.value === '{QUESTION}'")

    assert calls == ["/api/v1/welcome"]
    assert await chat.status.inner_text() == sentence
    assert await chat.entries.count() == 0
    assert await chat.page.evaluate(STORES) == EMPTY
    assert all("CORS policy" in told or "Failed to load" in told for told in chat.complaints)
    chat.complaints.clear()


async def test_nothing_is_asked_before_the_chat_is_opened_and_nothing_kept_before_it_is_used(
    system, call_on, site, line
) -> None:
    address = site.shows(BODY, head=line)
    chat = await call_on(address)
    await chat.page.evaluate("document.querySelector('privacy-chat').setAttribute('language', 'en')")
    await chat.page.get_by_role("button", name="Privacy questions").wait_for()
    unopened = list(chat.calls), await chat.page.evaluate(STORES)
    await chat.open()
    unused = await chat.page.evaluate(STORES)

    await chat.say("How long do you keep my data?")
    used = await chat.page.evaluate(STORES)
    await chat.press("More")
    await chat.press("Delete chat")
    await chat.press("Yes, delete the chat")
    await chat.page.get_by_text("The chat has been deleted.").wait_for()

    script = f"{system.gateway}/embed/{Builds(BUILDS).newest.name}"
    assert unopened == ([address, f"{address}style.css", script], EMPTY)
    assert (unused, used) == (EMPTY, KEPT)
    assert await chat.page.evaluate(STORES) == EMPTY
    assert await chat.page.context.cookies() == []


async def test_who_is_logged_in_at_the_website_need_not_enter_a_code(call_on, site, line) -> None:
    element = f'<privacy-chat identity="{signed_in_as("K-100001")}"></privacy-chat>'
    chat = await call_on(site.shows(BODY + element, head=line))
    await chat.open()

    await chat.say(REQUEST)

    assert "bestätigt" in (await chat.page.locator(".card").inner_text()).split("\n")
    assert await chat.page.get_by_label("Code aus der E-Mail").count() == 0
