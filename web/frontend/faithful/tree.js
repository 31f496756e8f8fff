// Reading XML as a tree, and what counts when two trees are compared: names, attributes, order and texts; not prefixes,
// the order of attributes, or blanks between elements.

export const BPMN = "http://www.omg.org/spec/BPMN/20100524/MODEL";
export const XSI = "http://www.w3.org/2001/XMLSchema-instance";
export const XMLNS = "http://www.w3.org/2000/xmlns/";
// Only here is an attribute `id` an XML id: an extension's `id` is whatever its makers say.
const WITH_IDS = new Set([
  BPMN,
  "http://www.omg.org/spec/BPMN/20100524/DI",
  "http://www.omg.org/spec/DD/20100524/DI",
  "http://www.omg.org/spec/DD/20100524/DC",
  "https://www.omg.org/spec/DMN/20191111/MODEL/",
  "https://www.omg.org/spec/DMN/20191111/DMNDI/",
]);

/** The text is not read; code: "not_xml" or "doctype"; place: line:column of the fault. */
export class Unreadable extends Error {
  constructor(code, place = "") {
    super(place);
    this.code = code;
  }
}

export function parse(text) {
  const document = new DOMParser().parseFromString(text.replace(/^\uFEFF/, ""), "application/xml");
  const error = document.getElementsByTagName("parsererror")[0];
  if (error) throw new Unreadable("not_xml", placeIn(error.textContent));
  if (document.doctype) throw new Unreadable("doctype");
  return document;
}

function placeIn(told) {
  const found = /line (\d+) at column (\d+)/.exec(told);
  return found ? `${found[1]}:${found[2]}` : "?";
}

/** The XML id of an element, or null. */
export function idOf(element) {
  return WITH_IDS.has(element.namespaceURI) ? element.getAttribute("id") : null;
}

/** id → element; several elements of one id: the first. */
export function byId(document) {
  const found = new Map();
  for (const element of document.getElementsByTagName("*")) {
    const id = idOf(element);
    if (id !== null && !found.has(id)) found.set(id, element);
  }
  return found;
}

/** Ids that more than one element has. */
export function doubleIds(document) {
  const [seen, twice] = [new Set(), new Set()];
  for (const element of document.getElementsByTagName("*")) {
    const id = idOf(element);
    if (id !== null) (seen.has(id) ? twice : seen).add(id);
  }
  return [...twice];
}

export function attributesOf(element) {
  return [...element.attributes].filter((one) => one.namespaceURI !== XMLNS);
}

/** An attribute's value in which prefixes do not count: that of `xsi:type` is a name. */
export function valueOf(attribute) {
  if (attribute.namespaceURI !== XSI || attribute.localName !== "type") return attribute.value;
  const [prefix, local] = attribute.value.includes(":") ? attribute.value.split(":") : [null, attribute.value];
  return `{${attribute.ownerElement.lookupNamespaceURI(prefix) ?? ""}}${local}`;
}

/** The text of an element without child elements; of others the texts between them that are not blank. */
export function textOf(element) {
  const texts = [...element.childNodes].filter((node) => node.nodeType === 3 || node.nodeType === 4);
  if (element.firstElementChild === null) return texts.map((node) => node.data).join("");
  return texts
    .map((node) => node.data)
    .filter((text) => text.trim())
    .join("");
}

const written = new WeakMap();
// Characters that no XML can hold, so that no text looks like structure.
const [OPEN, CLOSE, PART, NEXT] = ["\u0001", "\u0002", "\u0003", "\u0004"];

/** A text that is the same for two elements that say the same; the element must not change any more. */
export function canonical(element) {
  let text = written.get(element);
  if (text === undefined) {
    const attributes = attributesOf(element).map(
      (one) => `{${one.namespaceURI ?? ""}}${one.localName}=${valueOf(one)}`,
    );
    const own = [nameOf(element), attributes.sort().join(NEXT), textOf(element)].join(PART);
    text = OPEN + own + [...element.children].map(canonical).join("") + CLOSE;
    written.set(element, text);
  }
  return text;
}

export function nameOf(element) {
  return `{${element.namespaceURI ?? ""}}${element.localName}`;
}
