from markupsafe import Markup

from odoo import api, models

from .res_partner_choice import EDIT_GROUP, VIEW_GROUP


class ResPartner(models.Model):
    """What an empty list of customers says: what its reader can do about it."""

    _inherit = "res.partner"

    @api.model
    def get_empty_list_help(self, help_message):
        if self.env.context.get("default_is_crm_customer"):
            help_message = self._get_customers_help() or help_message
        return super().get_empty_list_help(help_message)

    @api.model
    def _get_customers_help(self) -> Markup | None:
        """Return the help for who may not add customers, None for who may."""
        # by group: actions are read in superuser mode
        if self.env.user.has_group(EDIT_GROUP):
            return None
        if self.env.user.has_group(VIEW_GROUP):
            title = self.env._("No customer to show")
            text = self.env._(
                "There is none yet that you may see, or none fits the search."
            )
        else:
            title = self.env._("You do not see customers")
            text = self.env._(
                "Your level is “None”. Whoever manages the customers can give you "
                "another one on the page Permissions."
            )
        return Markup(
            '<p class="o_view_nocontent_smiling_face">{title}</p><p>{text}</p>'
        ).format(title=title, text=text)
