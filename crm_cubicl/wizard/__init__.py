from . import base_partner_merge, crm_customer_log, crm_customer_mail_assign
