from odoo import api, fields, models
from odoo.tools import SQL

from ..tools.machines import is_machine

# lines kept of one link: a storm of openings does not fill the database
MOST = 200


class CrmServiceVisitHit(models.Model):
    """One opening of a link, by a person or by a program that follows links.

    The only thing that opening a page leaves behind. It is a log beside the form: no
    opening changes the form, its link or its answer.
    """

    _name = "crm.service.visit.hit"
    _description = "Opening of an approval link"
    _order = "id desc"
    _log_access = False
    _rec_name = "kind"

    link_id = fields.Many2one(
        "crm.service.visit.link", required=True, ondelete="cascade", index=True
    )
    visit_id = fields.Many2one(
        "crm.service.visit", required=True, ondelete="cascade", index=True
    )
    date = fields.Datetime(required=True)
    kind = fields.Selection(
        [
            ("opened", "Opened"),
            ("ended", "Opened after the link had ended"),
            ("blind", "Sent without what the page gives: refused"),
            ("unconfirmed", "Sent without a person's step: asked to confirm"),
            ("incomplete", "Sent incomplete"),
            ("answered", "Answered"),
        ],
        required=True,
    )
    is_machine = fields.Boolean(string="By a program")
    method = fields.Char(export_string_translation=False)
    address = fields.Char()
    agent = fields.Char(string="Program")

    @api.model
    def _log(self, link, kind: str, request_info: dict) -> None:
        """Add a line; more than so many of one link are not kept.

        Rows are only added, so that many at once never wait for each other.
        """
        agent = (request_info.get("agent") or "")[:200]
        method = request_info.get("method") or ""
        self.env.cr.execute(
            SQL(
                "INSERT INTO crm_service_visit_hit"
                " (link_id, visit_id, date, kind, is_machine, method, address, agent)"
                " SELECT %(link)s, %(visit)s, now() AT TIME ZONE 'UTC', %(kind)s,"
                " %(machine)s, %(method)s, %(address)s, %(agent)s"
                " WHERE %(keep)s OR (SELECT count(*) FROM crm_service_visit_hit"
                " WHERE link_id = %(link)s) < %(most)s",
                link=link.id,
                visit=link.visit_id.id,
                kind=kind,
                machine=kind == "blind" or is_machine(method, agent),
                method=method,
                address=request_info.get("address") or "",
                agent=agent,
                keep=kind == "answered",
                most=MOST,
            )
        )
        self.invalidate_model()
        link.invalidate_recordset(["hit_ids"])
        link.visit_id.invalidate_recordset(["hit_ids", "machine_hit_count"])
