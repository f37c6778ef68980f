"""Indexes on the columns of core that name a partner and have none.

PostgreSQL looks through each of them when a partner is deleted, merged or counted: with
these, what that costs grows with what the partner has, not with all that there is. Only
rows that name somebody are in them. Tables that stay small, or that are emptied every
day, do without.
"""

from odoo import models


class AccountAnalyticLine(models.Model):
    _inherit = "account.analytic.line"

    _crm_partner_idx = models.Index("(partner_id) WHERE partner_id IS NOT NULL")


class AccountBankStatementLine(models.Model):
    _inherit = "account.bank.statement.line"

    _crm_partner_idx = models.Index("(partner_id) WHERE partner_id IS NOT NULL")


class AccountMove(models.Model):
    _inherit = "account.move"

    _crm_commercial_partner_idx = models.Index(
        "(commercial_partner_id) WHERE commercial_partner_id IS NOT NULL"
    )
    _crm_partner_shipping_idx = models.Index(
        "(partner_shipping_id) WHERE partner_shipping_id IS NOT NULL"
    )


class AccountPayment(models.Model):
    _inherit = "account.payment"

    _crm_partner_idx = models.Index("(partner_id) WHERE partner_id IS NOT NULL")


class MailMessageReaction(models.Model):
    _inherit = "mail.message.reaction"

    _crm_partner_idx = models.Index("(partner_id) WHERE partner_id IS NOT NULL")


class MailNotification(models.Model):
    _inherit = "mail.notification"

    _crm_author_idx = models.Index("(author_id) WHERE author_id IS NOT NULL")


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    _crm_partner_idx = models.Index("(partner_id)")


class ProductSupplierinfo(models.Model):
    _inherit = "product.supplierinfo"

    _crm_partner_idx = models.Index("(partner_id)")


class RatingRating(models.Model):
    _inherit = "rating.rating"

    _crm_partner_idx = models.Index("(partner_id) WHERE partner_id IS NOT NULL")
    _crm_rated_partner_idx = models.Index(
        "(rated_partner_id) WHERE rated_partner_id IS NOT NULL"
    )


class SmsSms(models.Model):
    _inherit = "sms.sms"

    _crm_partner_idx = models.Index("(partner_id) WHERE partner_id IS NOT NULL")
