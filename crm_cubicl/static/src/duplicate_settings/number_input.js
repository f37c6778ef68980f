import { Component, useEffect, useRef } from "@odoo/owl";

/** A number that is told at every key; what is half typed ("-") is told as none. */
export class NumberInput extends Component {
    static template = "crm_cubicl.NumberInput";
    static props = {
        value: { optional: true },
        label: String,
        onInput: Function,
        min: { type: Number, optional: true },
        max: { type: Number, optional: true },
        step: { type: Number, optional: true },
    };
    static defaultProps = { step: 0.5 };

    setup() {
        this.input = useRef("input");
        useEffect(
            (value) => {
                // whoever types is not corrected while at it
                if (document.activeElement !== this.input.el) {
                    this.input.el.value = value ?? "";
                }
            },
            () => [this.props.value]
        );
    }

    onInput() {
        const { value, valueAsNumber } = this.input.el;
        this.props.onInput(value === "" ? null : valueAsNumber);
    }

    onBlur() {
        this.input.el.value = this.props.value ?? "";
    }
}
