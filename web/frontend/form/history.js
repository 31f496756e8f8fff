// What was done, to be undone and done again. Typing in one control is one step.

const TOGETHER = 1500; // milliseconds between two strokes of one step
const MOST = 300;

export class History {
  constructor(doc) {
    this.begin(doc);
  }

  /** Forget everything: this is another document. */
  begin(doc) {
    this.doc = doc;
    this._past = [];
    this._future = [];
    this._control = null;
  }

  /** A new state. control: what was typed into; null for a step of its own. selected: what to select when undone. */
  push(doc, selected, control = null, now = Date.now()) {
    if (doc === this.doc) return;
    const goesOn = control !== null && control === this._control && now - this._at < TOGETHER;
    if (!goesOn) this._past = [...this._past, { doc: this.doc, selected }].slice(-MOST);
    this._future = [];
    this._control = control;
    this._at = now;
    this.doc = doc;
  }

  get canUndo() {
    return this._past.length > 0;
  }

  get canRedo() {
    return this._future.length > 0;
  }

  /** Goes back; answers what was selected then. */
  undo(selected) {
    return this._go(this._past, this._future, selected);
  }

  redo(selected) {
    return this._go(this._future, this._past, selected);
  }

  _go(from, to, selected) {
    const there = from.pop();
    if (!there) return selected;
    to.push({ doc: this.doc, selected });
    this.doc = there.doc;
    this._control = null;
    return there.selected;
  }
}
