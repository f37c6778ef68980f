from odoo import api, fields, models
from odoo.tools import ormcache

from ..tools.activity import Activity, get_activity

# what core can keep the old and new value of, and what we add to it
TRACKED_TYPES = {
    "binary",
    "boolean",
    "char",
    "date",
    "datetime",
    "float",
    "html",
    "integer",
    "many2many",
    "many2one",
    "monetary",
    "selection",
    "text",
}
# written by the system, or told by something else
UNTRACKED = {
    "calendar_last_notif_ack",
    "channel_ids",
    "color",
    "crm_activities_stale",
    "crm_import_id",
    "customer_rank",
    "employee",
    "message_bounce",
    "parent_name",
    "partner_latitude",
    "partner_longitude",
    "signup_type",
    "supplier_rank",
} | set(models.MAGIC_COLUMNS)
# the single fields of the address are tracked
TWINS = {"contact_address_inline"}


class ResPartner(models.Model):
    """Every change of a customer and its contacts is kept, with where it came from."""

    _inherit = "res.partner"

    # became a customer or stopped being one: old messages are to be looked at
    crm_activities_stale = fields.Boolean(
        copy=False, groups="base.group_system", export_string_translation=False
    )

    _crm_activities_stale_idx = models.Index("(id) WHERE crm_activities_stale IS TRUE")
    _crm_email_normalized_idx = models.Index(
        "(email_normalized) WHERE crm_customer_id IS NOT NULL"
    )

    def _get_activity_customer(self):
        self.ensure_one()
        return self.crm_customer_id

    # -- what is tracked -------------------------------------------------------

    @ormcache("self.env.uid", "self.env.su")
    def _track_get_fields(self):
        own = set(self.fields_get(self._get_activity_fields(), attributes=()))
        return super()._track_get_fields() | own

    @api.model
    def _get_activity_fields(self) -> list[str]:
        """Return the fields of customers whose changes are kept. Override to change."""
        # sudo: crm.custom.field - what is tracked is no question of the user's rights
        files = (
            self.env["crm.custom.field"]
            .sudo()
            .search([("field_type", "=", "file"), ("is_tracked", "=", True)])
        )
        own_files = set(files.mapped("technical_name"))
        return [
            name
            for name, field in self._fields.items()
            if name in own_files or self._is_activity_field(field)
        ]

    @api.model
    def _is_activity_field(self, field) -> bool:
        if field.manual:
            # the choice of whoever made the field
            return bool(getattr(field, "tracking", False))
        return (
            field.store
            and field.type in TRACKED_TYPES
            and field.name not in UNTRACKED
            and not field.related
            and not (field.compute and field.readonly)
        )

    @api.model
    @ormcache()
    def _get_trail_fields(self) -> frozenset[str]:
        """Return the tracked fields of customers that core does not track."""
        return frozenset(
            name
            for name in self._get_activity_fields()
            if not getattr(self._fields[name], "tracking", None)
        )

    def _track_prepare(self, fields_iter):
        """Keep the old values: of customers' fields more than core keeps."""
        fields_iter = fields_iter if fields_iter is self._fields else set(fields_iter)
        if not fields_iter:
            # a value is computed that is not stored: nothing changes
            return None
        becoming = self.env.context.get("crm_becomes_customer")
        customers = self.filtered(lambda p: becoming or p.crm_customer_id)
        core_names = set(fields_iter) - self._get_trail_fields()
        super(ResPartner, self - customers)._track_prepare(core_names)
        customers._note_activity()
        # core asks for all tracked fields at every write; ours are asked for by
        # `write`, when they are in it
        names = core_names if fields_iter is self._fields else fields_iter
        return super(ResPartner, customers)._track_prepare(names - TWINS)

    def _prepare_trail(self, vals: dict) -> None:
        """Keep the old values of the customers' fields that are written now."""
        becoming = bool(vals.get("is_crm_customer"))
        partners = self.with_context(crm_becomes_customer=True) if becoming else self
        partners._track_prepare(vals.keys())

    def _note_activity(self) -> None:
        """Remember where a change comes from until it is told, at the end."""
        if not self.ids:
            return
        activity = get_activity(self.env.context) or Activity(
            source=self.env["mail.message"]._get_activity_source() or None
        )
        known = self.env.cr.precommit.data.setdefault("crm_activity.res.partner", {})
        for id_ in self.ids:
            known.setdefault(id_, activity)

    def _message_track(self, fields_iter, initial_values_dict):
        # what no one has written need not be described either
        written = {
            name for values in initial_values_dict.values() for name in values or ()
        }
        return super()._message_track(set(fields_iter) & written, initial_values_dict)

    # -- create, write, delete -------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        creating = self._as_activity(is_creation=True)
        partners = super(ResPartner, creating).create(vals_list)
        return partners.with_env(self.env)

    def write(self, vals):
        context = self.env.context
        if not (context.get("tracking_disable") or context.get("mail_notrack")):
            self._prepare_trail(vals)
        changed = self._get_changed_marks(vals)
        result = super().write(vals)
        changed._file_activities_later()
        return result

    def _file_activities_later(self) -> None:
        """Have the old messages of those who became customers, or not, filed anew."""
        if self:
            # sudo: res.partner - a mark of our own for the background job
            self.sudo().crm_activities_stale = True
            self.env.ref("crm_cubicl.crm_activity_cron").sudo()._trigger()

    def _get_changed_marks(self, vals: dict):
        """Return those that a write makes a customer, or takes that from."""
        if "is_crm_customer" not in vals:
            return self.browse()
        wanted = bool(vals["is_crm_customer"])
        return self.filtered(lambda partner: partner.is_crm_customer != wanted)

    def unlink(self):
        gone = self._get_deleted_contacts()
        result = super().unlink()
        for customer, names in gone.items():
            # sudo: mail.message - core writes its notes of changes as superuser too
            customer.sudo()._as_activity(kind="contact")._message_log(
                body=self.env._("Contact deleted: %(names)s", names=", ".join(names))
            )
        return result

    def _get_deleted_contacts(self) -> dict:
        """Return the names of the contacts that go, by the customer that stays."""
        gone = {}
        for contact in self:
            customer = contact.crm_customer_id
            if customer and customer not in self:
                gone.setdefault(customer, []).append(
                    contact.name or contact.display_name
                )
        return gone

    def _after_customers_qualified(self) -> None:
        result = super()._after_customers_qualified()
        self._file_activities_later()
        return result

    def _unlink_customer_activities(self) -> None:
        """Delete the activities of customers that are about to be deleted.

        Tasks and documents stay, and keep their messages.
        """
        # sudo: mail.message - whoever may delete the customer may delete its history
        self.env["mail.message"].sudo().search(
            [("crm_customer_id", "in", self.ids), ("model", "=", "res.partner")]
        ).unlink()

    # -- several records at once, in the web client ----------------------------

    def web_save(self, vals, specification, next_id=None):
        return super(ResPartner, self._as_mass_edit()).web_save(
            vals, specification, next_id=next_id
        )

    def web_save_multi(self, vals_list, specification):
        return super(ResPartner, self._as_mass_edit()).web_save_multi(
            vals_list, specification
        )

    def _as_mass_edit(self):
        if len(self) < 2:
            return self
        return self._as_activity(source="mass_edit", ref=str(len(self)))
