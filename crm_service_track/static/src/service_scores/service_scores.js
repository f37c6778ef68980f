import { Component, onWillStart, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { useService } from "@web/core/utils/hooks";
import { formatFloat } from "@web/views/fields/formatters";
import { Layout } from "@web/search/layout";
import { standardActionServiceProps } from "@web/webclient/actions/action_service";

const { DateTime } = luxon;

/** What a technician sees of the scores: fixed figures, none over few answers. */
export class ServiceScores extends Component {
    static template = "crm_service_track.ServiceScores";
    static components = { Layout };
    static props = { ...standardActionServiceProps };

    setup() {
        this.orm = useService("orm");
        this.state = useState({ tables: [] });
        onWillStart(async () => {
            const figures = await this.orm.call(
                "crm.service.score",
                "get_figures",
                []
            );
            this.state.tables = this.getTables(figures);
        });
    }

    get isEmpty() {
        return !this.state.tables.some((table) => table.rows.length);
    }

    /** Months are the server's as "2026-03", so that the page says them its own way. */
    getTables(figures) {
        const months = figures.months.map((row) => ({
            ...row,
            label: DateTime.fromFormat(row.label, "yyyy-MM").toFormat("LLLL yyyy"),
        }));
        const own = figures.months.length ? figures.own : [];
        return [
            { key: "own", title: _t("My average"), rows: [own].flat() },
            {
                key: "services",
                title: _t("All of us, by service"),
                rows: figures.services,
            },
            { key: "months", title: _t("All of us, by month"), rows: months },
        ];
    }

    format(number) {
        return formatFloat(number, { digits: [16, 1] });
    }
}

registry.category("actions").add("crm_service_scores", ServiceScores);
