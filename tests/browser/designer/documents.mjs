// Runs the designer's document modules for a test: reads [{text, acts}] and writes what becomes of each, as JSON.
//
// An act is [name, ...arguments]: put, move, rename, add, remove, copy.

import { readFileSync } from "node:fs";

import * as actions from "../../../web/frontend/form/actions.js";
import { at, isForm, put } from "../../../web/frontend/form/document.js";
import { History } from "../../../web/frontend/form/history.js";
import { Unreadable, readJson, writeJson } from "../../../web/frontend/form/json.js";
import { asKind } from "../../../web/frontend/form/kinds.js";
import { rename } from "../../../web/frontend/form/names.js";

const WORDS = ["新", "New"];
const ACTS = {
  put: (doc, path, json) => ({ doc: put(doc, path, json === null ? undefined : readJson(json)) }),
  move: (doc, path, by) => actions.moveBy(doc, path, by),
  drop: (doc, path, list, place) => actions.moveTo(doc, path, list, place),
  rename: (doc, path, id) => ({ doc: rename(doc, path, id) }),
  add: (doc, selected, kind) => actions.addField(doc, selected, kind, WORDS, WORDS),
  section: (doc, selected) => actions.addSection(doc, selected, WORDS, WORDS),
  rule: (doc) => actions.addRule(doc, WORDS),
  copy: (doc, path) => actions.copy(doc, path),
  remove: (doc, path) => actions.removePart(doc, path),
  kind: (doc, path, kind) => ({ doc: put(doc, path, asKind(at(doc, path), kind)) }),
};

function outcome({ text, acts = [] }) {
  try {
    const history = new History(readJson(text));
    const wasForm = isForm(history.doc);
    for (const [name, ...given] of acts) {
      const done = ACTS[name](history.doc, ...given);
      if (done !== null) history.push(done.doc, []);
    }
    const made = writeJson(history.doc);
    while (history.canUndo) history.undo([]);
    return { made, undone: writeJson(history.doc), isForm: wasForm };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    return { refused: error.key };
  }
}

process.stdout.write(JSON.stringify(JSON.parse(readFileSync(0, "utf8")).map(outcome)));
