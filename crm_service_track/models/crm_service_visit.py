from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import email_normalize

from ..tools.visit_times import Stretch, find_overlaps, find_problem, to_hours

# the score below and at which somebody must look into it
LOW_SCORE = 6
SCORES = range(1, 11)


class CrmServiceVisit(models.Model):
    """A service given at the customer's, which the customer approves."""

    _name = "crm.service.visit"
    _description = "On-Site Service Form"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "date_start desc, id desc"
    _check_company_auto = True

    name = fields.Char(string="Number", readonly=True, copy=False)
    client_uid = fields.Char(
        string="Made by the phone as",
        readonly=True,
        copy=False,
        help="Given by the phone before it sends, so that a form is made only once.",
    )
    company_id = fields.Many2one(
        "res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    customer_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        domain=[("is_crm_customer", "=", True)],
        tracking=True,
    )
    email = fields.Char(
        string="E-mail",
        compute="_compute_email",
        store=True,
        readonly=False,
        tracking=True,
        help="Where the form is sent for approval: the customer's address unless "
        "changed.",
    )
    email_known = fields.Char(
        string="Customer's own address", compute="_compute_email_known", store=True
    )
    is_email_changed = fields.Boolean(
        string="Sent elsewhere", compute="_compute_is_email_changed", store=True
    )
    type_id = fields.Many2one(
        "crm.service.type",
        string="Service",
        required=True,
        index=True,
        ondelete="restrict",
        tracking=True,
    )
    contact_id = fields.Many2one(
        "res.partner",
        index="btree_not_null",
        ondelete="set null",
        domain="[('crm_customer_id', '=', customer_id), ('id', '!=', customer_id)]",
    )
    contact_name = fields.Char(
        string="Authorised Person",
        compute="_compute_contact_name",
        store=True,
        readonly=False,
        help="Who stands for the customer at the service.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Technician",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
        tracking=True,
    )
    date_start = fields.Datetime(string="Start", required=True, tracking=True)
    date_end = fields.Datetime(string="End", required=True, tracking=True)
    duration = fields.Float(compute="_compute_duration", store=True)
    result = fields.Text(
        help="What was done and what came of it. The customer reads it."
    )
    note = fields.Text(help="A reminder for ourselves. The customer does not see it.")
    photo_ids = fields.Many2many(
        "ir.attachment",
        "crm_service_visit_photo_rel",
        string="Photos",
        copy=False,
    )
    corrects_id = fields.Many2one(
        "crm.service.visit",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    corrected_by_ids = fields.One2many(
        "crm.service.visit", "corrects_id", string="Corrected by"
    )
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("waiting", "Waiting for the Customer"),
            ("approved", "Approved"),
            ("objected", "Objected"),
            ("closed", "Closed"),
            ("cancelled", "Cancelled"),
        ],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
    )

    _name_uniq = models.UniqueIndex(
        "(company_id, name)", "There is already a form of this number."
    )
    _client_uid_uniq = models.UniqueIndex(
        "(client_uid) WHERE client_uid IS NOT NULL", "This form is already here."
    )
    _dates_in_order = models.Constraint(
        "CHECK (date_end > date_start)",
        "The service ends before it starts. Please correct the start or the end.",
    )
    _user_time_idx = models.Index("(user_id, date_start, date_end)")
    _date_idx = models.Index("(date_start DESC, id DESC)")
    _waiting_idx = models.Index("(state, date_start) WHERE state != 'closed'")

    @api.depends("customer_id")
    def _compute_email(self):
        for visit in self:
            visit.email = visit.customer_id.email

    @api.depends("customer_id")
    def _compute_email_known(self):
        for visit in self:
            visit.email_known = visit.customer_id.email

    @api.depends("email", "email_known")
    def _compute_is_email_changed(self):
        for visit in self:
            given, known = visit.email or "", visit.email_known or ""
            visit.is_email_changed = bool(given) and (
                (email_normalize(given) or given) != (email_normalize(known) or known)
            )

    @api.depends("contact_id")
    def _compute_contact_name(self):
        for visit in self:
            if visit.contact_id:
                visit.contact_name = visit.contact_id.name

    @api.depends("date_start", "date_end")
    def _compute_duration(self):
        for visit in self:
            dates = visit.date_start and visit.date_end
            visit.duration = to_hours(visit._get_stretch()) if dates else 0

    @api.depends("name", "customer_id.display_name")
    def _compute_display_name(self):
        for visit in self:
            parts = (visit.name, visit.customer_id.display_name)
            visit.display_name = " · ".join(filter(None, parts))

    @api.constrains("customer_id")
    def _check_customer_id(self):
        # sudo: res.partner - what is checked is the kind, not who may see it
        if bad := self.sudo().customer_id.filtered(lambda p: not p.is_crm_customer):
            raise ValidationError(
                self.env._(
                    "A service is given to a customer, which these are not: %(names)s",
                    names=", ".join(bad.mapped("display_name")),
                )
            )

    @api.constrains("email")
    def _check_email(self):
        if bad := [v.email for v in self if v.email and not email_normalize(v.email)]:
            raise ValidationError(
                self.env._("This is no e-mail address: %(mail)s", mail=", ".join(bad))
            )

    @api.constrains("contact_id", "customer_id")
    def _check_contact_id(self):
        for visit in self.filtered("contact_id"):
            # sudo: res.partner - as above
            contact_sudo = visit.sudo().contact_id
            if contact_sudo.crm_customer_id != visit.sudo().customer_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s is no contact of this customer.",
                        name=contact_sudo.name,
                    )
                )

    @api.constrains("date_start", "date_end", "user_id", "state")
    def _check_times(self):
        now = fields.Datetime.now()
        messages = self._get_time_messages()
        for visit in self.filtered(lambda v: v.state in ("draft", "objected")):
            if problem := find_problem(visit._get_stretch(), now):
                raise ValidationError(messages[problem])
            visit._check_overlap()

    @api.model_create_multi
    def create(self, vals_list):
        # what only the way of a form may set is not set by whoever makes one
        self._refuse_protected(self._get_given_defaults())
        for vals in vals_list:
            self._refuse_protected(vals)
            company = vals.get("company_id") or self.env.company.id
            sequence = self.env["ir.sequence"].with_company(company)
            vals["name"] = sequence.next_by_code(self._name)
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_only_drafts(self):
        # sudo: crm.service.visit.link - links are for no one to read
        if kept := self.filtered(lambda v: v.state != "draft" or v.sudo().link_ids):
            raise UserError(
                self.env._(
                    "These forms have been sent and are kept; cancel them instead: "
                    "%(names)s",
                    names=", ".join(kept.mapped("name")),
                )
            )

    def _get_stretch(self) -> Stretch:
        return Stretch(self.date_start, self.date_end)

    def _get_time_messages(self) -> dict[str, str]:
        return {
            "end_before_start": self.env._(
                "The service ends before it starts. Please correct the start or the "
                "end."
            ),
            "future": self.env._(
                "The service ends in the future. Please enter it when it is done."
            ),
            "too_long": self.env._(
                "The service is longer than a day. Please make one form for each day."
            ),
        }

    def _check_overlap(self) -> None:
        """Refuse times in which the technician was at another service."""
        self.ensure_one()
        # sudo: crm.service.visit - also a visit at a customer hidden since then
        others_sudo = self.sudo().search(
            [
                ("id", "not in", (self | self._get_corrected_sudo()).ids),
                ("user_id", "=", self.user_id.id),
                ("state", "!=", "cancelled"),
                ("is_replaced", "=", False),
                ("date_start", "<", self.date_end),
                ("date_end", ">", self.date_start),
            ]
        )
        overlapping = find_overlaps(
            self._get_stretch(), [other._get_stretch() for other in others_sudo]
        )
        if overlapping:
            raise ValidationError(
                self.env._(
                    "At this time %(technician)s was at another service: %(others)s. "
                    "Please correct the times.",
                    technician=self.user_id.name,
                    others=", ".join(
                        f"{other.name} ({self._format_stretch(other._get_stretch())})"
                        for other in others_sudo
                    ),
                )
            )

    def _format_stretch(self, stretch: Stretch) -> str:
        """Return the times as the technician would say them."""
        start, end = (self._to_local(moment) for moment in stretch)
        lang = self.env["res.lang"]._get_data(code=self.env.lang or "en_US")
        day = start.strftime(lang.date_format or "%d.%m.%Y")
        last = "" if start.date() == end.date() else end.strftime(" %d.%m.")
        return f"{day} {start:%H:%M}–{end:%H:%M}{last}"

    def _to_local(self, moment):
        """Return a time on the clock of where the service was given."""
        # sudo: res.users - the time zone of the technician
        zone = self.sudo().user_id.tz or self.env.user.tz or "UTC"
        return fields.Datetime.context_timestamp(self.with_context(tz=zone), moment)
