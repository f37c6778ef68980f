import { Component } from "@odoo/owl";
import {
    deserializeDateTime,
    toLocaleDateString,
    toLocaleDateTimeString,
} from "@web/core/l10n/dates";
import { _t } from "@web/core/l10n/translation";
import { formatMonetary } from "@web/views/fields/formatters";
import { panelSections } from "./customer_panel";

class PanelSection extends Component {
    static props = { section: [Array, Object], data: Object, openRecord: Function };

    join(...words) {
        return words.filter(Boolean).join(" · ");
    }

    formatDay(moment) {
        return toLocaleDateString(moment && deserializeDateTime(moment));
    }

    formatMoment(moment) {
        return toLocaleDateTimeString(deserializeDateTime(moment));
    }

    formatAmount(amount, currencyId) {
        return formatMonetary(amount, { currencyId });
    }
}

class PanelTasks extends PanelSection {
    static template = "crm_cubicl.CustomerPanel.Tasks";
}

class PanelQuotes extends PanelSection {
    static template = "crm_cubicl.CustomerPanel.Quotes";
}

class PanelActivities extends PanelSection {
    static template = "crm_cubicl.CustomerPanel.Activities";
}

class PanelBalance extends PanelSection {
    static template = "crm_cubicl.CustomerPanel.Balance";
}

panelSections
    .add("balance", { title: _t("Open balance"), Component: PanelBalance }, { sequence: 10 })
    .add("tasks", { title: _t("Tasks"), Component: PanelTasks }, { sequence: 20 })
    .add("quotes", { title: _t("Quotes"), Component: PanelQuotes }, { sequence: 30 })
    .add(
        "activities",
        { title: _t("Activities"), Component: PanelActivities },
        { sequence: 40 }
    );
