// Which element of one tree is which of another: by XML id wherever it stands, else by content and place among those
// without an id.

import { byId, canonical, idOf, nameOf } from "./tree.js";

export class Pairs {
  /** renamed: id in the right tree → id in the left one, where they differ. */
  constructor(left, right, renamed = new Map()) {
    this._right = new Map();
    this._left = new Map();
    const known = byId(left);
    const takenAway = new Set(renamed.values());
    for (const [id, element] of byId(right)) {
      // An id that its element gave up may have been given to a new one, which is not the same.
      const before = renamed.get(id) ?? (takenAway.has(id) ? null : id);
      const other = known.get(before);
      if (other) this._join(other, element);
    }
    if (!this._left.has(right.documentElement)) this._join(left.documentElement, right.documentElement);
    this._descend(right.documentElement);
  }

  /** The left tree's element of a right one, or undefined. */
  left(element) {
    return this._left.get(element);
  }

  /** The right tree's element of a left one, or undefined. */
  right(element) {
    return this._right.get(element);
  }

  _join(left, right) {
    this._right.set(left, right);
    this._left.set(right, left);
  }

  _descend(right) {
    const left = this._left.get(right);
    if (left) this._joinChildren(left, right);
    for (const child of right.children) this._descend(child);
  }

  _joinChildren(left, right) {
    const free = (pairs) => (child) => idOf(child) === null && !pairs.has(child);
    const lefts = () => [...left.children].filter(free(this._right));
    const rights = () => [...right.children].filter(free(this._left));
    this._joinEqual(lefts(), rights(), canonical);
    this._joinEqual(lefts(), rights(), nameOf);
  }

  /** Joins those of the same key, the first with the first. */
  _joinEqual(lefts, rights, key) {
    const waiting = new Map();
    for (const element of lefts) {
      if (!waiting.has(key(element))) waiting.set(key(element), []);
      waiting.get(key(element)).push(element);
    }
    for (const element of rights) {
      const other = waiting.get(key(element))?.shift();
      if (other) this._join(other, element);
    }
  }
}
