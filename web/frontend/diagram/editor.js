// What the shared frame needs of the diagram editor: reading and writing text without losing anything of the file.

import { BpmnModdle } from "bpmn-moddle";

import { element } from "../editing/page.js";
import { NothingWritten } from "../editing/session.js";
import { FaithfulFile, NotFaithful } from "../faithful/file.js";
import { Identities } from "../faithful/identities.js";
import { Unreadable } from "../faithful/tree.js";
import { Drawing } from "./drawing.js";
import { MODDLE } from "./moddle/extensions.js";
import { makeStage } from "./stage.js";
import { restoreVariables } from "./variables.js";

const NARROW = "(max-width: 48rem)";
const NO_CHOICES = { operations: [], prefills: [], checks: [], forms: [], groups: [], tables: [], processes: [] };
const SHOWN_PARTS = 3; // of a list, in a sentence

/** What can be picked in the panel; nothing where the server does not say. */
export async function choicesOf(server) {
  return { ...NO_CHOICES, ...(await server.choices().catch(() => ({}))) };
}

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
    await this._show(this._frame.text);
    if (this._narrow) this.refusal.unshift(this._say("too_narrow"));
    return this;
  }

  /** Tells what the drawing does not show; reasons not to edit, when it is more than can be kept unseen. */
  async inspect() {
    const { kept, blind } = await this._file.unknown();
    if (kept.length) this._frame.bar.note(this._say("kept_unseen", { count: kept.length, parts: listed(kept) }));
    if (!blind.length) return [];
    await this._draw(this._text, true);
    return [this._say("blind", { parts: listed(blind) })];
  }

  async read() {
    if (!this._drawing || this._drawing.readOnly) return this._text;
    this._drawing.get("panel").settle();
    const at = { top: this._drawing.top, identities: new Identities(this._drawing.definitions) };
    if (at.top === this._saved.top) return this._text;
    try {
      at.exported = await this._drawing.exported();
      at.text = await this._file.written(at.exported, this._saved.identities.renamed());
    } catch (error) {
      if (error instanceof NotFaithful || error instanceof Unreadable)
        throw new NothingWritten(this._say("not_faithful"));
      throw error;
    }
    this._read = at;
    return at.text;
  }

  async write(text) {
    await this._show(text);
    const refusal = this.refusal.length ? this.refusal : await this.inspect();
    if (refusal.length) this._frame.bar.lock(refusal);
  }

  /** A text that was read is stored now; what was changed since is changed against it. */
  saved(text) {
    if (this._read?.text !== text) return;
    this._saved = this._read;
    this._text = text;
    this._file.become(text);
    this._file.drawn(this._read.exported);
  }

  /** Takes over what is being typed, in the panel and on the drawing. */
  settle() {
    this._drawing?.get("panel")?.settle();
    const naming = this._drawing?.get("directEditing");
    if (naming?.isActive()) naming.complete();
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
    this.refusal = this._reasonsNotToEdit(text);
    await this._draw(text, this._frame.page.readOnly || this._narrow || this.refusal.length > 0);
  }

  /** Why saving would lose something of this text, as sentences. */
  _reasonsNotToEdit(text) {
    try {
      this._file = new FaithfulFile(text, (xml) => this._exportOf(xml));
      const twice = this._file.doubleIds;
      return twice.length ? [this._say("double_ids", { ids: listed(twice) })] : [];
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      return [this._say(error.code, { place: error.message })];
    }
  }

  async _draw(text, readOnly) {
    this._drawing?.destroy();
    this._stage = makeStage(this._frame, { readOnly, editor: this });
    const { say, page, touched } = this._frame;
    this._drawing = new Drawing({
      stage: this._stage,
      say,
      language: page.language,
      choices: this._frame.prepared,
      readOnly,
      onChange: touched,
    });
    try {
      const shown = await this._drawing.show(text);
      const failed = shown.warnings.filter((one) => one.context?.error);
      if (readOnly) return undefined;
      if (!failed.length) return await this._begun(shown);
      this.refusal.push(this._say("not_drawn", { parts: listed(failed.map((one) => one.context.element?.id ?? "?")) }));
      return await this._draw(text, true);
    } catch (error) {
      console.info(error);
      this._asText(text);
    }
    return undefined;
  }

  async _begun({ base, made }) {
    this._read = null;
    this._file.based(base);
    if (made) this._file.drawn(await this._drawing.exported());
    this._saved = { top: this._drawing.top, identities: new Identities(this._drawing.definitions) };
  }

  _asText(text) {
    this._drawing.destroy();
    this._drawing = null;
    this._frame.bar.tools.replaceChildren();
    if (!this.refusal.length) this.refusal.push(this._say("no_diagram"));
    this._frame.stage.replaceChildren(element("pre", { class: "diagram-text", tabindex: 0 }, text));
  }

  async _exportOf(text) {
    const read = await this._moddle.fromXML(text);
    restoreVariables(this._moddle, read);
    return (await this._moddle.toXML(read.rootElement, { format: true })).xml;
  }
}

function listed(parts) {
  return parts.slice(0, SHOWN_PARTS).join(", ") + (parts.length > SHOWN_PARTS ? " …" : "");
}
