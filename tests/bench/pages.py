"""What the client asks for to show a list or a form."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from odoo.tools import SQL

PAGE = 80
# how far the client counts where a view does not say
COUNT_LIMIT = 10_000
OWN = [("is_crm_customer", "=", True)]
OWN_LIST = "crm_cubicl.crm_customer_view_list"
OWN_FORM = "crm_cubicl.crm_customer_view_form"
CORE_LIST = "base.view_partner_tree"
CORE_FORM = "base.view_partner_form"


def get_specification(
    env, xmlid: str, view_type: str, model: str = "res.partner"
) -> dict:
    """Return the fields that the client of this user asks for to show the view."""
    arch = env[model].get_view(env.ref(xmlid).id, view_type)["arch"]
    fields = env[model].fields_get(attributes=["type"])
    return {
        name: {"fields": {"display_name": {}}} if "2" in field["type"] else {}
        for name, field in fields.items()
        if f'name="{name}"' in arch
    }


def get_page(env, xmlid: str, base: list) -> Callable:
    """Return what makes the call for a page of a list, given a domain."""
    spec = get_specification(env, xmlid, "list")
    found = re.search(r'count_limit="([0-9]+)"', env.ref(xmlid).sudo().arch)
    limit = int(found.group(1)) if found else COUNT_LIMIT

    def page(domain: list) -> Callable:
        return lambda: env["res.partner"].web_search_read(
            [*base, *domain], spec, limit=PAGE, count_limit=limit + 1
        )

    return page


def get_core_search(env, text: str) -> list:
    """Return what core's search box asks for the text."""
    view = env.ref("base.view_res_partner_filter")
    arch = env["res.partner"].get_view(view.id, "search")["arch"]
    assert "('complete_name', 'ilike', self)" in arch, arch
    names = ("complete_name", "ref", "email", "vat", "company_registry")
    found = [name for name in names if f"'{name}', 'ilike', self" in arch]
    return [*["|"] * (len(found) - 1), *((name, "ilike", text) for name in found)]


@contextmanager
def without_own_indexes(env) -> Iterator[None]:
    """Let core work as it does where our addons are not installed."""
    with env.cr.savepoint(flush=False) as savepoint:
        env.cr.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'res_partner'"
            " AND indexname LIKE %s",
            ["res_partner_crm_%_idx"],
        )
        for (name,) in env.cr.fetchall():
            env.cr.execute(SQL("DROP INDEX %s", SQL.identifier(name)))
        yield
        savepoint.rollback()
