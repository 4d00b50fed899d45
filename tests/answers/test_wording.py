"""A change of mind, a request for somebody else and a tender age are heard, and not where there is none."""

import pytest

from answers.wording import acts_for_another, changes_mind, tells_of_a_minor
from privacy.language import Language

DE, EN = Language.GERMAN, Language.ENGLISH


@pytest.mark.parametrize(
    ("text", "language", "role"),
    [
        ("Ich möchte für meine Mutter Auskunft verlangen.", DE, "relative"),
        ("Namens und in Vollmacht unserer Mandantin fordern wir Sie auf …", DE, "lawyer"),
        ("Bitte löschen Sie im Namen meines Sohnes alle Daten.", DE, "parent"),
        ("Meine Tochter ist 13, bitte löschen Sie ihr Konto.", DE, "parent"),
        ("Als rechtliche Betreuerin von Herrn K. verlange ich Auskunft.", DE, "guardian"),
        ("Die Verbraucherzentrale widerspricht.", DE, "association"),
        ("I request this on behalf of my elderly father.", EN, "relative"),
        ("Our client's data must be erased.", EN, "lawyer"),
        ("Please correct this for my daughter.", EN, "parent"),
        ("My son (11) put his photo there, delete it", EN, "parent"),
        ("I hold power of attorney for Mrs Price.", EN, "guardian"),
        ("Meine Mutter sagt, ihr sollt meine Daten löschen.", DE, None),
        ("Ich bin Mutter und möchte Auskunft über meine Daten.", DE, None),
        ("My daughter has 3 contracts with you, what do you have on me?", EN, None),
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


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ich bin 14, löscht bitte mein Konto.", DE),
        ("ich bin ja erst 13 jahre alt und will dass ihr meine fotos löscht", DE),
        ("Ich bin minderjährig und möchte meine Einwilligung widerrufen.", DE),
        ("ich bin noch nicht 18. bitte löschen sie alle meine daten", DE),
        ("Ich gehe noch zur Schule, bitte nehmt mich aus dem Newsletter.", DE),
        ("Als Jugendlicher möchte ich, dass mein falscher Name berichtigt wird.", DE),
        ("ich (17) hab bei euch ferienjob gemacht und will meine daten sehen", DE),
        ("bin fünfzehn und will wissen was ihr habt", DE),
        ("Meine Tochter ist 13, bitte löschen Sie ihr Konto.", DE),
        ("Betrifft meinen minderjährigen Sohn", DE),
        ("I'm 13 and I want you to delete my photos", EN),
        ("im under 18 pls delete all my data", EN),
        ("I’m only fifteen. What do you have about me?", EN),
        ("I'm just a kid and I don't want ads", EN),
        ("As a teenager I want my wrong name corrected.", EN),
        ("I'm still at school, please take me off your mailing list.", EN),
        ("I am not yet 18, correct my address", EN),
        ("My daughter is 13, please delete her account.", EN),
        ("Please erase what you have on my 9-year-old son.", EN),
    ],
)
def test_a_tender_age_is_heard(text, language):
    assert tells_of_a_minor(text, language)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Ich bin seit 14 Jahren Kunde, bitte löschen Sie mein Konto.", DE),
        ("Ich bin 14 Jahre Kunde bei Ihnen.", DE),
        ("Ich bin 41, löscht bitte mein Konto.", DE),
        ("ich bin 17 minuten in der warteschleife", DE),
        ("Was macht ihr mit Daten von Minderjährigen?", DE),
        ("Meine Tochter hat 3 Verträge bei Ihnen.", DE),
        ("I have been a customer for 14 years, please delete my account.", EN),
        ("I'm 12 months into my contract.", EN),
        ("I am 53 and want a copy.", EN),
        ("What do you do with data of minors?", EN),
        ("I'm 15 miles away.", EN),
    ],
)
def test_an_age_is_not_heard_where_none_is_told(text, language):
    assert not tells_of_a_minor(text, language)
