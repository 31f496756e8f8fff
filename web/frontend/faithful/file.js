// A file, of a diagram or a table, that is edited through a model which knows less than the file holds.
//
// Promise: what is written differs from what was read by exactly what was changed in the editor. It is proved at every
// save, by reading the written text back; where it does not hold, nothing is written.

import { merge } from "./merge.js";
import { BPMN, byId, canonical, doubleIds, idOf, parse } from "./tree.js";
import { Pairs } from "./pairs.js";

const DRAWN = /^https?:\/\/www\.omg\.org\/spec\/(BPMN|DD|DMN\/20191111\/MODEL)\//;

/** The changes could not be brought into the file without changing something else. */
export class NotFaithful extends Error {}

export class FaithfulFile {
  /** exportOf(text): Promise<text as the model writes it>. Throws `Unreadable`. */
  constructor(text, exportOf) {
    this._exportOf = exportOf;
    this.become(text);
    this.doubleIds = doubleIds(parse(text));
  }

  /** The file is now this text: it was saved. */
  become(text) {
    this.text = text;
    this._base = null;
    this._shown = null;
  }

  /** How the model writes the file before anything is done to it, where somebody knows already. */
  based(exported) {
    this._base = exported;
  }

  /** How the model writes the file once it is drawn: the library gives the inside of a collapsed sub-process a sheet of
   *  its own. As long as nobody changes anything there, the file keeps it where it was. */
  drawn(exported) {
    this._shown = exported;
  }

  /** What the model does not know: {kept: elements that stay as they are, blind: BPMN elements nobody would see}. */
  async unknown() {
    const document = parse(this.text);
    const pairs = new Pairs(document, await this._baseTree());
    const unknown = [...document.getElementsByTagName("*")].filter((one) => !pairs.right(one));
    const outermost = unknown.filter((one) => !one.parentElement || pairs.right(one.parentElement));
    const blind = outermost.filter((one) => DRAWN.test(one.namespaceURI ?? "") && (idOf(one) !== null || isShown(one)));
    return { kept: outermost.filter((one) => !blind.includes(one)).map(told), blind: blind.map(told) };
  }

  /** The file's text with what the model's export has changed. renamed: new id → id in the file. */
  async written(exported, renamed) {
    const [document, edited, base] = [parse(this.text), parse(exported), await this._baseTree()];
    const shown = this._shown === null ? null : parse(this._shown);
    dropEmptyLabels(edited, base);
    keepSheetsOfNothing(edited, base);
    const moved = shown !== null && sheetsAsDrawn(base, shown, edited);
    merge(document, moved ? shown : base, edited, renamed);
    const expected = moved ? this._asUndrawn(shown, edited, renamed) : edited;
    const text = textOf(document, this.text);
    const back = parse(await this._exportOf(text));
    if (canonical(back.documentElement) !== canonical(expected.documentElement)) throw new NotFaithful();
    return text;
  }

  /** The edited model without the sheets that drawing has made. */
  _asUndrawn(shown, edited, renamed) {
    const tree = parse(this._base);
    merge(tree, shown, edited, renamed);
    return parse(new XMLSerializer().serializeToString(tree));
  }

  async _baseTree() {
    this._base ??= await this._exportOf(this.text);
    return parse(this._base);
  }
}

/** Renaming leaves an empty label behind at a shape that had none; it says nothing. */
function dropEmptyLabels(edited, base) {
  const before = byId(base);
  for (const label of [...edited.getElementsByTagName("*")].filter((one) => one.localName === "BPMNLabel")) {
    if (label.attributes.length || label.firstElementChild) continue;
    const shape = before.get(idOf(label.parentElement));
    if (![...(shape?.children ?? [])].some((one) => one.localName === "BPMNLabel")) label.remove();
  }
}

/** A sheet of something that the file does not hold is drawn as one of its first process, and the library notes that. */
function keepSheetsOfNothing(edited, base) {
  const now = byId(edited);
  for (const plane of [...base.getElementsByTagName("*")].filter((one) => one.localName === "BPMNPlane")) {
    if (!plane.hasAttribute("bpmnElement")) now.get(idOf(plane))?.removeAttribute("bpmnElement");
  }
}

/** Whether there are sheets that only drawing has made, and all of them are as they were made. */
function sheetsAsDrawn(base, shown, edited) {
  const [known, now] = [sheets(base), sheets(edited)];
  const made = [...sheets(shown)].filter(([subject]) => !known.has(subject));
  return (
    made.length > 0 &&
    made.every(([subject, sheet]) => now.has(subject) && canonical(now.get(subject)) === canonical(sheet))
  );
}

/** What a sheet shows → the sheet. */
function sheets(document) {
  const all = [...document.documentElement.children].filter((one) => one.localName === "BPMNDiagram");
  return new Map(all.map((sheet) => [sheet.firstElementChild?.getAttribute("bpmnElement"), sheet]));
}

/** Whether an element without an id stands where only what is drawn may stand. */
function isShown(element) {
  const parent = element.parentElement;
  return (
    parent !== null &&
    parent.namespaceURI === BPMN &&
    ["process", "subProcess", "collaboration"].includes(parent.localName)
  );
}

function told(element) {
  const id = element.getAttribute("id");
  return id ? `<${element.nodeName} id="${id}">` : `<${element.nodeName}>`;
}

/** The document as text, with the declaration, the line ends and the end that the file had. */
export function textOf(document, before) {
  const declaration = /^\uFEFF?\s*<\?xml[^>]*\?>/.exec(before)?.[0].trim() ?? "";
  const serializer = new XMLSerializer();
  const parts = [...document.childNodes].map((node) => serializer.serializeToString(node));
  const text = [declaration, ...parts].filter(Boolean).join("\n") + (/\n\s*$/.test(before) ? "\n" : "");
  return before.includes("\r\n") ? text.replace(/\n/g, "\r\n") : text;
}
