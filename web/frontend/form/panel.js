// What the settings of every part have in common.

import { Controls } from "./controls.js";
import { at, idOf, isColumn, isField, textOf } from "./document.js";
import { ExpressionControl } from "./expressions.js";
import { idFrom, idsBeside, rename } from "./names.js";
import { element } from "../editing/page.js";

export class Panel {
  constructor(designer, path) {
    Object.assign(this, { designer, path, say: designer.say, controls: new Controls(designer, path) });
    this.node = at(designer.doc, path);
  }

  /** A label of something that was never stored gives it its id. */
  _label(name, language, typed) {
    const { designer, path } = this;
    this.controls.setText(name, language, typed);
    const id = idOf(at(designer.doc, path));
    if (language !== "en" || designer.isStored(id)) return;
    const fallback = textOf(this.node.get("type")) || "section";
    const made = rename(designer.doc, path, idFrom(typed, fallback, idsBeside(designer.doc, path)));
    designer.change(made, { typed: [...path, `${name}.en`].join("/") });
    const shown = designer.control("id");
    if (shown) shown.value = idOf(at(designer.doc, path));
  }

  _id() {
    const { designer, path, say } = this;
    const write = (typed) => designer.change(rename(designer.doc, path, typed.trim()), { typed: [...path, "id"].join("/") });
    return this.controls.text("id", { hint: isField(path) || isColumn(path) ? say("id_help") : null, mono: true, write });
  }

  _expression(name, options) {
    return new ExpressionControl(this.designer, this.path, name, options).node;
  }

  _head(title) {
    return element("h2", { class: "fd-title" }, title);
  }

  _row(...controls) {
    return element("div", { class: "fd-controls" }, ...controls.filter(Boolean));
  }

  _group(title, ...controls) {
    return element("section", { class: "fd-group" }, element("h3", {}, this.say(title)), ...controls);
  }
}
