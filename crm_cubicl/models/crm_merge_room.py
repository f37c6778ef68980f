import json
from datetime import timedelta

from odoo import fields, models
from odoo.tools import SQL

from ..tools.file_names import make_room
from ..tools.merge_reference import Reference


class CrmMergeRoom(models.AbstractModel):
    """Mend what the target of a merge could not take as it is."""

    _name = "crm.merge.room"
    _description = "Making room for a merge"

    def _make_room(self, source, target) -> None:
        """Mend what the target could not take as it is. Override to add."""
        self._make_room_for_folders(source, target)
        self._end_stage(source, target)
        self._leave_hierarchy(source, target)
        self.env.invalidate_all()

    def _make_room_for_folders(self, source, target) -> None:
        """Give folders at the top of the source names that are free in the target."""
        folders = self.env["crm.customer.folder"].search(
            [("customer_id", "in", (source + target).ids), ("parent_id", "=", False)]
        )
        own = folders.filtered(lambda folder: folder.customer_id == target)
        names = {folder.id: folder.name for folder in folders - own}
        renamed = make_room(names, own.mapped("name"))
        self._set("crm_customer_folder", "name", renamed)

    def _end_stage(self, source, target) -> None:
        """Close the source's stay in its stage: a customer is in one at a time."""
        logs = self.env["crm.customer.stage.log"].search(
            [("customer_id", "in", (source + target).ids), ("left_date", "=", False)]
        )
        if len(logs) < 2:
            return
        now = fields.Datetime.now()
        own = logs.filtered(lambda log: log.customer_id == source)
        self._set(
            "crm_customer_stage_log",
            "left_date",
            dict.fromkeys(own.ids, now.isoformat()),
        )
        self._set(
            "crm_customer_stage_log",
            "duration",
            {log.id: (now - log.entered_date) / timedelta(days=1) for log in own},
        )

    def _leave_hierarchy(self, source, target) -> None:
        """Put the target where the source is, when it is somewhere below it."""
        line, above = target, target.crm_parent_id
        while above - line:
            line |= above
            above = above.crm_parent_id
        if source in line:
            self._set(
                "res_partner",
                "crm_parent_id",
                {target.id: source.crm_parent_id.id or None},
            )

    def _keep_login(self, source, target):
        """Return a contact below the target for the login of the source, or nothing.

        Two users on one partner would share its name and e-mail.
        """
        both = (source + target).with_context(active_test=False)
        if not all(partner.user_ids for partner in both):
            return self.env["res.partner"]
        quiet = self.env["res.partner"].with_context(
            tracking_disable=True, mail_create_nosubscribe=True, mail_create_nolog=True
        )
        login = quiet.create(
            {
                "name": source.name,
                "email": source.email,
                "phone": source.phone,
                "lang": source.lang,
                "tz": source.tz,
                "type": "contact",
                "parent_id": target.id,
            }
        )
        self.env.flush_all()
        made = SQL("told AS (SELECT %s::jsonb AS content)", json.dumps(login.ids))
        self._do("made", Reference("res_partner", "id"), made)
        return login
