import { _t } from "@web/core/l10n/translation";
import { registry } from "@web/core/registry";
import { Interaction } from "@web/public/interaction";

/**
 * Files by drag and drop, with a list, checked before they are sent. What is chosen stays
 * in the field itself, so that the form is sent as it is without this.
 */
export class Upload extends Interaction {
    static selector = ".o_crm_upload";
    dynamicContent = {
        _root: {
            "t-on-dragover.prevent": () => (this.isOver = true),
            "t-on-dragleave": this.onDragLeave,
            "t-on-drop.prevent": (ev) => this.onDrop(ev),
            "t-on-click": this.onClick,
            "t-att-class": () => ({ o_crm_upload_over: this.isOver }),
        },
        "input[type=file]": { "t-on-change": () => this.add(this.input.files) },
    };

    setup() {
        this.isOver = false;
        this.files = [];
        this.input = this.el.querySelector("input[type=file]");
        this.list = this.el.querySelector(".o_crm_upload_list");
        this.news = this.el.querySelector(".o_crm_upload_news");
        const { mostFiles, mostBytes, endings } = this.el.dataset;
        this.mostFiles = Number(mostFiles);
        this.mostBytes = Number(mostBytes);
        this.endings = endings.split(",");
    }

    start() {
        this.el.classList.add("o_crm_upload_ready");
        // a browser that goes back fills the field in again
        this.add(this.input.files);
    }

    onDragLeave(ev) {
        this.isOver = this.el.contains(ev.relatedTarget);
    }

    onDrop(ev) {
        this.isOver = false;
        this.add(ev.dataTransfer.files);
    }

    onClick(ev) {
        const button = ev.target.closest(".o_crm_upload_remove");
        if (button) {
            this.remove(Number(button.dataset.index));
        }
    }

    /** Take over those that may be sent, and say what is wrong with the others. */
    add(files) {
        const refused = [];
        for (const file of files) {
            const problem = this.judge(file);
            if (problem) {
                refused.push(problem);
            } else if (!this.files.some((other) => this.isSame(file, other))) {
                this.files.push(file);
            }
        }
        this.show(refused);
    }

    remove(index) {
        const [gone] = this.files.splice(index, 1);
        this.show([], _t("%(name)s is taken out.", { name: gone.name }));
        const buttons = this.list.querySelectorAll("button");
        (buttons[Math.min(index, buttons.length - 1)] || this.input).focus();
    }

    isSame(file, other) {
        return ["name", "size", "lastModified"].every((key) => file[key] === other[key]);
    }

    /** Return what is wrong with a file, as the server would say. */
    judge(file) {
        const name = file.name;
        const dot = name.lastIndexOf(".");
        const ending = dot < 0 ? "" : name.slice(dot).toLowerCase();
        if (!this.endings.includes(ending)) {
            return _t("%(name)s: this kind of file cannot be sent here.", { name });
        }
        if (!file.size) {
            return _t("%(name)s is empty.", { name });
        }
        if (file.size > this.mostBytes) {
            return _t("%(name)s is larger than %(limit)s.", {
                name,
                limit: this.formatSize(this.mostBytes),
            });
        }
        if (this.files.length >= this.mostFiles) {
            return _t("%(name)s: at most %(count)s files can be sent.", {
                name,
                count: this.mostFiles,
            });
        }
        return "";
    }

    /** Write the field and the list anew. */
    show(refused, said = "") {
        const transfer = new DataTransfer();
        this.files.forEach((file) => transfer.items.add(file));
        this.input.files = transfer.files;
        const files = this.files.map((file) => ({
            name: file.name,
            size: this.formatSize(file.size),
            label: _t("Take out %(name)s", { name: file.name }),
        }));
        this.list.replaceChildren();
        this.renderAt("crm_portal.UploadList", { files }, this.list);
        this.news.replaceChildren();
        this.renderAt("crm_portal.UploadNews", { refused, said }, this.news);
    }

    formatSize(bytes) {
        const [unit, factor] =
            bytes < 1024 ** 2 ? ["kilobyte", 1024] : ["megabyte", 1024 ** 2];
        return new Intl.NumberFormat(document.documentElement.lang || undefined, {
            style: "unit",
            unit,
            maximumFractionDigits: 1,
        }).format(Math.max(bytes / factor, 0.1));
    }
}

registry.category("public.interactions").add("crm_portal.upload", Upload);
