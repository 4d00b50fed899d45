"""What the gateway counts for operators: kinds and names that stand in our files, nobody and nothing said."""

import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from prometheus_client import Counter, Gauge, Histogram

from gateway.redaction.finding import Kind
from monitoring.calls import BUCKETS
from privacy.language import Language

ANSWERS = Counter("auskunft_answers", "What messages of visitors came to", ["outcome", "language"])
REDACTIONS = Counter("auskunft_redactions", "Kinds of what was taken out of a message", ["kind"])
TURNS = Histogram(
    "auskunft_rasa_seconds", "Turns, until Rasa had answered or was given up", ["result"], buckets=BUCKETS
)
REPLICAS = Gauge("auskunft_rasa_replicas", "Replicas of Rasa, by whether they answer", ["answers"])


def count_answer(outcome: str, language: Language) -> None:
    """Count one message of the bot by its *outcome*."""
    ANSWERS.labels(outcome, language).inc()


def count_redactions(kinds: Iterable[Kind]) -> None:
    """Count one message by each kind of what was taken out of it."""
    for kind in kinds:
        REDACTIONS.labels(kind).inc()


@contextmanager
def timing_a_turn() -> Iterator[None]:
    """Count the time within, and whether it ended well."""
    begun, result = time.perf_counter(), "failed"
    try:
        yield
        result = "answered"
    finally:
        TURNS.labels(result).observe(time.perf_counter() - begun)
