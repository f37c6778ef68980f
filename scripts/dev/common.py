"""What every step shares: places, messages, failures and sub-processes."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / ".odoo"
LOGS = HOME / "log"
PR_SET_PDEATHSIG = 1


class Failure(Exception):
    """One sentence for the developer: what went wrong and what to do."""


def say(text: str) -> None:
    print(text, flush=True)


@contextmanager
def step(text: str):
    """Announce a step that takes time, and tell how long it took."""
    say(f"• {text} …")
    start = time.monotonic()
    yield
    say(f"  done in {time.monotonic() - start:.0f} s")


def die_with_parent() -> None:
    """Make the kernel end this child when the tool is killed."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def run(command, *, log: str, failure: str, env=None, cwd=ROOT, orphan=False) -> Path:
    """Run a command with its output in a log file; raise `failure` when it fails.

    `orphan` lets the command live on when the tool is killed: a package manager
    must never be cut off in the middle.
    """
    LOGS.mkdir(parents=True, exist_ok=True)
    path = LOGS / f"{log}.log"
    with path.open("wb") as stream:
        done = subprocess.run(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.STDOUT,
            env=env,
            cwd=cwd,
            preexec_fn=None if orphan else die_with_parent,
        )
    if done.returncode:
        show_tail(path)
        raise Failure(f"{failure} (the whole output is in {relative(path)})")
    return path


def output_of(command, env=None) -> str:
    """Return what a command prints; a failing command raises Failure."""
    done = _capture(command, env)
    if done.returncode:
        reason = (done.stderr or done.stdout).strip().splitlines() or ["no message"]
        raise Failure(f"“{Path(str(command[0])).name}” failed: {reason[-1]}")
    return done.stdout.strip()


def succeeds(command, env=None) -> bool:
    return not _capture(command, env).returncode


def _capture(command, env) -> subprocess.CompletedProcess:
    words = [str(part) for part in command]
    try:
        return subprocess.run(
            words,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env=env,
            cwd="/",
        )
    except FileNotFoundError:
        return subprocess.CompletedProcess(words, 127, "", f"{words[0]} is missing")


def show_tail(path: Path, lines: int = 15) -> None:
    text = path.read_text(errors="replace").splitlines()
    print("\n".join(text[-lines:]), file=sys.stderr, flush=True)


def relative(path: Path) -> str:
    return os.path.relpath(path, ROOT)


def on_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def free_port() -> int:
    """Return a port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
