from . import (
    crm_portal_topic_choice,
    crm_portal_call,
    crm_portal_call_answers,
    crm_portal_check,
    crm_portal_invite,
    crm_portal_link_create,
    crm_portal_merge,
    crm_portal_turn,
    mail_compose_message,
    portal_share,
    portal_wizard_user,
)
