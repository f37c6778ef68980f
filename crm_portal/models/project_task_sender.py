from odoo import api, fields, models

MERGE_GROUP = "crm_cubicl.crm_cubicl_group_merge"
VIEW_GROUP = "crm_cubicl.crm_cubicl_group_view"
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

        ``{"name" of the new customer, "may_accept", "may_merge", "matches": [{"id",
        "name", "place", "reasons", "url", "source", "target", "kind"}]}``
        """
        self.ensure_one()
        self.check_access("read")
        found = {"name": False, "matches": []}
        if not self.crm_is_new_sender or not self.env.user.has_group(VIEW_GROUP):
            return found
        person = self.partner_id
        if not person.has_access("read"):
            return found
        customer = person.crm_customer_id or person
        may_write = customer.has_access("write")
        return {
            "name": customer.display_name,
            "may_accept": may_write,
            "may_merge": self.env.user.has_group(MERGE_GROUP) and may_write,
            "matches": self._find_sender_matches(person, customer),
        }

    def _find_sender_matches(self, person, customer) -> list[dict]:
        """Return the likeliest, by the person and by the company that was typed."""
        partners = self.env["res.partner"]
        # who was made a minute ago is known too
        partners._refresh_duplicates(limit=20)
        found = {}
        for record in person | customer:
            for match in record._find_known_like_sender():
                found.setdefault(match["partner"], match)
        own = customer | person | customer.child_ids.filtered("crm_is_unchecked")
        return [
            {
                **partners._prepare_match_hint(match),
                **self._prepare_merge(person, customer, partner),
            }
            for partner, match in sorted(found.items(), key=lambda f: -f[1]["score"])
            if partner not in own
        ][:MOST_SHOWN]

    @api.model
    def _prepare_merge(self, person, customer, partner) -> dict:
        """Return what becomes of the sender: merged, or a contact of a company."""
        root = partner.crm_customer_id or partner
        if root == customer:
            # in the right company already, beside the one that was there
            return {"source": person.id, "target": partner.id, "kind": "merge"}
        is_contact = root.is_company and not customer.is_company
        kind = "attach" if is_contact else "merge"
        return {"source": customer.id, "target": root.id, "kind": kind}

    def action_accept_sender(self) -> bool:
        """Keep the sender as a customer of its own: somebody has looked."""
        self.ensure_one()
        self.check_access("read")
        self.partner_id.action_mark_checked()
        return True
