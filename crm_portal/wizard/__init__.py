from . import crm_portal_answer, crm_portal_link_create, portal_wizard_user
