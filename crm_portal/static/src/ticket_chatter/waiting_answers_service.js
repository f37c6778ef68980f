import { EventBus, reactive } from "@odoo/owl";
import { registry } from "@web/core/registry";

/** Time for the server's clock to pass the moment at which an answer goes out. */
const MARGIN = 400;

/**
 * Sends answers when their time has come, whatever page is open by then. The server
 * sends what no browser is left to send.
 */
export const waitingAnswersService = {
    dependencies: ["orm"],
    start(env, { orm }) {
        const answers = reactive({});
        const timers = {};
        const bus = new EventBus();

        function forget(id) {
            const answer = answers[id];
            clearTimeout(timers[id]);
            delete timers[id];
            delete answers[id];
            return answer;
        }

        function watch(rows) {
            for (const row of rows || []) {
                if (row.id in answers) {
                    continue;
                }
                answers[row.id] = { ...row, due: Date.now() + row.seconds * 1000 };
                timers[row.id] = setTimeout(
                    () => sendNow(row.id),
                    row.seconds * 1000 + MARGIN
                );
            }
        }

        async function sendNow(id) {
            const answer = forget(id);
            await orm.silent.call("crm.portal.answer", "action_send_now", [[id]]);
            bus.trigger("sent", answer);
        }

        async function withdraw(id) {
            // no longer sent from here, whatever the server answers
            clearTimeout(timers[id]);
            const back = await orm.call("crm.portal.answer", "action_withdraw", [[id]]);
            const answer = forget(id);
            bus.trigger(back ? "withdrawn" : "sent", answer);
            return back;
        }

        return { answers, bus, watch, sendNow, withdraw };
    },
};
registry.category("services").add("crm_portal_waiting_answers", waitingAnswersService);

/** What the window of an answer does when it is sent: close, and let it wait. */
registry.category("actions").add("crm_portal_answer_waits", (env, action) => {
    env.services.crm_portal_waiting_answers.watch([action.params]);
    return { type: "ir.actions.act_window_close" };
});
