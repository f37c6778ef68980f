from odoo import api, models

from ..tools.sample_workbook import SampleColumn, write_sample
from .crm_customer_export_rows import KINDS
from .crm_customer_import_fields import LIST_MODELS

# long lists of the world are no help in a drop-down
NO_LISTS = {"res.country", "res.country.state", "res.users"}
LEFT_OUT = {"company_type", "crm_manager_ids", "lang"}


class CrmCustomerImportSample(models.AbstractModel):
    """The sample workbook of a card, in the user's language."""

    _name = "crm.customer.import.sample"
    _inherit = ["crm.customer.import.fields"]
    _description = "Sample workbook"

    @api.model
    def _write_sample(self, target, kind: str) -> None:
        """Write the sample workbook of a card into an open binary file."""
        self.env["crm.customer.import"]._check_may_import()
        write_sample(
            target,
            self._get_sample_columns(kind),
            self._get_card_name(kind),
            self.env._("Choose one of the list."),
        )

    @api.model
    def _get_sample_name(self, kind: str) -> str:
        return self.env._("sample-%(card)s.xlsx", card=self._get_card_name(kind))

    @api.model
    def _get_card_name(self, kind: str) -> str:
        names = {"company": self.env._("Company"), "person": self.env._("Person")}
        return names[kind]

    @api.model
    def _get_sample_columns(self, kind: str) -> list[SampleColumn]:
        required = set(self._get_required_names(kind == "company"))
        own = self._get_own_names(kind)
        labels = self._get_customer_columns("write")
        types = self.env["res.partner"]._get_custom_types()
        columns = [
            self._get_sample_column(name, label, name in required)
            for name, label in labels.items()
            if name not in LEFT_OUT and (name not in types or name in own)
        ]
        if kind == "person":
            # no such column means companies
            columns.insert(1, self._get_type_column())
        return columns

    @api.model
    def _get_type_column(self) -> SampleColumn:
        kinds = [self.env._("Company"), self.env._("Person")]
        heading = self._get_special_labels()["company_type"]
        return SampleColumn(heading, [self.env._("choose")], kinds, is_required=True)

    @api.model
    def _get_own_names(self, kind: str) -> set[str]:
        """Return the fields of one's own on a card."""
        specs = self.env["crm.card"]._get_card_specs("res.partner")
        return {
            line.field_name
            for card in specs
            if card.kind == kind
            for line in card.lines
        }

    @api.model
    def _get_sample_column(self, name, label, is_required) -> SampleColumn:
        field = self.env["res.partner"]._fields[name]
        if name == "user_id":
            users = self.env["res.users"].search(self._get_names_domain(field))
            heading = self.env._("Representative")
            return SampleColumn(heading, users.mapped("name"), is_required=is_required)
        options = []
        if field.comodel_name in LIST_MODELS - NO_LISTS:
            records = self.env[field.comodel_name].search(self._get_names_domain(field))
            options = records.mapped("display_name")
        if field.type == "boolean":
            options = [self.env._("Yes"), self.env._("No")]
        kind = KINDS.get(field.type, "text")
        guide = [self._get_guide(field, options)]
        is_several = field.type == "many2many"
        return SampleColumn(label, guide, options, kind, is_required, is_several)

    @api.model
    def _get_guide(self, field, options: list[str]) -> str:
        """Return what to fill in."""
        if field.type == "many2many":
            names = ", ".join(options)
            return self.env._("several between ; from: %(names)s", names=names)
        if options:
            return self.env._("choose")
        hints = {
            "number": self.env._("number"),
            "date": self.env._("date, 31.12.2026"),
            "datetime": self.env._("date and time, 31.12.2026 17:30"),
        }
        return hints.get(KINDS.get(field.type, ""), self.env._("text"))
