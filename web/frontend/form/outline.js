// The list of what the form holds, in the form's order: to choose, move, copy and remove, by mouse, buttons and keys.

import Sortable from "sortablejs";

import { at, idOf, isField, isSection, labelOf, listOf, pathsOf, textOf } from "./document.js";
import { KINDS } from "./kinds.js";
import { element } from "../editing/page.js";

const SIGNS = { up: "↑", down: "↓", copy: "⧉", remove: "✕" };

export class Outline {
  /** designer: select, moveBy, moveTo, addAt, copy, remove and the document. */
  constructor(designer) {
    this._designer = designer;
    this._sortables = [];
    this._list = element("div", { class: "fd-list-body" });
    this.node = element(
      "div",
      { class: "fd-outline" },
      this._list,
      element("p", { class: "fd-keys muted" }, designer.say(designer.readOnly ? "list_keys_reading" : "list_keys")),
    );
    this.node.addEventListener("keydown", (event) => this._onKey(event));
  }

  /** Shows the document anew. faulty: texts of paths (joined by /) that have problems. */
  show(faulty) {
    if (Sortable.dragged) return; // new rows would take the dragged one out of the hand; the drop shows them
    const { doc, say, readOnly } = this._designer;
    const focused = this._list.contains(document.activeElement) ? document.activeElement.dataset : null;
    for (const one of this._sortables) one.destroy();
    this._sortables = [];
    this._faulty = faulty;
    const sections = listOf(doc, "sections").map((section, i) => this._section(section, ["sections", i]));
    const rules = listOf(doc, "rules").map((_, n) => element("li", {}, this._row(["rules", n], "message")));
    this._list.replaceChildren(
      this._row([], "title"),
      element("ol", { class: "fd-sections" }, ...sections),
      element("h3", { class: "fd-rules-title" }, say("rules")),
      rules.length ? element("ol", { class: "fd-rules" }, ...rules) : element("p", { class: "muted small" }, say("rules_none")),
    );
    if (!readOnly) this._makeSortable();
    if (focused) this._focusAgain(focused);
  }

  /** The rows are new; the keyboard stays where it was. */
  _focusAgain({ act }) {
    const tool = act && this._list.querySelector(`[data-act="${act}"]`);
    if (tool) tool.focus({ preventScroll: true });
    else this.focus();
  }

  /** Puts the keyboard on the chosen row. */
  focus() {
    this._chosen?.focus({ preventScroll: true });
    this.reveal();
  }

  /** Scrolls the list, and only it, to the chosen row. */
  reveal() {
    const pane = this.node.parentElement;
    const [row, seen] = [this._chosen?.getBoundingClientRect(), pane.getBoundingClientRect()];
    if (!row) return;
    if (row.top < seen.top) pane.scrollTop -= seen.top - row.top + 40;
    else if (row.bottom > seen.bottom) pane.scrollTop += row.bottom - seen.bottom + 40;
  }

  get _chosen() {
    return this._list.querySelector('[aria-current="true"]');
  }

  _section(section, path) {
    const fields = listOf(section, "fields").map((_, j) =>
      element("li", { class: "fd-field" }, this._row([...path, "fields", j], "label")),
    );
    return element("li", { class: "fd-section" }, this._row(path, "title"), element("ol", { class: "fd-fields" }, ...fields));
  }

  _row(path, name) {
    const { doc, language, selected, say, readOnly } = this._designer;
    const node = at(doc, path);
    const isChosen = path.join("/") === selected.slice(0, 4).join("/");
    const pick = element(
      "button",
      {
        ...{ type: "button", class: "fd-pick", "aria-current": isChosen ? "true" : null, tabindex: isChosen ? 0 : -1 },
        ...{ "data-path": path.join("/"), onclick: () => this._designer.select(path, { opens: true }) },
      },
      element("span", { class: "fd-label" }, labelOf(node, language, name) || idOf(node) || say("untitled")),
      ...this._marks(node, path),
      this._faulty.has(path.join("/")) && element("span", { class: "badge danger", role: "img", "aria-label": say("has_problem") }, "!"),
    );
    const isMovable = path.length > 0 && !readOnly;
    const kind = path.length === 0 ? "is-form" : isSection(path) ? "is-section" : isField(path) ? "is-field" : "is-rule";
    return element(
      "div",
      { class: `fd-row ${kind}${isChosen ? " is-chosen" : ""}` },
      isMovable && path[0] === "sections" && element("span", { class: "fd-handle", title: say("drag"), "aria-hidden": "true" }, "⠿"),
      pick,
      isMovable && isChosen && this._tools(path),
    );
  }

  _marks(node, path) {
    const { say } = this._designer;
    if (!isField(path)) return node?.get("visible_if") ? [element("small", {}, say("is_conditional"))] : [];
    const kind = textOf(node.get("type"));
    const marks = [KINDS.includes(kind) ? say(kind) : kind];
    if (node.get("read_only") === true) marks.push(say("is_read_only"));
    if (node.get("visible_if") || node.get("required_if")) marks.push(say("is_conditional"));
    const star = node.get("required") === true && element("span", { class: "required", title: say("is_required") }, "*");
    return [star, element("small", {}, marks.join(" · "))].filter(Boolean);
  }

  _tools(path) {
    const { say } = this._designer;
    const acts = {
      up: () => this._designer.acts.moveBy(path, -1),
      down: () => this._designer.acts.moveBy(path, 1),
      copy: () => this._designer.acts.copy(path),
      remove: () => this._designer.acts.remove(path),
    };
    const tools = Object.entries(acts).map(([key, onclick]) =>
      element("button", { type: "button", class: "fd-tool", title: say(key), "aria-label": say(key), "data-act": key, onclick }, SIGNS[key]),
    );
    return element("span", { class: "fd-tools" }, ...tools);
  }

  _makeSortable() {
    const options = { animation: 120, handle: ".fd-handle", forceFallback: true };
    const done = (event) => setTimeout(() => this._dropped(event));
    const sections = this._list.querySelector(".fd-sections");
    this._sortables.push(new Sortable(sections, { ...options, group: "sections", onEnd: done }));
    for (const list of sections.querySelectorAll(".fd-fields")) {
      const group = { name: "fields", pull: true, put: ["fields", "palette"] };
      this._sortables.push(new Sortable(list, { ...options, group, onEnd: done, onAdd: done }));
    }
  }

  /** The library has moved the rows; the document follows, and shows them anew. */
  _dropped(event) {
    if (event.type === "add" && !event.item.dataset.kind) return; // the other list tells it
    const lists = [...this._list.querySelectorAll(".fd-fields")];
    const to = ["sections", lists.indexOf(event.to), "fields"];
    if (event.item.dataset.kind) this._designer.acts.addAt(event.item.dataset.kind, to, event.newDraggableIndex);
    else if (event.to.matches(".fd-sections")) {
      this._designer.acts.moveTo(["sections", event.oldDraggableIndex], ["sections"], event.newDraggableIndex);
    } else {
      const from = ["sections", lists.indexOf(event.from), "fields", event.oldDraggableIndex];
      this._designer.acts.moveTo(from, to, event.newDraggableIndex);
    }
  }

  _onKey(event) {
    if (!event.target.matches?.(".fd-pick")) return;
    const { doc, selected, readOnly } = this._designer;
    const paths = pathsOf(doc).map((path) => path.join("/"));
    const here = paths.indexOf(event.target.dataset.path);
    const path = pathsOf(doc)[here];
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    const go = { Home: 0, End: paths.length - 1 }[event.key] ?? (by && here + by);
    if (by && event.altKey && !readOnly && selected.length) this._designer.acts.moveBy(path, by);
    else if (go !== undefined && !event.altKey && paths[go] !== undefined) this._designer.select(pathsOf(doc)[go], { row: true });
    else if (event.key === "Delete" && path.length && !readOnly) this._designer.acts.remove(path);
    else if (event.key === "Enter") this._designer.select(path, { focus: true, opens: true });
    else return;
    event.preventDefault();
  }
}
