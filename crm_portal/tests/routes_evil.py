"""What nobody outside may set, and what is looked at to see that nobody did."""


class EvilMixin:
    """Everything that somebody outside might try to send along."""

    def _get_evil(self) -> dict:
        """Return what nobody outside may set, with values that would be possible."""
        values = {
            "partner_id": self.other.partner_id.id,
            "author_id": self.handler.partner_id.id,
            "user_id": self.user_plain.id,
            "user_ids": self.user_plain.id,
            "state": "1_canceled",
            "stage_id": self.env["project.task.type"].search([], limit=1).id,
            "project_id": self.project.copy().id,
            "company_id": self.company.id,
            "priority": "1",
            "active": "",
            "parent_id": self.far.id,
            "crm_is_visible": "",
            "crm_is_unverified": "1",
            "crm_channel": "internal",
            "crm_number": "T1",
            "crm_waiting_for": "customer",
            "crm_ticket_access": "all",
            "is_revoked": "1",
            "is_by_company": "1",
            "customer_id": self.other_customer.id,
            "group_ids": self.env.ref("base.group_system").id,
            "groups_id": self.env.ref("base.group_system").id,
            "message_type": "notification",
            "subtype_id": self.env.ref("mail.mt_note").id,
            "channel": "internal",
            "values": "{}",
            "share": "",
            "ticket_id": self.far.id,
            "task_id": self.far.id,
            "attachment_ids": self.secret_file.id,
        }
        return {name: str(value) for name, value in values.items()}

    def _get_world(self) -> list:
        """Return what may not be set, by names: numbers differ from time to time."""
        self.env.flush_all()
        self.env.invalidate_all()
        everything = self.env(su=True, context={"active_test": False})
        fields = {
            "project.task": (
                "name partner_id user_ids state stage_id project_id company_id"
                " priority active parent_id crm_is_unverified crm_channel crm_topic_id"
                " crm_waiting_for"
            ),
            "crm.portal.share": (
                "task_id partner_id is_revoked is_by_company customer_id follows"
            ),
            "res.users": "login group_ids active partner_id company_id share",
            "res.partner": (
                "name email parent_id active crm_ticket_access is_crm_customer"
                " company_id"
            ),
            "mail.message": (
                "body author_id crm_is_visible message_type subtype_id model"
                " attachment_ids"
            ),
        }
        return sorted(
            str([self._name(record[name]) for name in names.split()])
            for model, names in fields.items()
            for record in everything[model].search([])
        )

    def _name(self, value):
        """Return the names of records; a value as it is, without what counts up."""
        if not hasattr(value, "_name"):
            return "" if "<" in str(value) and "T0" in str(value) else str(value)
        field = "login" if value._name == "res.users" else "name"
        if field not in value._fields:
            field = "display_name"
        return sorted(str(name) for name in value.mapped(field))
