"""The roles of the service tracking, as groups are asked for."""

TECHNICIAN = "crm_service_track.crm_service_track_group_user"
MANAGER = "crm_service_track.crm_service_track_group_manager"
