import { user } from "@web/core/user";

/** A share of 1 as the user's language writes percent. */
export function formatPercent(share) {
    return new Intl.NumberFormat(user.lang, { style: "percent" }).format(share);
}
