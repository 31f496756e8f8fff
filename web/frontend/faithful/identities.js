// Which id an element of the model had in the file: people give elements new ids, and the file must follow.

export class Identities {
  /** Remembers the ids of all elements as those of the file. */
  constructor(definitions) {
    this._known = new Map();
    for (const element of parts(definitions)) {
      if (element.id !== undefined) this._known.set(element, element.id);
    }
  }

  /** New id → id in the file, of those that changed. */
  renamed() {
    const changed = [...this._known].filter(([element, id]) => element.id !== id);
    return new Map(changed.map(([element, id]) => [element.id, id]));
  }
}

/** An element of the model and everything that it contains. */
export function* parts(element) {
  yield element;
  for (const property of element.$descriptor?.properties ?? []) {
    if (property.isReference || property.isAttr || property.isVirtual) continue;
    const value = element.get(property.name);
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one?.$descriptor) yield* parts(one);
    }
  }
}
