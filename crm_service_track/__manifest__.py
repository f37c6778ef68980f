{
    "name": "Service Tracking",
    "version": "19.0.1.0.0",
    "author": "CRM Cubicl maintainers",
    "website": "https://github.com/crm-cubicl/crm-cubicl",
    "license": "LGPL-3",
    "category": "Services",
    "summary": "The services that the firm gives and the service contracts of its "
    "customers",
    "depends": ["crm_cubicl", "portal"],
    "data": [
        "security/crm_service_track_groups.xml",
        "security/ir.model.access.csv",
        "security/crm_service_contract_security.xml",
        "data/ir_sequence.xml",
        "views/crm_service_contract_views.xml",
        "views/crm_service_type_views.xml",
        "views/res_partner_views.xml",
        "views/crm_service_track_menus.xml",
    ],
    "demo": [
        "demo/res_groups.xml",
        "demo/crm_service_type.xml",
        "demo/crm_service_contract.xml",
    ],
    "assets": {
        "web.assets_tests": ["crm_service_track/static/tests/tours/*.js"],
    },
}
