from odoo import api, fields, models
from odoo.fields import Command

# stands for an address that is there and is not told; see hidden_recipient.js
UNTOLD = "•••@•••"


class Recipients(fields.Many2many):
    """Recipients, also those whom the user may not see, else nobody writes to them.

    Of these the ids are read and nothing else.
    """

    def __init__(self, *args, **kwargs):
        # core would look, as the user, which of them are archived
        super().__init__(*args, context={"active_test": False}, **kwargs)

    def read(self, records):
        # sudo: any model - as said above
        return super().read(records.sudo())

    def write_real(self, records_commands_list, create=False):
        # sudo: any model - as said above; partners are changed as the user all the same
        commands = [(records.sudo(), rows) for records, rows in records_commands_list]
        return super().write_real(commands, create)


class CrmRecipientsMixin(models.AbstractModel):
    """Write from a document to whom one may not see, by name alone.

    Whoever opens a document writes to its customer. Core reads the recipients as the
    user, to show them; here those whom the user may not see are shown by their names.
    """

    _name = "crm.recipients.mixin"
    _description = "Form with recipients of whom some may be hidden"

    def _get_recipients_documents(self):
        """Return the documents that are written from, if any. Override."""
        raise NotImplementedError

    def web_read(self, specification):
        told = specification.get("partner_ids") or {}
        if not told.get("fields"):
            return super().web_read(specification)
        rows = super().web_read({**specification, "partner_ids": {}})
        for record, row in zip(self, rows, strict=True):
            row["partner_ids"] = record._tell_recipients(row["partner_ids"], told)
        return rows

    def onchange(self, values, field_names, fields_spec):
        told = fields_spec.get("partner_ids") or {}
        if not told.get("fields"):
            return super().onchange(values, field_names, fields_spec)
        spec = {**fields_spec, "partner_ids": {}}
        result = super().onchange(values, field_names, spec)
        commands = (result.get("value") or {}).get("partner_ids") or []
        linked = [row[1] for row in commands if row[0] == Command.LINK]
        if linked:
            record = self or self.new(values)
            rows = iter(record._tell_recipients(linked, told))
            result["value"]["partner_ids"] = [
                (*row[:2], next(rows)) if row[0] == Command.LINK else row
                for row in commands
            ]
        return result

    def _tell_recipients(self, ids, spec: dict) -> list[dict]:
        """Return what the form shows of its recipients."""
        partners = self.env["res.partner"].browse(ids)
        hidden = partners._get_hidden_from_user()
        seen = (partners - hidden).with_context(**spec.get("context", {}))
        rows = {row["id"]: row for row in seen.web_read(spec["fields"])}
        named = hidden._filter_named_on(self._get_recipients_documents())
        for partner in hidden:
            name = partner in named and partner._get_plain_name()
            rows[partner.id] = self._tell_hidden_recipient(partner, name, spec)
        return [rows[id_] for id_ in ids]

    @api.model
    def _tell_hidden_recipient(self, partner, name, spec: dict) -> dict:
        name = name or self.env._("Someone whom you may not see")
        # sudo: res.partner - whether mail reaches them, not where
        email = UNTOLD if partner.sudo().email else False
        row = {"id": partner.id, "display_name": name, "name": name, "email": email}
        empty = dict.fromkeys(spec["fields"], False)
        return {**empty, **{key: row[key] for key in row.keys() & {"id", *empty}}}
