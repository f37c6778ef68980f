"""Opens what the web client opens, as one user, and tells what was refused."""

from lxml import etree

from odoo.fields import Command
from odoo.tools.safe_eval import safe_eval

READ_VIEWS = ("list", "kanban", "form", "activity", "calendar", "hierarchy")
GROUP_VIEWS = ("pivot", "graph")
PAGE = 20
NAME_MARKS = ("show_address", "show_email", "show_vat")
# what a widget shows of the records in its field beside their names
WIDGETS = {"many2many_tags_email": ("email", "name")}


def get_specification(arch, model, depth=0) -> dict:
    """Return what the client asks ``web_read`` for to show a view."""
    spec: dict = {}
    for node in arch.iter("field"):
        name = node.get("name")
        if _is_in_sub_view(node, arch) or name not in model._fields:
            continue
        field = model._fields[name]
        if not field.relational or name in spec and spec[name]:
            spec.setdefault(name, {})
            continue
        comodel = model.env[field.comodel_name]
        fields = {name: {} for name in WIDGETS.get(node.get("widget"), ())}
        fields["display_name"] = {}
        if field.type in ("one2many", "many2many") and depth < 2:
            for view in node:
                if view.tag in READ_VIEWS:
                    fields |= get_specification(view, comodel, depth + 1)
        spec[name] = {"fields": fields}
        if context := _evaluate_context(node.get("context")):
            spec[name]["context"] = context
    return spec


def _is_in_sub_view(node, arch) -> bool:
    """Return whether a field belongs to a view inside another field."""
    above = node.getparent()
    while above is not None and above is not arch:
        if above.tag == "field":
            return True
        above = above.getparent()
    return False


def _evaluate_context(text: str | None) -> dict:
    """Return the part of a context that needs no record to be evaluated."""
    try:
        return {
            key: value
            for key, value in safe_eval(text or "{}", {}).items()
            if key.startswith("show_")
        }
    except (NameError, ValueError):
        # mostly a record's own fields: only the marks for names matter here
        return {name: 1 for name in NAME_MARKS if name in text}


class Walk:
    """All that a user reaches from the menus, or one record of theirs."""

    def __init__(self, env, user):
        self.env = env(user=user, context={**user.context_get()})
        self.opened: list[str] = []

    def open_apps(self):
        """Open every window that a menu of the user leads to."""
        for action in self._get_actions():
            self.open_action(action)
        return self.opened

    def _get_actions(self):
        menus = self.env["ir.ui.menu"].load_menus(False)
        ids = {
            menu["action_id"]
            for menu in menus.values()
            if menu.get("action_model") == "ir.actions.act_window"
        }
        # sudo: ir.actions.act_window - as the client, which loads them by a route
        return self.env["ir.actions.act_window"].sudo().browse(sorted(ids))

    def open_action(self, action_sudo):
        model = self.env[action_sudo.res_model]
        names = {"uid": self.env.uid, "context": {}, "allowed_company_ids": [1]}
        try:
            context = safe_eval(action_sudo.context or "{}", names)
            domain = safe_eval(action_sudo.domain or "[]", names)
        except (NameError, ValueError):
            return
        context = {k: v for k, v in context.items() if not k.startswith("search_")}
        model = model.with_context(**context)
        views = [(id_, kind) for id_, kind in action_sudo.views if kind != "search"] + [
            (action_sudo.search_view_id.id, "search")
        ]
        found = model.get_views(views)["views"]
        for kind, view in found.items():
            self._open_view(model, kind, etree.fromstring(view["arch"]), domain)
            self.opened.append(f"{action_sudo.display_name} · {kind}")

    def _open_view(self, model, kind, arch, domain):
        if kind in GROUP_VIEWS:
            names = [
                node.get("name") for node in arch.iter("field") if not node.get("type")
            ]
            for name in names:
                field = model._fields.get(name)
                if field is not None and field.store:
                    is_date = field.type in ("date", "datetime")
                    group = f"{name}:month" if is_date else name
                    model.formatted_read_group(domain, [group], ["__count"])
        elif kind in READ_VIEWS:
            spec = get_specification(arch, model)
            found = model.web_search_read(domain, spec, limit=PAGE)
            if kind == "form" and found["records"]:
                self.show(model.browse(found["records"][0]["id"]), spec)

    def open_record(self, record, view_xmlid=None):
        """Return what the form of a record shows to the user."""
        record = self.env[record._name].browse(record.id)
        view_id = view_xmlid and self.env["ir.ui.view"].sudo().env.ref(view_xmlid).id
        arch = record.get_views([(view_id, "form")])["views"]["form"]["arch"]
        return self.show(record, get_specification(etree.fromstring(arch), record))

    def show(self, record, spec):
        self.env.invalidate_all()
        return record.web_read(spec)[0]


class Dialog:
    """A form that is opened, filled in and saved as by the web client."""

    def __init__(self, model, view_xmlid=None):
        self.model = model
        view_id = view_xmlid and model.env["ir.ui.view"].sudo().env.ref(view_xmlid).id
        arch = model.get_views([(view_id, "form")])["views"]["form"]["arch"]
        self.spec = get_specification(etree.fromstring(arch), model)
        model.env.invalidate_all()
        self.shown = model.onchange({}, [], self.spec)["value"]

    def fill(self, **values):
        """Change values, with all that follows from them."""
        self.shown |= values
        sent = self._get_values()
        self.model.env.invalidate_all()
        answer = self.model.onchange(sent, list(values), self.spec)
        self.shown |= answer.get("value", {})

    def save(self):
        self.model.env.invalidate_all()
        self.saved = self.model.web_save(self._get_values(), self.spec)[0]
        return self.model.browse(self.saved["id"])

    def _get_values(self) -> dict:
        return {name: self._to_send(value) for name, value in self.shown.items()}

    def _to_send(self, value):
        if isinstance(value, dict) and "id" in value:
            return value["id"]
        if isinstance(value, list):
            return [row[:2] if row[0] == Command.LINK else row for row in value]
        return value
