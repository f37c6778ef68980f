from . import my_service
from . import my_service_contracts
from . import my_service_page
from . import my_services
from . import service_approval
from . import session
