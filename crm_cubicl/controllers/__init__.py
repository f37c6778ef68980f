from . import (
    crm_customer_export,
    crm_customer_files,
    crm_customer_import,
    crm_customer_ledger,
    crm_merged_link,
    plain_export,
)
