"""How many files a process may have open: each connection is one."""

import resource
import sys


def most_files() -> int:
    """Raise the limit as far as the system allows it without being root, and return it."""
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return sys.maxsize if hard == resource.RLIM_INFINITY else hard
