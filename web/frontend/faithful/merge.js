// Carries what was changed in the editor over into the file as it was written.
//
// The editor's model knows only a part of what a file may hold: comments, elements of unknown kinds, references that
// lead nowhere, the order and layout of its parts are lost when it is exported. So the file is never replaced by the
// export. `base` is the file's export before anything was changed, `edited` the export now; what differs between these
// two is done to the file, and nothing else.

import { Pairs } from "./pairs.js";
import { attributesOf, canonical, nameOf, textOf, valueOf } from "./tree.js";
import { Writer } from "./writer.js";

/** Changes `original` (a document) in place. renamed: new id → id at opening. */
export function merge(original, base, edited, renamed = new Map()) {
  new Merging(original, base, edited, renamed).run();
}

class Merging {
  constructor(original, base, edited, renamed) {
    this._inFile = new Pairs(original, base);
    this._changed = new Pairs(base, edited, renamed);
    this._root = edited.documentElement;
    this._writer = new Writer(original);
  }

  run() {
    const base = this._changed.left(this._root);
    this._apply(this._inFile.left(base), base, this._root);
  }

  /** The file's element of an edited one, brought up to date. */
  _apply(file, base, edited) {
    if (canonical(base) === canonical(edited)) return file;
    const target = nameOf(base) === nameOf(edited) ? file : this._renamed(file, base, edited);
    this._attributes(target, base, edited);
    if (textOf(base) !== textOf(edited)) this._writer.setText(target, textOf(edited));
    this._children(target, base, edited);
    return target;
  }

  /** Another kind of element: what the model did not know of the old kind's own attributes goes with it. */
  _renamed(file, base, edited) {
    for (const one of attributesOf(file)) {
      if (!one.namespaceURI && !base.hasAttribute(one.localName)) file.removeAttribute(one.localName);
    }
    return this._writer.rename(file, edited);
  }

  _attributes(file, base, edited) {
    for (const one of attributesOf(edited)) {
      const before = base.getAttributeNodeNS(one.namespaceURI, one.localName);
      if (before === null || valueOf(before) !== valueOf(one)) this._writer.setAttribute(file, one);
    }
    for (const one of attributesOf(base)) {
      if (!edited.hasAttributeNS(one.namespaceURI, one.localName))
        file.removeAttributeNS(one.namespaceURI, one.localName);
    }
  }

  _children(file, base, edited) {
    for (const child of base.children) {
      if (!this._changed.right(child)) this._writer.remove(this._inFile.left(child));
    }
    const steady = this._steady(file, base, edited);
    let previous = null;
    for (const child of edited.children) {
      const before = this._changed.left(child);
      const inFile = before && this._inFile.left(before);
      if (before && !inFile && canonical(before) === canonical(child)) continue; // the export adds it by itself
      previous = this._settled(child, file, previous, steady.has(child));
    }
  }

  /** The file's element of an edited child, at its place and up to date. */
  _settled(child, parent, previous, steady) {
    const before = this._changed.left(child);
    const inFile = before && this._inFile.left(before);
    if (!inFile) return this._made(child, parent, previous);
    if (!steady) this._writer.place(inFile, parent, previous);
    return this._apply(inFile, before, child);
  }

  /** The edited children that stay where the file has them: those still in the order in which they were. */
  _steady(file, base, edited) {
    const order = new Map([...base.children].map((child, index) => [child, index]));
    const staying = [...edited.children].filter((child) => {
      const before = this._changed.left(child);
      return order.has(before) && this._inFile.left(before)?.parentNode === file;
    });
    return new Set(increasing(staying, (child) => order.get(this._changed.left(child))));
  }

  /** What the file has not: a new element with what it holds, some of which may come from elsewhere in the file. */
  _made(edited, parent, previous) {
    const made = this._writer.create(edited);
    this._writer.place(made, parent, previous);
    for (const one of attributesOf(edited)) this._writer.setAttribute(made, one);
    if (edited.firstElementChild === null) this._writer.setText(made, textOf(edited));
    let last = null;
    for (const child of edited.children) last = this._settled(child, made, last, false);
    return made;
  }
}

/** A longest part of the list whose keys increase. */
function increasing(list, key) {
  const keys = list.map(key);
  const [tails, before] = [[], []];
  keys.forEach((value, index) => {
    let at = tails.findIndex((tail) => keys[tail] >= value);
    if (at === -1) at = tails.length;
    before[index] = at > 0 ? tails[at - 1] : -1;
    tails[at] = index;
  });
  const found = [];
  for (let index = tails.at(-1) ?? -1; index !== -1; index = before[index]) found.unshift(list[index]);
  return found;
}
