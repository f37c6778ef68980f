/**
 * For a page of another site that shows the support form in a frame: lets the frame be
 * as high as what is in it. Loaded by that page; listens to its own frames alone.
 */
window.addEventListener("message", (ev) => {
    const height = Number(ev.data?.crmSupportHeight);
    if (!(height > 0)) {
        return;
    }
    for (const frame of document.querySelectorAll("iframe[src*='/support/embed']")) {
        if (frame.contentWindow === ev.source && new URL(frame.src).origin === ev.origin) {
            frame.style.height = `${Math.min(Math.ceil(height), 10000)}px`;
        }
    }
});
