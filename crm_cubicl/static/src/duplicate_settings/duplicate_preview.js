import { Component, useState } from "@odoo/owl";
import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { KeepLast } from "@web/core/utils/concurrency";
import { useService } from "@web/core/utils/hooks";
import { useDebounced } from "@web/core/utils/timing";
import { useRecordObserver } from "@web/model/relational_model/utils";
import { formatFloat, formatInteger } from "@web/views/fields/formatters";
import { standardWidgetProps } from "@web/views/widgets/standard_widget_props";
import { formatPercent } from "../percent";

const NAMES = ["is_cut_automatic", "cut", "sure_score", "weight_set", "weights", "own_fields"];
const DELAY = 300;

/** What is typed now would propose, beside what is in use; nothing is saved for it. */
export class DuplicatePreview extends Component {
    static template = "crm_cubicl.DuplicatePreview";
    static props = { ...standardWidgetProps };

    setup() {
        this.orm = useService("orm");
        this.keepLast = new KeepLast();
        this.state = useState({ preview: null, loading: true });
        const load = useDebounced((values) => this.load(values), DELAY, { immediate: false });
        useRecordObserver((record) => {
            const values = Object.fromEntries(NAMES.map((name) => [name, record.data[name]]));
            // once saved, it is what is in use
            this.isSaved = !record.dirty;
            this.state.loading = true;
            load(values);
        });
    }

    async load(values) {
        const call = this.orm.silent.call("crm.duplicate.settings", "get_preview", [values]);
        this.state.preview = await this.keepLast.add(call);
        this.state.loading = false;
    }

    get preview() {
        return this.state.preview;
    }

    get counts() {
        const { proposed, proposed_in_use, sure, sure_in_use } = this.preview;
        return [
            { name: "proposed", value: proposed, before: proposed_in_use },
            { name: "sure", value: sure, before: sure_in_use },
        ].map((count) => ({ ...count, change: count.value - count.before }));
    }

    number(value) {
        return formatInteger(value);
    }

    change(value) {
        return (value < 0 ? "−" : "+") + formatInteger(Math.abs(value));
    }

    get basis() {
        return _t("Of %(pairs)s pairs that were compared, those from %(bits)s bits on.", {
            pairs: formatInteger(this.preview.pairs),
            bits: formatFloat(this.preview.cut, { digits: [16, 1] }),
        });
    }

    percent(score) {
        return formatPercent(score);
    }
}

registry.category("view_widgets").add("crm_duplicate_preview", { component: DuplicatePreview });
