from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL

from .project_task_ticket import US

# tickets of one sender within this time may be one question
SHORT = timedelta(days=1)
MOST_ALIKE = 20

# what hangs on a task by model and id: what it is called, and its two columns
HANGING = {
    "mail.message": ("model", "res_id"),
    "ir.attachment": ("res_model", "res_id"),
    "mail.activity": ("res_model", "res_id"),
    "rating.rating": ("res_model", "res_id"),
    "mail.scheduled.message": ("model", "res_id"),
}
# what names a task in a field
NAMING = {
    "crm.portal.share": "task_id",
    "crm.portal.notice": "task_id",
    "account.analytic.line": "task_id",
    "crm.portal.answer": "task_id",
    "crm.portal.copy": "task_id",
    "crm.portal.reply": "task_id",
    "project.task": "parent_id",
}
# what a ticket has but once: a double stays where it is
ONCE = {"crm.portal.copy": "email", "crm.portal.reply": "question_id"}


class ProjectTask(models.Model):
    """Two tickets of one question become one."""

    _inherit = "project.task"

    crm_merged_into_id = fields.Many2one(
        "project.task",
        string="Merged into",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
    crm_merged_ids = fields.One2many(
        "project.task", "crm_merged_into_id", string="Merged tickets"
    )
    crm_alike_count = fields.Integer(
        compute="_compute_crm_alike_count", export_string_translation=False
    )

    @api.model
    def _get_merge_models(self) -> dict[str, tuple]:
        """Return the models whose records move, with the fields that name the ticket.

        Two fields where the model is named too. Override for more.
        """
        named = {**HANGING, **{name: (field,) for name, field in NAMING.items()}}
        return {
            name: columns
            for name, columns in named.items()
            if name in self.env and set(columns) <= set(self.env[name]._fields)
        }

    def _get_hanging(self, model: str, columns: tuple):
        """Return what hangs on the tickets, archived things included."""
        domain = Domain(columns[-1], "in", self.ids)
        if len(columns) > 1:
            domain &= Domain(columns[0], "=", self._name)
        # sudo: any model - everything of a ticket moves, seen by its merger or not
        records_sudo = self.env[model].sudo().with_context(active_test=False)
        if model == "ir.attachment":
            records_sudo = records_sudo.with_context(skip_res_field_check=True)
        return records_sudo.search(domain, order="id")

    def _check_may_merge(self, target) -> None:
        """Refuse to merge what one may not change, or what is of several customers."""
        tickets = self | target
        tickets.check_access("write")
        if not self or target in self:
            raise UserError(self.env._("Choose two tickets or more."))
        if tickets.filtered(lambda t: not t.crm_topic_id or t.crm_merged_into_id):
            raise UserError(self.env._("Only tickets that were not merged can be."))
        # sudo: res.partner - only whether they are of one customer
        customers = {t._get_ticket_customer() for t in tickets.sudo()}
        if len(customers) > 1:
            raise UserError(
                self.env._(
                    "These tickets are of several customers: one would read what the "
                    "other has written."
                )
            )
        if len(tickets.company_id) > 1:
            raise UserError(self.env._("These tickets are of several companies."))

    def _merge_into(self, target) -> None:
        """Move everything to another ticket, and close these with a pointer to it."""
        self._check_may_merge(target)
        # sudo: project.task - the right to change all of them was checked
        sources_sudo, target_sudo = self.sudo(), target.sudo()
        sources_sudo._move_shares(target_sudo)
        sources_sudo._move_followers(target_sudo)
        for model, columns in self._get_merge_models().items():
            if model != "crm.portal.share":
                records_sudo = sources_sudo._get_hanging(model, columns)
                target_sudo._take_over(records_sudo, columns)
        if not target_sudo.user_ids:
            quiet = target_sudo.with_context(mail_auto_subscribe_no_notify=True)
            quiet.user_ids = sources_sudo.user_ids
        is_for_us = US in sources_sudo.mapped("crm_waiting_for")
        sources_sudo._close_as_merged(target_sudo)
        if is_for_us and not target_sudo.is_closed:
            target_sudo._wait_for(US)

    def _take_over(self, records_sudo, columns: tuple) -> None:
        """Let records hang on this ticket.

        What names it by model and id moves as it is, without notes of a change.
        """
        if not records_sudo:
            return
        if len(columns) == 1:
            self._filter_movable(records_sudo, columns[0]).write({columns[0]: self.id})
            return
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET %s = %s WHERE id IN %s",
                SQL.identifier(records_sudo._table),
                SQL.identifier(columns[-1]),
                self.id,
                records_sudo._ids,
            )
        )
        self.env.invalidate_all()

    def _filter_movable(self, records_sudo, column: str):
        """Return those that this ticket has not already, without itself."""
        # it may be a sub-task of those that go
        records_sudo = records_sudo.filtered(lambda record: record != self)
        key = ONCE.get(records_sudo._name)
        if not key:
            return records_sudo
        there = records_sudo.search([(column, "=", self.id)]).mapped(key)
        first = {record[key]: record for record in reversed(records_sudo)}
        return records_sudo.filtered(
            lambda r: not r[key] or (r[key] not in there and first[r[key]] == r)
        )

    def _move_shares(self, target) -> None:
        """Let everyone who sees one of the tickets see the other, by the same link.

        Who has a share of both keeps both: the link of the old one leads to the other.
        """
        there = {share.partner_id: share for share in target.crm_share_ids}
        for share in self.crm_share_ids:
            double = there.get(share.partner_id)
            if not double:
                share.task_id = target
                there[share.partner_id] = share
                continue
            if double.is_revoked and not share.is_revoked:
                # who may see one of the tickets is not shut out by the other
                double.write({"is_revoked": False, "follows": share.follows})
            if share.link_lang:
                # who waits for a link gets one, to what there is now
                double.link_lang = double.link_lang or share.link_lang
                share.link_lang = False

    def _move_followers(self, target) -> None:
        partners = self.message_partner_ids
        target.message_subscribe(partners.ids)
        self.message_unsubscribe(partners.ids)

    def _close_as_merged(self, target) -> None:
        """Close the tickets; say on both sides what became of them."""
        quiet = self.with_context(tracking_disable=True)
        quiet.write({"crm_merged_into_id": target.id, "state": "1_canceled"})
        for ticket in self:
            link = target._get_html_link(title=target.display_name)
            ticket._message_log(
                body=Markup("<p>%s</p>") % self.env._("Merged into %s", link)
            )
            link = ticket._get_html_link(title=ticket.display_name)
            target._message_log(
                body=Markup("<p>%s</p>") % self.env._("Merged with this: %s", link)
            )

    # -- what to merge -------------------------------------------------------------

    def _compute_crm_alike_count(self):
        for task in self:
            task.crm_alike_count = len(task._get_alike())

    def _get_alike(self):
        """Return open tickets of the same sender, filed about the same time."""
        self.ensure_one()
        if not self.crm_topic_id or not self.partner_id or self.crm_merged_into_id:
            return self.browse()
        filed = self.create_date or fields.Datetime.now()
        return self.search(
            Domain("partner_id", "=", self.partner_id.id)
            & Domain("id", "!=", self._origin.id)
            & Domain("crm_topic_id", "!=", False)
            & Domain("is_closed", "=", False)
            & Domain("crm_merged_into_id", "=", False)
            & Domain("create_date", ">=", filed - SHORT)
            & Domain("create_date", "<=", filed + SHORT),
            order="id",
            limit=MOST_ALIKE,
        )

    def action_merge(self) -> dict:
        """Open the window that merges tickets: those chosen, or those alike."""
        tickets = self if len(self) > 1 else self | self._get_alike()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Merge tickets"),
            "res_model": "crm.portal.merge",
            "views": [[False, "form"]],
            "target": "new",
            "context": {
                "default_task_ids": tickets.ids,
                "default_target_id": min(tickets.ids, default=False),
            },
        }
