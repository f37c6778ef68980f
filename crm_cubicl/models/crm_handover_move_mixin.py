from odoo import api, fields, models
from odoo.fields import Command, Domain

KINDS = ("main", "other", "task", "activity")
MODELS = {
    "main": "res.partner",
    "other": "res.partner",
    "task": "project.task",
    "activity": "mail.activity",
}
# the field that names the colleague
FIELDS = {
    "main": "user_id",
    "other": "crm_manager_ids",
    "task": "user_ids",
    "activity": "user_id",
}
# the trail is written in one go, and the new colleague gets one message for all
QUIET = {
    "tracking_disable": True,
    "mail_auto_subscribe_no_notify": True,
    "mail_activity_quick_update": True,
}


class CrmHandoverMoveMixin(models.AbstractModel):
    """What a hand-over moves and how, in sets."""

    _name = "crm.handover.move.mixin"
    _description = "What a hand-over moves"

    @api.model
    def _get_kinds(self) -> tuple:
        """Return what can be handed over. Override to add a kind of one's own."""
        return KINDS

    def _get_model(self, kind: str, user, companies):
        """Return the model of a kind with the rights it is handed over with."""
        model = self.env[MODELS[kind]].with_user(user)
        model = model.with_context(active_test=False, allowed_company_ids=companies.ids)
        if kind in ("task", "activity"):
            # sudo: project.task, mail.activity - Manage hands over, also what is
            # not shared with them; they get no more than its number to see
            return model.sudo()
        return model

    def _get_records(self, kind: str, user, companies):
        """Return what the one colleague has of a kind, that the user may hand over."""
        model = self._get_model(kind, user, companies)
        return model.search(self._get_kind_domain(kind, companies))

    def _count_kind(self, kind: str) -> int:
        companies = self.env.companies
        model = self._get_model(kind, self.env.user, companies)
        return model.search_count(self._get_kind_domain(kind, companies))

    def _get_kind_domain(self, kind: str, companies) -> Domain:
        """Return which records of a kind the one colleague has to do with."""
        domain = Domain(FIELDS[kind], "in", self.from_user_id.ids)
        if kind in ("main", "other"):
            return domain & Domain("is_crm_customer", "=", True)
        if kind == "activity":
            return domain & Domain("active", "=", True)
        return (
            domain
            & Domain("is_closed", "=", False)
            & Domain("active", "=", True)
            & Domain("is_template", "=", False)
            # a to-do list is its owner's alone
            & Domain("project_id", "!=", False)
            & Domain("company_id", "in", [False, *companies.ids])
        )

    # ---- there ----

    def _carry_out(self, user, companies) -> None:
        """Move everything that was chosen and keep what was moved."""
        self.ensure_one()
        for kind in self._get_kinds():
            if self[f"move_{kind}"]:
                self._move(kind, self._get_records(kind, user, companies), user)
        self.write(
            {
                "state": "running" if self.date_to else "done",
                "started_at": fields.Datetime.now(),
                "failure": False,
            }
        )
        self._tell(user, self.to_user_id, back=False)

    def _move(self, kind: str, records, user) -> None:
        """Move records of a kind, and note each of them."""
        allowed = self._filter_for_new(kind, records)
        followers = self._add_followers(allowed, user)
        added = allowed.filtered(lambda record: self._is_to_add(kind, record))
        self._write_lines(kind, allowed, followers=followers, added=added)
        self._write_lines(kind, records - allowed, state="skipped", reason="no_access")
        self._replace(kind, added, allowed - added, self.from_user_id, self.to_user_id)
        self._log_trail(kind, allowed, self.from_user_id, self.to_user_id, user)

    def _filter_for_new(self, kind: str, records):
        """Return those the new colleague may open, or will by being put in charge."""
        new = self.to_user_id
        if kind == "task":
            works = new.has_group("project.group_project_user")
            return records if works else records.browse()
        if kind != "activity":
            return records
        allowed = records.browse()
        self.env.flush_all()
        for model, activities in records.grouped("res_model").items():
            if not model:
                continue
            documents = self.env[model].with_user(new).sudo(False)
            documents = documents.with_context(allowed_company_ids=new.company_ids.ids)
            readable = documents.browse(activities.mapped("res_id")).exists()
            ids = set(readable._filtered_access("read").ids)
            allowed |= activities.filtered(lambda a, ids=ids: a.res_id in ids)
        return allowed

    def _is_to_add(self, kind: str, record) -> bool:
        """Return whether the new colleague is not in charge of the record yet."""
        new = self.to_user_id
        if kind == "task":
            return new not in record.user_ids
        if kind == "other":
            return new not in record.crm_manager_ids | record.user_id
        return True

    def _replace(self, kind, added, present, old, new) -> None:
        """Put one colleague in the place of another."""
        field = FIELDS[kind]
        if kind in ("main", "activity"):
            added.with_context(**QUIET).write({field: new.id})
            return
        leave = [Command.unlink(old.id)]
        added.with_context(**QUIET).write({field: [*leave, Command.link(new.id)]})
        present.with_context(**QUIET).write({field: leave})

    def _add_followers(self, records, user):
        """Let the new colleague follow, and return what they did not follow before."""
        if records._name == "mail.activity" or not records:
            return records.browse()
        partner = self.to_user_id.partner_id
        followed = self.env["mail.followers"].search(
            [
                ("res_model", "=", records._name),
                ("res_id", "in", records.ids),
                ("partner_id", "=", partner.id),
            ]
        )
        new = records - records.browse(followed.mapped("res_id"))
        new.message_subscribe(partner_ids=partner.ids)
        return new

    def _write_lines(self, kind, records, followers=(), added=(), **vals) -> None:
        followers, added = set(followers and followers.ids), set(added and added.ids)
        self.env["crm.handover.line"].create(
            [
                {
                    "handover_id": self.id,
                    "kind": kind,
                    "res_model": records._name,
                    "res_id": record_id,
                    "is_follower": record_id in followers,
                    "is_added": record_id in added,
                    **vals,
                }
                for record_id in records.ids
            ]
        )

    # ---- and back ----

    def _give_back(self, user) -> None:
        """Move back what has not been changed since; the rest is listed with why."""
        self.ensure_one()
        if self.from_user_id.active:
            for kind, lines in self._get_moved_lines().grouped("kind").items():
                self._move_back(kind, lines, user)
        else:
            self._get_moved_lines().write({"state": "kept", "reason": "archived"})
        self.write({"state": "undone", "ended_at": fields.Datetime.now()})
        self._tell(user, self.from_user_id, back=True)

    def _get_moved_lines(self):
        return self.line_ids.filtered(lambda line: line.state == "moved")

    def _move_back(self, kind: str, lines, user) -> None:
        model = self.env[MODELS[kind]].with_context(active_test=False)
        records = model.browse(lines.mapped("res_id")).exists()
        back = records.browse()
        for line in lines:
            record = model.browse(line.res_id).with_prefetch(records.ids)
            line.reason = self._get_reason_to_keep(line, record, records)
            if not line.reason:
                back |= record
        kept = lines.filtered("reason")
        kept.state = "kept"
        (lines - kept).state = "restored"
        self._restore(kind, back, lines - kept)
        self._log_trail(kind, back, self.to_user_id, self.from_user_id, user)

    def _get_reason_to_keep(self, line, record, existing) -> str | bool:
        """Return why a record stays where it is, nothing when it goes back."""
        if record not in existing:
            return "gone"
        if self._is_closed(line.kind, record):
            return "closed"
        return False if self._is_unchanged(line, record) else "changed"

    def _is_closed(self, kind: str, record) -> bool:
        if kind == "task":
            return record.is_closed or not record.active
        return kind == "activity" and not record.active

    def _is_unchanged(self, line, record) -> bool:
        """Return whether the record is as the hand-over left it."""
        people = record[FIELDS[line.kind]]
        if line.kind in ("main", "activity"):
            return people == self.to_user_id
        there = not line.is_added or self.to_user_id in people
        return there and self.from_user_id not in people

    def _restore(self, kind: str, records, lines) -> None:
        """Put the first colleague back, and take the other out where they came in."""
        model = records.browse
        added = model(lines.filtered("is_added").mapped("res_id"))
        old, new = self.from_user_id, self.to_user_id
        if kind in ("main", "activity"):
            records.with_context(**QUIET).write({FIELDS[kind]: old.id})
        else:
            field, come = FIELDS[kind], [Command.link(old.id)]
            leave = [*come, Command.unlink(new.id)]
            added.with_context(**QUIET).write({field: leave})
            (records - added).with_context(**QUIET).write({field: come})
        if kind != "activity":
            followed = model(lines.filtered("is_follower").mapped("res_id"))
            followed.message_unsubscribe(partner_ids=new.partner_id.ids)
