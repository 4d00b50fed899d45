"""Z5: what must hold of any text holds of texts made of what our rules look for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.fuzz.text import PROPERTIES, complaint
from tests.fuzz.sized import tries

PHRASES = [
    *(
        "IBAN DE89 3704 0044 0532 0130 00",
        "Konto 5320130 BLZ 37040044",
        "Visa 4725 4998 2841 0100",
        "CVV 431",
    ),
    *("Passport number L01X00T471", "NI QQ 12 34 56 C", "Steuer-ID 86 095 742 719", "Ausweis: ", "066802744"),
    *('Passwort: "Rosen!7x"', "password is Rosen7x!", "PIN 4711", "123456", "654 321", "O12345", "12.11.26"),
    *("Ich habe Krebs", "my migraine", "wegen der Gicht", "[DE-…-6613]", "[…-0100]", "[…]", "und", "and my"),
    *(
        "erika@example.com",
        "<a@b.de>,",
        "mailto:",
        "DSR-7K3M-Q2XD",
        "Kundennummer: K-100001",
        "geboren am 1.2.1990",
    ),
    *("Art. 15", "z. B. Dr.", "Ja? Nein! ", "1. ", "- ", "> ", "a) ", "／affirm", "=1+1", "+49 171 2345678"),
    *("Wie lange?", "how long", "¿cuánto tiempo más?", "Straße naïve"),
]
SIGNS = [
    *" \n\t.,;:!?()[]\"'“”–/@-+=…•\u200b\u202e\u0301\u0308\u2028\x85\x1c\x00\ud800ſKßİ٣½０９𝟙",
    "\r\n",
    "\n\n",
]
ODD = st.one_of(st.sampled_from(SIGNS), st.text(st.characters(), max_size=3))
TEXTS = st.lists(st.one_of(st.sampled_from(PHRASES), st.just(" "), ODD), max_size=20).map("".join)


@pytest.mark.parametrize("name", PROPERTIES)
@tries(200)
@given(text=TEXTS)
def test_it_holds(name, text):
    assert complaint(name, text) is None
