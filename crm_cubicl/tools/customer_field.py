"""The field of a task or a quote in which one looks for its customer.

>>> add_to_context("{'show_vat': True}", "'a': 1")
"{'a': 1, 'show_vat': True}"
>>> add_to_context(None, "'a': 1")
"{'a': 1}"
"""

# a customer made in such a field is one from the start
CUSTOMER_FIELD = "crm_customer_field"
NEW_FORM = "crm_cubicl.crm_customer_view_form_new"
# also the search of the whole page that a phone shows instead of a list below
SEARCH = "crm_cubicl.res_partner_view_search_choice"
CONTEXT = (
    f"'{CUSTOMER_FIELD}': True, 'form_view_ref': '{NEW_FORM}',"
    f" 'search_view_ref': '{SEARCH}'"
)
# core's look-up in an outside service, which would be told the names one types
OUTSIDE_WIDGET = "res_partner_many2one"


def add_to_context(context: str | None, items: str) -> str:
    """Return a view's context with more items, in front of those it has."""
    rest = (context or "{}").strip().removeprefix("{")
    return f"{{{items}{'' if rest.lstrip().startswith('}') else ', '}{rest}"


def prepare_customer_fields(arch, path: str) -> None:
    """Let the fields at a path of a view find customers and make new ones."""
    for node in arch.xpath(path):
        node.set("context", add_to_context(node.get("context"), CONTEXT))
        if node.get("widget") == OUTSIDE_WIDGET:
            del node.attrib["widget"]
