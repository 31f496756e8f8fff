// What the buttons, keys and drops of the designer do; each is told to who cannot see it.

import * as actions from "./actions.js";
import { at, idOf, isField, labelOf } from "./document.js";

export class Doing {
  /** tell: shows a sentence to a screen reader. */
  constructor(designer, tell) {
    this._designer = designer;
    this._tell = tell;
  }

  add(kind) {
    const { doc, selected } = this._designer;
    const made = actions.addField(doc, selected, kind, this._words(kind), this._words("new_section"));
    this._did(made, "added", { opens: true });
  }

  addAt(kind, listPath, place) {
    this._did(actions.addFieldAt(this._designer.doc, listPath, place, kind, this._words(kind)), "added");
  }

  addSection() {
    const { doc, selected } = this._designer;
    this._did(actions.addSection(doc, selected, this._words("new_section"), this._words("text")), "added", { opens: true });
  }

  addRule() {
    this._did(actions.addRule(this._designer.doc, this._words("new_rule")), "added", { opens: true });
  }

  moveBy(path, by) {
    this._did(actions.moveBy(this._designer.doc, path, by), "moved");
  }

  moveTo(path, listPath, place) {
    const done = actions.moveTo(this._designer.doc, path, listPath, place);
    if (done) this._did(done, "moved");
    else this._designer.showAgain();
  }

  copy(path) {
    this._did(actions.copy(this._designer.doc, path), "added", { row: true });
  }

  remove(path) {
    const label = this._labelAt(path);
    const done = actions.removePart(this._designer.doc, path);
    if (done === null) this._tell(this._designer.say("last_section"));
    else this._did(done, "removed", { row: true, label });
  }

  _did(done, word, { row = false, opens = false, label } = {}) {
    if (done === null || this._designer.readOnly) return;
    this._designer.change(done.doc, { select: done.selected });
    if (opens) this._designer.openSettings();
    if (row) this._designer.focusRow();
    this._tell(this._tellingOf(word, done.selected, label));
  }

  _tellingOf(word, path, label = this._labelAt(path)) {
    if (word !== "moved") return this._designer.say(word, { label });
    const values = { place: path.at(-1) + 1, section: this._labelAt(path.slice(0, 2)) };
    return this._designer.say(isField(path) ? "moved" : "moved_in_list", values);
  }

  _labelAt(path) {
    const node = at(this._designer.doc, path);
    const name = ["label", "title", "message"].find((one) => node?.has(one)) ?? "label";
    return labelOf(node, this._designer.language, name) || idOf(node);
  }

  _words(key) {
    return [this._designer.word(key, "zh"), this._designer.word(key, "en")];
  }
}
