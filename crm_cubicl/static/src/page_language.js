import { user } from "@web/core/user";

// The web client's page names no language: browsers then write i as I, not İ, where
// Turkish titles are in capitals, and screen readers read Turkish as if it were English.
document.documentElement.lang ||= user.lang || "";
