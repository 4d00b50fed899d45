"""The pages: the chat in both languages, and the policy text with its anchors."""

import re

import pytest

PASSAGES = [  # public names, each an anchor that others link to
    "preamble",
    "collection",
    "collection/provided",
    "collection/technology",
    "purposes",
    "purposes/service",
    "purposes/marketing",
    "purposes/improvement",
    "purposes/support",
    "purposes/compliance",
    "sharing",
    "security/data-centre",
    "security/desktops-and-mail",
    "security/testing",
    "risk",
    "retention",
    "rights",
    "rights/guidance",
    "rights/contact",
]
BEGINNINGS = {"de": "Wir verpflichten uns", "en": "We are committed"}


@pytest.mark.parametrize("language", ["de", "en"])
async def test_the_policy_text_has_an_anchor_for_each_passage_once(gateway, language):
    page = await (await gateway.get(f"/policy/{language}")).text()

    anchors = re.findall(r'<section id="([^"]+)"', page)
    assert anchors == [name.replace("/", "-") for name in PASSAGES]
    assert f'<html lang="{language}">' in page
    assert BEGINNINGS[language] in page


async def test_there_is_no_policy_text_in_another_language(gateway):
    assert (await gateway.get("/policy/fr")).status == 404


@pytest.mark.parametrize(
    ("query", "wish", "language"),
    [
        ("", "de", "de"),
        ("", "en-US,en;q=0.9", "en"),
        ("?language=en", "de", "en"),
        ("?language=de", "en", "de"),
        ("?language=fr", "en", "en"),
        ("?language=", "", "de"),
    ],
)
async def test_the_chat_page_speaks_the_language_asked_for(gateway, query, wish, language):
    response = await gateway.get(f"/{query}", headers={"Accept-Language": wish})

    page = await response.text()
    assert response.content_type == "text/html"
    assert f'<html lang="{language}">' in page
    assert {"de": "Fragen zum Datenschutz", "en": "Privacy questions"}[language] in page


@pytest.mark.parametrize("page", ["/", "/demo", "/policy/de"])
async def test_what_a_page_loads_is_there_and_our_own(gateway, page):
    text = await (await gateway.get(page)).text()

    loaded = re.findall(r'<(?:script|link)[^>]*? (?:src|href)="([^"]+)"', text)
    assert loaded
    assert all(address.startswith(("/assets/", "/embed/")) for address in loaded)
    assert [(await gateway.get(address)).status for address in loaded] == [200] * len(loaded)
    assert "<script>" not in text
    assert " style=" not in text
