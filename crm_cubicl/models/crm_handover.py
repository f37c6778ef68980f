from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError, ValidationError

from ..tools.permission_level import NONE

# what is written by running a hand-over and by nobody's hand
RUN_FIELDS = {"state", "started_at", "ended_at", "failure", "line_ids"}


class CrmHandover(models.Model):
    """Hand the work of a colleague over to another, for good or for a while."""

    _name = "crm.handover"
    _inherit = [
        "crm.handover.clock.mixin",
        "crm.handover.move.mixin",
        "crm.handover.trail.mixin",
    ]
    _description = "Hand-over"
    _order = "id DESC"

    from_user_id = fields.Many2one(
        "res.users",
        string="Handed over by",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[("share", "=", False)],
        context={"active_test": False},
    )
    to_user_id = fields.Many2one(
        "res.users",
        string="Taken over by",
        required=True,
        index=True,
        ondelete="cascade",
        domain=[("share", "=", False)],
    )
    move_main = fields.Boolean(string="Customers as main account manager", default=True)
    move_other = fields.Boolean(
        string="Customers as other account manager", default=True
    )
    move_task = fields.Boolean(string="Open tasks", default=True)
    move_activity = fields.Boolean(string="Activities to do", default=True)
    main_count = fields.Integer(
        compute="_compute_counts", export_string_translation=False
    )
    other_count = fields.Integer(
        compute="_compute_counts", export_string_translation=False
    )
    task_count = fields.Integer(
        compute="_compute_counts", export_string_translation=False
    )
    activity_count = fields.Integer(
        compute="_compute_counts", export_string_translation=False
    )
    date_from = fields.Date(
        string="First day", help="Empty: at once, when you press Hand over."
    )
    date_to = fields.Date(
        string="Last day",
        help="The day after, what was handed over goes back by itself. "
        "Empty: it stays handed over.",
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("planned", "Planned"),
            ("running", "Running"),
            ("done", "Done"),
            ("undone", "Given back"),
        ],
        string="Status",
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
    )
    started_at = fields.Datetime(string="Handed over", readonly=True, copy=False)
    ended_at = fields.Datetime(string="Given back", readonly=True, copy=False)
    failure = fields.Text(string="Did not start", readonly=True, copy=False)
    line_ids = fields.One2many(
        "crm.handover.line",
        "handover_id",
        string="What was handed over",
        readonly=True,
        copy=False,
    )
    moved_count = fields.Integer(string="Moved", compute="_compute_line_counts")
    kept_count = fields.Integer(string="Not moved back", compute="_compute_line_counts")

    _date_order = models.Constraint(
        "CHECK (date_from IS NULL OR date_to IS NULL OR date_from <= date_to)",
        "The last day of a hand-over cannot be before its first day.",
    )
    _two_users = models.Constraint(
        "CHECK (from_user_id != to_user_id)",
        "Choose two different colleagues: nobody hands over to themselves.",
    )

    @api.depends("from_user_id", "to_user_id", "state")
    def _compute_display_name(self):
        for handover in self:
            # sudo: res.users - their names, for whoever may see hand-overs
            record_sudo = handover.sudo()
            handover.display_name = self.env._(
                "%(old)s to %(new)s",
                old=record_sudo.from_user_id.name or "…",
                new=record_sudo.to_user_id.name or "…",
            )

    @api.depends("from_user_id", "state")
    def _compute_counts(self):
        for handover in self:
            for kind in handover._get_kinds():
                handover[f"{kind}_count"] = (
                    handover._count_kind(kind)
                    if handover.from_user_id and handover.state in ("draft", "planned")
                    else 0
                )

    @api.depends("line_ids.state")
    def _compute_line_counts(self):
        counts = {
            (handover.id, state): count
            for handover, state, count in self.env["crm.handover.line"]._read_group(
                [("handover_id", "in", self.ids)],
                ["handover_id", "state"],
                ["__count"],
            )
        }
        for handover in self:
            handover.moved_count = sum(
                counts.get((handover.id, state), 0)
                for state in ("moved", "restored", "kept")
            )
            handover.kept_count = counts.get((handover.id, "kept"), 0)

    @api.constrains("from_user_id", "to_user_id")
    def _check_colleagues(self):
        for handover in self:
            users = handover.from_user_id | handover.to_user_id
            if strangers := users.filtered("share"):
                raise ValidationError(
                    self.env._(
                        "%(names)s: work is handed over between colleagues only.",
                        names=", ".join(strangers.mapped("name")),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            self._check_written_by_hand(vals)
        return super().create(vals_list)

    def write(self, vals):
        self._check_written_by_hand(vals)
        if not self.env.su and any(handover.state != "draft" for handover in self):
            raise UserError(
                self.env._(
                    "Only a draft can be changed. Cancel a planned hand-over first, or "
                    "give a running one back and make a new one."
                )
            )
        return super().write(vals)

    @api.model
    def _check_written_by_hand(self, vals: dict) -> None:
        """Refuse a client that writes the state or the log."""
        given = {name for name in RUN_FIELDS & vals.keys() if vals[name]}
        if vals.get("state") == "draft":
            given.discard("state")
        if given and not self.env.su:
            raise AccessError(
                self.env._("State and log of a hand-over come from carrying it out.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_carried_out(self):
        if any(handover.state != "draft" for handover in self):
            raise UserError(
                self.env._(
                    "What was handed over stays listed, so that it can be given back."
                )
            )

    # ---- what the buttons do ----

    def action_start(self):
        """Hand over now, or plan it for its first day."""
        handover_sudo = self._lock_as_manager()
        if self.state not in ("draft", "planned"):
            raise UserError(self.env._("This hand-over was carried out already."))
        self._check_users()
        if self.date_to and self.date_to < self._get_today():
            raise UserError(
                self.env._("The last day is over. Choose a later one, or none.")
            )
        if self.date_from and self.date_from > self._get_today():
            handover_sudo.state = "planned"
            return True
        self._check_something_to_move()
        handover_sudo._carry_out(self.env.user, self.env.companies)
        return True

    def action_cancel_plan(self):
        """Make a draft of a planned hand-over again."""
        self._check_manage()
        if any(handover.state != "planned" for handover in self):
            raise UserError(self.env._("Only a planned hand-over can be cancelled."))
        # sudo: crm.handover - state and log are written by nobody else
        self.sudo().write({"state": "draft", "failure": False})
        return True

    def action_undo(self):
        """Give back what has not been changed since."""
        handover_sudo = self._lock_as_manager()
        if self.state not in ("running", "done"):
            raise UserError(self.env._("There is nothing to give back."))
        if not self.from_user_id.active:
            raise UserError(
                self.env._(
                    "%(name)s is archived and cannot take the work back. Hand it over "
                    "to somebody else, or bring the user back in Settings › Users.",
                    name=self.from_user_id.name,
                )
            )
        handover_sudo._give_back(self.env.user)
        return True

    def _lock_as_manager(self):
        """Return the one hand-over with the right to write it, locked till the end."""
        self.ensure_one()
        self._check_manage()
        # sudo: crm.handover - state and log are written by nobody else
        handover_sudo = self.sudo()
        handover_sudo.lock_for_update()
        return handover_sudo

    def _check_manage(self) -> None:
        self.env["res.users"]._check_may_set_levels()
        self.check_access("write")

    def _check_users(self) -> None:
        """Refuse a colleague who could not do the work, with the reason."""
        # sudo: res.users - the level is asked for, which only Manage reads
        old, new = self.sudo().from_user_id, self.sudo().to_user_id
        names = {"old": old.name, "new": new.name}
        if not new.active:
            raise UserError(
                self.env._("%(new)s is archived and cannot take work over.", **names)
            )
        if new.crm_level == NONE:
            raise UserError(
                self.env._(
                    "%(new)s has the level None and would see no customer. Give a "
                    "level on the Permissions page first.",
                    **names,
                )
            )
        if self.date_to and not old.active:
            raise UserError(
                self.env._(
                    "%(old)s is archived and cannot take the work back. Leave the "
                    "last day empty.",
                    **names,
                )
            )
        if not any(self[f"move_{kind}"] for kind in self._get_kinds()):
            raise UserError(self.env._("Choose what is to be handed over."))

    def _check_something_to_move(self) -> None:
        chosen = [kind for kind in self._get_kinds() if self[f"move_{kind}"]]
        if not any(self._count_kind(kind) for kind in chosen):
            raise UserError(
                self.env._(
                    "%(name)s has nothing of what is ticked. Choose somebody else, or "
                    "tick more.",
                    name=self.from_user_id.name,
                )
            )

    def _get_today(self):
        """Return the day it is for who made the hand-over."""
        tz = self.create_uid.tz or self.env.user.tz or "UTC"
        return fields.Date.context_today(self.with_context(tz=tz))
