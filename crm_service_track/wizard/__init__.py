from . import crm_service_billing
