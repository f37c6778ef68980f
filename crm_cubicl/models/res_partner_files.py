from odoo import api, fields, models
from odoo.exceptions import AccessError

MANAGE_GROUP = "crm_cubicl.crm_cubicl_group_manage"
SHORTCUTS = "crm_import_shortcuts"
# computed from the picture, which a file cannot hold
IMAGES = ("image_1920", "image_1024", "image_512", "image_256", "image_128")
# what documents show of their customer anyway
NAME_PATHS = {"", "id", ".id", "name", "display_name"}


class ImportShortcuts:
    """What holds for every customer of an import and is found out once.

    An object, so that no client can send it in a context.
    """

    def __init__(self, defaults: dict, given: set[str]) -> None:
        self.defaults = defaults
        self.given = given


class ResPartner(models.Model):
    """Customers know the import they came with, and leave in files by Manage only."""

    _inherit = "res.partner"

    crm_import_id = fields.Many2one(
        "crm.customer.import",
        string="Import",
        index="btree_not_null",
        ondelete="set null",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )

    @api.model
    def default_get(self, fields):
        shortcuts = self._get_import_shortcuts()
        if not shortcuts:
            return super().default_get(fields)
        defaults = shortcuts.defaults
        return {name: defaults[name] for name in fields if name in defaults}

    def _check_company(self, fnames=None):
        if shortcuts := self._get_import_shortcuts():
            # the others hold their defaults, the same in every row
            fnames = shortcuts.given & set(fnames or shortcuts.given)
        return super()._check_company(fnames)

    @api.model
    def _get_import_shortcuts(self) -> ImportShortcuts | None:
        shortcuts = self.env.context.get(SHORTCUTS)
        return shortcuts if isinstance(shortcuts, ImportShortcuts) else None

    @api.model
    def _with_import_shortcuts(self, given: set[str]):
        """Return the model ready to create many customers with these fields.

        A quarter of the time that core takes to create a partner goes into defaults
        and pictures that are the same, or empty, for all of them.
        """
        defaults = self.default_get(list(self._fields))
        defaults |= {name: False for name in IMAGES if name in self._fields}
        return self.with_context(**{SHORTCUTS: ImportShortcuts(defaults, given)})

    def export_data(self, fields_to_export):
        self._check_may_download()
        return super().export_data(fields_to_export)

    def _export_rows(self, fields, *, _is_toplevel_call=True):
        # also reached from other records' export, by a path such as partner_id/phone
        if any((path[0] if path else "") not in NAME_PATHS for path in fields):
            self._check_may_download()
        return super()._export_rows(fields, _is_toplevel_call=_is_toplevel_call)

    def _get_vcard_file(self):
        self._check_may_download()
        return super()._get_vcard_file()

    def _check_may_download(self) -> None:
        """Refuse to hand out customers as a file below the level Manage."""
        self.env["res.partner"]._check_download_level(
            lambda: any(partner.crm_customer_id for partner in self)
        )

    @api.model
    def _check_download_level(self, concerns_customers=lambda: True) -> None:
        if self.env.su or self.env.user.has_group(MANAGE_GROUP):
            return
        if concerns_customers():
            raise AccessError(
                self.env._("To download customers you need the level “Manage”.")
            )
