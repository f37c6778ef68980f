"""A browser without its rendering: requests to Odoo in this very process."""

import re
from pathlib import Path

from meter import TICKS
from werkzeug.test import Client as WerkzeugClient

from odoo import http, sql_db


class Client:
    """A visitor, or a user who signed in; every request starts with empty caches."""

    def __init__(self, database: str, login: str = "", password: str = "") -> None:
        self.client = WerkzeugClient(_serve)
        if login:
            params = {"db": database, "login": login, "password": password}
            answer = self.client.post(
                "/web/session/authenticate", json={"params": params}
            )
            assert answer.json.get("result", {}).get("uid"), answer.json

    def get(self, url: str) -> str:
        """Return the page."""
        answer = self.client.get(url, follow_redirects=True)
        assert answer.status_code == 200, (url, answer.status)
        return answer.text

    def post(self, url: str, token: str, values: dict) -> None:
        """Send a form; whoever shows the next page is asked in another request."""
        answer = self.client.post(url, data={"csrf_token": token, **values})
        assert answer.status_code in (200, 302, 303), (url, answer.status)

    def call(self, model: str, method: str, *args, **kwargs):
        """Call a method as the web client does."""
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        return self.ask(f"/web/dataset/call_kw/{model}/{method}", params)

    def ask(self, url: str, params: dict):
        """Ask a route that answers with JSON."""
        answer = self.client.post(url, json={"params": params}).json
        assert "error" not in answer, answer["error"]["data"]["debug"]
        return answer["result"]

    def get_token(self, url: str) -> str:
        """Return the token that the forms of a page send back."""
        return re.search(r'name="csrf_token"[^>]* value="([^"]+)"', self.get(url))[1]


def _serve(environ, start_response):
    return http.root({**environ, "REMOTE_ADDR": "127.0.0.1"}, start_response)


def count_queries() -> int:
    """Return how many queries this process has made."""
    return sql_db.sql_counter


def get_cpu_of_backends(database: str) -> float:
    """Return the CPU seconds of the PostgreSQL backends of a database."""
    total = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            title = (process / "cmdline").read_text()
            text = (process / "stat").read_text()
        except OSError:
            continue
        if title.startswith("postgres:") and f" {database} " in title:
            parts = text.rpartition(")")[2].split()
            total += int(parts[11]) + int(parts[12])
    return total / TICKS
