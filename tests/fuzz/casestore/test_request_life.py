"""Z4: whatever staff do with a request in any order, only what may happen happens, and its trail tells it."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from casestore.client import ConflictingError, NotPermittedError, UnfitError
from casestore.wire.requests import Assignment, Extension, RecordedRequest, Remark, Transition
from privacy.request import Cause, State
from privacy.right import Right
from privacy.verification import Method
from tests.fuzz.sized import tries

MAY_FOLLOW = {
    "received": {"verified", "in_progress", "refused", "cancelled"},
    "verified": {"in_progress", "completed", "refused", "cancelled"},
    "in_progress": {"completed", "refused", "cancelled"},
}
DECIDE, WORK = {"lead", "privacy"}, {"agent", "lead", "privacy"}
MOST_DAYS_OFF = 5  # one after the other, in Germany: Easter, or Christmas beside a weekend
BERLIN = ZoneInfo("Europe/Berlin")
BEGUN = datetime(2023, 1, 2, 9, 0, tzinfo=UTC)
ROLES = st.sampled_from(["agent", "lead", "privacy", "privacy", "auditor"])
SEEN = st.sampled_from(["as it is", "as it is", "as it was", "anyhow"])


class Life(RuleBasedStateMachine):
    """One request, and what must have become of it."""

    def __init__(self, store, staff, clock, run):
        super().__init__()
        self.store, self.staff, self.clock, self.do = store, staff, clock, run
        self.calls = 0

    @initialize(began=st.integers(0, 800), days=st.integers(0, 40), hour=st.integers(0, 23))
    def is_recorded(self, began, days, hour):
        self.clock.moment = BEGUN + timedelta(days=began, hours=hour)
        arrived = self.clock() - timedelta(days=days)
        new = RecordedRequest(rights=[Right.ACCESS], channel="letter", received_at=arrived)
        self.view = self.do(self.store.record_request(new, self.staff["agent"]))
        self.received_on = arrived.astimezone(BERLIN).date()
        self.state, self.trail, self.seals = "received", ["received"], {}
        self.paused_days, self.paused_on, self.is_extended = 0, None, False

    @rule(days=st.integers(0, 45))
    def days_pass(self, days):
        self.clock.forward(days=days)

    @rule(to=st.sampled_from(State), method=st.none() | st.sampled_from(Method), role=ROLES, seen=SEEN)
    def moves(self, to, method, role, seen):
        how = {"method": method} if to is State.VERIFIED else {}
        self._moves(Transition(to=to, reason="So ist es.", version=self._version(seen), **how), role, seen)

    @rule(cause=st.sampled_from(Cause), role=ROLES, is_meant=st.integers(0, 3))
    def is_cancelled_for_a_cause(self, cause, role, is_meant):
        """Seldom, or nothing else would happen."""
        if not is_meant:
            self._moves(Transition(to="cancelled", reason="So ist es.", cause=cause), role, "anyhow")

    @rule(role=ROLES, seen=SEEN)
    def extends(self, role, seen):
        in_time = self._today() <= self.view.due_on
        may = self._is_open() and in_time and not self.is_extended and self.paused_on is None
        if self._act(
            Extension(reason="Es ist viel.", version=self._version(seen)), role, DECIDE, seen, may=may
        ):
            self.is_extended = True
            self.trail.append("extended")

    @rule(role=ROLES)
    def pauses(self, role):
        may = self._is_open() and self.paused_on is None
        if self._act(Remark(text="Wer ist es?"), role, DECIDE, may=may, act="pause"):
            self.paused_on = self._today()
            self.trail.append("paused")

    @rule(role=ROLES)
    def resumes(self, role):
        may = self._is_open() and self.paused_on is not None
        if self._act(Remark(text="Es ist klar."), role, DECIDE, may=may, act="resumption"):
            self.paused_days += (self._today() - self.paused_on).days
            self.paused_on = None
            self.trail.append("resumed")

    @rule(
        role=ROLES,
        text=st.text(st.characters(exclude_characters="\x00", exclude_categories=["Cs"]), min_size=1),
    )
    def is_noted(self, role, text):
        if self._act(Remark(text=text), role, WORK):
            self.trail.append("note")

    @rule(role=ROLES, seen=SEEN, to=st.sampled_from([None, "someone-agent", "someone-privacy"]))
    def is_assigned(self, role, seen, to):
        if self._act(Assignment(assignee=to, version=self._version(seen)), role, WORK, seen):
            self.trail.append(f"assigned: {to or 'nobody'}")

    @rule(role=st.sampled_from(sorted(WORK)))
    def is_assigned_to_somebody_there_is_not(self, role):
        with pytest.raises(UnfitError):
            self.do(self.store.act(self.view.reference, Assignment(assignee="x"), self.staff[role]))

    @invariant()
    def it_is_as_it_must_be(self):
        now = self.do(self.store.open_request(self.view.reference, self.staff["auditor"]))
        assert now == self.view
        assert (now.state, [event.kind for event in now.events]) == (self.state, self.trail)
        assert (now.deadline is None) == (not self._is_open() or self.paused_on is not None)
        assert (now.extended_until is not None) == self.is_extended

    @invariant()
    def its_days_are_within_the_law(self):
        days = {3: self.view.extended_until} if self.is_extended else {1: self.view.due_on}
        for months, day in days.items():
            first = self.received_on + relativedelta(months=months) + timedelta(days=self.paused_days)
            assert self.received_on < first <= day <= first + timedelta(days=MOST_DAYS_OFF)
            assert day.isoweekday() < 6

    @invariant()
    def its_trail_holds(self):
        proof = self.do(self.store.prove_trail(self.view.reference, self.staff["auditor"]))
        assert (proof.holds, proof.length) == (True, len(self.trail))
        assert self.seals.setdefault(proof.length, proof.seal) == proof.seal
        assert len(set(self.seals.values())) == len(self.seals)

    def _moves(self, what, role, seen):
        if self._act(what, role, DECIDE, seen, may=what.to in MAY_FOLLOW.get(self.state, ())):
            how = what.method or what.cause
            self.state = str(what.to)
            self.trail.append(f"{self.state}: {how}" if how else self.state)

    def _act(self, what, role, who, seen="anyhow", *, may=True, act="notes"):
        """Whether it was done; when it must not be, it was refused. Every third call is made twice."""
        self.calls += 1
        call = (self.view.reference, what, self.staff[role], f"{self.view.reference}/{self.calls}", act)
        refusal = None if may and seen != "as it was" else ConflictingError
        refusal = refusal if role in who else NotPermittedError
        if refusal:
            with pytest.raises(refusal):
                self.do(self.store.act(*call))
            return False
        after = self.do(self.store.act(*call))
        assert after.version > self.view.version
        if self.calls % 3 == 0:
            assert self.do(self.store.act(*call)) == after
        self.view = after
        return True

    def _version(self, seen):
        return {"as it is": self.view.version, "as it was": self.view.version - 1, "anyhow": None}[seen]

    def _is_open(self):
        return self.state in MAY_FOLLOW

    def _today(self):
        return self.clock().astimezone(BERLIN).date()


def test_only_what_may_happen_happens(store, staff, clock, run):
    run_state_machine_as_test(lambda: Life(store, staff, clock, run), settings=tries(5, 40))
