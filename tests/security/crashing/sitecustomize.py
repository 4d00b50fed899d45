"""On the path of every process of a system: SIGUSR1 makes it stumble over what `CRASH_WITH` says."""

import os
import signal


def _crash(*_: object) -> None:
    raise ValueError(os.environ["CRASH_WITH"])


signal.signal(signal.SIGUSR1, _crash)
