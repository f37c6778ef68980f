from . import crm_portal_answer, portal_wizard_user
