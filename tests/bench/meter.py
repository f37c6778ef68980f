"""Measure a piece of work: wall clock, CPU of both processes, queries, memory."""

import os
import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
MEGABYTE = 1024 * 1024


@dataclass
class Figures:
    """What a piece of work took."""

    name: str
    rows: int
    wall: float = 0.0
    cpu_odoo: float = 0.0
    cpu_postgres: float = 0.0
    queries: int = 0
    growth: float = 0.0

    @property
    def cpu(self) -> float:
        """Return the CPU seconds of both processes."""
        return self.cpu_odoo + self.cpu_postgres


@contextmanager
def measure(env, name: str, rows: int) -> Iterator[Figures]:
    """Fill in the figures of what is done inside."""
    figures = Figures(name, rows)
    backend = _get_backend(env)
    with _watch_memory(figures):
        wall, odoo, postgres = time.perf_counter(), _cpu_odoo(), _cpu_of(backend)
        queries = env.cr.sql_log_count
        yield figures
        figures.wall = time.perf_counter() - wall
        figures.cpu_odoo = _cpu_odoo() - odoo
        figures.cpu_postgres = _cpu_of(backend) - postgres
        figures.queries = env.cr.sql_log_count - queries


def print_table(groups: list[list[Figures]]) -> None:
    """Print the figures; the first of each group is what the others compare to."""
    print(
        f"{'':44}{'rows':>8}{'wall s':>9}{'CPU s':>9}{'(Odoo':>8}{'+ PG)':>8}"
        f"{'queries':>9}{'rows/s':>9}{'MB more':>9}{'× core':>8}"
    )
    for group in groups:
        for item in group:
            ratio = group[0].cpu / group[0].rows / (item.cpu / item.rows)
            print(
                f"{item.name:44}{item.rows:>8}{item.wall:>9.1f}{item.cpu:>9.1f}"
                f"{item.cpu_odoo:>8.1f}{item.cpu_postgres:>8.1f}{item.queries:>9}"
                f"{item.rows / item.wall:>9.0f}{item.growth:>9.0f}{ratio:>8.1f}"
            )
        print()


def _get_backend(env) -> int | None:
    """Return the process of our connection when it runs on this machine."""
    pid = env.cr.connection.info.backend_pid
    return pid if Path(f"/proc/{pid}/stat").exists() else None


def _cpu_odoo() -> float:
    """Return the CPU seconds of this process and of what it has started."""
    every = map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in every)


def _cpu_of(pid: int | None) -> float:
    if pid is None:
        return 0.0
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def _read_memory() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * PAGE


@contextmanager
def _watch_memory(figures: Figures) -> Iterator[None]:
    """Note how far the memory of this process grows above where it was."""
    start = peak = _read_memory()
    done = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not done.wait(0.05):
            peak = max(peak, _read_memory())

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        done.set()
        watcher.join()
        figures.growth = (max(peak, _read_memory()) - start) / MEGABYTE
