from odoo import api, models


class IrConfigParameter(models.Model):
    _inherit = "ir.config_parameter"

    @api.model
    def _get_number(
        self, key: str, default: int, least: int = 0, most: int | None = None
    ) -> int:
        """Return a whole number of the settings, for whoever asks.

        The default counts where none is given, no number, or one below the least.
        """
        # sudo: ir.config_parameter - numbers of the settings are no secret
        given = str(self.sudo().get_param(key, default))
        number = int(given) if given.isdecimal() else default
        if number < least:
            number = default
        return number if most is None else min(number, most)
