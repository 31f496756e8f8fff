// Changes of a form's document. Nothing is changed in place: each change gives a new document that shares what it left
// alone, so that undoing is going back to the old one and settings nobody knows stay as they are.

import { Digits } from "./json.js";

/** Where settings stand when they are new; those that a form has keep their place. */
const ORDER = [
  ...["key", "id", "if_not", "value", "title", "label", "paper", "type", "visible_if", "required", "expected", "owner"],
  ...["read_only", "process", "personal", "min", "max", "min_length", "max_length", "pattern", "decimals", "unit"],
  ...["kinds", "multiple", "max_files", "max_mb", "roles", "options", "columns", "min_rows", "max_rows", "fixed_rows", "totals", "formula", "prefill"],
  ...["required_if", "help", "fields", "message", "sections", "rules"],
];

export const at = (node, path) => path.reduce((inner, key) => (inner instanceof Map ? inner.get(key) : inner?.[key]), node);
export const listOf = (node, name) => (Array.isArray(node?.get(name)) ? node.get(name) : []);
export const arrayAt = (doc, path) => (Array.isArray(at(doc, path)) ? at(doc, path) : []);
export const textOf = (value) => (typeof value === "string" ? value : value instanceof Digits ? value.text : "");
export const labelOf = (node, language, name = "label") => textOf(node?.get(name)?.get?.(language));
export const idOf = (node) => textOf(node?.get("id"));
export const isList = (node) => Array.isArray(node) && node.every((one) => one instanceof Map);

/** The document with another value at a path; undefined takes the setting away. */
export function put(node, path, value) {
  if (path.length === 0) return value;
  const [key, ...rest] = path;
  if (Array.isArray(node)) return node.map((one, place) => (place === key ? put(one, rest, value) : one));
  return withSetting(node, key, put(node.get(key), rest, value));
}

function withSetting(node, key, value) {
  const made = new Map(node);
  if (value === undefined) made.delete(key);
  else if (made.has(key)) made.set(key, value);
  else return placed(node, key, value);
  return made;
}

function placed(node, key, value) {
  const rank = (name) => ORDER.indexOf(name);
  const entries = [...node];
  const before = entries.findLastIndex(([name]) => rank(name) !== -1 && rank(name) < rank(key));
  const place = rank(key) === -1 ? entries.length : before + 1;
  return new Map([...entries.slice(0, place), [key, value], ...entries.slice(place)]);
}

/** With one more member of a list; the list is made where there is none. */
export function insert(doc, listPath, place, value) {
  const list = at(doc, listPath) ?? [];
  return put(doc, listPath, [...list.slice(0, place), value, ...list.slice(place)]);
}

export function remove(doc, path) {
  const listPath = path.slice(0, -1);
  const rest = at(doc, listPath).filter((_, place) => place !== path.at(-1));
  const isNeedless = rest.length === 0 && ["rules"].includes(listPath.at(-1));
  return put(doc, listPath, isNeedless ? undefined : rest);
}

/** A member of a list moved to another place, of another list too; `place` counts without it. */
export function move(doc, path, listPath, place) {
  const moved = at(doc, path);
  return insert(remove(doc, path), listPath, place, moved);
}

/** Where a member goes by one step up (-1) or down (1): [list path, place], or null at the end. A field that leaves its
 *  section goes into the next one. */
export function step(doc, path, by) {
  const [listPath, place] = [path.slice(0, -1), path.at(-1)];
  const next = place + by;
  if (next >= 0 && next < at(doc, listPath).length) return [listPath, next];
  if (!isField(path)) return null;
  const section = path[1] + by;
  const sections = listOf(doc, "sections");
  if (section < 0 || section >= sections.length) return null;
  return [["sections", section, "fields"], by < 0 ? listOf(sections[section], "fields").length : 0];
}

export const isSection = (path) => path.length === 2 && path[0] === "sections";
export const isField = (path) => path.length === 4 && path[0] === "sections";
export const isColumn = (path) => path.length === 6 && path[0] === "sections";
export const isRule = (path) => path.length === 2 && path[0] === "rules";

/** Every field with its path: [{path, node}], without columns. */
export function fieldsOf(doc) {
  return listOf(doc, "sections").flatMap((section, i) =>
    listOf(section, "fields").map((node, j) => ({ path: ["sections", i, "fields", j], node })),
  );
}

/** Paths of all that the list shows, in its order; the form itself first. */
export function pathsOf(doc) {
  const inner = listOf(doc, "sections").flatMap((section, i) => [
    ["sections", i],
    ...listOf(section, "fields").map((_, j) => ["sections", i, "fields", j]),
  ]);
  return [[], ...inner, ...listOf(doc, "rules").map((_, n) => ["rules", n])];
}

/** The path of what a problem names: a field, else a column, section or rule; null when there is none. */
export function pathOfId(doc, id) {
  const fields = fieldsOf(doc);
  const found = fields.find(({ node }) => idOf(node) === id)?.path;
  if (found) return found;
  for (const { path, node } of fields) {
    const column = listOf(node, "columns").findIndex((one) => idOf(one) === id);
    if (column !== -1) return [...path, "columns", column];
  }
  for (const name of ["sections", "rules"]) {
    const place = listOf(doc, name).findIndex((one) => idOf(one) === id);
    if (place !== -1) return [name, place];
  }
  return null;
}

/** Whether the lists of a document hold what they should, so that they can be shown as lists. */
export function isForm(doc) {
  if (!(doc instanceof Map)) return false;
  const [sections, rules] = [doc.get("sections") ?? [], doc.get("rules") ?? []];
  if (!isList(sections) || !isList(rules)) return false;
  const fields = sections.map((one) => one.get("fields") ?? []);
  return fields.every(isList) && fields.flat().every(isFieldNode);
}

function isFieldNode(node) {
  const [columns, options] = [node.get("columns") ?? [], node.get("options") ?? []];
  return isList(columns) && isList(options) && columns.every((one) => isList(one.get("options") ?? []));
}
