from . import crm_service_contract
from . import crm_service_type
from . import res_partner
