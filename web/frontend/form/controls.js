// The controls of the settings: each shows one setting of the document and writes it back.
//
// While somebody types, only the document changes, never the control: a Chinese input method would lose its place.

import { arrayAt, at, textOf } from "./document.js";
import { Digits } from "./json.js";
import { element } from "../editing/page.js";

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/;
const LANGUAGES = [
  ["zh", "chinese"],
  ["en", "english"],
];

export class Controls {
  /** designer: the one who holds the document; path: of the part that is shown. */
  constructor(designer, path) {
    this._designer = designer;
    this._path = path;
    this.say = designer.say;
  }

  /** One line of text. */
  text(name, { hint, mono = false, write = (value) => this._set(name, value || undefined, name) } = {}) {
    const input = this._input(name, { class: mono ? "mono" : null, value: textOf(this._value(name)) });
    input.addEventListener("input", () => write(input.value));
    return this._field(name, input, hint);
  }

  /** A number; what is none is kept as typed, and the server says so. */
  number(name) {
    const input = this._input(name, { class: "number", inputmode: "decimal", value: textOf(this._value(name)) });
    input.addEventListener("input", () => {
      const typed = input.value.trim();
      this._set(name, typed === "" ? undefined : NUMBER.test(typed) ? new Digits(typed) : typed, name);
    });
    return this._field(name, input);
  }

  flag(name, { hint, label = name } = {}) {
    const input = this._input(name, { type: "checkbox", checked: this._value(name) === true });
    input.addEventListener("change", () => this._set(name, input.checked || undefined));
    return element(
      "div",
      { class: "fd-flag" },
      element("label", {}, input, element("span", {}, this.say(label))),
      hint && element("p", { class: "field-help" }, hint),
    );
  }

  /** choices: [value, label]. */
  select(name, choices, { label = name, value = textOf(this._value(name)), write } = {}) {
    const known = choices.some(([one]) => one === value) ? choices : [...choices, [value, value]];
    const options = known.map(([one, words]) => element("option", { value: one, selected: one === value }, words));
    const select = element("select", { id: this._id(name), "data-control": name }, ...options);
    select.addEventListener("change", () => (write ?? ((chosen) => this._set(name, chosen || undefined)))(select.value));
    return this._field(label, select, null, name);
  }

  /** A text in both languages, side by side. write: called with the language and the text instead of writing it. */
  bilingual(name, { long = false, write = (language, typed) => this.setText(name, language, typed) } = {}) {
    const inputs = LANGUAGES.map(([language, words]) => {
      const given = textOf(this._value(name)?.get?.(language));
      const key = `${name}.${language}`;
      const attributes = { id: this._id(key), "data-control": key, lang: language === "zh" ? "zh-CN" : "en" };
      const input = element(long ? "textarea" : "input", { ...attributes, rows: long ? 3 : null });
      input.value = given;
      input.addEventListener("input", () => write(language, input.value));
      return element("label", {}, element("span", {}, this.say(words)), input);
    });
    return element("fieldset", { class: "fd-bilingual" }, element("legend", {}, this.say(name)), ...inputs);
  }

  /** Writes one language of a text; with both empty there is none. */
  setText(name, language, typed) {
    const old = this._value(name);
    const made = new Map(old instanceof Map ? old : LANGUAGES.map(([one]) => [one, ""]));
    made.set(language, typed);
    const isEmpty = [...made.values()].every((one) => one === "");
    this._set(name, isEmpty ? undefined : made, `${name}.${language}`);
  }

  /** Ticks of a list of texts: choices: [value, label]. Values that are no choice stay. */
  ticks(name, choices, { hint, label = name, same = (one, other) => one === other } = {}) {
    const given = () => arrayAt(this._designer.doc, [...this._path, name]);
    const boxes = choices.map(([value, words]) => {
      const isOn = given().some((one) => same(one, value));
      const box = element("input", { type: "checkbox", checked: isOn, "data-control": `${name}.${value}` });
      box.addEventListener("change", () => {
        const others = given().filter((one) => !same(one, value));
        const made = box.checked ? [...others, value] : others;
        this._set(name, made.length ? made : undefined);
      });
      return element("label", { class: "fd-tick" }, box, element("span", {}, words));
    });
    const help = hint && element("p", { class: "field-help" }, hint);
    return element("fieldset", { class: "fd-ticks" }, element("legend", {}, this.say(label)), ...boxes, help);
  }

  _value(name) {
    return at(this._designer.doc, [...this._path, name]);
  }

  _set(name, value, typedInto = null) {
    const control = typedInto === null ? null : [...this._path, typedInto].join("/");
    this._designer.set([...this._path, name], value, control);
  }

  _id(name) {
    return `fd-${name.replace(/\W/g, "-")}`;
  }

  _input(name, { value, checked, ...attributes }) {
    const input = element("input", { id: this._id(name), "data-control": name, autocomplete: "off", ...attributes });
    if (value !== undefined) input.value = value;
    if (checked !== undefined) input.checked = checked;
    return input;
  }

  _field(label, control, hint, name = label) {
    if (hint) control.setAttribute("aria-describedby", `${this._id(name)}-help`);
    return element(
      "div",
      { class: "fd-control" },
      element("label", { for: this._id(name) }, this.say(label)),
      control,
      hint && element("p", { class: "field-help", id: `${this._id(name)}-help` }, hint),
    );
  }
}
