from . import account_move_reversal
from . import crm_service_billing
