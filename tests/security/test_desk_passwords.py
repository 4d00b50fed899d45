"""B9: no new password is one of those that guessers try first."""

import pytest
from pydantic import ValidationError

from casestore.wire.accounts import NewPassword
from casestore.wire.passwords import is_easy
from casestore.wire.staff import NewStaff
from settings import content_folder
from tests.desk.browser import PASSWORD
from tests.desk.conftest import anna, browser, desk, hire, options, running

__all__ = ["anna", "browser", "desk", "hire", "options", "running"]

EASY = [
    "password",
    "Passwort123",
    "qwertz123",
    "Auskunft",
    "auskunft2026",
    "Datenschutz!",
    "abababab",
    "aaaaaaaaaaaa",
]
GOOD = ["long enough", "Auskunft gibt der Kanarienvogel", "eine blaue Giraffe", "xK3$vq9!"]


@pytest.mark.parametrize("password", EASY)
def test_an_easy_one_makes_no_account(password):
    with pytest.raises(ValidationError):
        NewStaff(name="anna", role="agent", password=password)


@pytest.mark.parametrize("password", ["petra.weber", "Petra.Weber1", "petra.weber2026"])
def test_ones_own_name_is_none(password):
    with pytest.raises(ValidationError):
        NewStaff(name="petra.weber", role="agent", password=password)
    assert NewStaff(name="anna", role="agent", password=password)


@pytest.mark.parametrize("password", GOOD)
def test_others_will_do(password):
    assert NewPassword(password="x", client="", new=password).new == password  # noqa: S106


def test_the_list_has_only_what_the_length_lets_through():
    words = (content_folder() / "passwords.txt").read_text(encoding="utf-8").split()

    assert len(words) > 200
    assert [word for word in words if len(word) < 8 or word != word.lower() or not is_easy(word)] == []


@pytest.mark.parametrize("easy", ["password1", "agent2026"])
async def test_at_the_desk_it_is_told_and_the_old_one_holds(anna, browser, easy):
    refused = await anna.send("/account/password", password=PASSWORD, new=easy, again=easy)

    assert refused.leads_to == "/account?problem=unfit#password"
    assert "zu leicht zu erraten" in (await anna.open("/account?problem=unfit")).text
    assert (await (await browser()).log_in("agent")).leads_to == "/account"
