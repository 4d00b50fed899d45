"""The frame of every page: its words, what it loads, how it tells errors."""

import base64
import hashlib
import re
from pathlib import Path

import pytest
from aiohttp import web

from desk import start
from desk.access import CASES, DECIDE, READ, check_access, open_to
from desk.app import create_app
from desk.cookies import SETTINGS
from desk.pages import WORDING, page_in
from desk.wording import Wording
from settings import content_folder

DESK = Path(__file__).parents[2] / "desk"
THIRD_PARTY = DESK / "assets" / "third-party"
ROW = re.compile(r"^\| `([^`]+\.js)` \|.*\| `([^`]+)` \|$", re.MULTILINE)
BOOM = "Kanarienvogel"


def test_scripts_of_others_are_as_they_were_published():
    listed = dict(ROW.findall((THIRD_PARTY / "README.md").read_text(encoding="utf-8")))

    found = {
        path.name: base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode()
        for path in THIRD_PARTY.glob("*.js")
    }
    assert found == listed
    assert {name.removesuffix(".min.js") for name in found} == {p.stem for p in THIRD_PARTY.glob("*.LICENSE")}


@pytest.mark.parametrize("path", ["/login", "/account", "/nowhere"])
async def test_what_a_page_loads_is_there_and_our_own(anna, path):
    text = (await anna.open(path)).text if path != "/login" else (await _logged_out(anna)).text

    loaded = re.findall(r'<(?:script|link)[^>]* (?:src|href)="([^"]+)"', text)
    assert len(loaded) == 6
    assert [(await anna.open(address)).status for address in loaded] == [200] * 6
    assert "<script>" not in text
    assert not re.search(r"\s(style|on\w+)=", text)


async def _logged_out(browser):
    await browser.send("/logout")
    return await browser.open("/login")


async def test_a_page_has_one_heading_one_main_part_and_a_way_to_it(anna):
    text = (await anna.open("/account")).text

    assert text.count("<h1>") == 1
    assert re.search(r'<a class="skip" href="#main">', text)
    assert re.search(r'<main id="main"', text)
    assert '<div id="toasts" class="toasts" role="status"' in text


async def test_htmx_is_kept_from_what_the_policy_forbids(anna):
    text = (await anna.open("/account")).text

    config = re.search(r"<meta name=\"htmx-config\" content='([^']+)'>", text)[1]
    assert config == (
        '{"includeIndicatorStyles":false,"allowEval":false,"allowScriptTags":false,"selfRequestsOnly":true}'
    )


@pytest.mark.parametrize(
    ("wish", "chosen", "language"),
    [
        ("de", "", "de"),
        ("en-US,en;q=0.9", "", "en"),
        ("de", "?language=en", "en"),
        ("fr", "?language=fr", "de"),
    ],
)
async def test_a_page_speaks_the_language_chosen_or_that_of_the_browser(browser, wish, chosen, language):
    someone = await browser()

    first = await someone.open(f"/login{chosen}", **{"Accept-Language": wish})
    next_one = await someone.open("/login", **{"Accept-Language": wish})

    assert f'<html lang="{language}">' in first.text
    assert f'<html lang="{language}">' in next_one.text


async def test_only_areas_that_are_there_and_that_one_may_open_stand_in_the_navigation(
    running, aiohttp_client, token_of
):
    app = web.Application(middlewares=[check_access])
    app[CASES], app[SETTINGS], app[WORDING] = running.cases, running.settings, Wording.load(content_folder())
    app.add_routes(start.routes)
    app.router.add_get("/requests", open_to(DECIDE)(_area))
    app.router.add_get("/answers", open_to(READ)(_other_area))
    client = await aiohttp_client(app)

    shown = {}
    for role in ("agent", "lead"):
        response = await client.get("/", headers=await token_of(role))
        navigation = re.search(r"<nav.*?</nav>", await response.text(), re.DOTALL)[0]
        shown[role] = response.url.path, re.findall(r'<a href="(/\w+)"( aria-current="page")?>', navigation)

    here = ' aria-current="page"'
    assert shown == {
        "agent": ("/answers", [("/answers", here)]),
        "lead": ("/requests", [("/requests", here), ("/answers", "")]),
    }


async def _area(http):
    return page_in(http, "error.html", error="not_found")


async def _other_area(http):
    return page_in(http, "error.html", error="not_found")


@pytest.mark.parametrize(
    ("language", "title"), [("de", "Diese Seite gibt es nicht"), ("en", "There is no such page")]
)
async def test_an_error_is_a_page_in_the_readers_language_with_a_way_on(anna, language, title):
    seen = await anna.open(f"/nowhere?language={language}")

    assert seen.status == 404
    assert f"<h1>{title}</h1>" in seen.text
    assert '<a class="button" href="/">' in seen.text


async def test_an_error_in_a_part_of_a_page_is_one_sentence(anna):
    seen = await anna.open("/nowhere", **{"HX-Request": "true"})

    assert (seen.status, seen.headers["Content-Type"].partition(";")[0]) == (404, "text/plain")
    assert seen.text.startswith("Vielleicht")


@pytest.mark.parametrize(
    ("path", "kind"), [("/broken", "text/html"), ("/api/v1/desk/broken", "application/problem+json")]
)
async def test_a_fault_of_ours_tells_nothing_of_itself(running, aiohttp_client, token_of, path, kind):
    app = create_app(running.settings)
    app.router.add_get(path, open_to(READ)(_breaks))
    client = await aiohttp_client(app)

    response = await client.get(path, headers=await token_of("agent"))

    assert (response.status, response.content_type) == (500, kind)
    assert BOOM not in await response.text()


async def _breaks(_):
    raise RuntimeError(BOOM)


async def test_an_asset_that_did_not_change_is_not_sent_again(anna):
    first = await anna.open("/assets/desk.css")
    again = await anna.open("/assets/desk.css", **{"If-None-Match": first.headers["ETag"]})

    assert (first.headers["Cache-Control"], again.status) == ("no-cache", 304)


@pytest.mark.parametrize(
    "path", ["../app.py", "..%2Fapp.py", "third-party/../../app.py", "/etc/passwd", "desk"]
)
async def test_only_assets_are_sent(anna, path):
    assert (await anna.open(f"/assets/{path}")).status in {303, 404}
