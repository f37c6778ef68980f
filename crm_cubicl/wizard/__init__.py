from . import (
    crm_contact_leave,
    crm_customer_log,
    crm_customer_mail_assign,
    crm_access_check,
    crm_customer_managers,
    crm_permission_set,
    crm_customer_delete,
    crm_customer_delete_line,
    base_partner_merge_activity,
    base_partner_merge_files,
    mail_compose_message_access,
    portal_wizard_user_access,
)
