const LONGEST = 1600;

/** Return a photo as a small JPEG: what a phone takes is too large to be sent. */
export async function shrink(file) {
    const bitmap = await createImageBitmap(file);
    const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return canvas.toDataURL("image/jpeg", 0.8);
}

/** A field to sign in with a finger, a pen or a mouse. */
export class SignaturePad {
    constructor(canvas) {
        this.canvas = canvas;
        this.isEmpty = true;
        this.last = null;
    }

    get context() {
        const context = this.canvas.getContext("2d");
        context.lineWidth = 2.5;
        context.lineCap = "round";
        context.strokeStyle = "#1a1a5e";
        return context;
    }

    at(event) {
        const box = this.canvas.getBoundingClientRect();
        return [
            ((event.clientX - box.left) * this.canvas.width) / box.width,
            ((event.clientY - box.top) * this.canvas.height) / box.height,
        ];
    }

    start(event) {
        event.preventDefault();
        this.last = this.at(event);
    }

    move(event) {
        if (!this.last) {
            return;
        }
        event.preventDefault();
        const context = this.context;
        const next = this.at(event);
        context.beginPath();
        context.moveTo(...this.last);
        context.lineTo(...next);
        context.stroke();
        this.last = next;
        this.isEmpty = false;
    }

    stop() {
        this.last = null;
    }

    clear() {
        this.canvas.getContext("2d").clearRect(0, 0, this.canvas.width, this.canvas.height);
        this.isEmpty = true;
    }

    read() {
        return this.isEmpty ? "" : this.canvas.toDataURL("image/png");
    }

    async show(url) {
        this.clear();
        if (!url) {
            return;
        }
        const image = new Image();
        image.src = url;
        await image.decode();
        this.context.drawImage(image, 0, 0);
        this.isEmpty = false;
    }
}
