from . import crm_customer_ledger_report
