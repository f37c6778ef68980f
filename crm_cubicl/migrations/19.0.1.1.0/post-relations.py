"""A customer has several relations: the one it had becomes the first of them."""

from odoo.tools import SQL
from odoo.tools.sql import column_exists


def migrate(cr, version):
    # the old column goes at the end of the update, with its field
    if not column_exists(cr, "res_partner", "crm_relation_id"):
        return
    cr.execute(
        SQL(
            "INSERT INTO crm_customer_relation_rel (partner_id, relation_id)"
            " SELECT id, crm_relation_id FROM res_partner"
            " WHERE crm_relation_id IS NOT NULL ON CONFLICT DO NOTHING"
        )
    )
    cr.execute(
        SQL(
            "SELECT count(*) FROM res_partner AS partner"
            " WHERE crm_relation_id IS NOT NULL AND NOT EXISTS ("
            " SELECT FROM crm_customer_relation_rel AS rel"
            " WHERE rel.partner_id = partner.id"
            " AND rel.relation_id = partner.crm_relation_id)"
        )
    )
    (lost,) = cr.fetchone()
    if lost:
        raise ValueError(f"{lost} customers would lose their relation")
