from . import crm_contact_leave
