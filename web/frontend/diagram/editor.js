// What the shared frame needs of the diagram editor: reading and writing text without losing anything of the file.

import { BpmnModdle } from "bpmn-moddle";

import { element } from "../editing/page.js";
import { NothingWritten } from "../editing/session.js";
import { Drawing } from "./drawing.js";
import { DiagramFile, NotFaithful } from "./faithful/file.js";
import { Identities } from "./faithful/identities.js";
import { Unreadable } from "./faithful/tree.js";
import { MODDLE } from "./moddle/extensions.js";
import { makeStage } from "./stage.js";

const NARROW = "(max-width: 48rem)";
const NO_CHOICES = { operations: [], prefills: [], checks: [], forms: [], groups: [], tables: [], processes: [] };
const SHOWN_PARTS = 3; // of a list, in a sentence

export class DiagramEditor {
  /** The drawing that is shown, or null where only the text is. */
  get drawing() {
    return this._drawing;
  }

  constructor(frame) {
    Object.assign(this, { _frame: frame, _say: frame.say });
    this._narrow = window.matchMedia(NARROW).matches;
    this._moddle = new BpmnModdle(MODDLE);
    this.refusal = [];
  }

  /** Shows the file, to edit or to look at. */
  async open() {
    this._choices = { ...NO_CHOICES, ...(await this._frame.server.choices().catch(() => ({}))) };
    await this._show(this._frame.text);
    if (this._narrow) this.refusal.unshift(this._say("too_narrow"));
    return this;
  }

  async read() {
    if (!this._drawing || this._drawing.readOnly) return this._text;
    this.settle();
    const at = { top: this._drawing.top, identities: new Identities(this._drawing.definitions) };
    if (at.top === this._saved.top) return this._text;
    try {
      at.exported = await this._drawing.exported();
      at.text = await this._file.written(at.exported, this._saved.identities.renamed());
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
    this._saved = this._read;
    this._text = text;
    this._file.become(text);
    this._file.drawn(this._read.exported);
  }

  settle() {
    this._drawing?.get("panel")?.settle();
  }

  /** Does what a button of the bar says. */
  act(name) {
    const acts = {
      undo: () => this._drawing.get("commandStack").undo(),
      redo: () => this._drawing.get("commandStack").redo(),
      zoom_in: () => this._drawing.zoom(1),
      zoom_out: () => this._drawing.zoom(-1),
      zoom_fit: () => this._drawing.zoom(0),
      canvas: () => this._drawing.get("canvas").focus(),
    };
    this.settle();
    if (this._drawing) acts[name]();
  }

  show(problem) {
    this.settle();
    this._drawing?.select(problem.element);
  }

  mark(problems) {
    this._drawing?.get("marking").mark(problems);
  }

  async _show(text) {
    this._text = text;
    this.refusal = await this._reasonsNotToEdit(text);
    await this._draw(text, this._frame.page.readOnly || this._narrow || this.refusal.length > 0);
  }

  /** Why saving could lose something of this text, as sentences. */
  async _reasonsNotToEdit(text) {
    try {
      this._file = new DiagramFile(text, (xml) => this._exportOf(xml));
      if (this._file.doubleIds.length) return [this._say("double_ids", { ids: listed(this._file.doubleIds) })];
      const { kept, blind } = await this._file.unknown();
      if (blind.length) return [this._say("blind", { parts: listed(blind) })];
      if (kept.length) this._frame.bar.note(this._say("kept_unseen", { count: kept.length, parts: listed(kept) }));
      return [];
    } catch (error) {
      if (error instanceof Unreadable) return [this._say(error.code, { place: error.message })];
      console.info(error);
      return [this._say("no_diagram")];
    }
  }

  async _draw(text, readOnly) {
    this._drawing?.destroy();
    this._stage = makeStage(this._frame, { readOnly, editor: this });
    const { say, page, touched } = this._frame;
    this._drawing = new Drawing({ stage: this._stage, say, language: page.language, choices: this._choices, readOnly, onChange: touched });
    try {
      const failed = (await this._drawing.show(text)).filter((one) => one.context?.error);
      if (!failed.length || readOnly) return await this._begun();
      this.refusal.push(this._say("not_drawn", { parts: listed(failed.map((one) => one.context.element?.id ?? "?")) }));
      return await this._draw(text, true);
    } catch (error) {
      console.info(error);
      this._asText(text);
    }
    return undefined;
  }

  async _begun() {
    this._read = null;
    if (!this._drawing.readOnly) this._file.drawn(await this._drawing.exported());
    this._saved = { top: this._drawing.top, identities: new Identities(this._drawing.definitions) };
  }

  _asText(text) {
    this._drawing.destroy();
    this._drawing = null;
    if (!this.refusal.length) this.refusal.push(this._say("no_diagram"));
    this._frame.stage.replaceChildren(element("pre", { class: "diagram-text", tabindex: 0 }, text));
  }

  async _exportOf(text) {
    const { rootElement } = await this._moddle.fromXML(text);
    return (await this._moddle.toXML(rootElement, { format: true })).xml;
  }
}

function listed(parts) {
  return parts.slice(0, SHOWN_PARTS).join(", ") + (parts.length > SHOWN_PARTS ? " …" : "");
}
