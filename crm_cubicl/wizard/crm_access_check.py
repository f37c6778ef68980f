from odoo import api, fields, models


class CrmAccessCheck(models.TransientModel):
    """Answer why a user can or cannot see a customer."""

    _name = "crm.access.check"
    _description = "Why a user can or cannot see a customer"

    user_id = fields.Many2one(
        "res.users", required=True, default=lambda self: self._default_user()
    )
    partner_id = fields.Many2one(
        "res.partner",
        string="Customer",
        required=True,
        domain=[("crm_customer_id", "!=", False)],
        default=lambda self: self._default_partner(),
    )
    answer = fields.Html(compute="_compute_answer", sanitize=False)

    @api.model
    def _default_user(self):
        if self.env.context.get("active_model") != "crm.permission":
            return False
        ids = self.env.context.get("active_ids") or []
        return ids[0] if len(ids) == 1 else False

    @api.model
    def _default_partner(self):
        if self.env.context.get("active_model") != "res.partner":
            return False
        return self.env.context.get("active_id", False)

    @api.depends("user_id", "partner_id")
    def _compute_answer(self):
        self.env["res.users"]._check_may_set_levels()
        for wizard in self:
            # what is chosen in the open dialog stands for the record that is saved
            user, partner = wizard.user_id._origin, wizard.partner_id._origin
            if not user or not partner:
                wizard.answer = False
                continue
            partner.check_access("read")
            lines = partner._explain_customer_access(user)
            wizard.answer = self.env["ir.qweb"]._render(
                "crm_cubicl.crm_access_check_answer",
                {
                    "rules": [
                        line for line in lines if not line["rule"].startswith("verdict")
                    ],
                    "verdicts": [
                        line for line in lines if line["rule"].startswith("verdict")
                    ],
                },
            )
