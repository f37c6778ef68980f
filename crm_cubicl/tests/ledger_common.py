from odoo.fields import Command
from odoo.tests import new_test_user

from .common import CustomerMixin

LEDGER = "crm_cubicl.crm_cubicl_group_ledger"


class LedgerMixin(CustomerMixin):
    """Users with and without the ledger, and short ways to make entries."""

    @classmethod
    def _set_up_ledger(cls):
        cls._set_up_customers()
        cls.user_ledger = cls._create_level_user(
            "view", extra=f",{LEDGER}", login="level_view_ledger"
        )
        # sees customers, and no ledger
        cls.user_manage = new_test_user(
            cls.env,
            "manage_without_ledger",
            groups="crm_cubicl.crm_cubicl_group_manage,base.group_allow_export",
        )
        cls.user_ledger_only = new_test_user(
            cls.env,
            "ledger_only",
            groups=f"base.group_user,{LEDGER}",
            crm_level="none",
        )
        cls.user_accountant = new_test_user(
            cls.env, "accountant", groups="account.group_account_invoice"
        )
        cls.customer = cls._create_customer()
        cls.contact = cls._create_contact(cls.customer)

    @classmethod
    def _create_level_user(cls, level, extra="", login=None, **kwargs):
        return new_test_user(
            cls.env,
            login or f"level_{level}",
            groups=f"base.group_user,crm_cubicl.crm_cubicl_group_{level}{extra}",
            **kwargs,
        )

    @classmethod
    def _get_account(cls, account_type, company=None):
        """Return an account of a company, made when it has none."""
        company = company or cls.env.company
        accounts = cls.env["account.account"].with_company(company)
        domain = [
            *accounts._check_company_domain(company),
            ("account_type", "=", account_type),
        ]
        return accounts.search(domain, limit=1)

    @classmethod
    def _create_entry(cls, amount, day, partner=None, post=True, company=None, **vals):
        """Return the receivable or payable line of a new entry.

        :param amount: what the partner owes from it, in the currency of the line
        """
        company = company or cls.env.company
        account_type = vals.pop("account_type", "asset_receivable")
        currency = vals.pop("currency", company.currency_id)
        balance = vals.pop("balance", amount)
        ref = vals.pop("ref", False)
        line = {
            "account_id": cls._get_account(account_type, company).id,
            "partner_id": (partner or cls.customer).id,
            "currency_id": currency.id,
            "amount_currency": amount,
            "balance": balance,
            **vals,
        }
        other = {
            "account_id": cls._get_account("income", company).id,
            "currency_id": currency.id,
            "amount_currency": -amount,
            "balance": -balance,
        }
        move = (
            cls.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "entry",
                    "date": day,
                    "ref": ref,
                    "company_id": company.id,
                    "line_ids": [Command.create(line), Command.create(other)],
                }
            )
        )
        if post:
            move.action_post()
        return move.line_ids.filtered("partner_id")

    @classmethod
    def _create_invoice(cls, amount, day, partner=None, post=True, **vals):
        """Return a new invoice over one line without tax."""
        invoice = cls.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": (partner or cls.customer).id,
                "invoice_date": day,
                "date": day,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Danışmanlık", "price_unit": amount, "tax_ids": []}
                    )
                ],
                **vals,
            }
        )
        if post:
            invoice.action_post()
        return invoice
