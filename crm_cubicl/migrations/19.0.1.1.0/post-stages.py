"""Stages get a kind, and customers the history that their tracking tells."""

from odoo.tools import SQL

KINDS = {"new": "new", "won": "won", "lost": "lost"}


def migrate(cr, version):
    for name, kind in KINDS.items():
        cr.execute(
            SQL(
                "UPDATE crm_customer_stage SET kind = %s FROM ir_model_data AS data"
                " WHERE data.module = 'crm_cubicl' AND data.name = %s"
                " AND data.model = 'crm.customer.stage'"
                " AND data.res_id = crm_customer_stage.id",
                kind,
                f"crm_customer_stage_{name}",
            )
        )
    cr.execute(HISTORY)


# A move is a tracked change of the stage; before the first one the customer was since
# its creation in the stage that this one took it from. Who has no tracked change has
# been in its stage since its creation.
HISTORY = SQL(
    """
    WITH change AS (
        SELECT message.res_id AS customer_id, value.id,
            value.old_value_integer AS old_id, value.new_value_integer AS new_id,
            value.create_date AS moved, value.create_uid AS mover,
            row_number() OVER way AS position
        FROM mail_tracking_value AS value
        JOIN mail_message AS message ON message.id = value.mail_message_id
            AND message.model = 'res.partner'
        JOIN ir_model_fields AS field ON field.id = value.field_id
            AND field.model = 'res.partner' AND field.name = 'crm_stage_id'
        WINDOW way AS (PARTITION BY message.res_id ORDER BY value.id)
    ),
    step AS (
        SELECT customer_id, 1 AS rank, id, new_id AS stage_id, moved AS entered, mover
        FROM change
        UNION ALL
        SELECT change.customer_id, 0, change.id, change.old_id,
            customer.create_date, customer.create_uid
        FROM change JOIN res_partner AS customer ON customer.id = change.customer_id
        WHERE position = 1
        UNION ALL
        SELECT customer.id, 0, 0, customer.crm_stage_id,
            customer.create_date, customer.create_uid
        FROM res_partner AS customer
        WHERE NOT EXISTS (SELECT FROM change WHERE change.customer_id = customer.id)
    ),
    stay AS (
        SELECT step.*, lead(entered) OVER (
            PARTITION BY customer_id ORDER BY id, rank) AS left_date
        FROM step
    )
    INSERT INTO crm_customer_stage_log (customer_id, stage_id, entered_date, left_date,
        duration, user_id, create_uid, create_date, write_uid, write_date)
    SELECT stay.customer_id, stay.stage_id, stay.entered, stay.left_date,
        EXTRACT(EPOCH FROM stay.left_date - stay.entered) / 86400,
        stay.mover, 1, now() AT TIME ZONE 'UTC', 1, now() AT TIME ZONE 'UTC'
    FROM stay
    JOIN res_partner AS customer ON customer.id = stay.customer_id
        AND customer.is_crm_customer
    JOIN crm_customer_stage AS stage ON stage.id = stay.stage_id
    WHERE stay.entered IS NOT NULL
        AND (stay.left_date IS NOT NULL OR stay.stage_id = customer.crm_stage_id)
        AND NOT EXISTS (
            SELECT FROM crm_customer_stage_log AS log
            WHERE log.customer_id = stay.customer_id)
    ORDER BY stay.entered, stay.id, stay.rank
    """
)
