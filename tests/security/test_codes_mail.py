"""O13: the mail with the code says what it is and what to do, and nothing that others should not read."""

import pytest

from privacy.language import Language
from tests.casestore.conftest import ERIKA
from tests.casestore.inbox import plain_text_of

SAYS = {
    Language.GERMAN: ["Datenschutz-Chat", "niemandem weiter", "wir fragen nie", "nichts zu tun"],
    Language.ENGLISH: ["privacy chat", "do not pass it on", "we never ask", "need not do anything"],
}


@pytest.mark.parametrize("language", list(Language))
async def test_the_mail_explains_itself_and_names_nobody(visit, inbox, language):
    visitor = await visit(language)
    card = await visitor.files(details="wegen der Krankenakte")
    await visitor.store.send_code(visitor.chat.id, ERIKA.email)

    mail, code = await inbox.next_with_code()

    bodies = [mail.get_body((kind,)).get_content() for kind in ("plain", "html")]
    everything = " ".join([str(mail["Subject"]), *bodies])
    assert [words for words in SAYS[language] if words not in " ".join(plain_text_of(mail).split())] == []
    assert code not in mail["Subject"]
    assert "href" not in everything
    assert "://" not in everything
    for personal in (*ERIKA.name.split(), ERIKA.number, ERIKA.email, card.reference, "Krankenakte"):
        assert personal not in everything
