from . import crm_customer_log
