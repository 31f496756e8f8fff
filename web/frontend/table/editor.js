// What the shared frame needs of the table editor: reading and writing text without losing anything of the file.

import { FaithfulFile, NotFaithful } from "../faithful/file.js";
import { Unreadable } from "../faithful/tree.js";
import { element } from "../editing/page.js";
import { NothingWritten } from "../editing/session.js";
import { Examining } from "./examining.js";
import { Grid } from "./grid.js";
import { exportOf, NoTable, TableModel } from "./model.js";
import { withRuleIds } from "./rule-ids.js";
import { makeStage } from "./stage.js";
import { Version } from "./versions.js";

const SHOWN_PARTS = 3; // of a list, in a sentence

export class TableEditor {
  /** The table that is shown, or null where only the text is. */
  get grid() {
    return this._grid;
  }

  constructor(frame) {
    Object.assign(this, { _frame: frame, _say: frame.say, _grid: null });
    this.refusal = [];
  }

  /** Shows the file, to edit or to look at. */
  async open() {
    await this._show(this._frame.text);
    return this;
  }

  async read() {
    if (!this._grid || this._grid.readOnly || this._grid.top === this._saved) return this._text;
    const at = { top: this._grid.top };
    try {
      at.text = this._version.own(await this._file.written(await this._grid.model.text(), new Map()));
    } catch (error) {
      if (error instanceof NotFaithful || error instanceof Unreadable) throw new NothingWritten(this._say("not_faithful"));
      throw error;
    }
    this._read = at;
    return at.text;
  }

  async write(text) {
    await this._show(text);
    if (this.refusal.length) this._frame.bar.lock(this.refusal);
  }

  /** A text that was read is stored now; what was changed since is changed against it. */
  saved(text) {
    if (this._read?.text !== text) return;
    this._saved = this._read.top;
    this._text = text;
    this._file.become(this._version.known(text));
  }

  show(problem) {
    this._examining?.goTo(problem.element);
  }

  mark(problems) {
    this._examining?.markFaults(problems);
  }

  async _show(text) {
    this._text = text;
    this._read = null;
    this.refusal = await this._reasonsNotToEdit(text);
    try {
      await this._draw(this._frame.page.readOnly || this.refusal.length > 0);
      this._giveIds();
    } catch (error) {
      this._asText(text, error);
    }
  }

  /** The first change of a file whose rules have no ids. */
  _giveIds() {
    if (!this._given || this._grid.readOnly) return;
    this._frame.bar.note(this._say("ids_given", { count: this._given }));
    setTimeout(() => this._frame.touched());
  }

  /** Why saving could lose something of this text, as sentences. */
  async _reasonsNotToEdit(text) {
    try {
      this._version = new Version(text);
      const { text: whole, count } = withRuleIds(this._version.known(text));
      Object.assign(this, { _given: count, _text: count ? this._version.own(whole) : text });
      this._file = new FaithfulFile(whole, exportOf);
      if (this._file.doubleIds.length) return [this._say("double_ids", { ids: listed(this._file.doubleIds) })];
      const { kept, blind } = await this._file.unknown();
      if (blind.length) return [this._say("blind", { parts: listed(blind) })];
      if (kept.length) this._frame.bar.note(this._say("kept_unseen", { count: kept.length, parts: listed(kept) }));
      return [];
    } catch (error) {
      return [this._told(error)];
    }
  }

  async _draw(readOnly) {
    const { say, page, stage, bar, server, touched } = this._frame;
    this._leave();
    const model = await TableModel.read(this._version.known(this._text));
    const pane = element("div", { class: "table-grid dmn-js-parent", role: "region", "aria-label": say("table") });
    this._grid = new Grid({ pane, say, language: page.language, readOnly, onChange: () => this._changed(touched) });
    await this._grid.show(model);
    this._saved = readOnly ? null : this._grid.top;
    this._examining = new Examining({ grid: this._grid, say, server, read: () => this.read() });
    this._parts = makeStage({ stage, bar, say, grid: this._grid, pane, readOnly, panels: page.urls.evaluate ? this._examining.panels : [] });
    this._examining.soon();
  }

  _changed(touched) {
    this._parts?.toolbar.refresh();
    this._examining?.soon();
    touched();
  }

  _asText(text, error) {
    this._leave();
    if (!this.refusal.length) this.refusal.push(this._told(error));
    this._frame.stage.replaceChildren(element("pre", { class: "table-text", tabindex: 0 }, text));
  }

  _leave() {
    this._examining?.end();
    this._grid?.destroy();
    Object.assign(this, { _examining: null, _grid: null, _parts: null });
  }

  _told(error) {
    if (error instanceof Unreadable) return this._say(error.code, { reason: error.message });
    if (error instanceof NoTable) return this._say(error.code, { detail: error.detail });
    return this._say("not_shown", { reason: error.message });
  }
}

function listed(parts) {
  return parts.slice(0, SHOWN_PARTS).join(", ") + (parts.length > SHOWN_PARTS ? " …" : "");
}
