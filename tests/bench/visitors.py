"""Many visitors at once, filing and reading tickets against two worker processes.

No request fails, no ticket is lost, and no number is given twice.
"""

import argparse
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path
from statistics import quantiles

import requests

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from command import parse

from scripts.dev.common import free_port

READS = 3
TIMEOUT = 120
WORKERS = 2
# what the proxy in front holds open at once, as many as Odoo lets wait for its workers;
# the others wait at the proxy
proxy = threading.BoundedSemaphore(8 * WORKERS)


def main() -> int:
    """Let them come for some minutes; return 1 when something went wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--visitors", type=int, default=50)
    parser.add_argument("--minutes", type=float, default=5)
    options = parse(parser)
    desk = Desk(options.database)
    with Server(options) as base:
        crowd = [Visitor(base, desk, number) for number in range(options.visitors)]
        end = time.monotonic() + options.minutes * 60
        for visitor in crowd:
            visitor.start(end)
        for visitor in crowd:
            visitor.thread.join()
    return report(desk, crowd)


class Server:
    """Odoo with two workers behind a proxy that tells the visitors' addresses."""

    def __init__(self, options) -> None:
        port = free_port()
        self.base = f"http://127.0.0.1:{port}"
        # Odoo starts its bus process by the path of its own script
        script = Path(tempfile.mkdtemp()) / "odoo-bin"
        script.write_text("from odoo.cli.command import main\n\nmain()\n")
        self.command = [
            *(sys.executable, str(script), "-c", options.config),
            *("-d", options.database, f"--addons-path={options.addons_path}"),
            *(f"--workers={WORKERS}", "--proxy-mode", "--max-cron-threads=1"),
            *("--http-interface=127.0.0.1", f"--http-port={port}"),
            *(f"--gevent-port={free_port()}", "--log-level=error"),
        ]

    def __enter__(self) -> str:
        self.process = subprocess.Popen(self.command, stdin=subprocess.DEVNULL)
        for _second in range(120):
            try:
                requests.get(f"{self.base}/web/health", timeout=1).raise_for_status()
            except requests.RequestException:
                time.sleep(1)
            else:
                return self.base
        raise SystemExit("Odoo did not start.")

    def __exit__(self, *_exception) -> None:
        self.process.terminate()
        self.process.wait(60)


class Desk:
    """The staff's side: opens the form, knows the links that were mailed."""

    def __init__(self, database: str) -> None:
        from odoo import SUPERUSER_ID, api
        from odoo.modules.registry import Registry

        self.registry = Registry(database)
        self.api, self.user = api, SUPERUSER_ID
        with self.registry.cursor() as cr:
            env = api.Environment(cr, SUPERUSER_ID, {})
            env["website"].search([]).crm_support_is_open = True
            env["ir.mail_server"].search([]).active = False
            self.topic = env["crm.portal.topic"].search([], limit=1).id
            self.first = env["project.task"].search([], order="id DESC", limit=1).id
        self.lock = threading.Lock()

    def get_link(self, number: str) -> str:
        """Return the address that the mail about a ticket holds."""
        with self.lock, self.registry.cursor() as cr:
            env = self.api.Environment(cr, self.user, {})
            ticket = env["project.task"].search([("crm_number", "=", number)])
            return ticket.crm_share_ids[:1]._get_url()

    def get_numbers(self) -> list[str]:
        """Return the numbers of all tickets that were filed."""
        with self.registry.cursor() as cr:
            env = self.api.Environment(cr, self.user, {})
            tickets = env["project.task"].search(
                [("id", ">", self.first), ("crm_topic_id", "!=", False)]
            )
            return tickets.mapped("crm_number")


class Visitor:
    """Files a ticket, reads it, answers, and begins anew."""

    def __init__(self, base: str, desk: Desk, number: int) -> None:
        self.base, self.desk, self.number = base, desk, number
        self.random = random.Random(number)
        self.filed: list[str] = []
        self.errors: list[str] = []
        self.times: list[float] = []

    def start(self, end: float) -> None:
        """Come and go until the end."""
        self.thread = threading.Thread(target=self._stay, args=(end,), daemon=True)
        self.thread.start()

    def _stay(self, end: float) -> None:
        while time.monotonic() < end:
            try:
                self._visit()
            except Exception as error:
                self.errors.append(f"{type(error).__name__}: {error}")

    def _visit(self) -> None:
        session = requests.Session()
        # every visit comes from a network of its own
        octets = [str(self.random.randrange(1, 250)) for _part in range(3)]
        session.headers["X-Forwarded-For"] = ".".join(["10", *octets])
        # a proxy asks by a connection of its own: one kept open holds a worker
        session.headers["Connection"] = "close"
        session.headers["X-Forwarded-Host"] = self.base.partition("//")[2]
        token = self._get_token(self._ask(session.get, "/support"))
        values = {
            "csrf_token": token,
            "first_name": "Ayşe",
            "last_name": f"Işık {self.number}",
            "email": f"ayse-{self.number}-{self.random.randrange(10**9)}@a.example",
            "topic_id": self.desk.topic,
            "subject": "Yazıcı çalışmıyor",
            "text": "Fiş kesemiyoruz.",
        }
        page = self._ask(session.post, "/support", data=values)
        number = re.search(r"<b>(T[0-9]+)</b>", page)[1]
        self.filed.append(number)
        link = self.desk.get_link(number)
        for _time in range(READS):
            page = self._ask(session.get, link)
            assert number in page, "the page shows another ticket"
        token = self._get_token(page)
        page = self._ask(
            session.post, link, data={"csrf_token": token, "text": f"Evet, {number}"}
        )
        assert f"Evet, {number}" in page, "the answer is not on the page"

    def _ask(self, method, path: str, **options) -> str:
        start = time.perf_counter()
        with proxy:
            answer = method(self.base + path, timeout=TIMEOUT, **options)
        self.times.append(time.perf_counter() - start)
        assert answer.status_code == 200, f"{path[:20]} {answer.status_code}"
        return answer.text

    def _get_token(self, page: str) -> str:
        return re.search(r'name="csrf_token"[^>]* value="([^"]+)"', page)[1]


def report(desk: Desk, crowd: list[Visitor]) -> int:
    """Print what happened; return 1 when it is not as it should be."""
    filed = [number for visitor in crowd for number in visitor.filed]
    errors = Counter(error for visitor in crowd for error in visitor.errors)
    there = desk.get_numbers()
    times = [second for visitor in crowd for second in visitor.times]
    cuts = quantiles(times, n=100)
    lost = set(filed) - set(there)
    doubled = len(there) - len(set(there)) + len(filed) - len(set(filed))
    print(
        f"{len(crowd)} visitors, {len(times)} requests, {len(filed)} tickets filed,"
        f" {len(there)} there, {len(lost)} lost, {doubled} double numbers,"
        f" {sum(errors.values())} errors"
    )
    print(
        f"seconds: median {cuts[49]:.2f}, of 95 % {cuts[94]:.2f}, most {cuts[98]:.2f}"
    )
    for error, count in errors.most_common(5):
        print(f"{count} × {error}")
    return 1 if errors or lost or doubled or not filed else 0


if __name__ == "__main__":
    sys.exit(main())
