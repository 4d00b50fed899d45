"""Whether times can be told apart is measured by how often one is the greater."""

import numpy as np
import pytest

from bench.code_timing import auc


@pytest.mark.parametrize(
    ("one", "other", "area"),
    [([1, 2], [3, 4], 0.0), ([3, 4], [1, 2], 1.0), ([1, 4], [2, 3], 0.5), ([1, 1], [1, 2], 0.25)],
)
def test_ties_count_half(one, other, area):
    assert auc(one, other)[0] == area


def test_nineteen_intervals_of_twenty_hold_what_is_so():
    chance = np.random.default_rng(1)
    held = 0
    for _ in range(400):
        area, half = auc(chance.normal(0.2, 1, 100), chance.normal(0, 1, 100))
        held += abs(area - 0.5562) <= half  # the normal distribution at 0.2 / sqrt 2

    assert 370 <= held <= 390
