// Labelled fields of the table editor's own parts.

import { element } from "../editing/page.js";

let count = 0;

/** A label above its control; the control is made by a tag and attributes, or given. */
export function field(label, control, hint = null) {
  count += 1;
  const id = `table-field-${count}`;
  control.id = id;
  const told = hint && element("small", { id: `${id}-hint`, class: "table-hint" }, hint);
  if (told) control.setAttribute("aria-describedby", told.id);
  return element("div", { class: "table-field" }, element("label", { for: id }, label), control, told);
}

/** options: [[value, text]]. */
export function choice(value, options, attributes = {}) {
  const made = options.map(([one, text]) => element("option", { value: one, selected: one === value }, text));
  return element("select", attributes, ...made);
}

export function button(text, onclick, attributes = {}) {
  return element("button", { type: "button", class: "button small", onclick, ...attributes }, text);
}
