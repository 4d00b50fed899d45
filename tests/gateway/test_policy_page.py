"""The policy text can be read, searched by its headings, and left for the chat or the form."""

import re
from itertools import pairwise

import pytest

from tests.gateway.applicant import page_of

BINDING = {"de": "Dieser deutsche Text ist verbindlich", "en": "The German text is binding"}
OTHER = {"de": "en", "en": "de"}


@pytest.fixture(params=["de", "en"])
async def page(gateway, request):
    found = await page_of(await gateway.get(f"/policy/{request.param}"))
    found.language = request.param
    return found


async def test_the_headings_go_down_one_step_at_a_time(page):
    levels = [int(tag[1]) for tag, _ in page.elements if re.fullmatch(r"h\d", tag)]

    assert levels[0] == 1
    assert levels.count(1) == 1
    assert 3 in levels
    assert all(after - before <= 1 for before, after in pairwise(levels))


async def test_a_number_stands_before_the_heading_of_its_section_and_no_other(page):
    numbers = re.findall(r"<h2>(\d+)\. ", page.html)

    assert numbers == [str(number) for number in range(1, 8)]
    assert not re.findall(r"<h3>\d", page.html)


async def test_the_contents_lead_to_each_section(page):
    contents = page.html.partition('<nav class="contents"')[2].partition("</nav>")[0]
    anchors = [found["id"] for found in page.of("section")]

    links = re.findall(r'href="#([^"]+)"', contents)
    assert len(links) == len(re.findall(r"<h2>", page.html)) - 1  # the contents have a heading too
    assert set(links) <= set(anchors)
    assert links == sorted(links, key=anchors.index)


async def test_the_page_says_which_text_is_binding(page):
    assert BINDING[page.language] in page.words


async def test_a_link_leads_past_the_navigation_and_others_to_chat_form_and_the_other_language(page):
    other = OTHER[page.language]

    assert page.of("a")[0]["href"] == "#content"
    assert page.of("main", id="content", tabindex="-1")
    assert page.of("a", href=f"/?language={page.language}")
    assert page.of("a", href=f"/form/{page.language}")
    assert page.of("a", href=f"/policy/{other}", lang=other, hreflang=other)
