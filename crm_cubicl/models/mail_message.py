from odoo import SUPERUSER_ID, api, fields, models

from ..tools.activity import PRIVATE, Activity, get_activity

# written by the server alone, see `_prepare_activity_values`
OWN_FIELDS = {"crm_customer_id", "crm_kind", "crm_source", "crm_source_ref"}
# what is called otherwise when it happens to a contact
CONTACT_KINDS = {"created", "updated", "import", "stage"}


class MailMessage(models.Model):
    """Messages know their customer: they are its activities, and nothing is copied."""

    _name = "mail.message"
    _inherit = ["crm.activity.backfill.mixin", "mail.message"]

    # plain: a contact that moves to another customer leaves its history where it was
    crm_customer_id = fields.Many2one(
        "res.partner", string="Customer", ondelete="set null", readonly=True, copy=False
    )
    crm_kind = fields.Selection(
        [
            ("created", "Customer created"),
            ("updated", "Details changed"),
            ("stage", "Stage"),
            ("contact", "Contacts"),
            ("note", "Note"),
            ("call", "Call"),
            ("visit", "Visit"),
            ("mail", "E-mail"),
            ("activity", "Activity done"),
            ("task", "Task"),
            ("quote", "Quote"),
            ("invoice", "Accounting"),
            ("file", "File"),
            ("import", "Import"),
            ("merge", "Merging"),
            ("portal", "Portal"),
        ],
        string="Kind",
        readonly=True,
        copy=False,
    )
    crm_source = fields.Selection(
        [
            ("import", "Import"),
            ("mass_edit", "Mass edit"),
            ("merge", "Merging"),
            ("portal", "Portal"),
            ("automation", "Automation"),
            ("mail", "Archived e-mail"),
        ],
        string="Source",
        readonly=True,
        copy=False,
        help="Where a change came from. Empty: from a form.",
    )
    crm_source_ref = fields.Char(string="Source number", readonly=True, copy=False)

    _crm_customer_idx = models.Index(
        "(crm_customer_id, id DESC) WHERE crm_customer_id IS NOT NULL"
    )
    _crm_all_idx = models.Index("(id DESC) WHERE crm_customer_id IS NOT NULL")
    _crm_kind_idx = models.Index(
        "(crm_kind, id DESC) WHERE crm_customer_id IS NOT NULL"
    )
    _crm_author_idx = models.Index(
        "(author_id, id DESC) WHERE crm_customer_id IS NOT NULL"
    )
    _crm_date_idx = models.Index(
        "(date DESC, id DESC) WHERE crm_customer_id IS NOT NULL"
    )

    def _has_field_access(self, field, operation):
        """Nobody files a message at a customer by hand, or invents its source."""
        if operation == "write" and field.name in OWN_FIELDS and not self.env.su:
            return False
        return super()._has_field_access(field, operation)

    @api.model_create_multi
    def create(self, vals_list):
        # core takes the tracked values away before the other values are prepared;
        # tracked changes are written as superuser
        if self.env.su:
            vals_list = [self._note_tracked_change(vals) for vals in vals_list]
        return super().create(vals_list)

    @api.model
    def _note_tracked_change(self, vals: dict) -> dict:
        """Return the values, with the kind and source of the change they tell of."""
        changes = vals.get("tracking_value_ids")
        if not changes or vals.get("model") != "res.partner":
            return vals
        activity = self._get_tracked_activity(vals["res_id"])
        stage = self.env["ir.model.fields"]._get("res.partner", "crm_stage_id").id
        tracked = {command[2]["field_id"] for command in changes if len(command) == 3}
        kind = activity.kind or ("stage" if stage in tracked else "updated")
        return {
            "crm_kind": kind,
            "crm_source": activity.source,
            "crm_source_ref": activity.ref,
            **vals,
        }

    @api.model
    def _get_tracked_activity(self, partner_id: int) -> Activity:
        """Return what was known when the change was made; it is told at the end."""
        known = self.env.cr.precommit.data.get("crm_activity.res.partner", {})
        return known.get(partner_id) or Activity()

    def _prepare_create_values(self, vals_list):
        # here, as those who may post may not write these fields
        return self._prepare_activity_values(super()._prepare_create_values(vals_list))

    @api.model
    def _prepare_activity_values(self, vals_list: list[dict]) -> list[dict]:
        """Add the customer, kind and source to the messages of customers."""
        activity = get_activity(self.env.context) or Activity()
        customers = self._get_activity_customers(vals_list, activity)
        for vals in vals_list:
            if customer_id := customers.get((vals.get("model"), vals.get("res_id"))):
                vals.setdefault("crm_customer_id", customer_id)
                kind = vals.get("crm_kind") or self._get_activity_kind(vals, activity)
                vals["crm_kind"] = self._get_contact_kind(kind, vals, customer_id)
                if "crm_source" not in vals:
                    vals["crm_source"] = activity.source or self._get_activity_source()
                    vals["crm_source_ref"] = activity.ref
            elif not vals.get("crm_customer_id"):
                vals.update(dict.fromkeys(OWN_FIELDS & vals.keys(), False))
        return vals_list

    @api.model
    def _get_activity_customers(self, vals_list, activity: Activity) -> dict:
        """Return the id of the customer of each document, by model and id."""
        documents = {}
        for vals in vals_list:
            if vals.get("model") and vals.get("message_type") != PRIVATE:
                documents.setdefault(vals["model"], set()).add(vals.get("res_id"))
        if activity.customer_id:
            return {
                (model, res_id): activity.customer_id
                for model, ids in documents.items()
                for res_id in ids
            }
        return {
            (model, res_id): customer_id
            for model, ids in documents.items()
            for res_id, customer_id in self._find_customers_of(model, ids).items()
        }

    @api.model
    def _find_customers_of(self, model: str, ids: set) -> dict[int, int]:
        """Return the ids of the customers of documents, read as one batch."""
        # sudo: any thread - which customer a document has is no question of rights
        Thread = self.env.get(model, self.env["res.partner"].browse()).sudo()
        if model not in self.env or not isinstance(Thread, self.pool["mail.thread"]):
            return {}
        found = {}
        for document in Thread.browse(id_ for id_ in ids if id_):
            if customer := document._get_activity_customer():
                found[document.id] = customer.id
        return found

    # -- kinds and sources -----------------------------------------------------

    @api.model
    def _get_activity_kind(self, vals: dict, activity: Activity) -> str:
        """Return the kind of a customer's message. Override to add kinds."""
        if activity.kind:
            return activity.kind
        if kind := self._get_document_kinds().get(vals["model"]):
            return kind
        if activity.is_creation and vals.get("message_type") == "notification":
            return "import" if activity.source == "import" else "created"
        if vals.get("mail_activity_type_id"):
            return self._get_done_activity_kind(vals["mail_activity_type_id"])
        return self._get_message_kind(vals)

    @api.model
    def _get_contact_kind(self, kind: str, vals: dict, customer_id: int) -> str:
        """Return the kind: a change of a contact is not one of the customer."""
        is_contact = vals["model"] == "res.partner" and vals["res_id"] != customer_id
        return "contact" if is_contact and kind in CONTACT_KINDS else kind

    @api.model
    def _get_document_kinds(self) -> dict[str, str]:
        """Return the kind of all messages of a model. Override to add models."""
        return {
            "project.task": "task",
            "sale.order": "quote",
            "account.move": "invoice",
        }

    @api.model
    def _get_done_activity_kind(self, type_id: int) -> str:
        category = self.env["mail.activity.type"].browse(type_id).category
        return {"phonecall": "call", "meeting": "visit"}.get(category, "activity")

    @api.model
    def _get_message_kind(self, vals: dict) -> str:
        """Return the kind of what was posted on a customer or a contact."""
        if vals.get("message_type") in ("email", "email_outgoing"):
            return "mail"
        if vals.get("message_type") != "comment":
            return "updated"
        if vals.get("attachment_ids") and not vals.get("body"):
            return "file"
        note = self.env["ir.model.data"]._xmlid_to_res_id("mail.mt_note")
        return "note" if vals.get("subtype_id") in (note, False, None) else "mail"

    @api.model
    def _get_activity_source(self) -> str | bool:
        """Return the source of what is written now, when no code named one."""
        if self.env.uid == SUPERUSER_ID:
            return "automation"
        return "portal" if self.env.user.share else False
