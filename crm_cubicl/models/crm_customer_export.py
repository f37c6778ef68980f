import json
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command, Domain

# how long the link of a download is good for
LINK_MINUTES = 10


class CrmCustomerExport(models.Model):
    """A download of customers: what is wanted, and afterwards who took what."""

    _name = "crm.customer.export"
    _inherit = ["crm.tabular.mixin", "crm.customer.export.rows"]
    _description = "Download of customers"
    _order = "id desc"
    _rec_name = "filename"

    format = fields.Selection(
        [("xlsx", "Excel workbook"), ("csv", "CSV")], default="xlsx", required=True
    )
    encoding = fields.Selection(
        [
            ("utf-8-sig", "UTF-8 with BOM (opens in Excel)"),
            ("utf-8", "UTF-8"),
            ("cp1254", "Windows-1254 (Turkish)"),
            ("utf-16", "UTF-16"),
        ],
        default="utf-8-sig",
        required=True,
    )
    separator = fields.Selection(
        [
            ("semicolon", "Semicolon ;"),
            ("comma", "Comma ,"),
            ("tab", "Tab"),
            ("pipe", "Bar |"),
        ],
        default="semicolon",
        required=True,
    )
    domain = fields.Text(
        string="Filter", default="[]", required=True, export_string_translation=False
    )
    record_ids = fields.Json(
        string="Chosen records",
        export_string_translation=False,
        help="The customers chosen in the list; empty: all that the filter finds.",
    )
    column_ids = fields.One2many(
        "crm.customer.export.column",
        "export_id",
        string="Columns",
        default=lambda self: self._get_default_columns(),
    )
    filename = fields.Char(readonly=True)
    row_count = fields.Integer(string="Customers", readonly=True)
    preview_count = fields.Integer(
        string="Customers to download", compute="_compute_preview_count"
    )
    downloaded_at = fields.Datetime(string="Downloaded", readonly=True)

    @api.constrains("domain", "record_ids")
    def _check_domain(self):
        for export in self:
            export._get_domain()

    @api.depends("domain", "record_ids")
    def _compute_preview_count(self):
        for export in self:
            try:
                domain = export._get_domain()
            except ValidationError:
                export.preview_count = 0
            else:
                export.preview_count = self.env["res.partner"].search_count(domain)

    @api.model_create_multi
    def create(self, vals_list):
        # columns that a client says were downloaded prove nothing
        given = [dict(vals, downloaded_at=False) for vals in vals_list]
        return super().create(given)

    def write(self, vals):
        if not self.env.su and any(export.downloaded_at for export in self):
            raise UserError(self.env._("A download that was made cannot be changed."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_downloaded(self):
        if any(export.downloaded_at for export in self):
            raise UserError(
                self.env._("Downloads stay listed, so that it is known who took what.")
            )

    def action_download(self):
        """Note the download and send the browser to fetch it."""
        self.ensure_one()
        self._check_owner()
        if not self.column_ids:
            raise UserError(self.env._("Choose at least one column."))
        self._check_columns()
        # sudo: crm.customer.export - the log is written by nobody else than us
        self.sudo().write(
            {
                "downloaded_at": fields.Datetime.now(),
                "row_count": self.env["res.partner"].search_count(self._get_domain()),
                "filename": self._get_filename(),
            }
        )
        return {
            "type": "ir.actions.client",
            "tag": "crm_cubicl_download",
            "params": {
                "url": f"/crm_cubicl/export/{self.id}",
                "next": {"type": "ir.actions.act_window_close"},
            },
        }

    def _check_owner(self) -> None:
        """Refuse users below Manage, and the downloads of others."""
        self.env["res.partner"]._check_download_level()
        self.check_access("read")
        if self.create_uid != self.env.user:
            raise AccessError(self.env._("This is somebody else's download."))

    def _check_link(self) -> None:
        """Refuse a link that was used before, in time."""
        self._check_owner()
        limit = fields.Datetime.now() - timedelta(minutes=LINK_MINUTES)
        if not self.downloaded_at or self.downloaded_at < limit:
            raise UserError(
                self.env._("This download is over. Start it from the list again.")
            )

    def _get_domain(self) -> Domain:
        """Return which customers are meant."""
        self.ensure_one()
        try:
            domain = Domain(json.loads(self.domain or "[]"))
            ids = [int(record_id) for record_id in self.record_ids or []]
        except (ValueError, TypeError) as error:
            raise ValidationError(
                self.env._("The filter of the download cannot be read.")
            ) from error
        if ids:
            domain &= Domain("id", "in", ids)
        return domain & Domain("is_crm_customer", "=", True)

    def _get_filename(self) -> str:
        day = fields.Date.context_today(self)
        return f"{self.env._('customers')}-{day}.{self.format}"

    @api.model
    def _get_default_columns(self):
        """Return a line per field that customers' cards and lists show."""
        names = self._get_customer_columns("read")
        hidden = {"lang", "comment", "street2"}
        return [
            Command.create({"sequence": sequence, "field_name": name})
            for sequence, name in enumerate(names, 1)
            if name not in hidden
        ]
