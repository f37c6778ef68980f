from odoo import api, models

from ..tools.merge_reference import Reference


class CrmMergeLabel(models.AbstractModel):
    """What people call the records that a merge moves."""

    _name = "crm.merge.label"
    _description = "Names of what a merge moves"

    @api.model
    def _get_label(self, reference: Reference) -> str:
        """Return what a user calls the rows of a table; nothing for what passes by."""
        table = (reference.table, reference.column)
        if label := self._get_column_labels().get(table):
            return label
        if not reference.owner:
            return self._get_relation_label(reference.table)
        if self.env[reference.owner]._transient:
            return ""
        labels = self._get_model_labels()
        if reference.owner in labels:
            return labels[reference.owner]
        return self.env["res.partner"]._get_model_label(reference.owner)

    @api.model
    def _get_model_labels(self) -> dict[str, str]:
        """Return the names of models that are not called so by whoever uses them.

        Empty for what is of no interest. Override to add.
        """
        return {
            **self.env["res.partner"]._get_reference_labels(),
            "crm.customer.folder": self.env._("Folders"),
            "crm.customer.proposal.line": "",
            "crm.customer.stage.log": self.env._("History of stages"),
            "crm.merge": self.env._("Earlier merges"),
            "discuss.channel.member": self.env._("Chats"),
            "ir.model.data": self.env._("External IDs"),
            "mail.followers": self.env._("Followers"),
            "mail.message": self.env._("Messages, notes and changes"),
            "mail.notification": self.env._("Notifications of messages"),
            "mail.push.device": self.env._("Devices for notifications"),
            "mail.scheduled.message": self.env._("Messages to be sent later"),
            "payment.token": self.env._("Saved payment methods"),
            "project.collaborator": self.env._("Access to shared projects"),
            "rating.rating": self.env._("Ratings"),
            "res.partner": self.env._("Customers and contacts"),
            "res.users": self.env._("Portal logins"),
            "sale.order.line": self.env._("Lines of quotes and orders"),
            "sms.sms": self.env._("Text messages"),
            "website.visitor": self.env._("Visits of the website"),
        }

    @api.model
    def _get_column_labels(self) -> dict[tuple[str, str], str]:
        """Return the names of rows that depend on how they name the customer."""
        contacts = self.env._("Contacts and addresses")
        former = self.env._("Former contacts")
        children = self.env._("Child customers")
        managers = self.env._("Account managers")
        ledger = self.env._("Ledger entries")
        return {
            ("account_move_line", "partner_id"): ledger,
            ("crm_customer_manager_rel", "partner_id"): managers,
            ("res_partner", "commercial_partner_id"): contacts,
            ("res_partner", "crm_customer_id"): contacts,
            ("res_partner", "crm_former_contact_id"): former,
            ("res_partner", "crm_parent_id"): children,
            ("res_partner", "parent_id"): contacts,
        }

    @api.model
    def _get_relation_label(self, table: str) -> str:
        """Return the label of the field whose records a table connects."""
        for name in self.env.registry.models:
            model = self.env[name]
            for field in model._fields.values():
                if field.type == "many2many" and field.relation == table:
                    is_passing = model._transient
                    return "" if is_passing else field._description_string(self.env)
        return table
