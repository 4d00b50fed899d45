"""O1, O8: a code is drawn so that nobody foresees it, and compared so that nobody learns from the time."""

import random
from collections import Counter

from privacy.verification import digest, matches, new_code

DRAWN = 10_000
FAR_OFF = 210  # seven standard deviations of how often a digit stands in a place: 1 run in 10 billion


def test_every_digit_is_as_likely_in_every_place_also_a_leading_zero():
    codes = [new_code() for _ in range(DRAWN)]

    for place in zip(*codes, strict=True):
        counted = Counter(place)
        assert sorted(counted) == list("0123456789")
        assert max(abs(count - DRAWN / 10) for count in counted.values()) < FAR_OFF
    assert {len(code) for code in codes} == {6}


def test_who_knows_the_seed_of_the_ordinary_generator_foresees_no_code():
    random.seed(1)
    first = [new_code() for _ in range(4)]
    random.seed(1)

    assert [new_code() for _ in range(4)] != first


class ComparedAtOnce(str):
    """A text that is not to be compared letter by letter until the first that differs."""

    __slots__ = ()
    __hash__ = str.__hash__

    def __eq__(self, other):
        raise AssertionError("compared with ==")


def test_codes_are_compared_in_constant_time():
    kept = ComparedAtOnce(digest("123456", key=b"key", bound_to="chat"))

    assert matches("123456", kept, key=b"key", bound_to="chat")
    assert not matches("123457", kept, key=b"key", bound_to="chat")
