import threading
from unittest.mock import patch


def get_routes(env, addon: str) -> dict:
    """Return the routing of each route and method that an addon has made its own."""
    prefix = f"odoo.addons.{addon}."
    found = {}
    thread = threading.current_thread()
    with patch.object(thread, "dbname", env.cr.dbname, create=True):
        rules = list(env["ir.http"].routing_map().iter_rules())
    for rule in rules:
        method = getattr(rule.endpoint, "func", None)
        owner = type(getattr(method, "__self__", None))
        ours = [
            cls
            for cls in owner.__mro__
            if cls.__module__.startswith(prefix) and rule.endpoint.__name__ in vars(cls)
        ]
        if ours:
            routing = rule.endpoint.routing
            both = ("POST",) if routing["type"] == "jsonrpc" else ("GET", "POST")
            for verb in set(routing["methods"] or both) - {"OPTIONS", "HEAD"}:
                found[rule.rule, verb] = routing
    return found
