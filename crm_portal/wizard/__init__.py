from . import crm_portal_answer
