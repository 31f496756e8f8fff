// The dialog of one column: what it is called, what it reads or gives, its type, its place.

import { is } from "dmn-js-shared/lib/util/ModelUtil";

import { element } from "../editing/page.js";
import { button, choice, field } from "./fields.js";

const TYPES = ["string", "number", "integer", "boolean"];

export class ColumnDialog {
  constructor(grid, say) {
    this._grid = grid;
    this._say = say;
    grid.get("eventBus").on("column.edit", ({ clause }) => this.open(clause));
  }

  open(clause) {
    const say = this._say;
    this._clause = clause;
    const isInput = is(clause, "dmn:InputClause");
    const [source, kind] = isInput ? [clause.inputExpression.text, clause.inputExpression.typeRef] : [clause.name, clause.typeRef];
    this._label = element("input", { type: "text", value: clause.label ?? "", maxlength: 200 });
    this._source = element("input", { type: "text", class: "code", value: source ?? "", maxlength: 2000, spellcheck: "false" });
    this._kind = choice(kind ?? "", this._types(kind));
    const form = element(
      "form",
      { class: "table-form", onsubmit: (event) => this._accept(event) },
      field(say("column_label"), this._label),
      field(say(isInput ? "expression" : "output_name"), this._source, say(isInput ? "expression_hint" : "output_hint")),
      field(say("type"), this._kind),
      this._tools(clause),
      element("div", { class: "actions" }, button(say("cancel"), () => this._close()), element("button", { class: "button primary" }, say("accept"))),
    );
    const title = element("h2", { id: "table-column-title" }, say(isInput ? "input_column" : "output_column"));
    this._dialog = element("dialog", { class: "editor-dialog table-column", "aria-labelledby": title.id, onclose: () => this._gone() }, title, form);
    document.body.append(this._dialog);
    this._dialog.showModal();
  }

  _types(kind) {
    const known = kind && !TYPES.includes(kind) ? [...TYPES, kind] : TYPES;
    const named = known.map((one) => [one, TYPES.includes(one) ? this._say(`type_${one}`) : one]);
    return kind ? named : [["", this._say("type_none")], ...named];
  }

  _tools(clause) {
    const say = this._say;
    const [column, place] = this._place(clause);
    const rules = this._grid.get("rules");
    const modeling = this._grid.get("modeling");
    const can = (name, context) => rules.allowed(name, context) !== false;
    const tool = (words, act, allowed = true) => button(say(words), () => this._act(act), { disabled: !allowed });
    const last = this._grid.columns.length - 1;
    return element(
      "div",
      { class: "table-tools" },
      tool("column_left", () => modeling.moveCol(column, place - 1), place > 0 && can("col.move", { col: column, index: place - 1 })),
      tool("column_right", () => modeling.moveCol(column, place + 1), place < last && can("col.move", { col: column, index: place + 1 })),
      tool("column_add", () => modeling.addCol({ type: clause.$type }, place + 1)),
      tool("column_remove", () => modeling.removeCol(column), can("col.remove", { col: column })),
    );
  }

  _place(clause) {
    const { columns } = this._grid;
    const place = columns.findIndex((one) => one.id === clause.id);
    return [columns[place], place];
  }

  /** A step on the whole column: what was typed is taken over first. */
  _act(act) {
    this._write();
    act();
    this._close();
  }

  _accept(event) {
    event.preventDefault();
    this._write();
    this._close();
  }

  _write() {
    const clause = this._clause;
    const [label, source, kind] = [this._label.value.trim() || undefined, this._source.value.trim(), this._kind.value || undefined];
    const changes = {};
    if (label !== (clause.label || undefined)) changes.label = label;
    if (is(clause, "dmn:InputClause")) {
      const { text, typeRef } = clause.inputExpression;
      if (source !== (text ?? "") || kind !== (typeRef || undefined)) changes.inputExpression = { text: source, typeRef: kind };
    } else {
      if (source !== (clause.name ?? "")) changes.name = source || undefined;
      if (kind !== (clause.typeRef || undefined)) changes.typeRef = kind;
    }
    if (!Object.keys(changes).length) return;
    this._grid.get("modeling").updateProperties(clause, changes);
    this._grid.redrawHeads();
  }

  _close() {
    this._dialog.close();
  }

  _gone() {
    this._dialog.remove();
    requestAnimationFrame(() => document.querySelector(`[data-edit-column="${CSS.escape(this._clause.id)}"]`)?.focus());
  }
}

