from . import (
    crm_portal_topic_choice,
    crm_portal_answer,
    crm_portal_call,
    crm_portal_check,
    crm_portal_invite,
    crm_portal_merge,
    crm_portal_turn,
    portal_share,
    portal_wizard_user,
)
from . import crm_portal_answer, crm_portal_link_create, portal_wizard_user
