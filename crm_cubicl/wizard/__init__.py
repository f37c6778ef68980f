from . import (
    crm_access_check,
    crm_customer_managers,
    crm_permission_set,
)
