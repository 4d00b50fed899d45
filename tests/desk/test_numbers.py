"""The numbers are drawn and told, in the language of who reads, and downloaded as a table."""

import csv
import io

import pytest

from casestore.wire.conversations import NewMessage, Said
from desk.charts import bars, lines
from desk.tables import table
from privacy.language import Language


@pytest.fixture
async def auditor(browser, hire):
    auditor = await browser()
    await auditor.log_in(await hire("auditor"))
    return auditor


@pytest.fixture
async def counted(running):
    """Two chats; in one of them two answers, in German and in English, and a wish for a person."""
    for wants_person in (False, True):
        chat = await running.cases.open_conversation(Language.GERMAN)
        await running.cases.take(chat.id, Said(token=chat.token, client_id="1", text="Hallo"))
        if wants_person:
            await running.cases.ask_for_staff(chat.id, "person", "normal")
    for language, outcome in ((Language.GERMAN, "answered"), (Language.ENGLISH, "not_in_policy")):
        said = NewMessage(sender="bot", text="…", language=language, outcome=outcome, topic="ai_use")
        await running.cases.reply(chat.id, [said])


@pytest.mark.usefixtures("counted")
@pytest.mark.parametrize(
    ("language", "name", "half"),
    [("de", "Ohne Menschen gelöst", "50 % (1 von 2)"), ("en", "Solved without a person", "50 % (1 of 2)")],
)
async def test_each_number_is_drawn_and_told(auditor, language, name, half):
    seen = await auditor.open(f"/numbers?language={language}")

    assert seen.text.count("<svg") == 6
    assert name in seen.text
    assert seen.text.count(half) >= 3


@pytest.mark.usefixtures("counted")
async def test_they_are_told_for_one_language(auditor):
    german, english = [await auditor.open(f"/numbers?of={code}&language=en") for code in ("de", "en")]

    assert "0 % (0 of 1)" in german.text
    assert "100 % (1 of 1)" in english.text


@pytest.mark.usefixtures("counted")
async def test_each_language_has_a_line_of_its_own_with_its_name_and_rows_that_tell_the_same(auditor):
    both, german = [await auditor.open(f"/numbers?language=en{of}") for of in ("", "&of=de")]

    silence = both.text.split('aria-labelledby="chart-silence"')[1].split("</section>")[0]
    assert (silence.count("<polyline"), silence.count("<circle"), silence.count("of-en")) == (2, 1, 1)
    assert ">German</text>" in silence
    assert ">English</text>" in silence
    assert "Both languages: 50 % (1 of 2); German: 0 % (0 of 1); English: 100 % (1 of 1)" in silence
    assert both.text.count('scope="rowgroup" rowspan="3"') == 13
    assert "<polyline" not in german.text
    assert "rowgroup" not in german.text


async def test_with_nothing_counted_yet_the_page_says_so(auditor):
    seen = await auditor.open("/numbers?language=en&of=fr")

    assert seen.status == 200
    assert seen.text.count("nothing counted yet") == 6


@pytest.mark.usefixtures("counted")
async def test_the_table_has_a_row_a_week_and_language_and_the_totals(auditor):
    seen = await auditor.open("/numbers.csv?language=en")

    heads, *rows = csv.reader(io.StringIO(seen.text.removeprefix("\ufeff")))
    assert len(rows) == 13 * 3
    assert heads[:3] == ["Week from", "Language", "Chats without a person"]
    assert rows[-1][:6] == ["", "", "1", "2", "1", "2"]


def test_the_highest_bar_is_as_high_as_the_drawing_and_what_was_not_measured_has_none():
    drawn = bars([None, 0.0, 30.0, 60.0])

    assert [bar.height for bar in drawn] == [None, 0.0, 44.0, 88.0]
    assert bars([0.5], full=1.0)[0].height == 44.0
    assert [bar.height for bar in bars([0, 0])] == [0, 0]


def test_a_line_breaks_where_nothing_was_measured_and_labels_do_not_cover_each_other():
    english, german = lines({"de": [0.5, None, 0.1], "en": [None, None, 0.12], "fr": [None] * 3}, full=1.0)

    assert (english.name, german.name) == ("en", "de")
    assert [[point.number for point in piece] for piece in german.pieces] == [[0], [2]]
    assert german.pieces[0][0].y == bars([0.5], full=1.0)[0].y
    assert german.label_y - english.label_y >= 12


def test_no_cell_of_a_table_is_a_formula():
    assert b"'=1+1,'@x,5," in table("a", [["=1+1", "@x", 5, None]]).body
