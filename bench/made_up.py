"""Made-up requests of three years, encrypted and sealed like real ones, as rows to be inserted."""
# ruff: noqa: PLR2004, S311  # the shares of what is made up; nothing of it is secret

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import product
from random import Random
from types import SimpleNamespace
from typing import Any, NamedTuple, cast

from casestore.requests.search import _WORD
from casestore.requests.trail import _hash, _note_seal, _seal
from casestore.storage.encryption import Bound, Vault
from casestore.storage.tables import Request, RequestEvent, RequestTerm, Table
from casestore.workdays import working_days
from privacy import deadline
from privacy.request import Channel, State, next_states
from privacy.right import Right
from privacy.verification import Level

FORMER = "agent-0"  # worked in the first half of the time only
_DAYS = 3 * 365
_FIRST = [a + b for a, b in product(("Al", "Be", "El", "Ha", "Jo", "Ma", "Ru"), ("bert", "lea", "na", "ra"))]
_LAST = [a + b for a, b in product(("Berg", "Eich", "Kell", "Lind", "Stein"), ("bach", "er", "hof", "mann"))]
FREQUENT = _LAST[0]  # one person in 25
_SYLLABLES = [a + b for a, b in product("bdfghklmnprstw", "aeiou")]
_RIGHTS = [
    right
    for right, percent in {
        Right.ACCESS: 45,
        Right.ERASURE: 30,
        Right.OBJECTION: 10,
        Right.RECTIFICATION: 6,
        Right.WITHDRAW_CONSENT: 5,
        Right.PORTABILITY: 3,
        Right.RESTRICTION: 1,
    }.items()
    for _ in range(percent)
]
_BY_STAFF = [Channel.EMAIL, Channel.EMAIL, Channel.LETTER, Channel.PHONE]
_CLOSED = [*[State.COMPLETED] * 8, State.REFUSED, State.CANCELLED]
_OPEN = [State.RECEIVED, State.VERIFIED, State.IN_PROGRESS]

Row = tuple[Any, ...]
Rows = dict[type[Table], list[Row]]


class Person(NamedTuple):
    """Somebody who asks."""

    name: str
    address: str
    customer: str | None


def person(number: int) -> Person:
    """Always the same for a number; every fifth has a last name that no other has."""
    random = Random(number)
    first, last = random.choice(_FIRST), random.choice(_LAST)
    if number % 5 == 0:
        last = "".join(_SYLLABLES[number // 70**place % 70] for place in range(4)).capitalize()
    customer = f"K-{number:07}" if random.random() < 0.6 else None
    return Person(f"{first} {last}", f"{first}.{last}.{number}@example.org".lower(), customer)


@dataclass(frozen=True)
class Slice:
    """A part of the requests of a store, in the order of their receipt."""

    first: int  # counts from 1
    references: Sequence[str]
    of: int
    today: date

    def rows(self, maker: "Maker") -> Rows:
        """Every row of them."""
        rows: Rows = {Request: [], RequestTerm: [], RequestEvent: []}
        random = Random(self.first)
        for number, reference in enumerate(self.references, start=self.first):
            age = timedelta(days=_DAYS * (1 - number / self.of))
            received = datetime(*self.today.timetuple()[:3], tzinfo=UTC) - age
            who = person(random.randrange(self.of))
            maker.add(rows, random, number, reference, received, self.today, who)
        rows[RequestTerm].sort()  # near in the index, near in time
        return rows


class Maker:
    """Makes rows with the keys of one installation."""

    def __init__(self, data_key: str, index_key: str, audit_key: str, region: str) -> None:
        self._vault = Vault(data_key, index_key)
        self._audit_key = audit_key.encode()
        is_working_day = cache(working_days(region))
        self._due = cache(lambda day, paused: deadline.due_on(day, is_working_day, paused))
        self._extended = cache(lambda day, paused: deadline.extended_until(day, is_working_day, paused))

    def add(  # noqa: PLR0913, PLR0917
        self,
        rows: Rows,
        random: Random,
        number: int,
        reference: str,
        received: datetime,
        today: date,
        who: Person,
    ) -> None:
        """Add a request with its terms and its trail."""
        by_staff = random.random() < 0.6
        proved = by_staff or random.random() < 0.9
        old = (today - received.date()).days > _DAYS / 2
        life = _life(random, (today - received.date()).days, proved=proved)
        due = self._due(received.date(), 0)
        extended = self._extended(received.date(), 0) if random.random() < 0.05 else None
        is_open = bool(next_states(life[-1]))
        paused = today if is_open and random.random() < 0.03 else None
        assignee = f"agent-{random.randrange(8) + (0 if old else 4)}" if len(life) > 2 else None
        length, seal = self._trail(rows[RequestEvent], random, number, reference, received, life, assignee)
        known = {"address": who.address, "customer_number": who.customer, "name": by_staff and who.name}
        rights = [random.choice(_RIGHTS), random.choice(_RIGHTS)][: 1 + (random.random() < 0.1)]
        details = {"said": ["Bitte teilen Sie mir mit, welche Daten Sie haben."], "asked": {}}
        values = {
            "id": number,
            "reference": reference,
            "key": f"{random.getrandbits(128):032x}/1",
            "version": 1,
            "rights": list(dict.fromkeys(rights)),
            "state": life[-1].value,
            "channel": (random.choice(_BY_STAFF) if by_staff else Channel.CHAT).value,
            "language": "de" if random.random() < 0.7 else "en",
            "received_at": received,
            "due_on": due,
            "extended_until": extended,
            "paused_on": paused,
            "paused_days": 0,
            "deadline": (extended or due) if is_open and not paused else None,
            "level": (Level.MAILBOX if proved and not by_staff else Level.NONE).value,
            "on_file": bool(who.customer) if proved and not by_staff else None,
            "verified_at": received if proved and not by_staff else None,
            "person": self._sealed("requests.person", reference, _some(known) if proved else {}),
            "on_behalf_of": None,
            "details": self._sealed("requests.details", reference, details),
            "conversation": None if by_staff else f"{random.getrandbits(128):032x}",
            "assignee": assignee,
            "related": None,
            "held": False,
            "shredded_at": None,
            "trail_length": length,
            "trail_seal": seal,
        }
        rows[Request].append(_row(Request, values))
        if proved:
            self._terms(rows[RequestTerm], number, _some(known))

    def _trail(  # noqa: PLR0913, PLR0917
        self,
        rows: list[Row],
        random: Random,
        number: int,
        reference: str,
        received: datetime,
        life: Sequence[State],
        assignee: str | None,
    ) -> tuple[int, str]:
        """Add the events; returns how many they are, and the seal."""
        seal = ""
        for sequence, state in enumerate(life, start=1):
            note = {"text": "Identität am Telefon geklärt.", "salt": ""} if random.random() < 0.1 else None
            values: dict[str, Any] = {
                "request": number,
                "sequence": sequence,
                "at": received + timedelta(hours=sequence - 1),
                "actor": assignee or "data subject",
                "kind": str(state),
                "state": str(state),
                "note": note,
            }
            event = cast(RequestEvent, SimpleNamespace(**values))
            values["note_seal"] = event.note_seal = _note_seal(event)
            values["hash"] = _hash(self._audit_key, seal, reference, event)
            seal = _seal(self._audit_key, values["hash"])
            values["note"] = note and self._sealed("request_events.note", f"{number}/{sequence}", note)
            rows.append(_row(RequestEvent, values))
        return len(life), seal

    def _terms(self, rows: list[Row], number: int, known: dict[str, str]) -> None:
        identifying = {known[part] for part in ("address", "customer_number") if part in known}
        for word in {*identifying, *_WORD.findall(known.get("name", ""))}:
            values = {
                "term": self._vault.index(word.casefold()),
                "request": number,
                "identifies": word in identifying,
            }
            rows.append(_row(RequestTerm, values))

    def _sealed(self, column: str, row: str, value: dict[str, Any]) -> bytes:
        bound = Bound(value, f"{column}:{row}")
        return self._vault.encrypt(json.dumps([bound.place, bound]))


def _life(random: Random, age: int, *, proved: bool) -> list[State]:
    """The states of a request of that *age* in days: what is due is closed, but for one in a hundred."""
    if not proved:
        return [State.RECEIVED, *([State.CANCELLED] if age > 30 else [])]
    done = random.random() < (0.99 if age > 31 else age / 45)
    if done:
        return [State.RECEIVED, State.VERIFIED, random.choice(_CLOSED)]
    return _OPEN[: random.randint(1, 3)]


def _some(known: dict[str, Any]) -> dict[str, str]:
    return {part: value for part, value in known.items() if value}


def _row(table: type[Table], values: dict[str, Any]) -> Row:
    return tuple(values[column.name] for column in table.__table__.columns)
