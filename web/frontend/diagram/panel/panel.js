// The panel beside the drawing: what the selected element says, in groups of fields. A diagram-js module.

import { element } from "../../editing/page.js";
import { FieldView } from "./fields.js";

export class Panel {
  static $inject = ["config.panel", "eventBus", "canvas", "selection", "elementRegistry", "panelGroups"];

  /** config: {node, say, readOnly}. */
  constructor(config, eventBus, canvas, selection, elementRegistry, panelGroups) {
    Object.assign(this, { _canvas: canvas, _selection: selection, _registry: elementRegistry, _groups: panelGroups });
    this._say = config.say;
    this._readOnly = config.readOnly;
    this._node = config.node;
    this._open = new Map(); // group id → whether somebody opened or closed it
    this._views = new Map();
    // Not before: asking for the root of an empty canvas would give it one that no file has.
    eventBus.once("import.done", () => {
      eventBus.on(["selection.changed", "root.set", "commandStack.changed"], () => this.show());
      this.show();
    });
  }

  /** Shows the selected element, or the whole diagram when none is. */
  show() {
    const subject = this._subject();
    if (subject !== this._shown) this.settle();
    const groups = subject && !Array.isArray(subject) ? this._groups.of(subject) : [];
    const shape = JSON.stringify(
      groups.map((group) => [group.id, group.fields.map((one) => [one.id, one.kind, one.label])]),
    );
    if (subject === this._shown && shape === this._shape) {
      for (const group of groups) for (const field of group.fields) this._views.get(field.id).update(field);
      this._title(subject);
      return;
    }
    this.settle();
    this._shown = subject;
    this._shape = shape;
    this._build(subject, groups);
  }

  /** Takes over everything that is typed and not yet taken over. */
  settle() {
    for (const view of this._views.values()) view.settle();
  }

  /** Puts the cursor into the first field. */
  focus() {
    const first = this._node.querySelector("details[open] :is(input, textarea, select):not(:disabled)");
    first?.focus();
    first?.select?.();
  }

  _subject() {
    const selected = this._selection.get();
    if (selected.length > 1) return selected;
    const one = selected[0] ?? this._canvas.getRootElement();
    const target = one?.labelTarget ?? one;
    return target?.businessObject && this._registry.get(target.id) ? target : null;
  }

  _build(subject, groups) {
    const focused = document.activeElement?.id;
    this._views = new Map();
    const parts = groups.map((group) => this._group(group));
    this._heading = element("header", { class: "panel-head" });
    this._node.replaceChildren(this._heading, ...parts);
    this._title(subject);
    if (focused?.startsWith("field-")) document.getElementById(focused)?.focus();
  }

  _title(subject) {
    const several = Array.isArray(subject);
    const kind = several
      ? this._say("several_selected", { count: subject.length })
      : subject
        ? this._groups.kindOf(subject)
        : "";
    const name = !several && subject ? this._groups.nameOf(subject) : "";
    this._heading.replaceChildren(element("p", { class: "panel-kind" }, kind), element("h2", {}, name || kind));
  }

  _group(group) {
    const fields = group.fields.map((field) => {
      const view = new FieldView(field, { readOnly: this._readOnly, say: this._say });
      this._views.set(field.id, view);
      return view.node;
    });
    const open = this._open.get(group.id) ?? group.open ?? false;
    const node = element(
      "details",
      { class: "panel-group", "data-group": group.id, open },
      element("summary", {}, group.label),
      element("div", { class: "panel-fields" }, ...fields),
    );
    node.addEventListener("toggle", () => this._open.set(group.id, node.open));
    return node;
  }
}
