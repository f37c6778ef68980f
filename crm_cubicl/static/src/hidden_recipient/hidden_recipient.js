import { patch } from "@web/core/utils/patch";
import { FieldMany2ManyTagsEmail } from "@mail/views/web/fields/many2many_tags_email/many2many_tags_email";

/** What the server says instead of an address that is there and is not told. */
const UNTOLD = "•••@•••";

patch(FieldMany2ManyTagsEmail.prototype, {
    /** There is no card of whom the user may not see. */
    onTagClick(event, record) {
        if (record.data.email !== UNTOLD) {
            super.onTagClick(event, record);
        }
    },
});
