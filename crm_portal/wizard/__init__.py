from . import crm_portal_answer, crm_portal_check, portal_wizard_user
