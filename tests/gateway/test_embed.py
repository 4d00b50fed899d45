"""The file of the chat: any page may load it, its version never changes, its hash can be checked."""

import base64
import hashlib
import re

import pytest

from gateway.embed import BUILDS, Build, Builds

NEWEST = Builds(BUILDS).newest
VERSIONED = f"/embed/{NEWEST.name}"
SITE = "https://www.example.com"


@pytest.fixture
def overrides(overrides):
    return {**overrides, "origins": SITE}


async def test_a_version_is_kept_for_ever_and_the_newest_is_asked_for_anew(gateway):
    versioned, newest = await gateway.get(VERSIONED), await gateway.get("/embed/privacy-chat.js")

    assert versioned.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert newest.headers["Cache-Control"] == "no-cache"
    assert await versioned.read() == await newest.read() == NEWEST.content


@pytest.mark.parametrize("address", [VERSIONED, "/embed/privacy-chat.js"])
@pytest.mark.parametrize(
    ("known", "status"), [("{tag}", 304), ('"other", {tag}', 304), ("*", 304), ('"other"', 200), (None, 200)]
)
async def test_who_has_the_file_is_not_sent_it_again(gateway, address, known, status):
    tag = (await gateway.get(address)).headers["ETag"]

    headers = {"If-None-Match": known.format(tag=tag)} if known else {}
    response = await gateway.get(address, headers=headers)

    assert (response.status, response.headers["ETag"]) == (status, tag)
    assert (await response.read() == b"") == (status == 304)


@pytest.mark.parametrize("address", [VERSIONED, "/embed/privacy-chat.js"])
async def test_every_website_may_load_the_file_and_check_its_hash(gateway, address):
    response = await gateway.get(address, headers={"Origin": "https://elsewhere.example"})

    assert response.status == 200
    assert response.content_type == "text/javascript"
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cross-Origin-Resource-Policy"] == "cross-origin"


async def test_the_line_names_the_newest_version_and_the_hash_of_what_is_served(gateway):
    line = NEWEST.line("https://privacy.example.com/chat/")
    source, algorithm, expected = re.search(r'src="([^"]+)" integrity="(sha384)-([^"]+)"', line).groups()

    served = await (await gateway.get("/embed/" + source.rpartition("/")[2])).read()

    assert source == f"https://privacy.example.com/chat{VERSIONED}"
    assert base64.b64decode(expected) == hashlib.new(algorithm, served).digest()
    assert 'crossorigin="anonymous"' in line


def test_an_address_cannot_break_out_of_the_line():
    assert '"><script>' not in Build("privacy-chat-1.0.0.js", b"").line('https://a.example"><script>')


async def test_the_page_that_shows_the_chat_has_the_line_to_copy(gateway):
    page = await (await gateway.get("/demo")).text()

    assert page.count(NEWEST.integrity) == 2
    assert page.count(VERSIONED) == 2


@pytest.mark.parametrize("name", ["privacy-chat-0.0.0.js", "..%2Fpackage.json", "package.json", ""])
async def test_nothing_else_is_served_beside_it(gateway, name):
    assert (await gateway.get(f"/embed/{name}")).status == 404


def test_versions_are_ordered_by_number_and_all_stay(tmp_path):
    for version in ("0.9.0", "0.10.0", "0.2.11"):
        (tmp_path / f"privacy-chat-{version}.js").write_text(version)
    (tmp_path / "privacy-chat-0.10.0.js.map").write_text("{}")

    builds = Builds(tmp_path)

    assert builds.newest.content == b"0.10.0"
    assert len(builds.by_name) == 3


def test_without_a_build_nothing_starts(tmp_path):
    with pytest.raises(ValueError, match="no build"):
        Builds(tmp_path)


@pytest.mark.parametrize(
    ("language", "detail"),
    [
        ("de", "Von dieser Website aus ist der Chat nicht freigegeben"),
        ("en", "The chat has not been enabled"),
    ],
)
async def test_a_page_can_ask_whether_its_website_may_use_the_chat(gateway, language, detail):
    headers = {"Accept-Language": language}
    answers = {
        origin: await gateway.get("/embed/permission", headers={**headers, "Origin": origin})
        for origin in (SITE, "https://elsewhere.example")
    }

    granted, refused = [await answer.json() for answer in answers.values()]
    assert granted == {"granted": True}
    assert refused["granted"] is False
    assert refused["detail"].startswith(detail)
    for origin, answer in answers.items():
        assert answer.headers["Access-Control-Allow-Origin"] in {origin, "*"}
        assert answer.headers["Cache-Control"] == "no-store"
