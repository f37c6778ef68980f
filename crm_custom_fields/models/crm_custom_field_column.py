from odoo import models

from ..tools.field_types import FIELD_TYPES, filename_column


class CrmCustomFieldColumn(models.AbstractModel):
    """The column of a field of one's own: a manual field, and how it is made."""

    _name = "crm.custom.field.column"
    _description = "Column of a Custom Field"

    def _create_columns(self) -> None:
        """Make the columns of all records in one call: each call locks the table."""
        vals_list, owners = [], []
        for custom in self:
            vals_list.append(custom._prepare_column_values())
            owners.append(custom)
            if custom.field_type == "file":
                vals_list.append(custom._prepare_filename_values())
                owners.append(None)
        # sudo: ir.model.fields - see `unlink`
        columns = self.env["ir.model.fields"].sudo().create(vals_list)
        for owner, column in zip(owners, columns, strict=True):
            if owner is not None:
                # sudo: crm.custom.field - see `unlink`
                owner.sudo().field_id = column

    def _update_columns(self) -> None:
        """Bring label, hint, rights and marks of the columns up to date."""
        for custom in self:
            # sudo: ir.model.fields - see `unlink`
            custom.sudo().field_id.write(custom._prepare_shared_values())
            custom._get_filename_columns().write(
                {"crm_groups": custom._get_groups_spec()}
            )

    def _prepare_column_values(self) -> dict:
        """Return the values of the ``ir.model.fields`` row of a field."""
        self.ensure_one()
        kind = FIELD_TYPES[self.field_type]
        vals = {
            "name": self.technical_name,
            "model_id": self.model_id.id,
            "ttype": kind.ttype,
            "state": "manual",
            # never NOT NULL: core makes records without knowing our fields
            "required": False,
            "copied": True,
            **self._prepare_shared_values(),
        }
        if kind.ttype in ("many2one", "many2many"):
            vals.update(self._prepare_relation_values())
        if kind.ttype == "monetary":
            vals["currency_field"] = self.env[self.model]._card_currency_field
        return vals

    def _prepare_relation_values(self) -> dict:
        """Return where a relational column points to and what it may hold."""
        kind = FIELD_TYPES[self.field_type]
        vals = {"relation": kind.relation or self.relation_model_id.model}
        if kind.has_options:
            vals["domain"] = f"[('custom_field_id', '=', {self.id})]"
            vals["on_delete"] = "restrict"
        if self.field_type == "user":
            vals["domain"] = "[('share', '=', False)]"
        if kind.ttype == "many2many":
            vals["relation_table"] = f"{self.technical_name}_{self.id}_rel"
            vals["column1"], vals["column2"] = "record_id", "option_id"
        else:
            vals["index"] = True
        return vals

    def _prepare_filename_values(self) -> dict:
        """Return the values of the column that keeps the file's name."""
        return {
            "name": filename_column(self.technical_name),
            "model_id": self.model_id.id,
            "ttype": "char",
            "state": "manual",
            "field_description": self.env._("%(label)s (file name)", label=self.name),
            "crm_groups": self._get_groups_spec(),
        }

    def _prepare_shared_values(self) -> dict:
        """Return what may change on a column after it was made."""
        self.ensure_one()
        kind = FIELD_TYPES[self.field_type]
        return {
            "field_description": self.name,
            "help": self.help,
            "tracking": 100 if self.is_tracked and kind.trackable else 0,
            "crm_groups": self._get_groups_spec(),
            "crm_in_search": self.in_search_box,
        }

    def _get_groups_spec(self) -> str:
        """Return the external ids of the groups, as ``Field.groups`` wants them.

        Without a choice: internal users, so that no portal user reads a field of
        one's own on the records that the portal opens.
        """
        self.ensure_one()
        if not self.group_ids:
            return "base.group_user"
        # sudo: res.groups - external ids are made for groups without one
        xml_ids = self.group_ids.sudo()._ensure_xml_id()
        return ",".join(sorted(xml_ids[group.id] for group in self.group_ids))

    def _get_filename_columns(self):
        """Return the columns that keep the names of files, as superuser."""
        # sudo: ir.model.fields - see `unlink`
        Columns = self.env["ir.model.fields"].sudo()
        files = self.filtered(lambda custom: custom.field_type == "file")
        return Columns.union(
            *(
                Columns._get(custom.model, filename_column(custom.technical_name))
                for custom in files
            )
        )
