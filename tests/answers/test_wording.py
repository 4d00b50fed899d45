"""A change of mind and a request for somebody else are heard, and not where there is none."""

import pytest

from answers.wording import acts_for_another, changes_mind
from privacy.language import Language

DE, EN = Language.GERMAN, Language.ENGLISH


@pytest.mark.parametrize(
    ("text", "language", "role"),
    [
        ("Ich möchte für meine Mutter Auskunft verlangen.", DE, "relative"),
        ("Namens und in Vollmacht unserer Mandantin fordern wir Sie auf …", DE, "lawyer"),
        ("Bitte löschen Sie im Namen meines Sohnes alle Daten.", DE, "parent"),
        ("Als rechtliche Betreuerin von Herrn K. verlange ich Auskunft.", DE, "guardian"),
        ("Die Verbraucherzentrale widerspricht.", DE, "association"),
        ("I request this on behalf of my elderly father.", EN, "relative"),
        ("Our client's data must be erased.", EN, "lawyer"),
        ("Please correct this for my daughter.", EN, "parent"),
        ("I hold power of attorney for Mrs Price.", EN, "guardian"),
        ("Meine Mutter sagt, ihr sollt meine Daten löschen.", DE, None),
        ("Ich bin Mutter und möchte Auskunft über meine Daten.", DE, None),
        ("I do the books for my husband's workshop, stop calling me.", EN, None),
        ("Please delete my data for me.", EN, None),
    ],
)
def test_who_speaks_for_another_is_heard(text, language, role):
    assert acts_for_another(text, language) == role


@pytest.mark.parametrize(
    ("text", "language", "changed"),
    [
        ("Nein, doch nur sperren.", DE, True),
        ("Lieber berichtigen statt löschen", DE, True),
        ("no, only restrict it please", EN, True),
        ("I'd like a copy instead", EN, True),
        ("Und bitte auch löschen.", DE, False),
        ("Also delete my number.", EN, False),
        ("Bewahren Sie meine Daten nur noch auf.", DE, False),
    ],
)
def test_a_change_of_mind_is_heard_and_an_addition_is_none(text, language, changed):
    assert changes_mind(text, language) is changed
