"""A field of one's own is there at once, for every worker, without a restart.

Against a real server with three worker processes on a copy of the database.
"""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from scripts.dev.common import free_port

ROOT = Path(__file__).resolve().parents[1]
READS = 40


class Client:
    """A user of the web client; each call may be answered by another worker."""

    def __init__(self, base: str, database: str) -> None:
        self.base = base
        session = requests.Session()
        params = {"db": database, "login": "admin", "password": "admin"}
        answer = session.post(
            f"{base}/web/session/authenticate", json={"params": params}, timeout=60
        ).json()
        assert answer["result"]["uid"], answer
        self.cookies = session.cookies.get_dict()

    def call(self, model: str, method: str, *args, **kwargs):
        # a connection of its own: one that is kept stays with its worker
        answer = requests.post(
            f"{self.base}/web/dataset/call_kw/{model}/{method}",
            json={
                "params": {
                    "model": model,
                    "method": method,
                    "args": list(args),
                    "kwargs": kwargs,
                }
            },
            cookies=self.cookies,
            timeout=120,
        ).json()
        assert "error" not in answer, answer["error"]["data"]["debug"]
        return answer["result"]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """Start Odoo with three workers on a copy of the database with our addons."""
    template = os.environ["CRM_ADDONS_DATABASE"]
    database = f"{template}_workers_{os.getpid()}"
    subprocess.run(["dropdb", "--if-exists", "--force", database], check=True)
    subprocess.run(["createdb", "-T", template, database], check=True)
    base = f"http://127.0.0.1:{(port := free_port())}"
    # Odoo starts its bus process by the path of its own script
    script = tmp_path_factory.mktemp("server") / "odoo-bin"
    script.write_text("from odoo.cli.command import main\n\nmain()\n")
    process = subprocess.Popen(
        [
            *(sys.executable, str(script), "-c", os.environ["CRM_ODOO_CONFIG"]),
            *("-d", database, f"--addons-path={ROOT}", "--workers=3"),
            *("--max-cron-threads=0", "--http-interface=127.0.0.1"),
            *(f"--http-port={port}", f"--gevent-port={free_port()}"),
            "--log-level=warn",
        ],
        stdin=subprocess.DEVNULL,
    )
    try:
        _wait_for(f"{base}/web/health", process)
        yield base, database
    finally:
        process.terminate()
        process.wait(60)
        subprocess.run(["dropdb", "--if-exists", "--force", database], check=True)


def _wait_for(address: str, process) -> None:
    for _attempt in range(120):
        assert process.poll() is None, "the server stopped"
        try:
            if requests.get(address, timeout=60).ok:
                return
        except requests.RequestException:
            time.sleep(0.5)
    raise AssertionError("the server did not answer")


def test_a_new_field_reaches_every_worker(server):
    client = Client(*server)

    def read(_number):
        return client.call("res.partner", "search_read", [], ["name"], limit=1)

    with ThreadPoolExecutor(3) as readers:
        list(readers.map(read, range(9)))  # every worker has loaded its registry
        reads = [readers.submit(read, number) for number in range(READS)]
        partner_model = client.call(
            "ir.model", "search", [("model", "=", "res.partner")]
        )
        client.call(
            "crm.custom.field",
            "create",
            [{"name": "Worker Field", "model_id": partner_model[0]}],
        )
        # nobody who was reading meanwhile got an error
        assert all(future.result() for future in reads)
        names = readers.map(
            lambda _n: client.call("res.partner", "fields_get", ["x_worker_field"]),
            range(READS),
        )
        assert all("x_worker_field" in found for found in names)
    partner = client.call(
        "res.partner", "create", [{"name": "Written", "x_worker_field": "anywhere"}]
    )
    found = client.call("res.partner", "search", [("x_worker_field", "=", "anywhere")])
    assert found == partner
