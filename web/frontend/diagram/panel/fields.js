// One field of the panel: its label, its control, a hint, and what is wrong with what was typed.
//
// A field is {id, kind, label, hint, value, set(value), invalid?(value) → sentence, options?, placeholder?}; kinds: text,
// area, code, select, check, note. What is typed is taken over after a pause, on leaving the field, or by `settle`.

import { element } from "../../editing/page.js";

const PAUSE = 300; // milliseconds
// Characters that a file may hold (processes/engine/documents.py): in an attribute, in a text. The drawing library takes
// minutes to lay out a longer name.
export const LONGEST_LINE = 2000;
const LONGEST_TEXT = 20_000;

export class FieldView {
  constructor(field, { readOnly, say }) {
    this._readOnly = readOnly;
    this._say = say;
    this._id = `field-${field.id}`;
    this._error = element("p", { class: "field-error", id: `${this._id}-error`, hidden: true });
    this._control = this._make(field);
    const hint = field.hint && element("p", { class: "panel-hint", id: `${this._id}-hint` }, field.hint);
    const label = element("label", { for: this._id }, field.label);
    const inline = field.kind === "check";
    this.node = element(
      "div",
      { class: `panel-field panel-${field.kind}`, "data-field": field.id },
      ...(field.kind === "note" ? [element("p", { class: "panel-hint" }, field.label)] : []),
      ...(field.kind === "note"
        ? []
        : inline
          ? [element("span", { class: "panel-inline" }, this._control, label)]
          : [label, this._control]),
      hint,
      this._error,
    );
    this.update(field);
  }

  /** Shows a newer state of the same field; what somebody is typing stays. */
  update(field) {
    if (this._timer !== undefined) return;
    this._field = field;
    const control = this._control;
    if (field.kind === "note") return;
    if (field.kind === "check") control.checked = Boolean(field.value);
    else if (field.kind === "select") this._fill(field);
    else if (control.value !== (field.value ?? "")) control.value = field.value ?? "";
    this._validate();
  }

  /** Takes over what is typed and not yet taken over. */
  settle() {
    if (this._timer === undefined) return;
    clearTimeout(this._timer);
    this._timer = undefined;
    const value = this._field.kind === "check" ? this._control.checked : this._control.value;
    if (this._validate() && value !== (this._field.value ?? (this._field.kind === "check" ? false : "")))
      this._field.set(value);
  }

  _make(field) {
    const attributes = {
      id: this._id,
      disabled: this._readOnly || field.disabled,
      placeholder: field.placeholder,
      "aria-describedby": [field.hint && `${this._id}-hint`, `${this._id}-error`].filter(Boolean).join(" "),
      oninput: () => this._typed(),
      onchange: () => this.settle(),
      onblur: () => this.settle(),
    };
    if (field.kind === "select") return element("select", attributes);
    if (field.kind === "check") return element("input", { type: "checkbox", ...attributes });
    if (field.kind === "text")
      return element("input", { type: "text", autocomplete: "off", spellcheck: "false", ...attributes });
    if (field.kind === "note") return element("span");
    const rows = Math.min(12, Math.max(field.rows ?? 2, String(field.value ?? "").split("\n").length));
    return element("textarea", {
      rows,
      spellcheck: "false",
      class: field.kind === "code" ? "code" : "",
      ...attributes,
    });
  }

  _fill(field) {
    const known = field.options.some((one) => one.value === field.value);
    const options =
      known || !field.value ? field.options : [...field.options, { value: field.value, label: field.value }];
    const key = JSON.stringify(options);
    if (key !== this._options) {
      this._options = key;
      this._control.replaceChildren(...options.map((one) => element("option", { value: one.value }, one.label)));
    }
    this._control.value = field.value ?? "";
  }

  _typed() {
    clearTimeout(this._timer);
    this._timer = setTimeout(
      () => this.settle(),
      this._field.kind === "text" || this._field.kind === "area" || this._field.kind === "code" ? PAUSE : 0,
    );
  }

  _tooLong() {
    const longest = this._control.localName === "textarea" ? LONGEST_TEXT : LONGEST_LINE;
    return this._control.value?.length > longest ? this._say("too_long", { count: longest }) : null;
  }

  _validate() {
    const sentence = this._tooLong() ?? this._field.invalid?.(this._control.value) ?? null;
    this._error.textContent = sentence ?? "";
    this._error.hidden = sentence === null;
    if (sentence === null) this._control.removeAttribute("aria-invalid");
    else this._control.setAttribute("aria-invalid", "true");
    return sentence === null;
  }
}
