/**
 * Forms kept in the browser until the server has them, photos and signature included.
 *
 * IndexedDB: localStorage has no room for photos.
 */
const NAME = "crm_service_track";
const STORE = "forms";

function open() {
    return new Promise((resolve, reject) => {
        const request = indexedDB.open(NAME, 1);
        request.onupgradeneeded = () =>
            request.result.createObjectStore(STORE, { keyPath: "uid" });
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
}

async function run(mode, act) {
    const database = await open();
    try {
        return await new Promise((resolve, reject) => {
            const transaction = database.transaction(STORE, mode);
            const request = act(transaction.objectStore(STORE));
            transaction.oncomplete = () => resolve(request.result);
            transaction.onerror = () => reject(transaction.error);
            transaction.onabort = () => reject(transaction.error);
        });
    } finally {
        database.close();
    }
}

export class FormStore {
    constructor(userId) {
        this.userId = userId;
    }

    /** The forms of this user alone: phones are passed on. */
    async all() {
        const forms = await run("readonly", (store) => store.getAll());
        return forms.filter((form) => form.userId === this.userId);
    }

    put(form) {
        return run("readwrite", (store) => store.put({ ...form, userId: this.userId }));
    }

    remove(uid) {
        return run("readwrite", (store) => store.delete(uid));
    }
}

/** A number that no other form has; also where the page is served without TLS. */
export function makeUid() {
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
