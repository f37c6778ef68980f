from odoo import api, fields, models
from odoo.tools import format_date, format_datetime, formatLang

from .res_partner_feed import LIGHT_FIELDS, TEXT_FIELDS

# changes, of which it is worth knowing where they came from
CHANGE_KINDS = {"created", "updated", "stage", "contact", "import", "merge", "portal"}


class CrmFeedReader(models.AbstractModel):
    _inherit = "crm.feed.reader"

    @api.model
    def _get_entries(self, messages, names: dict, with_files=True) -> list[dict]:
        """Return what the page shows of messages that the user may read.

        :param names: of their customers and documents, by model and id
        """
        messages.fetch(LIGHT_FIELDS + TEXT_FIELDS)
        messages.author_id.fetch(["name"])
        files = self._get_visible_files(messages) if with_files else None
        changes = self._get_changes(messages)
        kinds = dict(self.env["res.partner"].get_customer_feed_kinds())
        return [
            {
                "id": message.id,
                "date": fields.Datetime.to_string(message.date),
                "author": self._get_author(message),
                "kind": message.crm_kind or "updated",
                "kind_label": kinds[message.crm_kind or "updated"],
                "title": message.subject or "",
                "body": message.body or "",
                "changes": changes.get(message, []),
                "model": message.model,
                "res_id": message.res_id,
                "record_name": names[message.model, message.res_id],
                "customer": {
                    "id": message.crm_customer_id.id,
                    "name": names["res.partner", message.crm_customer_id.id],
                },
                "source": self._get_source_label(message),
                "origin": self._get_origin_label(message),
                "attachments": self._get_attachments(message, files),
            }
            for message in messages
        ]

    @api.model
    def _get_author(self, message) -> dict | bool:
        """Return who wrote a message; of an author hidden to the user, the name."""
        if author := message.author_id:
            return {"id": author.id, "name": author.name or author.display_name}
        return (
            {"id": False, "name": message.email_from} if message.email_from else False
        )

    @api.model
    def _get_visible_files(self, messages):
        """Return the files of messages but for those in folders hidden to the user."""
        files_sudo = messages.attachment_ids
        hidden = files_sudo.sudo(False)._filter_hidden_in_folder("read")
        return files_sudo - hidden.sudo()

    @api.model
    def _get_attachments(self, message, files_sudo) -> list[dict]:
        if not files_sudo:
            return []
        return [
            {"id": file.id, "name": file.name, "mimetype": file.mimetype}
            for file in message.attachment_ids & files_sudo
        ]

    @api.model
    def _get_origin_label(self, message) -> str:
        """Return the customer that a message was of, before that was merged."""
        name = message.crm_merge_id.source_name
        return self.env._("from %(name)s", name=name) if name else ""

    @api.model
    def _get_source_label(self, message) -> str | bool:
        """Return where a change came from, in words."""
        ref = message.crm_source_ref
        if message.crm_source == "import" and ref:
            return self.env._("Import no. %(number)s", number=ref)
        if message.crm_source == "mass_edit" and ref:
            return self.env._("Mass edit of %(count)s", count=ref)
        if message.crm_source == "automation" and ref:
            return self.env._("Automation: %(name)s", name=ref)
        # of what was said it is known who said it
        is_change = message.crm_kind in CHANGE_KINDS
        if message.crm_source and (is_change or message.crm_source != "automation"):
            labels = message._fields["crm_source"]._description_selection(self.env)
            return dict(labels)[message.crm_source]
        return self.env._("Form") if is_change else False

    # -- changes ---------------------------------------------------------------

    @api.model
    def _get_changes(self, messages) -> dict:
        """Return old and new values of each message, of fields the user may see."""
        # sudo: mail.tracking.value - closed to all; what the user may see is kept
        Value = self.env["mail.tracking.value"].sudo()
        values = Value.search_fetch(
            [("mail_message_id", "in", messages.ids)], list(Value._fields)
        )._filter_has_field_access(self.env)
        changes = {}
        for message, group in values.grouped("mail_message_id").items():
            changes[message] = [
                {
                    "label": item["fieldInfo"]["changedField"],
                    "old": self._format_value(item["oldValue"], item["fieldInfo"]),
                    "new": self._format_value(item["newValue"], item["fieldInfo"]),
                }
                for item in group._tracking_value_format()
            ]
        return changes

    @api.model
    def _format_value(self, value, info: dict) -> str:
        """Return a tracked value as the user writes it."""
        kind = info["fieldType"]
        if kind == "boolean":
            return self.env._("Yes") if value else self.env._("No")
        if kind in ("integer", "float", "monetary"):
            return self._format_number(value, info)
        if not value:
            return ""
        if kind == "date":
            return format_date(self.env, value)
        if kind == "datetime":
            return format_datetime(self.env, value.removesuffix("Z"))
        return str(value)

    @api.model
    def _format_number(self, value, info: dict) -> str:
        if info["fieldType"] == "integer":
            return str(value)
        if info["fieldType"] == "monetary":
            currency = self.env["res.currency"].browse(info["currencyId"])
            return formatLang(self.env, value, currency_obj=currency)
        digits = info["floatPrecision"]
        return formatLang(self.env, value, digits=digits[1] if digits else 2)
