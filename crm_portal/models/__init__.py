from . import crm_portal_topic
from . import project_project
