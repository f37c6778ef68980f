from odoo import api, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..tools.activity import PRIVATE, Activity

# the id down to which old messages have been filed; no such parameter: all are
BACKFILL_PARAMETER = "crm_cubicl.activities_filed_down_to"
MESSAGES_PER_BATCH = 5000
PARTNERS_PER_BATCH = 50
CRON = "crm_cubicl.crm_activity_cron"


class CrmActivityBackfillMixin(models.AbstractModel):
    """File the messages that were there before their customer was one."""

    _name = "crm.activity.backfill.mixin"
    _description = "Messages that can be filed later"

    @api.model
    def _get_activity_models(self) -> dict[str, str]:
        """Return the models whose messages are activities, with the partner's field.

        Override to add one; it has its own ``_get_activity_customer``.
        """
        return {
            "res.partner": "id",
            "project.task": "partner_id",
            "sale.order": "partner_id",
            "account.move": "partner_id",
        }

    @api.model
    def _start_activity_backfill(self) -> None:
        """File all old messages in the background, the newest first."""
        self.env.cr.execute("SELECT COALESCE(MAX(id), 0) + 1 FROM mail_message")
        [start] = self.env.cr.fetchone()
        # sudo: ir.config_parameter, ir.cron - called while the addon is installed
        self.env["ir.config_parameter"].sudo().set_param(BACKFILL_PARAMETER, start)
        self.env.ref(CRON).sudo()._trigger()

    @api.model
    def _cron_file_activities(self) -> None:
        """File the messages of new customers, then old ones, in committed batches."""
        if self._file_messages_of_changed_customers():
            self._backfill_activities()

    @api.model
    def _file_messages_of_changed_customers(self) -> bool:
        """Return whether all are done."""
        Partner = self.env["res.partner"].with_context(active_test=False)
        stale = Domain("crm_activities_stale", "=", True)
        remaining = None
        while roots := Partner.search(stale, limit=PARTNERS_PER_BATCH):
            if remaining is None:
                remaining = Partner.search_count(stale)
            self._refile_activities(roots)
            remaining = max(remaining - len(roots), 0)
            if not self.env["ir.cron"]._commit_progress(
                len(roots), remaining=remaining
            ):
                return False
        return True

    @api.model
    def _refile_activities(self, roots) -> None:
        """Take up the messages of those that became customers, drop the others'."""
        lost = roots.filtered(lambda partner: not partner.is_crm_customer)
        if lost:
            self.env.execute_query(
                SQL(
                    "UPDATE mail_message SET crm_customer_id = NULL, crm_kind = NULL"
                    " WHERE crm_customer_id IN %s RETURNING id",
                    tuple(lost.ids),
                )
            )
            self.invalidate_model(["crm_customer_id", "crm_kind"])
        partners = roots.search([("crm_customer_id", "in", (roots - lost).ids)])
        if partners:
            self._file_messages(self.search(self._get_messages_domain(partners)))
        roots.crm_activities_stale = False

    @api.model
    def _get_messages_domain(self, partners) -> Domain:
        """Return the messages of partners and their documents that are not filed."""
        documents = []
        for model, name in self._get_activity_models().items():
            Model = self.env[model].with_context(active_test=False)
            ids = Model._search(Domain(name, "in", partners.ids))
            documents.append(Domain("model", "=", model) & Domain("res_id", "in", ids))
        return Domain.OR(documents) & Domain("crm_customer_id", "=", False)

    @api.model
    def _backfill_activities(self) -> None:
        parameters = self.env["ir.config_parameter"]
        models_filed = Domain("model", "in", list(self._get_activity_models()))
        while done := parameters.get_param(BACKFILL_PARAMETER):
            rest = models_filed & Domain("id", "<", int(done))
            batch = self.search(rest, order="id DESC", limit=MESSAGES_PER_BATCH)
            batch._file_messages(batch)
            last = batch[-1:].id
            parameters.set_param(BACKFILL_PARAMETER, last or False)
            if not self.env["ir.cron"]._commit_progress(
                len(batch), remaining=int(bool(last))
            ):
                break

    @api.model
    def _file_messages(self, messages) -> None:
        """Write the customer and kind of messages that have none, in one query."""
        rows = []
        messages = messages.filtered(
            lambda m: not m.crm_customer_id and m.message_type != PRIVATE
        )
        for model, group in messages.grouped("model").items():
            existing = set(
                self.env[model].browse(set(group.mapped("res_id"))).exists().ids
            )
            customers = self._find_customers_of(model, existing)
            rows += [
                message._prepare_filed_row(customers[message.res_id])
                for message in group
                if message.res_id in customers
            ]
        self._write_customers(rows)

    def _prepare_filed_row(self, customer_id: int) -> tuple[int, int, str]:
        document = {"model": self.model, "res_id": self.res_id}
        kind = self._get_contact_kind(self._get_old_kind(), document, customer_id)
        return self.id, customer_id, kind

    def _get_old_kind(self) -> str:
        """Return the kind of a message that was written before kinds were kept."""
        if self.model == "res.partner" and self.message_type == "notification":
            return self._get_old_change_kind()
        vals = {
            "model": self.model,
            "message_type": self.message_type,
            "subtype_id": self.subtype_id.id,
            "mail_activity_type_id": self.mail_activity_type_id.id,
            "attachment_ids": self.attachment_ids.ids,
            "body": self.body,
        }
        return self._get_activity_kind(vals, Activity())

    def _get_old_change_kind(self) -> str:
        changes = self.tracking_value_ids
        if changes:
            stage = self.env["ir.model.fields"]._get("res.partner", "crm_stage_id")
            return "stage" if stage in changes.field_id else "updated"
        partner = self.env["res.partner"].browse(self.res_id)
        # written in the transaction that made the partner
        if partner.create_date == self.create_date:
            return "import" if partner.crm_import_id else "created"
        return "updated"

    @api.model
    def _write_customers(self, rows: list[tuple]) -> None:
        if not rows:
            return
        # in SQL: nothing else changes, and there may be millions
        self.flush_model(["crm_customer_id", "crm_kind"])
        ids, customers, kinds = zip(*rows, strict=True)
        self.env.cr.execute(
            SQL(
                "UPDATE mail_message SET crm_customer_id = v.customer,"
                " crm_kind = v.kind FROM unnest(%s::int[], %s::int[], %s::varchar[])"
                " AS v(id, customer, kind) WHERE mail_message.id = v.id",
                list(ids),
                list(customers),
                list(kinds),
            )
        )
        self.invalidate_model(["crm_customer_id", "crm_kind"])
