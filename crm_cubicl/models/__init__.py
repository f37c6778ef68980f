from . import (
    crm_customer_list_mixin,
    crm_customer_class,
    crm_customer_region,
    crm_customer_relation,
    crm_customer_stage,
    crm_phone_mixin,
    crm_search_key_mixin,
    crm_tax_number_mixin,
    res_company,
    res_partner,
    res_users,
)
