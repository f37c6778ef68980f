from . import test_access
from . import test_crm_portal_tour
from . import test_topic
from . import test_support
from . import test_support_tour
from . import test_forms_public
from . import test_forms
from . import test_forms_access
