from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_duration

from ..tools.roles import MANAGER

# below half a second
NOTHING = 0.0001


class CrmServiceVisit(models.Model):
    """What of a visit a contract pays for, and what is left for the customer to pay.

    Decided when the visit is entered; the customer approves it with the rest.
    """

    _inherit = "crm.service.visit"

    contract_id = fields.Many2one(
        "crm.service.contract",
        compute="_compute_contract_id",
        store=True,
        readonly=False,
        precompute=True,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
        domain="[('customer_id', '=', customer_id), ('company_id', '=', company_id)]",
        help="The contract that ran on the day of the service and covers it.",
    )
    fee_hours = fields.Float(help="What the contract does not cover, unless changed.")
    hourly_rate = fields.Monetary(
        compute="_compute_hourly_rate", store=True, readonly=False
    )
    covered_hours = fields.Float(
        string="Covered by the contract",
        compute="_compute_covered_hours",
        compute_sudo=True,
        help="The hours that are taken from the contract.",
    )
    cover_note = fields.Char(
        string="Cover",
        compute="_compute_cover_note",
        compute_sudo=True,
        export_string_translation=False,
    )

    beyond_note = fields.Char(
        string="Beyond",
        compute="_compute_beyond_note",
        compute_sudo=True,
        export_string_translation=False,
    )

    @api.depends("customer_id", "type_id", "date_start", "company_id")
    def _compute_contract_id(self):
        for visit in self.filtered(lambda v: not v._is_fee_settled()):
            visit.contract_id = visit._find_contract()

    @api.depends("duration", "contract_id", "date_start")
    def _compute_fee_hours(self):
        entered = self.filtered(lambda v: not v._is_fee_settled())
        entered = entered.sorted(lambda v: v._origin.id or 0)
        for number, visit in enumerate(entered):
            # those after it find what it leaves
            after = entered[number:]._origin
            visit.fee_hours = visit.with_context(crm_uncounted=after)._get_fee_hours()

    @api.depends("company_id", "customer_id", "contract_id")
    def _compute_currency_id(self):
        return super()._compute_currency_id()

    @api.depends("contract_id")
    def _compute_hourly_rate(self):
        for visit in self.filtered(lambda v: not v._is_fee_settled()):
            # sudo: crm.service.contract - what was agreed for whoever serves
            rate = visit.contract_id.sudo().hourly_rate
            visit.hourly_rate = rate or visit.hourly_rate

    @api.depends("fee_kind", "fee_hours", "duration", "contract_id")
    def _compute_covered_hours(self):
        for visit in self:
            paid = visit.fee_hours if visit.fee_kind == "hours" else 0
            covered = max(visit.duration - paid, 0) if visit.contract_id else 0
            visit.covered_hours = covered if covered > NOTHING else 0

    @api.depends("covered_hours", "fee_hours", "fee_kind", "contract_id")
    @api.depends_context("lang")
    def _compute_cover_note(self):
        for visit in self:
            visit.cover_note = visit._get_cover_text()

    @api.depends("contract_id", "duration", "date_start", "state")
    @api.depends_context("lang")
    def _compute_beyond_note(self):
        for visit in self:
            is_open = not visit._is_fee_settled()
            visit.beyond_note = is_open and visit._get_beyond_text()

    @api.constrains("contract_id", "customer_id")
    def _check_contract_id(self):
        # sudo: crm.service.contract - whose it is, whoever may see it
        for visit in self.sudo().filtered("contract_id"):
            if visit.contract_id.customer_id != visit.customer_id:
                raise ValidationError(
                    self.env._(
                        "Contract %(contract)s is not one of %(customer)s.",
                        contract=visit.contract_id.code,
                        customer=visit.customer_id.display_name,
                    )
                )

    # -- which contract ----------------------------------------------------------

    def _find_contract(self):
        """Return the contract that covers the service on its day.

        The first to end that has hours left, else the first to end.
        """
        self.ensure_one()
        # sudo: crm.service.contract - it holds for whoever serves the customer
        contracts_sudo = self.env["crm.service.contract"].sudo()
        if not (self.customer_id and self.date_start):
            return contracts_sudo
        day = self._get_service_day()
        found_sudo = contracts_sudo.search(
            [
                ("customer_id", "=", self.customer_id._origin.id),
                ("company_id", "=", self.company_id.id),
            ]
        ).filtered(lambda one: one._runs_on(day) and one._covers(self.type_id))
        return found_sudo._prefer_with_hours(
            lambda one: self._get_hours_left(one) > NOTHING
        )[:1]

    def _get_service_day(self):
        """Return the day of the service on the clock of the company."""
        self.ensure_one()
        return self.company_id._get_service_day(self.date_start)

    # -- how much of it ----------------------------------------------------------

    def _get_hours_left(self, contract) -> float:
        """Return the hours left in the period of the service, without this one."""
        self.ensure_one()
        own = self._origin | self._get_corrected_sudo()
        after = self.env.context.get("crm_uncounted")
        if not isinstance(after, models.BaseModel):
            # no client can send records
            after = self.browse()
        return contract._get_hours_left_on(self._get_service_day(), own | after)

    def _is_counted(self) -> bool:
        """Return whether the record counts: not when a corrected form has one."""
        self.ensure_one()
        shares = self.record_ids.mapped("contract_share")
        return self.state == "closed" and any(shares)

    def _get_uncounted_hours(self) -> float:
        """Return what the contract gives beside the record of what is corrected."""
        self.ensure_one()
        counted_sudo = self._get_corrected_sudo().filtered(
            lambda visit: visit.contract_id == self.contract_id and visit._is_counted()
        )
        return max(self.covered_hours - sum(counted_sudo.mapped("covered_hours")), 0)

    def _get_fee_hours(self) -> float:
        hours = super()._get_fee_hours()
        # sudo: crm.service.contract - as above
        contract_sudo = self.contract_id.sudo()
        if not (contract_sudo and self.date_start):
            return hours
        if not contract_sudo.is_limited:
            return 0
        return max(hours - max(self._get_hours_left(contract_sudo), 0), 0)

    def _get_fee_currency(self):
        # sudo: crm.service.contract - as above
        contract_sudo = self.contract_id.sudo()
        if contract_sudo.hourly_rate:
            return contract_sudo.currency_id
        return super()._get_fee_currency()

    def _get_cover_text(self) -> str:
        """Return what the contract pays and what the customer; empty without one."""
        self.ensure_one()
        if not self.contract_id:
            return ""
        values = {
            "covered": format_duration(self.covered_hours),
            "contract": self.contract_id.code,
        }
        paid = self.fee_hours if self.fee_kind == "hours" else 0
        if paid <= NOTHING:
            return self.env._("%(covered)s covered by contract %(contract)s", **values)
        values["paid"] = format_duration(paid)
        if not self.covered_hours:
            return self.env._(
                "Nothing covered by contract %(contract)s, %(paid)s to be paid",
                **values,
            )
        return self.env._(
            "%(covered)s covered by contract %(contract)s, %(paid)s to be paid",
            **values,
        )

    # -- beyond it ---------------------------------------------------------------

    def _get_beyond(self) -> dict:
        """Return what the contract says about what it does not cover.

        ``{"policy": "ok" | "allow" | "ask" | "block", "reason": str}``, as before work
        starts.
        """
        self.ensure_one()
        # sudo: crm.service.contract - as above
        contract_sudo = self.contract_id.sudo()
        beyond = self._get_fee_hours() if contract_sudo else 0
        if beyond <= NOTHING:
            return {"policy": "ok", "reason": ""}
        reason = self.env._(
            "%(hours)s of this service are beyond contract %(contract)s.",
            hours=format_duration(beyond),
            contract=contract_sudo.code,
        )
        return {"policy": contract_sudo.beyond, "reason": reason}

    def _get_block_reason(self) -> str:
        """Return why the user may not send the form; managers decide themselves."""
        self.ensure_one()
        if self.env.su or self.env.user.has_group(MANAGER):
            return ""
        beyond = self._get_beyond()
        return beyond["reason"] if beyond["policy"] == "block" else ""

    def action_send(self):
        self.check_access("write")
        for visit in self:
            if reason := visit._get_block_reason():
                raise UserError(
                    self.env._(
                        "%(reason)s The contract allows no service beyond it: a "
                        "manager of the services sends the form.",
                        reason=reason,
                    )
                )
        return super().action_send()

    # -- what is approved, and what becomes of it --------------------------------

    def _get_details(self) -> list[dict]:
        lines = super()._get_details()
        if text := self._get_cover_text():
            line = {"key": "cover", "label": self.env._("Contract"), "text": text}
            keys = [line["key"] for line in lines]
            lines.insert(keys.index("fee") if "fee" in keys else len(lines), line)
        return lines

    def _get_evidence_values(self) -> dict:
        values = super()._get_evidence_values()
        if self.contract_id:
            values["cover"] = {
                "contract": self.contract_id.code,
                "hours": round(self.covered_hours, 4),
            }
        return values

    def _make_record(self):
        # one service is taken from the contract once: as it was corrected
        self._get_corrected_sudo().record_ids._mark_replaced()
        return super()._make_record()

    def _get_record_values(self) -> dict:
        share = self.covered_hours / self.duration if self.fee_kind == "hours" else 1
        return super()._get_record_values() | {
            "contract_id": self.contract_id.id,
            "contract_share": share,
        }
