from . import crm_contact_leave
from . import crm_customer_log, crm_customer_mail_assign
from . import (
    crm_access_check,
    crm_customer_managers,
    crm_permission_set,
from . import (
    crm_customer_delete,
    crm_customer_delete_line,
)
