{
    "name": "Service Tracking",
    "version": "19.0.1.1.0",
    "author": "CRM Cubicl maintainers",
    "website": "https://github.com/crm-cubicl/crm-cubicl",
    "license": "LGPL-3",
    "category": "Services",
    "summary": "Support records with a timer, the services that the firm gives and "
    "the service contracts of its customers",
    "depends": ["crm_cubicl", "portal"],
    "data": [
        "security/crm_service_track_groups.xml",
        "security/ir.model.access.csv",
        "security/crm_service_contract_security.xml",
        "security/crm_service_record_security.xml",
        "data/ir_sequence.xml",
        "data/ir_cron_data.xml",
        "data/crm_card_data.xml",
        "data/crm_service_customer_status_data.xml",
        "report/crm_service_record_templates.xml",
        "report/crm_service_record_reports.xml",
        "views/crm_service_contract_views.xml",
        "views/crm_service_type_views.xml",
        "views/crm_service_customer_status_views.xml",
        "views/crm_service_template_views.xml",
        "views/crm_service_record_views.xml",
        "views/crm_service_report_views.xml",
        "views/res_users_views.xml",
        "views/res_config_settings_views.xml",
        "views/res_partner_views.xml",
        "views/crm_service_track_menus.xml",
    ],
    "demo": [
        "demo/res_groups.xml",
        "demo/crm_service_type.xml",
        "demo/crm_service_contract.xml",
        "demo/crm_service_template.xml",
        "demo/crm_service_record.xml",
    ],
    "assets": {
        "web.assets_backend": [
            "crm_service_track/static/src/**/*",
            ("remove", "crm_service_track/static/src/service_times_lazy/**/*"),
        ],
        # where core has what it extends
        "web.assets_backend_lazy": [
            "crm_service_track/static/src/service_times_lazy/**/*"
        ],
        "web.assets_tests": ["crm_service_track/static/tests/tours/*.js"],
    },
}
