/**
 * Whether a question is asked, by what was answered before it. The server judges the
 * same in `tools/conditions.py`; here questions only come and go at once.
 */

/** Return a number as visitors write it: with their decimal sign or a point. */
export function readNumber(text) {
    const plain = text.replace(/[\s\u00a0\u202f']/g, "");
    const sign = Math.max(plain.lastIndexOf(","), plain.lastIndexOf("."));
    if (sign < 0) {
        return Number(plain);
    }
    const whole = plain.slice(0, sign).replace(/[.,]/g, "");
    return Number(`${whole}.${plain.slice(sign + 1)}`);
}

/**
 * @param {Object} condition operator and value
 * @param {string[]} answer what is typed, ticked or chosen; empty when nothing is
 * @param {string} kind the type of the question that was answered
 */
export function fits({ operator, value }, answer, kind) {
    if (operator === "set") {
        return answer.length > 0;
    }
    if (operator === "unset") {
        return !answer.length;
    }
    if (!answer.length) {
        return false;
    }
    if (["choice", "choices"].includes(kind)) {
        const isIn = answer.some((id) => value.includes(id));
        return operator === "in" ? isIn : !isIn;
    }
    const [given, wanted] = makeComparable(answer[0], value, kind);
    return {
        in: given === wanted,
        not_in: given !== wanted,
        contains: String(given).includes(String(wanted)),
        ge: given >= wanted,
        le: given <= wanted,
    }[operator];
}

function makeComparable(given, wanted, kind) {
    if (["integer", "number", "amount"].includes(kind)) {
        return [readNumber(given), wanted];
    }
    if (["date", "datetime"].includes(kind)) {
        return [given.slice(0, 10), wanted];
    }
    return [given.trim().toLowerCase(), String(wanted).trim().toLowerCase()];
}
