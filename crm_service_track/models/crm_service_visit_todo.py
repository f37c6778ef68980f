from odoo import models

# a low score stays with its manager, whatever becomes of the form
OF_FORM = ("objection", "blocked", "beyond", "unbilled")


class CrmServiceVisit(models.Model):
    """What a form gave somebody to do is done when the form goes on."""

    _inherit = "crm.service.visit"

    def action_send(self):
        result = super().action_send()
        self._finish("objection", "blocked")
        return result

    def _sign(self, signature, signer, info, score=None):
        result = super()._sign(signature, signer, info, score)
        self._finish("objection", "blocked")
        return result

    def action_cancel(self):
        result = super().action_cancel()
        self._finish(*OF_FORM)
        return result

    def action_correct(self):
        result = super().action_correct()
        self._finish(*OF_FORM)
        return result

    def _bill(self):
        result = super()._bill()
        self._finish("unbilled")
        return result

    def _finish(self, *keys: str) -> None:
        """Mark what is to be done as done, as if by hand: the history keeps it."""
        # sudo: mail.activity - whoever else has it to do
        activities_sudo = self.env["mail.activity"].sudo()
        activities_sudo.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", self.ids),
                ("crm_visit_todo", "in", keys),
            ]
        ).action_feedback()
