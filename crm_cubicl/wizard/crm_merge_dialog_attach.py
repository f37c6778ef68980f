from odoo import api, fields, models
from odoo.fields import Domain

from ..models.crm_customer_references import TECHNICAL
from ..models.crm_merge_show import MASK

# what is known of a customer and of no contact
CUSTOMER_ONLY = (
    "crm_stage_id",
    "crm_relation_ids",
    "crm_class_id",
    "crm_region_id",
    "crm_short_name",
)
# what stays with a contact as a matter of course
BOOKKEEPING = ("crm.customer.stage.log", "sale.order.line")
DOCUMENTS = ("ir.attachment", "mail.activity", "res.partner", "res.partner.bank")


class CrmMergeDialog(models.TransientModel):
    """The same dialog, for a customer that becomes a contact of another."""

    _inherit = "crm.merge.dialog"

    # whether attaching is possible where merging is not
    can_attach = fields.Boolean(
        compute="_compute_can_attach", export_string_translation=False
    )
    is_branch = fields.Boolean(
        compute="_compute_can_attach", export_string_translation=False
    )
    portal_count = fields.Integer(
        compute="_compute_can_attach", export_string_translation=False
    )
    stays = fields.Html(compute="_compute_plan", sanitize=False)

    @api.depends("source_id", "target_id", "kind", "refusal")
    def _compute_can_attach(self):
        # sudo: any model - whether something speaks against it, whoever may see that
        plans_sudo = self.env["crm.attach.plan"].sudo()
        for dialog in self:
            both = dialog.source_id._origin | dialog.target_id._origin
            self.env["crm.merge"]._check_may_merge(both)
            pair = dialog._get_attachable()
            dialog.is_branch = dialog.source_id.is_company
            dialog.portal_count = dialog._count_portal_users()
            dialog.can_attach = bool(
                dialog.kind == "merge"
                and dialog.refusal
                and len(pair) == 2
                and not plans_sudo._get_refusals(*pair)
            )

    def _count_portal_users(self) -> int:
        """Return how many sign in as the source or its contacts."""
        # sudo: res.users - how many there are, and nothing of them
        users_sudo = self.env["res.users"].sudo()
        below = Domain("partner_id", "child_of", self.source_id._origin.ids)
        return users_sudo.search_count(below & Domain("share", "=", True))

    def _get_attachable(self):
        """Return who can be attached to whom: a contact is a contact of its company."""
        source, target = self.source_id._origin, self.target_id._origin
        # sudo: res.partner - both may be seen, their company may be hidden
        source_sudo, target_sudo = source.sudo(), target.sudo()
        if source_sudo.parent_id and not target_sudo.parent_id:
            source_sudo, target_sudo = target_sudo, source_sudo
        company_sudo = target_sudo.commercial_partner_id
        if company_sudo - source_sudo and company_sudo.sudo(False).has_access("read"):
            return source_sudo + company_sudo
        return source_sudo.browse()

    def _compute_plan(self):
        result = super()._compute_plan()
        for dialog in self:
            plan = dialog._get_plan() if dialog.kind == "attach" else None
            staying = filter(self._is_document, plan.staying) if plan else []
            rows = dialog._prepare_moves(staying)
            dialog.stays = dialog._render("stays", rows)
        return result

    @api.model
    def _is_document(self, step) -> bool:
        """Return whether somebody asks what becomes of the rows of a step."""
        owner = step.reference.owner
        is_technical = owner.startswith(TECHNICAL) or owner in BOOKKEEPING
        return owner in DOCUMENTS or bool(owner and not is_technical)

    def _prepare_values(self):
        if self.kind != "attach":
            return super()._prepare_values()
        changes = self._get_plan().overwrites
        return [
            *map(self._prepare_overwrite, filter(self._is_shown, changes)),
            *self._prepare_resting(),
        ]

    @api.model
    def _is_shown(self, change) -> bool:
        return change.field.export_string_translation is not False

    @api.model
    def _prepare_overwrite(self, change) -> dict:
        """Return the line of a value that becomes another, company by company."""
        field, record = change.field, change.record
        name = field._description_string(self.env)
        if record == self.target_id._origin:
            name = f"{name} ({record.name})"
        is_hidden = change.company and change.company not in self.env.user.company_ids
        if change.company:
            company = self.env._("another company")
            name = f"{name} ({company if is_hidden else change.company.name})"
        was, becomes = (
            MASK if is_hidden else self._show(field, record, value)
            for value in (change.was, change.becomes)
        )
        return {
            "outcome": "overwrites",
            "name": name,
            "field_name": field.name,
            "source_value": was,
            "target_value": becomes,
        }

    def _prepare_resting(self) -> list[dict]:
        """Return what stays on the contact and says nothing there."""
        source_sudo = self.source_id._origin.sudo()
        return [
            {
                "outcome": "rests",
                "name": field._description_string(self.env),
                "field_name": field.name,
                "source_value": self._show(field, source_sudo),
                "target_value": self.env._("stays, and does not count for a contact"),
            }
            for field in map(source_sudo._fields.get, CUSTOMER_ONLY)
            if source_sudo[field.name]
        ]

    def _carry_out(self, target, chosen):
        if self.kind == "attach":
            self.env["crm.merge"]._attach(self.source_id, target)
            return None
        return super()._carry_out(target, chosen)

    def action_attach_instead(self):
        """Show the plan of attaching, where the two cannot be one."""
        self.ensure_one()
        pair = self._get_attachable()
        other = self.create(
            {"source_id": pair[:1].id, "target_id": pair[1:].id, "kind": "attach"}
        )
        return other._get_action()
