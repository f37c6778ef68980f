from collections import defaultdict

from markupsafe import Markup

from odoo import api, models
from odoo.tools import SQL

from ..tools.activity import ACTIVITY, Activity
from ..tools.merge_plan import Plan
from ..tools.merge_reference import FOREIGN_KEY
from .crm_attach_plan import FILES, PARTNER


class CrmAttachRun(models.AbstractModel):
    """Make a customer a contact of another: one transaction, all in the journal."""

    _name = "crm.attach.run"
    _inherit = ["crm.merge.run", "crm.attach.values"]
    _description = "Work of attaching a customer as a contact"

    @api.model
    def _attach(self, source, target):
        """Let the source be a contact of the target, and return the record of it.

        :raise UserError: with the reason when that cannot be, or when afterwards
            something is not where the plan wanted it
        """
        self._check_may_merge(source + target)
        # sudo: any model - what belongs to the customer follows, seen or not; both
        # records were asked for
        merges_sudo, source, target = self.sudo(), source.sudo(), target.sudo()
        merges_sudo._lock(source, target)
        plan = self.env["crm.attach.plan"].sudo()._get_plan(source, target)
        merges_sudo._check_plan(plan, accept_losses=False)
        values = merges_sudo._prepare_merge(source, target, plan)
        merge = merges_sudo.create(values | {"kind": "attach"})
        merge._carry_out_attach(source, target, plan)
        return merge.with_env(self.env)

    def _carry_out_attach(self, source, target, plan: Plan) -> None:
        self._make_room_for_folders(source, target)
        self._leave_hierarchy(source, target)
        self._leave_stage(source.crm_stage_log_ids.filtered(lambda s: not s.left_date))
        for step in plan.moving:
            if (step.reference.table, step.reference.column) == FILES:
                files = self.env["crm.attach.plan"]._get_customer_files(source)
                self._set(*FILES, dict.fromkeys(files.ids, target.id))
            else:
                self._move(step.reference, PARTNER, {source.id: target.id})
        self.env.invalidate_all()
        touched = self._get_touched(source, target)
        before = self._read_followers(source, touched)
        self._put_below(source, target)
        self._bring_managers(source, target)
        for table, rows in before.items():
            self._keep_changes(rows, table)
        self._check_nothing_lost(target, plan, self.env[PARTNER])
        self._tell_attached(source, target)
        if not self._get_undo_days():
            self.journal_ids.unlink()
        self.env.registry.clear_cache()

    @api.model
    def _get_touched(self, source, target):
        """Return the partners that can be others afterwards."""
        everyone = self.env[PARTNER].with_context(active_test=False)
        touched = target + everyone.search([("id", "child_of", source.ids)])
        if source.crm_is_closed and not target.crm_is_closed:
            touched |= everyone.search([("crm_customer_id", "=", target.id)])
        return touched

    @api.model
    def _read_followers(self, source, touched) -> dict[str, dict]:
        """Return the rows that follow from the partners, by table, as they are now.

        Which these are is asked of the registry: also those of addons we don't know.
        """
        rows = {"res_partner": self._read_rows("res_partner", touched.ids)}
        below = (touched - touched.browse(self.target_id.id) + source).ids
        for table, columns in self._get_following_columns().items():
            ids = self.env.execute_query(
                SQL(
                    "SELECT id FROM %s WHERE %s",
                    SQL.identifier(table),
                    SQL(" OR ").join(
                        SQL("%s IN %s", SQL.identifier(column), tuple(below))
                        for column in columns
                    ),
                )
            )
            rows[table] = self._read_rows(table, [id_ for (id_,) in ids])
        return rows

    @api.model
    def _get_following_columns(self) -> dict[str, list[str]]:
        """Return the columns of tables in which something follows from a partner."""
        partners = self.env[PARTNER]
        names = {"parent_id", "is_company", "type", "is_crm_customer", "lang"}
        names |= {*partners._commercial_fields(), *partners._address_fields()}
        owners = {
            field.model_name
            for name in names
            for field in self.env.registry.get_dependent_fields(partners._fields[name])
            if field.store and field.column_type
        } - {PARTNER, "res.company", "res.users"}
        columns = defaultdict(list)
        for reference in self.env["crm.merge.catalogue"]._get_references(PARTNER):
            if reference.owner in owners and reference.kind == FOREIGN_KEY:
                columns[reference.table].append(reference.column)
        return columns

    def _tell_attached(self, source, target) -> None:
        """Write into the activities of both what became of the source."""
        moved = [f"{move.name}: {move.count}" for move in self.move_ids]
        body = Markup("<p>%s</p>") % self.env._(
            "%(name)s, a customer until now, was attached as a contact.",
            name=self.source_name,
        )
        if moved:
            body += Markup("<ul>%s</ul>") % Markup().join(
                Markup("<li>%s</li>") % line for line in moved
            )
        activity = Activity(kind="merge", source="merge")
        target.with_context(**{ACTIVITY: activity})._message_log(body=body)
        source.with_context(**{ACTIVITY: activity})._message_log(
            body=self.env._(
                "A customer until now; attached to %(customer)s as a contact.",
                customer=target.display_name,
            )
        )
