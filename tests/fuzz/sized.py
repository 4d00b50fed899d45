"""How much is tried: little, always the same, in the tests; more by command: `FUZZ=20 pytest`."""

import os

from hypothesis import HealthCheck, settings

TIMES = int(os.environ.get("FUZZ", "1"))


def tries(examples: int, steps: int = 50) -> settings:
    """So many examples, of so many steps each, times `FUZZ`; slow ones are no failures."""
    return settings(
        max_examples=examples * TIMES,
        derandomize=TIMES == 1,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
