"""Fill case stores with made-up requests: three years of them, encrypted and sealed like real ones."""
# ruff: noqa: PLR2004, S311  # the shares of what is made up; nothing of it is secret

import json
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import product
from multiprocessing import get_context
from random import Random
from types import SimpleNamespace
from typing import Any, NamedTuple, cast

import psycopg
from sqlalchemy import Connection, NullPool, create_engine
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeEngine

from casestore.encryption import Bound, Encrypted, Vault
from casestore.search import _WORD
from casestore.tables import Request, RequestEvent, RequestTerm, Table
from casestore.trail import _hash, _seal
from casestore.workdays import working_days
from privacy import deadline
from privacy.reference import new_reference
from privacy.request import Channel, State, next_states
from privacy.right import Right
from privacy.verification import Level
from settings import Settings

BATCH = 2500
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
            note = {"text": "Identität am Telefon geklärt."} if random.random() < 0.1 else None
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


def fill(stores: Sequence[Settings], count: int) -> None:
    """Fill *stores*, which have the newest schema and the same keys, with the same *count* requests."""
    engines = [create_engine(of.database_url.replace("+aiosqlite", ""), poolclass=NullPool) for of in stores]
    connections = [engine.connect() for engine in engines]
    for connection in connections:
        if connection.dialect.name == "sqlite":
            for pragma in ("journal_mode=WAL", "synchronous=OFF", "cache_size=-500000", "temp_store=MEMORY"):
                connection.exec_driver_sql(f"PRAGMA {pragma}")
    for rows in _made(stores[0], count):
        for connection in connections:
            for table, of_table in rows.items():
                _insert(connection, table, of_table)
            connection.commit()
    for connection in connections:
        _settle(connection)
        connection.close()


def _made(keys: Settings, count: int) -> Iterator[Rows]:
    """Slices made in two processes, in their order, few at a time."""
    secrets = [of.get_secret_value() for of in (keys.data_key, keys.index_key, keys.audit_key)]
    with ProcessPoolExecutor(2, get_context("spawn"), _begin, (*secrets, keys.region)) as pool:
        waiting: deque[Future[Rows]] = deque()
        for part in _slices(count):
            waiting.append(pool.submit(_make, part))
            if len(waiting) > 6:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def _slices(count: int) -> Iterator[Slice]:
    today, taken = datetime.now(UTC).date(), set[str]()
    for first in range(1, count + 1, BATCH):
        references: dict[str, None] = {}
        while len(references) < min(BATCH, count + 1 - first):
            if (reference := new_reference()) not in taken:
                references[reference] = None
        taken |= references.keys()
        yield Slice(first, list(references), count, today)


_maker: Maker


def _begin(*keys: str) -> None:
    global _maker  # noqa: PLW0603  # of this process
    _maker = Maker(*keys)


def _make(part: Slice) -> Rows:
    return part.rows(_maker)


def _insert(connection: Connection, table: type[Table], rows: Sequence[Row]) -> None:
    """Bind the values as the columns' types do, all but those that are encrypted already."""
    columns, dialect = list(table.__table__.columns), connection.dialect
    bind = [None if isinstance(c.type, Encrypted) else _processor(c.type, dialect) for c in columns]
    bound = [tuple(b(v) if b else v for b, v in zip(bind, row, strict=True)) for row in rows]
    names = ", ".join(f'"{column.name}"' for column in columns)
    if dialect.name == "sqlite":
        marks = ", ".join("?" * len(columns))
        connection.exec_driver_sql(f"INSERT INTO {table.__tablename__} ({names}) VALUES ({marks})", bound)  # noqa: S608
        return
    cursor = cast(psycopg.Cursor[Row], connection.connection.cursor())
    with cursor.copy(f"COPY {table.__tablename__} ({names}) FROM STDIN") as copy:
        for row in bound:
            copy.write_row(row)


def _processor(of: TypeEngine[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    return of.dialect_impl(dialect).bind_processor(dialect)


def _settle(connection: Connection) -> None:
    """Leave the store as one that has run for years: its sequence goes on, its statistics are known."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
        return
    connection.exec_driver_sql("SELECT setval('requests_id_seq', (SELECT max(id) FROM requests))")
    connection.commit()
    connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM ANALYZE")


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
