// The table itself, by dmn-js: its decision-table view without FEEL helpers, drag and drop, and what the engine cannot run.

import Viewer from "dmn-js-decision-table/lib/Viewer";
import core from "dmn-js-decision-table/lib/core";
import addRule from "dmn-js-decision-table/lib/features/add-rule";
import annotations from "dmn-js-decision-table/lib/features/annotations";
import annotationsEditor from "dmn-js-decision-table/lib/features/annotations/editor";
import cellSelection from "dmn-js-decision-table/lib/features/cell-selection";
import menu from "dmn-js-decision-table/lib/features/context-menu";
import copyCutPaste from "dmn-js-decision-table/lib/features/copy-cut-paste";
import createInputs from "dmn-js-decision-table/lib/features/create-inputs";
import ruleIndices from "dmn-js-decision-table/lib/features/decision-rule-indices";
import head from "dmn-js-decision-table/lib/features/decision-table-head";
import actions from "dmn-js-decision-table/lib/features/editor-actions";
import keyboard from "dmn-js-decision-table/lib/features/keyboard";
import modeling from "dmn-js-decision-table/lib/features/modeling";
import debounceInput from "dmn-js-shared/lib/features/debounce-input";
import tableActions from "table-js/lib/features/editor-actions";
import interaction from "table-js/lib/features/interaction-events";
import selection from "table-js/lib/features/selection";

import { EDITED_CELLS, SHOWN_CELLS } from "./cells.js";
import { EDITED_HEADS, SHOWN_HEADS } from "./heads.js";
import { translation } from "./translating.js";

const SHOWN = [core, annotations, head, ruleIndices, SHOWN_CELLS, SHOWN_HEADS];
const EDITED = [
  ...[core, annotations, annotationsEditor, head, ruleIndices, EDITED_CELLS, EDITED_HEADS, addRule, cellSelection, menu],
  ...[copyCutPaste, createInputs, actions, keyboard, modeling, debounceInput, tableActions, interaction, selection],
];

const ENTER = 13;

export class Grid {
  /** onChange(): after every step and every step taken back. */
  constructor({ pane, say, language, readOnly, onChange }) {
    this._say = say;
    this._pane = pane;
    this.readOnly = readOnly;
    this.translation = translation(language);
    this._options = { modules: readOnly ? SHOWN : EDITED, debounceInput: false };
    this._onChange = onChange;
    this._chosen = null; // the id of the rule that was chosen last
  }

  /** Shows a model's decision. */
  async show(model) {
    this.model = model;
    const given = { moddle: ["value", model.moddle], say: ["value", this._say] };
    this._view = new Viewer({ ...this._options, additionalModules: [this.translation.module, given] });
    await this._view.open(model.decision);
    this._view.attachTo(this._pane);
    const bus = this.get("eventBus");
    if (this.readOnly) return;
    bus.on("commandStack.changed", () => this._onChange());
    bus.on("selection.changed", ({ selection: chosen }) => this._remember(chosen));
    this.get("keyboard").addListener((key, event) => this._leaveNote(key, event));
    bus.on("contextMenu.open", () => requestAnimationFrame(() => this._nameMenu()));
  }

  destroy() {
    this._view?.destroy();
  }

  get(service) {
    return this._view.get(service);
  }

  /** The step that was taken last: the same for the same content. */
  get top() {
    const stack = this.get("commandStack");
    return stack._stack[stack._stackIdx] ?? null;
  }

  get rows() {
    return this.get("sheet").getRoot().rows;
  }

  get columns() {
    return this.get("sheet").getRoot().cols;
  }

  /** The rule in which somebody was last, or null. */
  get chosenRow() {
    return this.rows.find((row) => row.id === this._chosen) ?? null;
  }

  /** Puts the cursor into a rule: into the cell of a column, or its first. */
  choose(ruleId, column = 0) {
    const row = this.rows.find((one) => one.id === ruleId);
    if (!row) return;
    this._chosen = row.id;
    this.focus((row.cells[column] ?? row.cells[0]).id);
  }

  /** The cursor into a cell, once it is drawn. */
  focus(cellId) {
    requestAnimationFrame(() => {
      const node = this._pane.querySelector(`[data-element-id="${CSS.escape(cellId)}"]`);
      node?.scrollIntoView({ block: "nearest", inline: "nearest" });
      node?.querySelector("[contenteditable]")?.focus({ preventScroll: true });
    });
  }

  /** Draws the heads anew: they follow the table only, not their columns. */
  redrawHeads() {
    this.get("eventBus").fire("elements.changed", { elements: [this.get("sheet").getRoot()] });
  }

  _remember(chosen) {
    const row = chosen?.row ?? chosen;
    if (row?.cells && this.rows.includes(row)) this._chosen = row.id;
  }

  /** Enter in a rule's note: to the next one. The library takes a note for its rule, finds no cell below and adds a rule. */
  _leaveNote(key, event) {
    const cell = event.target.closest?.("td.annotation");
    if (key !== ENTER || event.ctrlKey || event.metaKey || !cell) return false;
    const row = event.shiftKey ? cell.parentElement.previousElementSibling : cell.parentElement.nextElementSibling;
    row?.querySelector("td.annotation [contenteditable]")?.focus();
    return true;
  }

  _nameMenu() {
    this._pane.querySelector("[role=menu]")?.setAttribute("aria-label", this._say("menu"));
  }
}
