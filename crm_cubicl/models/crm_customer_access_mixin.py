from odoo import models

from ..tools.permission_level import NONE
from .crm_level_mixin import ASSIGNED, MANAGE_ONLY

OPERATIONS = ("read", "write", "unlink")


class CrmCustomerAccessMixin(models.AbstractModel):
    """Tell why somebody can or cannot see a customer."""

    _name = "crm.customer.access.mixin"
    _description = "Partner that tells who can see it and why"

    def _explain_customer_access(self, user) -> list[dict]:
        """Return rule by rule what lets a user see this customer or keeps them out.

        Each line is {"rule", "title", "text", "effect"} with the effect "allow",
        "deny" or "info". The last three are what the ORM really answers to this user,
        whatever the lines before say. Override to put a rule of one's own in.
        """
        self.ensure_one()
        # sudo: res.partner, res.users - rules are told that ask for what only they read
        partner_sudo, user_sudo = self.sudo(), user.sudo()
        customer_sudo = partner_sudo.crm_customer_id or partner_sudo
        lines = [
            self._explain_account(user_sudo),
            self._explain_level(user_sudo),
            self._explain_accounting(user_sudo),
            customer_sudo._explain_manager(user_sudo),
            customer_sudo._explain_closed(user_sudo),
            customer_sudo._explain_assigned_only(user_sudo),
            partner_sudo._explain_company(user_sudo),
        ]
        verdicts = [self._explain_verdict(user, name) for name in OPERATIONS]
        return [line for line in lines if line] + verdicts

    def _explain_line(self, rule, title, text, effect="info") -> dict:
        return {"rule": rule, "title": title, "text": text, "effect": effect}

    def _explain_account(self, user) -> dict | None:
        """Tell whether the user is a colleague who can sign in."""
        if not user.active:
            text = self.env._(
                "%(name)s is archived and cannot sign in.", name=user.name
            )
            return self._explain_line("account", self.env._("Account"), text, "deny")
        if user.share:
            text = self.env._(
                "%(name)s is no colleague: the portal shows them their own company "
                "and nothing else.",
                name=user.name,
            )
            return self._explain_line("account", self.env._("Account"), text)
        return None

    def _explain_level(self, user) -> dict | None:
        """Tell the user's level and where it comes from."""
        if user.share:
            return None
        labels = dict(user._fields["crm_level"]._description_selection(self.env))
        sources = dict(
            user._fields["crm_level_source"]._description_selection(self.env)
        )
        text = {
            "none": self.env._("None sees no customer at all."),
            "view": self.env._("View sees customers and changes nothing."),
            "edit": self.env._("Create and edit sees and changes customers."),
            "delete": self.env._("Create, edit and delete also deletes customers."),
            "manage": self.env._("Manage does everything."),
        }[user.crm_level]
        origin = sources.get(user.crm_level_source, "")
        title = self.env._(
            "Level: %(level)s (%(origin)s)",
            level=labels[user.crm_level],
            origin=origin,
        )
        effect = "deny" if user.crm_level == NONE else "allow"
        return self._explain_line("level", title, text, effect)

    def _explain_accounting(self, user) -> dict | None:
        """Tell that accounting reads every customer."""
        accounting = user._get_crm_accounting_groups()
        if not accounting & user.all_group_ids:
            return None
        text = self.env._(
            "%(name)s works in accounting and reads every customer, closed ones too, "
            "to post invoices and payments.",
            name=user.name,
        )
        return self._explain_line("accounting", self.env._("Accounting"), text, "allow")

    def _is_account_manager(self, user) -> bool:
        return user in self.user_id | self.crm_manager_ids

    def _explain_manager(self, user) -> dict:
        """Tell whether the user is one of the customer's account managers."""
        managers = self.user_id | self.crm_manager_ids
        names = ", ".join(managers.mapped("name"))
        if user in managers:
            text = self.env._(
                "%(name)s is an account manager of this customer.", name=user.name
            )
            return self._explain_line(
                "manager", self.env._("Account manager"), text, "allow"
            )
        text = (
            self.env._("Others are: %(names)s.", names=names)
            if names
            else self.env._("This customer has no account manager.")
        )
        return self._explain_line("manager", self.env._("Account manager"), text)

    def _is_exempt_from_limits(self, user) -> bool:
        """Return whether neither closed nor assigned-only concerns the user."""
        accounting = user._get_crm_accounting_groups()
        manage = self.env.ref(MANAGE_ONLY)
        return bool((accounting | manage) & user.all_group_ids)

    def _explain_closed(self, user) -> dict | None:
        """Tell whether the customer is closed to all but its account managers."""
        if "crm_is_closed" not in self._fields or not self.crm_is_closed:
            return None
        if self._is_account_manager(user) or self._is_exempt_from_limits(user):
            effect, text = (
                "allow",
                self.env._("The customer is closed, but not to them."),
            )
        else:
            effect, text = (
                "deny",
                self.env._(
                    "The customer is closed to all but its account managers, Manage "
                    "and accounting."
                ),
            )
        return self._explain_line("closed", self.env._("Closed"), text, effect)

    def _explain_assigned_only(self, user) -> dict | None:
        """Tell whether the user is limited to customers assigned to them."""
        if self.env.ref(ASSIGNED) not in user.all_group_ids:
            return None
        title = self.env._("Assigned customers only")
        if self._is_account_manager(user):
            text = self.env._(
                "They see assigned customers only, and this is one of them."
            )
            return self._explain_line("assigned", title, text, "allow")
        if self._is_exempt_from_limits(user):
            text = self.env._(
                "They see assigned customers only, but their rights exempt them."
            )
            return self._explain_line("assigned", title, text)
        text = self.env._("They see assigned customers only, and this is none of them.")
        return self._explain_line("assigned", title, text, "deny")

    def _explain_company(self, user) -> dict | None:
        """Tell whether the customer belongs to a company that the user is not in."""
        if not self.company_id:
            return None
        title = self.env._("Company")
        if self.company_id in user.company_ids:
            text = self.env._(
                "The customer belongs to %(company)s, which they may work for.",
                company=self.company_id.name,
            )
            return self._explain_line("company", title, text, "allow")
        text = self.env._(
            "The customer belongs to %(company)s; they only work for %(companies)s.",
            company=self.company_id.name,
            companies=", ".join(user.company_ids.mapped("name")),
        )
        return self._explain_line("company", title, text, "deny")

    def _explain_verdict(self, user, operation: str) -> dict:
        """Return what the ORM answers when this user asks for the record."""
        titles = {
            "read": self.env._("Can see it"),
            "write": self.env._("Can change it"),
            "unlink": self.env._("Can delete it"),
        }
        partner = self.with_user(user).with_context(
            allowed_company_ids=user.sudo().company_ids.ids, active_test=False
        )
        # what was read before, with other rights, proves nothing
        self.env.flush_all()
        allowed = partner.has_access(operation)
        if allowed and operation == "read":
            allowed = bool(partner.search_count([("id", "=", self.id)]))
        reason = (
            self.env._("Yes.")
            if allowed
            else partner._explain_refusal(operation, self.env)
        )
        effect = "allow" if allowed else "deny"
        return self._explain_line(
            f"verdict_{operation}", titles[operation], reason, effect
        )

    def _explain_refusal(self, operation: str, env) -> str:
        """Return which of Odoo's own checks refuses, as the user of the records."""
        if not self.browse().has_access(operation):
            return env._("No: none of their groups gives this right on contacts.")
        rules = self.env["ir.rule"]._get_failing(self, mode=operation)
        # sudo: ir.rule - the name of what refuses, for whoever may ask
        names = rules.sudo().mapped("name")
        if not names:
            return env._("No: another check of Odoo refuses it.")
        return env._("No, because of the rule: %(names)s.", names="; ".join(names))
