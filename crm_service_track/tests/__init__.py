from . import test_access
from . import test_contract
from . import test_service_track_tour
from . import test_service_type
