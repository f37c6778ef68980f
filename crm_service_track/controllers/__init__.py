from . import my_service
from . import service_approval
from . import session
