// Undo and redo: two buttons and the usual keys.

import { element } from "../editing/page.js";

export class UndoButtons {
  constructor(designer, bar) {
    this._designer = designer;
    const { say } = designer;
    this._undo = this._button("undo", say("undo_keys"), () => designer.undo());
    this._redo = this._button("redo", say("redo_keys"), () => designer.redo());
    if (designer.readOnly) return;
    bar.tools.append(this._undo, this._redo);
    document.addEventListener("keydown", (event) => this._onKey(event));
  }

  show() {
    this._undo.disabled = !this._designer.history.canUndo;
    this._redo.disabled = !this._designer.history.canRedo;
  }

  _button(key, title, onclick) {
    return element("button", { type: "button", class: "button small", title, onclick, "data-act": key }, this._designer.say(key));
  }

  _onKey(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.closest?.("dialog")) return;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) this._designer.undo();
    else if (key === "y" || (key === "z" && event.shiftKey)) this._designer.redo();
    else return;
    event.preventDefault(); // the browser would undo within one control, and the document would not know
  }
}
