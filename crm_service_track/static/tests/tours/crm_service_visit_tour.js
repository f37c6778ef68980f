import { browser } from "@web/core/browser/browser";
import { registry } from "@web/core/registry";

function setTime(name, hoursAgo) {
    return {
        content: `Enter ${name}`,
        trigger: `input[name=${name}]`,
        run() {
            const moment = new Date(Date.now() - hoursAgo * 3600000);
            const local = new Date(moment - moment.getTimezoneOffset() * 60000);
            this.anchor.value = local.toISOString().slice(0, 16);
            this.anchor.dispatchEvent(new Event("input", { bubbles: true }));
            this.anchor.dispatchEvent(new Event("change", { bubbles: true }));
        },
    };
}

const fillIn = (result) => [
    {
        content: "Type the customer",
        trigger: "input[name=customer_name]",
        run: "edit yıldız mak",
    },
    {
        content: "Choose the customer",
        trigger: ".o_crm_customer_list li:contains(Yıldız Makine)",
        run: "click",
    },
    {
        content: "The address is filled in",
        trigger: "input[name=email]:value(info@yildiz.example)",
    },
    { trigger: "select[name=type_id]", run: "selectByLabel Test service" },
    { trigger: "textarea[name=result]", run: `edit ${result}` },
];

let connection;

registry.category("web_tour.tours").add("crm_service_visit_technician", {
    steps: () => [
        { trigger: ".o_crm_my_service input[name=contact_name]", run: "edit Ayşe Işık" },
        ...fillIn("Bakım yapıldı."),
        setTime("date_start", 1),
        setTime("date_end", 2),
        { trigger: "select[name=fee_kind]", run: "select amount" },
        { trigger: ".o_crm_fee_amount:visible input", run: "edit 1.250,50" },
        { trigger: "select[name=tax_id]:visible", run: "select " },
        {
            content: "The end before the start is refused, and nothing is lost",
            trigger: ".o_crm_form button[type=submit]",
            run: "click",
        },
        { trigger: ".o_crm_notice.alert-danger" },
        { trigger: "textarea[name=result]:value(Bakım yapıldı.)" },
        setTime("date_start", 3),
        {
            content: "The connection is lost",
            trigger: ".o_crm_my_service",
            run() {
                connection = browser.XMLHttpRequest;
                browser.XMLHttpRequest = class extends connection {
                    send() {
                        setTimeout(() => this.dispatchEvent(new Event("error")), 10);
                    }
                };
            },
        },
        { trigger: ".o_crm_form button[type=submit]", run: "click" },
        {
            content: "It waits on the phone",
            trigger: ".o_crm_queue:visible .o_crm_queue_count:contains(1)",
        },
        { trigger: ".o_crm_notice.alert-warning" },
        {
            content: "The connection is back",
            trigger: ".o_crm_my_service",
            run() {
                browser.XMLHttpRequest = connection;
                window.dispatchEvent(new Event("online"));
            },
        },
        { trigger: ".o_crm_notice.alert-success:contains(SF-)" },
        { trigger: ".o_crm_own li:contains(Yıldız Makine)" },
        { trigger: ".o_crm_queue:not(:visible)" },
    ],
});

registry.category("web_tour.tours").add("crm_service_visit_draft", {
    steps: () => [
        ...fillIn("Yarım kaldı."),
        {
            content: "The page is left and opened again",
            trigger: "textarea[name=result]:value(Yarım kaldı.)",
            async run() {
                await new Promise((resolve) => setTimeout(resolve, 800));
                browser.location.reload();
            },
            expectUnloadPage: true,
        },
        {
            content: "The form is as it was",
            trigger: "textarea[name=result]:value(Yarım kaldı.)",
        },
        { trigger: "input[name=customer_name]:value(Yıldız Makine)" },
        { trigger: ".o_crm_notice.alert-info" },
    ],
});

registry.category("web_tour.tours").add("crm_service_visit_customer", {
    steps: () => [
        { trigger: ".o_crm_visit:contains(Bakım yapıldı.)" },
        { trigger: "label[for=score_6]", run: "click" },
        {
            content: "At a low score it is asked what should have been better",
            trigger: ".o_crm_visit_ask_low:visible",
        },
        { trigger: "label[for=score_9]", run: "click" },
        { trigger: ".o_crm_visit_ask:visible" },
        { trigger: "label[for=choice_object]", run: "click" },
        { trigger: ".o_crm_visit_line:visible" },
        { trigger: "label[for=choice_remark]", run: "click" },
        { trigger: "textarea[name=comment]", run: "edit Teşekkür ederiz" },
        {
            trigger: "button[type=submit]",
            run: "click",
            expectUnloadPage: true,
        },
        { trigger: ".o_crm_visit:contains(9 / 10)" },
    ],
});

registry.category("web_tour.tours").add("crm_service_visit_manager", {
    steps: () => [
        {
            content: "What the customer approved waits",
            trigger: ".o_kanban_record:contains(Yıldız Makine)",
            run: "click",
        },
        { trigger: ".o_form_view .o_field_widget[name=customer_id]" },
        { trigger: ".o_notebook a[name=answer]", run: "click" },
        { trigger: ".o_field_widget[name=customer_comment]:contains(Teşekkür ederiz)" },
        { trigger: ".o_statusbar_buttons .dropdown-toggle, .o_cp_action_menus button", run: "click" },
        { trigger: "button[name=action_close]", run: "click" },
        { trigger: ".o_form_view:not(:has(button[name=action_close]))" },
    ],
});

registry.category("web_tour.tours").add("crm_service_visit_manager_many", {
    steps: () => [
        { trigger: ".o_list_view .o_data_row:contains(Yıldız Makine)" },
        { trigger: "thead .o_list_record_selector input", run: "click" },
        { trigger: ".o_control_panel button[name=action_close]", run: "click" },
        { trigger: ".o_view_nocontent" },
    ],
});
