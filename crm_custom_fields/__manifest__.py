{
    "name": "Cards and Custom Fields",
    "version": "19.0.1.0.0",
    "author": "CRM Cubicl maintainers",
    "website": "https://github.com/crm-cubicl/crm-cubicl",
    "license": "LGPL-3",
    "category": "Sales/CRM",
    "summary": "Person and company cards with fields of your own: real columns, "
    "rights per group, required fields that hold through every door",
    "depends": ["base_automation", "bus", "contacts", "mail"],
    "data": [
        "security/crm_custom_fields_groups.xml",
        "security/ir.model.access.csv",
        "security/crm_custom_field_option_security.xml",
        "data/crm_card_data.xml",
        "views/crm_card_templates.xml",
        "views/crm_card_views.xml",
        "views/crm_custom_field_views.xml",
        "views/res_partner_views.xml",
        "views/crm_custom_fields_menus.xml",
    ],
    "demo": [
        "demo/crm_custom_field.xml",
    ],
    "assets": {
        "web.assets_backend": ["crm_custom_fields/static/src/**/*"],
        "web.assets_tests": ["crm_custom_fields/static/tests/tours/*.js"],
    },
    "uninstall_hook": "uninstall_hook",
}
