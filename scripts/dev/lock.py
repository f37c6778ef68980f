"""One set-up at a time in one checkout."""

import fcntl
from contextlib import contextmanager

from .common import HOME, say


@contextmanager
def exclusive(name: str):
    """Hold a lock that the kernel gives back when the tool ends, however it ends."""
    HOME.mkdir(mode=0o755, exist_ok=True)
    with (HOME / f"{name}.lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("• Another set-up is at work in this checkout, waiting for it …")
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
