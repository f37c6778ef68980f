from . import (
    crm_portal_handler_mixin,
    crm_portal_topic,
    project_project,
    crm_portal_notice,
    crm_portal_share,
    crm_portal_sender,
    crm_portal_attempt,
    mail_message,
    project_task_ticket,
    project_task_conversation,
    website,
    res_config_settings,
)
