from . import (
    crm_customer_delete,
    crm_customer_delete_line,
)
