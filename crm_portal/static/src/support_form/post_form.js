/**
 * Send a form as its own action says, and tell how far it is: what ``fetch`` cannot.
 *
 * @param {HTMLFormElement} form
 * @param {(share: number) => void} onProgress 0 to 1
 * @returns {Promise<{status: number, data: object|null}>} status 0 without connection
 */
export function postForm(form, onProgress) {
    return new Promise((resolve) => {
        const request = new XMLHttpRequest();
        const finish = () => resolve({ status: request.status, data: readJson(request) });
        request.upload.addEventListener("progress", (ev) => {
            if (ev.lengthComputable) {
                onProgress(ev.loaded / ev.total);
            }
        });
        request.addEventListener("loadend", finish);
        request.open("POST", form.action);
        request.setRequestHeader("X-Crm-Support", "1");
        request.send(new FormData(form));
    });
}

function readJson(request) {
    try {
        return JSON.parse(request.responseText);
    } catch {
        // a page of an error, or none
        return null;
    }
}
