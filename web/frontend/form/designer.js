// The form designer: holds the document and what is selected, and shows both in the list, the settings and the preview.

import { at, isForm, pathOfId, put } from "./document.js";
import { Doing } from "./doing.js";
import { History } from "./history.js";
import { Unreadable, readJson, writeJson } from "./json.js";
import { namesIn } from "./names.js";
import { Outline } from "./outline.js";
import { palette } from "./palette.js";
import { Panes } from "./panes.js";
import { Preview } from "./preview.js";
import { settingsOf } from "./settings.js";
import { UndoButtons } from "./undoing.js";
import { WORDS } from "./words.js";
import { element } from "../editing/page.js";

export class Designer {
  constructor({ page, say, stage, bar, server, text, touched }) {
    Object.assign(this, { say, language: page.language, readOnly: page.readOnly, _touched: touched });
    this.selected = [];
    this._problems = [];
    this._history = new History(new Map());
    this._open(text);
    if (this.refusal.length) return;
    this._outline = new Outline(this);
    this._preview = new Preview(this, server);
    this._undoing = new UndoButtons(this, bar);
    this._faults = element("ul", { class: "fd-faults" });
    this._panel = element("fieldset", { class: "fd-panel", disabled: this.readOnly });
    const told = element("p", { class: "visually-hidden", role: "status" });
    this.acts = new Doing(this, (sentence) => {
      told.textContent = sentence;
    });
    const list = [this.readOnly ? null : palette(this), element("h2", { class: "fd-title" }, say("list_title")), this._outline.node];
    this._panes = new Panes(say, { list, settings: [this._faults, this._panel], preview: [this._preview.node] });
    stage.append(this._panes.node, told);
    if (this.readOnly) this._panel.parentElement.tabIndex = 0; // nothing else in it takes the keyboard, to scroll
    this._show();
    this._preview.show();
  }

  get doc() {
    return this._history.doc;
  }

  get history() {
    return this._history;
  }

  get selectedField() {
    return this.selected.length >= 4 ? at(this.doc, this.selected.slice(0, 4)) : null;
  }

  /** A word of a kind in one of the two languages, for what the document holds in both. */
  word(key, language) {
    return WORDS[key][language === "zh" ? 0 : 1];
  }

  /** Whether an id or a stored value was there when the form was last opened or saved: others may name it. */
  isStored(name) {
    return this._stored.has(name);
  }

  // What the editing session needs.

  async read() {
    return this.doc === this._opened.doc ? this._opened.text : writeJson(this.doc);
  }

  write(text) {
    this._open(text);
    this.selected = [];
    if (this.refusal.length) return this._lock();
    this._show();
    this._preview.later();
  }

  saved(text) {
    this._opened = { doc: this.doc, text };
    this._stored = namesIn(this.doc);
  }

  /** Leads to the part that a problem names. */
  show(problem) {
    if (this.refusal.length) return;
    const path = problem.element && pathOfId(this.doc, problem.element);
    this.select(path ?? [], { focus: true, opens: true });
  }

  mark(problems) {
    const before = this._faultyText();
    this._problems = problems;
    if (this._faultyText() !== before) this._outline?.show(this._faulty()); // a click may be under way on a row
    this._showFaults();
  }

  // What the parts of the designer do.

  select(path, { focus = false, opens = false, row = false } = {}) {
    this.selected = path;
    if (opens) this._panes.open("settings");
    this._show();
    this._outline.reveal();
    if (focus) this._panel.querySelector("input, select, textarea")?.focus();
    else if (row || (opens && !this._panes.isNarrow)) this._outline.focus();
  }

  set(path, value, typed = null, keepsPanel = false) {
    this.change(put(this.doc, path, value), { typed, keepsPanel });
  }

  /** A new document. typed: the control that somebody types into, so that it is left alone; focus: which one gets it. */
  change(doc, { select, typed = null, keepsPanel = typed !== null, focus = null } = {}) {
    if (this.readOnly || doc === this.doc) return;
    this._history.push(doc, this.selected, typed);
    if (select) this.selected = select;
    this._changed(keepsPanel);
    if (select) this._outline.reveal();
    if (focus === null) return;
    const wished = this.control(focus);
    (wished?.disabled ? wished.parentElement.querySelector("button:not(:disabled)") : wished)?.focus();
  }

  control(name) {
    return this._panel.querySelector(`[data-control="${CSS.escape(name)}"]`);
  }

  undo() {
    this._travel(this._history.undo(this.selected));
  }

  redo() {
    this._travel(this._history.redo(this.selected));
  }

  // What the acts need.

  focusRow() {
    this._outline.focus();
  }

  /** Shows the list as the document has it, whatever was dragged. */
  showAgain() {
    this._outline.show(this._faulty());
  }

  openSettings() {
    this._panes.open("settings");
  }

  _travel(selected) {
    this.selected = at(this.doc, selected) instanceof Map ? selected : [];
    this._changed(false);
  }

  _changed(keepsPanel) {
    this._touched();
    this._show(keepsPanel);
    this._preview.later();
  }

  _open(text) {
    this.refusal = [];
    try {
      const doc = readJson(text);
      if (!isForm(doc)) throw new Unreadable("not_a_form");
      this._history.begin(doc);
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      this.refusal = [this.say(error.key, error.values)];
    }
    this._opened = { doc: this.doc, text };
    this._stored = namesIn(this.doc);
  }

  /** What came cannot be shown: it is kept as it is, and nothing of the old document can be written over it. */
  _lock() {
    this.readOnly = true;
    this._panes.node.replaceWith(element("p", { class: "notice warning" }, ...this.refusal));
  }

  _show(keepsPanel = false) {
    this._outline.show(this._faulty());
    this._undoing.show();
    if (!keepsPanel) this._showPanel();
    this._showFaults();
    this._preview.mark();
  }

  _showPanel() {
    const focused = this._panel.contains(document.activeElement) ? document.activeElement.dataset.control : null;
    this._panel.replaceChildren(...settingsOf(this, this.selected));
    if (focused) this.control(focused)?.focus();
  }

  _showFaults() {
    const here = this.selected.join("/");
    const mine = this._problems.filter((one) => this._pathOf(one).join("/") === here);
    this._faults?.replaceChildren(...mine.map((one) => element("li", { class: "field-error" }, one.message)));
  }

  _pathOf(problem) {
    return (problem.element && pathOfId(this.doc, problem.element)) || [];
  }

  _faultyText() {
    return [...this._faulty()].join();
  }

  /** The rows of the list that have problems; a table's for its columns. */
  _faulty() {
    return new Set(this._problems.map((one) => this._pathOf(one).slice(0, 4).join("/")));
  }
}
