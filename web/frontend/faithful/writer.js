// Writing into the file's tree in the file's own manner: its prefixes, its indentation.

import { XMLNS, XSI } from "./tree.js";

const STEP = "  ";

export class Writer {
  constructor(document) {
    this._document = document;
  }

  /** An empty element of the same name as another document's. */
  create(model) {
    const prefix = this._prefix(model.namespaceURI, model.prefix, true);
    const name = prefix ? `${prefix}:${model.localName}` : model.localName;
    return this._document.createElementNS(model.namespaceURI, name);
  }

  /** Another name for an element, which keeps all else. */
  rename(element, model) {
    const made = this.create(model);
    for (const one of [...element.attributes]) made.setAttributeNS(one.namespaceURI, one.name, one.value);
    made.append(...element.childNodes);
    element.replaceWith(made);
    return made;
  }

  setAttribute(element, model) {
    if (!model.namespaceURI) {
      element.setAttribute(model.localName, model.value);
      return;
    }
    const prefix = this._prefix(model.namespaceURI, model.prefix, false);
    const value = model.namespaceURI === XSI && model.localName === "type" ? this._typeName(model) : model.value;
    element.setAttributeNS(model.namespaceURI, `${prefix}:${model.localName}`, value);
  }

  /** Replaces the texts between the child elements by one; a CDATA section stays one. */
  setText(element, text) {
    const texts = [...element.childNodes].filter((node) => node.nodeType === 3 || node.nodeType === 4);
    const section = texts.some((node) => node.nodeType === 4) && !text.includes("]]>");
    for (const node of texts) node.remove();
    if (text) element.append(section ? this._document.createCDATASection(text) : this._document.createTextNode(text));
  }

  /** Puts an element after a child of the parent, or first; it may stand elsewhere now. */
  place(element, parent, previous) {
    this.remove(element);
    const indent = this._indentInside(parent);
    if (previous === null) parent.prepend(element);
    else previous.after(element);
    if (indent === null) return;
    element.before(this._document.createTextNode(`\n${indent}`));
    if (element.nextSibling === null) element.after(this._document.createTextNode(`\n${indentOf(parent) ?? ""}`));
  }

  /** Takes an element out, and the blanks before it. */
  remove(element) {
    if (!element?.parentNode) return;
    const before = element.previousSibling;
    const parent = element.parentNode;
    element.remove();
    if (isBlank(before)) before.remove();
    if ([...parent.childNodes].every(isBlank)) parent.replaceChildren();
  }

  /** null where the file is written without line breaks. */
  _indentInside(parent) {
    const first = parent.firstElementChild;
    if (first) return isBlank(first.previousSibling) ? indentOf(first) : null;
    const own = indentOf(parent);
    return own === null ? null : own + STEP;
  }

  _typeName(model) {
    const [prefix, local] = model.value.includes(":") ? model.value.split(":") : [null, model.value];
    const uri = model.ownerElement.lookupNamespaceURI(prefix);
    const own = uri ? this._prefix(uri, prefix, true) : prefix;
    return own ? `${own}:${local}` : local;
  }

  /** The file's prefix for a namespace; declared at the root when it has none. */
  _prefix(uri, wanted, mayBeDefault) {
    if (!uri) return "";
    const root = this._document.documentElement;
    for (const one of root.attributes) {
      if (one.namespaceURI !== XMLNS || one.value !== uri) continue;
      if (one.prefix === "xmlns") return one.localName;
      if (mayBeDefault) return "";
    }
    const base = wanted || "ns";
    let prefix = base;
    for (let number = 1; root.hasAttributeNS(XMLNS, prefix); number += 1) prefix = `${base}${number}`;
    root.setAttributeNS(XMLNS, `xmlns:${prefix}`, uri);
    return prefix;
  }
}

function isBlank(node) {
  return node !== null && node.nodeType === 3 && !node.data.trim();
}

/** The blanks at the beginning of an element's line; "" for the root; null when it shares its line. */
function indentOf(element) {
  if (element.parentNode?.nodeType === 9) return "";
  const before = element.previousSibling;
  if (!isBlank(before) || !before.data.includes("\n")) return null;
  return before.data.slice(before.data.lastIndexOf("\n") + 1);
}
