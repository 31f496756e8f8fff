// Conditions and formulas: a text that the engine reads, and a way to write it by choosing.

import { Composer } from "./composing.js";
import { at, fieldsOf, idOf, isColumn, labelOf, listOf, textOf } from "./document.js";
import { SHOWN_ONLY } from "./kinds.js";
import { element } from "../editing/page.js";

/** What an expression of a part may read: [{id, label, node}]; a row's columns before the form's fields. */
export function readable(doc, path, language) {
  const own = at(doc, path);
  const columns = isColumn(path) ? listOf(at(doc, path.slice(0, 4)), "columns") : [];
  const seen = new Set();
  return [...columns, ...fieldsOf(doc).map(({ node }) => node)]
    .filter((node) => node !== own && idOf(node) && !SHOWN_ONLY.includes(node.get("type")))
    .filter((node) => !seen.has(idOf(node)) && seen.add(idOf(node)))
    .map((node) => ({ id: idOf(node), label: labelOf(node, language) || idOf(node), node }));
}

export class ExpressionControl {
  constructor(designer, path, name, { hint, isFormula = false } = {}) {
    Object.assign(this, { designer, path, name, say: designer.say });
    const names = readable(designer.doc, path, designer.language);
    const id = `fd-${name}`;
    this._text = element("textarea", { id, "data-control": name, class: "mono", rows: 2, spellcheck: "false" });
    this._text.value = textOf(at(designer.doc, [...path, name]));
    this._text.addEventListener("input", () => this._write(this._text.value, true));
    this.node = element(
      "div",
      { class: "fd-control" },
      element("label", { for: id }, this.say(name)),
      this._text,
      hint && element("p", { class: "field-help" }, hint),
      names.length > 0 && (isFormula ? this._inserting(names) : this._composing(names)),
    );
  }

  _write(text, isTyped = false) {
    const control = isTyped ? [...this.path, this.name].join("/") : null;
    this._text.value = text;
    this.designer.set([...this.path, this.name], text.trim() === "" ? undefined : text, control, true);
  }

  _composing(names) {
    const composer = new Composer(this.say, this.designer.language, names);
    const join = (word) => () => {
      const before = this._text.value.trim();
      this._write(word && before ? `${guarded(before, word)} ${word} ${composer.text}` : composer.text);
    };
    const buttons = [
      [null, "compose_set"],
      ["and", "compose_and"],
      ["or", "compose_or"],
    ].map(([word, label]) => button(this.say(label), join(word)));
    return folded(this.say("compose"), composer.node, element("div", { class: "fd-compose-row" }, ...buttons));
  }

  _inserting(names) {
    const options = this._insertable(names).map(([value, words]) => element("option", { value }, words));
    const field = element("select", { "aria-label": this.say("compose_field") }, ...options);
    const insert = button(this.say("insert"), () => this._insert(field.value));
    return folded(this.say("compose_formula"), element("div", { class: "fd-compose-row" }, field, insert));
  }

  /** Fields by id, and the sum of each column of a table. */
  _insertable(names) {
    const language = this.designer.language;
    return names.flatMap(({ id, label, node }) => {
      if (node.get("type") !== "table") return [[id, label]];
      return listOf(node, "columns").map((column) => [
        `sum(column(${id}, "${idOf(column)}"))`,
        `${this.say("total")}: ${label} · ${labelOf(column, language)}`,
      ]);
    });
  }

  _insert(piece) {
    const { selectionStart: from, selectionEnd: to, value } = this._text;
    const isUnwritten = value.trim() === "0"; // as a new computed field has it
    const [before, after] = isUnwritten ? ["", ""] : [value.slice(0, from), value.slice(to)];
    this._write(`${before}${piece}${after}`);
    this._text.focus();
    const end = before.length + piece.length;
    this._text.setSelectionRange(end, end);
  }
}

function guarded(before, word) {
  return (word === "and" && / or /.test(before)) || / if /.test(before) ? `(${before})` : before;
}

function folded(summary, ...rows) {
  return element("details", { class: "fd-compose" }, element("summary", {}, summary), ...rows);
}

function button(label, onclick) {
  return element("button", { type: "button", class: "button small", onclick }, label);
}
