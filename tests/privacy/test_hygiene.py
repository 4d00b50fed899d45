"""What a stranger typed loses what is invisible or commands, and keeps its words."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy.hygiene import plain_text

SLASHES = ["/", "//", " /", "\t/", "\n/", "／", "⁄", "∕", "/ /", "/／⁄∕/"]
INVISIBLE = {
    "zero width space": "\u200b",
    "zero width joiner": "\u200d",
    "word joiner": "\u2060",
    "byte order mark": "\ufeff",
    "soft hyphen": "\u00ad",
    "right-to-left mark": "\u200f",
    "right-to-left override": "\u202e",
    "first strong isolate": "\u2068",
    "Arabic letter mark": "\u061c",
    "tag solidus": "\U000e002f",
    "null": "\x00",
    "escape": "\x1b",
    "lone surrogate": "\ud800",
    "private use": "\ue000",
}


@pytest.mark.parametrize("slash", SLASHES)
def test_a_leading_slash_of_any_kind_goes(slash: str) -> None:
    assert plain_text(f'{slash}greet{{"language": "en"}}') == 'greet{"language": "en"}'


@pytest.mark.parametrize("character", INVISIBLE.values(), ids=INVISIBLE.keys())
def test_a_slash_cannot_hide_behind_what_nobody_sees(character: str) -> None:
    assert plain_text(f"{character}/{character}/affirm") == "affirm"


@pytest.mark.parametrize("character", INVISIBLE.values(), ids=INVISIBLE.keys())
def test_what_nobody_sees_goes(character: str) -> None:
    assert plain_text(f"Lösch{character}en{character}") == "Löschen"


@pytest.mark.parametrize("text", ["/", " // ", "\u200b", "\u202e/\u200b", " \n\t ", ""])
def test_nothing_but_the_invisible_is_an_empty_message(text: str) -> None:
    assert plain_text(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Löschen Sie bitte meine Daten.",
        "und/oder",
        "https://example.com/a/b",
        "Zeile eins\nZeile zwei\tmit Tabulator",
        "<b>5 < 6 & 7</b>",
        "\\affirm",
        "👍🏽 „Ja“ – gern, 50 % für 3 €",
        "Şükrü Ōsaka Дарья 北京",
    ],
)
def test_what_is_seen_is_kept(text: str) -> None:
    assert plain_text(text) == text


def test_line_ends_of_windows_become_one_line_feed() -> None:
    assert plain_text("eins\r\nzwei\r\n") == "eins\nzwei"


def test_decomposed_letters_are_composed() -> None:
    assert plain_text("Lo\u0308schen") == "Löschen"


@given(text=st.text(st.characters(), max_size=50))
def test_once_is_enough(text: str) -> None:
    clean = plain_text(text)

    assert plain_text(clean) == clean


@given(text=st.text(st.sampled_from("/／⁄∕ \n\t\u200b\u202e\u2060\ufeff\x00\ud800\u0338ab"), max_size=20))
def test_no_mixture_leaves_a_leading_slash_or_anything_invisible(text: str) -> None:
    clean = plain_text(text)

    assert not clean.lstrip().startswith(("/", "／", "⁄", "∕"))
    assert {unicodedata.category(character) for character in clean} <= {"Ll", "Mn", "Zs", "Cc", "Po", "Sm"}
    assert not set(clean) & {"\x00", "\u200b"}
    clean.encode()
