from odoo import fields, models


class CrmPortalLinkCreate(models.TransientModel):
    """Make a customer's support link: by a press of the button, never by the way."""

    _name = "crm.portal.link.create"
    _description = "New support link of a customer"

    customer_id = fields.Many2one("res.partner", required=True)
    expiry_date = fields.Date(
        string="Valid until", help="Without a date the link stays valid."
    )

    def action_create(self) -> dict:
        """Make the link, with the rights of who asks for it, and show it."""
        self.ensure_one()
        link = self.env["crm.portal.link"].create(
            {"customer_id": self.customer_id.id, "expiry_date": self.expiry_date}
        )
        return link._get_dialog()
