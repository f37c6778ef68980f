from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from ..tools.tabular_csv import QUOTES, SEPARATORS, Dialect

EDIT_GROUP = "crm_cubicl.crm_cubicl_group_edit"
# how the file is read: what was read before no longer counts when one changes
READING_FIELDS = {"file", "sheet_id", "header_row", "separator", "encoding", "quote"}


class CrmCustomerImport(models.Model):
    """A file of customers on its way in: read, mapped, checked, imported.

    Worked here within the request. The steps are apart so that a job can take them
    over: rows are read (``_get_rows``), checked (``_get_checker``) and written
    (``_write_rows``) in batches, and no step knows the other's business.
    """

    _name = "crm.customer.import"
    _inherit = [
        "crm.customer.import.fields",
        "crm.customer.import.mapping",
        "crm.customer.import.run",
        "crm.customer.import.alike",
        "crm.customer.import.write",
    ]
    _description = "Import of customers"
    _order = "id desc"

    name = fields.Char(compute="_compute_name", store=True)
    state = fields.Selection(
        [
            ("upload", "File"),
            ("map", "Columns"),
            ("check", "Check"),
            ("done", "Done"),
        ],
        string="Status",
        default="upload",
        required=True,
        readonly=True,
        copy=False,
    )
    file = fields.Binary(attachment=True, copy=False)
    filename = fields.Char(string="File name", copy=False)
    # what the steps after the reading work on; taking a workbook apart is slow
    staged_rows = fields.Binary(attachment=True, readonly=True, copy=False)
    kind = fields.Selection(
        [("xlsx", "Excel workbook"), ("csv", "CSV")], readonly=True, copy=False
    )
    separator = fields.Selection(
        [
            ("semicolon", "Semicolon ;"),
            ("comma", "Comma ,"),
            ("tab", "Tab"),
            ("pipe", "Bar |"),
        ],
    )
    encoding = fields.Selection(
        [
            ("utf-8-sig", "UTF-8 with BOM"),
            ("utf-8", "UTF-8"),
            ("cp1254", "Windows-1254 (Turkish)"),
            ("utf-16", "UTF-16"),
            ("utf-16-le", "UTF-16 LE without BOM"),
            ("utf-16-be", "UTF-16 BE without BOM"),
        ],
    )
    quote = fields.Selection(
        [("double", 'Double quote "'), ("single", "Single quote '")],
        string="Text between",
    )
    sheet_ids = fields.One2many(
        "crm.customer.import.sheet", "import_id", string="Sheets"
    )
    sheet_id = fields.Many2one(
        "crm.customer.import.sheet",
        domain="[('import_id', '=', id)]",
        ondelete="set null",
        index="btree_not_null",
    )
    sheet_count = fields.Integer(compute="_compute_sheet_count")
    header_row = fields.Integer(
        string="Row of the headings", help="0: the first row that is not empty."
    )
    row_count = fields.Integer(string="Rows", readonly=True)
    column_ids = fields.One2many("crm.customer.import.column", "import_id")
    key_column_id = fields.Many2one(
        "crm.customer.import.column",
        string="Key",
        # whether it is imported is not saved yet when the key is chosen
        domain="[('import_id', '=', id)]",
        ondelete="set null",
        index="btree_not_null",
        help="The column that names each customer once, such as a code or a tax "
        "number. Rows whose key a customer has already are not imported again.",
    )
    keep_trail = fields.Boolean(
        string="Keep the activity trail",
        default=True,
        help="Each customer's history says when and by whom it was imported. Without "
        "it a long import is faster.",
    )
    tell_stages = fields.Boolean(
        string="Tell people about the stages",
        help="Whoever is told of a customer that comes to a stage is told of the "
        "imported ones too, and the steps of their stages are planned.",
    )
    only_good = fields.Boolean(
        string="Import only the good rows",
        help="Rows with an error are left out instead of stopping the import.",
    )
    new_count = fields.Integer(string="New rows", readonly=True)
    known_count = fields.Integer(string="Already there", readonly=True)
    bad_count = fields.Integer(string="Rows with errors", readonly=True)
    bad_cell_count = fields.Integer(string="Errors", readonly=True)
    error_ids = fields.One2many("crm.customer.import.error", "import_id")
    customer_count = fields.Integer(
        string="Imported", compute="_compute_customer_count"
    )

    @api.depends("filename")
    def _compute_name(self):
        for record in self:
            record.name = record.filename or self.env._("New import")

    @api.depends("sheet_ids")
    def _compute_sheet_count(self):
        for record in self:
            record.sheet_count = len(record.sheet_ids)

    def _compute_customer_count(self):
        counts = dict(
            self.env["res.partner"]._read_group(
                Domain("crm_import_id", "in", self.ids), ["crm_import_id"], ["__count"]
            )
        )
        for record in self:
            record.customer_count = counts.get(record, 0)

    def write(self, vals):
        if any(record.state == "done" for record in self):
            raise UserError(
                self.env._("This import is done. Start a new one for another file.")
            )
        if "file" in vals:
            # what was detected in the file before says nothing about this one
            vals = {
                **dict.fromkeys(READING_FIELDS, False),
                "header_row": 0,
                "kind": False,
                **vals,
            }
        if READING_FIELDS & vals.keys() and "state" not in vals:
            vals = {**vals, "state": "upload"}
        return super().write(vals)

    def action_read(self):
        """Read the file and propose where its columns go."""
        self._start_step("upload", "map")
        if not self.file:
            raise UserError(self.env._("Choose a file first."))
        with self._explain_file_errors():
            self._read_file()
        return True

    def action_back(self):
        """Go one step back."""
        self._start_step("map", "check")
        self.state = "upload" if self.state == "map" else "map"
        return True

    def action_check(self):
        """Go through all rows and say what would happen; nothing is written."""
        self._start_step("map", "check")
        self._check_mapping()
        with self._explain_file_errors():
            self._run_check()
        return True

    def action_import(self):
        """Write the rows: all of them, or the good ones if the user said so."""
        self._start_step("check")
        if self.bad_count and not self.only_good:
            raise UserError(
                self.env._(
                    "%(count)s rows have errors. Correct the file and choose it again, "
                    "or tick “Import only the good rows”.",
                    count=self.bad_count,
                )
            )
        self._check_mapping()
        has_new_fields = self._create_custom_fields()
        with self._explain_file_errors():
            self._write_rows()
        return self._get_views_changed_action() if has_new_fields else True

    def action_open_customers(self):
        """Open the customers that came with this import."""
        self.ensure_one()
        return self.env["res.partner"]._get_customers_action(
            Domain("crm_import_id", "=", self.id)
        )

    def _start_step(self, *states: str) -> None:
        """Check that this user may take a step of this import now, and nobody else."""
        self.ensure_one()
        self._check_may_import()
        self.check_access("write")
        # a second click waits here, and then finds another state
        self.lock_for_update()
        if self.state not in states:
            raise UserError(self.env._("This step is over. Reload the page."))

    @api.model
    def _check_may_import(self) -> None:
        """Refuse users who may not create customers."""
        if not (self.env.su or self.env.user.has_group(EDIT_GROUP)):
            raise AccessError(
                self.env._("To import customers you need the level “Create and edit”.")
            )
        self.env["res.partner"].check_access("create")

    def _get_dialect(self) -> Dialect | None:
        """Return how the CSV file is written, when that is known."""
        if self.kind != "csv" or not (self.separator and self.encoding and self.quote):
            return None
        return Dialect(self.encoding, SEPARATORS[self.separator], QUOTES[self.quote])
