"""Z3: whatever visitors do in any order, nothing is lost, doubled, out of order, or left when forgotten."""

import asyncio

from hypothesis import assume
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from casestore.wire.conversations import NewMessage
from gateway.redaction import redact
from privacy.hygiene import plain_text
from tests.fuzz.gateway.tab import Tab
from tests.fuzz.sized import tries
from tests.gateway.visitor import messages_of

NO_NUMBERS = st.characters(exclude_categories=["Nd", "Nl", "No"])  # nothing is masked or taken out
TEXTS = st.one_of(
    st.text(NO_NUMBERS, max_size=40), st.sampled_from(["Ja", "yes please", "/affirm", "x" * 8000])
)
LANGUAGES = st.sampled_from(["de", "en"])
HAS_A_CHAT = precondition(lambda talk: talk.visitor is not None)
HAS_SAID = precondition(lambda talk: talk.visitor is not None and talk.answers)
SEES_BUTTONS = precondition(lambda talk: talk.visitor is not None and talk.buttons)


class Talk(RuleBasedStateMachine):
    """A visitor with two tabs; *expected* is what the chat must hold, *answers* what each message got."""

    def __init__(self, running, open_chat, run):
        super().__init__()
        self.running, self.open_chat, self.do = running, open_chat, run
        self.running.rasa.fails, self.running.rasa.expects = False, None
        self.number = 0
        self.visitor = None

    @precondition(lambda talk: talk.visitor is None)
    @rule(language=LANGUAGES)
    def opens(self, language):
        self.visitor = self.do(self.open_chat(language))
        self.tabs = [Tab(self.visitor), Tab(self.visitor)]
        for tab in self.tabs:
            self.do(tab.listen())
        self.expected = [("bot", self.visitor.greeting["text"])]
        self.answers, self.buttons = {}, []

    @HAS_A_CHAT
    @rule(text=TEXTS)
    def says(self, text):
        assume(not redact(clean := plain_text(text)).kinds)
        name = self._new()
        response = self.do(self.visitor.post(text=text, client_id=name))
        if not clean:
            assert response.status == 422
            return
        self._answered(name, clean, self.do(messages_of(response)))

    @HAS_SAID
    @rule(data=st.data(), text=TEXTS)
    def says_again(self, data, text):
        """The same name counts, whatever is said with it now."""
        assume(plain_text(text) and not redact(plain_text(text)).kinds)
        name = data.draw(st.sampled_from(sorted(self.answers)))
        again = self.do(messages_of(self.do(self.visitor.post(text=text, client_id=name))))
        assert again == self.answers[name]

    @HAS_A_CHAT
    @rule(words=st.tuples(LANGUAGES, LANGUAGES))
    def says_something_else_in_each_tab_at_once(self, words):
        names = [self._new(), f"{self._new()} too"]
        said = [f"{word} {name.translate(LETTERS)}" for word, name in zip(words, names, strict=True)]
        sent = [self.visitor.post(text=t, client_id=n) for t, n in zip(said, names, strict=True)]
        answers = [self.do(messages_of(response)) for response in self.do(_together(sent))]
        both = list(zip(names, said, answers, strict=True))
        for name, text, answer in sorted(both, key=lambda one: int(one[2][0]["id"])):
            self._answered(name, text, answer)

    @HAS_A_CHAT
    @rule(word=LANGUAGES)
    def says_the_same_in_both_tabs_at_once(self, word):
        name = self._new()
        sent = [self.visitor.post(text=word, client_id=name) for _ in self.tabs]
        first, second = (self.do(messages_of(response)) for response in self.do(_together(sent)))
        assert first == second
        self._answered(name, word, first)

    @SEES_BUTTONS
    @rule(data=st.data())
    def presses(self, data):
        button = data.draw(st.sampled_from(self.buttons))
        name = self._new()
        response = self.do(self.visitor.post(button=button["value"], client_id=name))
        self._answered(name, button["title"], self.do(messages_of(response)))

    @HAS_A_CHAT
    @rule(value=st.text(NO_NUMBERS, min_size=1))
    def presses_what_is_no_button(self, value):
        response = self.do(self.visitor.post(button=value, client_id=self._new()))
        assert response.status == 409

    @HAS_A_CHAT
    @rule(language=LANGUAGES)
    def chooses(self, language):
        before = self.do(self.visitor.state())
        self._new()
        spoken = self.do(self.visitor.speaks(language))
        is_asked_again = before["expects"] and before["language"] != language and not self.running.rasa.fails
        assert [m["sender"] for m in spoken["messages"]] == ["bot"] * bool(is_asked_again)
        assert spoken["state"]["language"] == language
        self._told(spoken["messages"])

    @HAS_A_CHAT
    @rule(text=st.text(NO_NUMBERS, min_size=1, max_size=20))
    def hears_from_staff(self, text):
        state = self.do(self.visitor.state())
        said = NewMessage(sender="staff", text=text, language=state["language"], expects=state["expects"])
        self.do(self.running.cases.reply(self.visitor.id, [said]))
        self.expected.append(("staff", text))

    @rule(fails=st.booleans(), expects=st.sampled_from([None, "email", "details"]))
    def rasa_changes(self, fails, expects):
        self.running.rasa.fails, self.running.rasa.expects = fails, expects

    @HAS_A_CHAT
    @rule(data=st.data())
    def reads_on(self, data):
        after = data.draw(st.integers(0, len(self.expected) + 2))
        later = self.do(self.visitor.history(str(after)))
        assert [(m["sender"], m["text"]) for m in later] == self.expected[after:]

    @HAS_A_CHAT
    @rule(tab=st.integers(0, 1))
    def a_line_breaks(self, tab):
        self.do(self.tabs[tab].listen())

    @HAS_A_CHAT
    @rule()
    def forgets(self):
        chat = self.visitor
        response = self.do(chat.call("DELETE"))
        if self.running.rasa.fails:
            assert response.status == 503
            return
        assert response.status == 200
        for tab in self.tabs:
            assert b"event: message" not in self.do(tab.hear_the_end())
        calls = [("GET", ""), ("GET", "/messages"), ("GET", "/events"), ("DELETE", ""), ("POST", "/typing")]
        assert {self.do(chat.call(*call)).status for call in calls} == {404}
        again = [self.do(chat.post(text="Ja", client_id=name)) for name in [*self.answers, "new"]]
        assert {response.status for response in again} == {404}
        assert chat.id in self.running.rasa.forgotten
        kept = (
            "SELECT 1 FROM messages WHERE conversation = ? UNION ALL SELECT 1 FROM conversations WHERE id = ?"
        )
        assert self.running.execute(kept, chat.id, chat.id) == []
        self.visitor = None

    @HAS_A_CHAT
    @invariant()
    def both_tabs_and_the_history_tell_the_same(self):
        history = self.do(self.visitor.history())
        assert [(m["sender"], m["text"]) for m in history] == self.expected
        assert [int(m["id"]) for m in history] == list(range(1, len(history) + 1))
        for tab in self.tabs:
            self.do(tab.hear(len(history)))
            assert tab.seen == history

    def teardown(self):
        if self.visitor:
            for tab in self.tabs:
                self.do(tab.leave())

    def _new(self):
        """The name of a message; what Rasa will say to it is like nothing before."""
        self.number += 1
        button = {"title": f"Knopf {self.number}", "payload": "/affirm"}
        self.running.rasa.says = [{"text": f"Antwort {self.number}", "buttons": [button]}]
        return f"c{self.number}"

    def _answered(self, name, text, answer):
        assert [m["sender"] for m in answer] == ["system" if self.running.rasa.fails else "bot"]
        if not self.running.rasa.fails:
            assert answer[0]["text"] == self.running.rasa.says[0]["text"]
        self.answers[name] = answer
        self.expected.append(("visitor", text))
        self._told(answer)

    def _told(self, messages):
        self.expected += [(m["sender"], m["text"]) for m in messages]
        self.buttons += [button for m in messages for button in m["buttons"]]


async def _together(calls):
    return await asyncio.gather(*calls)


LETTERS = str.maketrans("0123456789", "abcdefghij")


def test_nothing_is_lost_doubled_or_kept_when_forgotten(running, open_chat, run):
    run_state_machine_as_test(lambda: Talk(running, open_chat, run), settings=tries(6, 30))
