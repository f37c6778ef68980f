from odoo import api, fields, models

MERGE_GROUP = "crm_cubicl.crm_cubicl_group_merge"
VIEW_GROUP = "crm_cubicl.crm_cubicl_group_view"
COMPARED = ("name", "email", "phone", "website", "vat", "street", "city", "zip")
MOST_SHOWN = 5


class ProjectTask(models.Model):
    """Whom the staff knows already by another address than the one that was typed."""

    _inherit = "project.task"

    crm_is_new_sender = fields.Boolean(
        string="Sender not known before",
        compute="_compute_crm_is_new_sender",
        groups="base.group_user",
    )

    @api.depends("partner_id.crm_is_unchecked")
    def _compute_crm_is_new_sender(self):
        for task in self:
            # sudo: res.partner - whether somebody has looked at it yet
            partner_sudo = task.sudo().partner_id
            task.crm_is_new_sender = bool(
                task.crm_topic_id and partner_sudo.crm_is_unchecked
            )

    def get_sender_matches(self) -> dict:
        """Return whom the sender may be, of those that the user may see.

        ``{"source": id of the new customer, "may_merge", "matches": [{"id", "name",
        "place", "reasons", "url", "target", "kind"}]}``
        """
        self.ensure_one()
        self.check_access("read")
        found = {"source": False, "matches": []}
        if not self.crm_is_new_sender or not self.env.user.has_group(VIEW_GROUP):
            return found
        person = self.partner_id
        if not person.has_access("read"):
            return found
        customer = person.crm_customer_id or person
        may_write = customer.has_access("write")
        return {
            "source": customer.id,
            "name": customer.display_name,
            "may_accept": may_write,
            "may_merge": self.env.user.has_group(MERGE_GROUP) and may_write,
            "matches": self._find_sender_matches(person, customer),
        }

    def _find_sender_matches(self, person, customer) -> list[dict]:
        """Return the likeliest, by the person and by the company that was typed."""
        partners = self.env["res.partner"]
        found = {}
        for record in person | customer:
            typed = {name: record[name] or "" for name in COMPARED}
            for match in partners._get_likely_matches_of(typed):
                found.setdefault(match["partner"], match)
        own = customer | customer.child_ids | person
        return [
            {
                **partners._prepare_match_hint(match),
                **self._prepare_merge(customer, partner),
            }
            for partner, match in sorted(found.items(), key=lambda f: -f[1]["score"])
            if partner not in own
        ][:MOST_SHOWN]

    @api.model
    def _prepare_merge(self, customer, partner) -> dict:
        """Return with whom the new customer is merged, or whose contact it becomes."""
        root = partner.crm_customer_id or partner
        if customer.is_company or partner == root:
            is_contact = root.is_company and not customer.is_company
            return {"target": root.id, "kind": "attach" if is_contact else "merge"}
        return {"target": partner.id, "kind": "merge"}

    def action_accept_sender(self) -> bool:
        """Keep the sender as a customer of its own: somebody has looked."""
        self.ensure_one()
        self.check_access("read")
        self.partner_id.action_mark_checked()
        return True
