"""A right asked for in another language is found; everything else in it is not."""

import pytest

from answers.foreign import foreign_rights


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("Veuillez effacer toutes mes données", "erasure"),
        ("Quiero que borren mi cuenta", "erasure"),
        ("Chiedo la cancellazione dei miei dati", "erasure"),
        ("Verwijder alstublieft mijn gegevens", "erasure"),
        ("Proszę usunąć moje dane", "erasure"),
        ("Verilerimi silin lütfen", "erasure"),
        ("УДАЛИТЕ мои данные", "erasure"),
        ("Prosím smazat moje údaje", "erasure"),
        ("Proszę o kopię moich danych", "access"),
        ("Dostęp do moich danych", "access"),
        ("Je voudrais une copie de mes données", "access"),
        ("Corrigez mon adresse", "rectification"),
        ("Исправьте мой адрес", "rectification"),
        ("La portabilidad de mis datos", "portability"),
        ("Proszę o ograniczenie przetwarzania", "restriction"),
        ("Je m'oppose à la publicité", "objection"),
        ("Ik maak bezwaar", "objection"),
        ("Je retire mon consentement", "withdraw_consent"),
        ("Wycofuję zgodę", "withdraw_consent"),
    ],
)
def test_a_right_is_found_by_the_beginning_of_a_word(text: str, right: str) -> None:
    assert foreign_rights(text) == (right,)


def test_several_rights_stand_in_the_order_of_mention_each_once() -> None:
    text = "Une copie de mes données, puis supprimez tout, vraiment: supprimer! Et la copie vite."

    assert foreign_rights(text) == ("access", "erasure")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "?!",
        "12345",
        "Bonjour, parlez-vous français?",
        "¿Cuánto tiempo guardan mis datos?",
        "Dzień dobry, czy mówi pan po polsku?",
        "Merhaba",
        "Je ne désupprime rien",
    ],
)
def test_what_asks_for_no_right_gets_none(text: str) -> None:
    assert foreign_rights(text) == ()
