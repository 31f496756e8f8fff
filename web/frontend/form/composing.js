// A comparison put together by choosing: a field, how it is compared, and with what.

import { idOf, labelOf, listOf, textOf } from "./document.js";
import { NUMERIC } from "./kinds.js";
import { element } from "../editing/page.js";

const COMPARED = ["==", "!=", "<", "<=", ">", ">="];
const CHOSEN = ["==", "!=", "filled", "empty"];
const OPERATORS = {
  __proto__: null,
  attachment: ["filled", "empty"],
  boolean: ["ticked", "unticked"],
  multichoice: ["has", "has_not", "filled", "empty"],
  table: ["rows", "no_rows"],
  date: [...COMPARED, "filled", "empty"],
};
const ALONE = {
  filled: (id) => `bool(${id})`,
  empty: (id) => `not ${id}`,
  ticked: (id) => `bool(${id})`,
  unticked: (id) => `not ${id}`,
  rows: (id) => `len(${id}) > 0`,
  no_rows: (id) => `len(${id}) == 0`,
};

/** The expression of a comparison. against: {field: id} or {value: text}. */
export function comparison(node, operator, against) {
  const id = idOf(node);
  if (operator in ALONE) return ALONE[operator](id);
  const right = against.field ?? literal(node, against.value ?? "");
  if (operator === "has") return `${right} in ${id}`;
  if (operator === "has_not") return `${right} not in ${id}`;
  return `${id} ${operator} ${right}`;
}

const isNumeric = (node) => NUMERIC.includes(node.get("type"));

function literal(node, value) {
  const plain = value.trim();
  if (!isNumeric(node)) return JSON.stringify(value);
  return /^-?\d+(\.\d+)?$/.test(plain) ? plain : "0";
}

export class Composer {
  /** names: [{id, label, node}] that can be compared. */
  constructor(say, language, names) {
    Object.assign(this, { say, language, names, node: element("div", { class: "fd-compose-row" }) });
    this._choose(names[0].id);
  }

  get text() {
    return comparison(this._field.node, this._operator, this._against);
  }

  _choose(id) {
    this._field = this.names.find((one) => one.id === id);
    this._compare(this._operators()[0]);
  }

  _compare(operator) {
    this._operator = operator;
    this._against = { value: textOf(listOf(this._field.node, "options")[0]?.get("value")) };
    this._show();
  }

  _operators() {
    const kind = this._field.node.get("type");
    return OPERATORS[kind] ?? (isNumeric(this._field.node) ? COMPARED : CHOSEN);
  }

  _show() {
    const kind = this._field.node.get("type");
    const words = (one) => this.say(kind === "date" && /[<>]/.test(one) ? `op_date_${one}` : `op_${one}`);
    const fields = this.names.map(({ id, label }) => [id, label]);
    const operators = this._operators().map((one) => [one, words(one)]);
    this.node.replaceChildren(
      this._select("compose_field", fields, this._field.id, (id) => this._choose(id)),
      this._select("compose_operator", operators, this._operator, (one) => this._compare(one)),
      ...(this._operator in ALONE ? [] : this._values()),
    );
  }

  _values() {
    const { id, node } = this._field;
    const options = listOf(node, "options").map((one) => [textOf(one.get("value")), labelOf(one, this.language)]);
    const write = (value) => (this._against = { value });
    if (options.length) return [this._select("compose_value", options, this._against.value, write)];
    const isDate = node.get("type") === "date";
    const input = element("input", { "aria-label": this.say("compose_value"), type: isDate ? "date" : "text" });
    input.addEventListener("input", () => write(input.value));
    const others = this.names.filter((one) => one.id !== id && one.node.get("type") === node.get("type"));
    if (!isDate && !isNumeric(node)) return [input];
    // Most rules compare with another field: the end of a period is not before its begin.
    const comparable = isDate ? others : this.names.filter((one) => one.id !== id && isNumeric(one.node));
    if (comparable.length === 0) return [input];
    const choices = [["", this.say("compose_value")], ...comparable.map((one) => [one.id, one.label])];
    const which = this._select("compose_other", choices, "", (field) => {
      this._against = field ? { field } : { value: input.value };
      input.hidden = field !== "";
    });
    return [which, input];
  }

  _select(label, choices, value, write) {
    const options = choices.map(([one, words]) => element("option", { value: one, selected: one === value }, words));
    const made = element("select", { "aria-label": this.say(label) }, ...options);
    made.addEventListener("change", () => write(made.value));
    return made;
  }
}
