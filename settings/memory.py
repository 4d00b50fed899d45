"""Memory that stays until a process ends."""

import gc


def settle() -> None:
    """Spare the garbage collector what was loaded so far: looking through it stops a process for long.

    With Rasa's half a million objects that is a second each time.
    """
    gc.collect()
    gc.freeze()
