"""Sentences by name: filled in, in the plural where it is meant, and none missing that a page asks for."""

import re
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from desk.moments import Moments
from desk.wording import Wording
from privacy.language import Language
from settings import content_folder

PAGES = Path(__file__).parents[2] / "desk" / "pages"
NAMED = re.compile(r"""\bt\(\s*["']([a-z_]+(?:\.[a-z_]+)+)["']\s*[,)]""")
DE, EN = Language.GERMAN, Language.ENGLISH


@pytest.fixture(scope="module")
def wording():
    return Wording.load(content_folder())


@pytest.fixture(params=[DE, EN])
def moments(request):
    return Moments(request.param, ZoneInfo("Europe/Berlin"))


def made_up():
    sentence = {"de": "{count} Chats von {name}", "en": "{count} chats of {name}"}
    one = {"de": "ein Chat von {name}", "en": "one chat of {name}"}
    return Wording({"a": {"b": sentence, "c": {"one": one, "other": sentence}}})


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        (DE, 1, "ein Chat von {x}"),
        (DE, 0, "0 Chats von {x}"),
        (DE, 1234, "1.234 Chats von {x}"),
        (EN, 1, "one chat of {x}"),
        (EN, 1234, "1,234 chats of {x}"),
    ],
)
def test_a_sentence_goes_by_its_number_and_takes_values_as_they_are(language, count, said):
    assert made_up().say("a.c", language, count=count, name="{x}") == said


@pytest.mark.parametrize(("name", "values"), [("a.x", {}), ("x.b", {}), ("a.b", {"count": 1})])
def test_what_is_missing_is_an_error_and_no_gap_on_the_page(name, values):
    with pytest.raises(KeyError):
        made_up().say(name, DE, **values)


def test_every_sentence_that_a_page_names_is_there_in_both_languages(wording):
    names = {name for page in PAGES.glob("*.html") for name in NAMED.findall(page.read_text("utf-8"))}

    assert len(names) > 50
    for name in names:
        for language in (DE, EN):
            assert wording.say(name, language, **dict.fromkeys(placeholders(wording, name), 2))


def placeholders(wording, name):
    entry = wording._entries  # noqa: SLF001
    for part in name.split("."):
        entry = entry[part]
    return {"count", *re.findall(r"\{(\w+)\}", str(entry))}


def test_moments_are_written_as_people_write_them():
    moment = datetime(2026, 11, 27, 23, 30, tzinfo=UTC)  # past midnight in Berlin
    german, english = (Moments(language, ZoneInfo("Europe/Berlin")) for language in (DE, EN))

    assert german.long_time(moment) == "28. November 2026, 00:30"
    assert english.long_time(moment) == "28 November 2026, 00:30"
    assert german.short_date(date(2026, 3, 2)) == "02.03.2026"
    assert english.short_date(date(2026, 3, 2)) == "2 Mar 2026"
    assert (german.number(1234.5), english.number(1234.5)) == ("1.234,5", "1,234.5")


def test_how_long_ago_is_told_in_words(moments):
    passed = moments.ago(datetime.now(UTC) - timedelta(minutes=3, seconds=1))
    to_come = moments.ago(datetime.now(UTC) + timedelta(days=2, minutes=1))

    assert (passed, to_come) in {("vor 3 Minuten", "in 2 Tagen"), ("3 minutes ago", "in 2 days")}
