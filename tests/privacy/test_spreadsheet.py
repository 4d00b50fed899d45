"""What somebody typed is shown in a spreadsheet, not run."""

import pytest

from privacy.spreadsheet import shown_as_text


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_what_begins_like_a_formula_is_text(start):
    assert shown_as_text(f"{start}1+1") == f"'{start}1+1"


def test_all_else_stays_as_it_is():
    assert shown_as_text("Erika = Mustermann") == "Erika = Mustermann"
