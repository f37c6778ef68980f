from . import crm_contact_leave
from . import crm_customer_log, crm_customer_mail_assign
