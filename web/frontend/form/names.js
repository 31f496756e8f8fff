// Ids: made from English words, unique, readable by expressions; and changed everywhere where a form names them.

import { at, fieldsOf, idOf, isColumn, isField, listOf, put, textOf } from "./document.js";

const LONGEST = 40;
const TAKEN = new Set(
  ("typename column number text str int round sum len min max abs any all bool and or not in is if else for lambda None True " +
    "False from import class def del pass return while with as assert async await break continue except finally global " +
    "nonlocal raise try yield").split(" "),
);
const TOKEN = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_\u3400-\u9fff][\w\u3400-\u9fff]*/g;

/** An id from words; `taken`: ids it may not be. */
export function idFrom(words, fallback, taken) {
  const plain = words.toLowerCase().replace(/[^a-z0-9]+/g, "_").replace(/^[_0-9]+|_+$/g, "").slice(0, LONGEST);
  const base = plain === "" ? fallback : TAKEN.has(plain) ? `${plain}_field` : plain;
  let [id, number] = [base, 2];
  while (taken.has(id)) id = `${base}_${number++}`;
  return id;
}

/** The ids beside which a part stands. */
export function idsBeside(doc, path) {
  const list = isField(path) ? fieldsOf(doc).map(({ node }) => node) : at(doc, path.slice(0, -1));
  const own = at(doc, path);
  return new Set(list.filter((one) => one !== own).map(idOf));
}

/** The document in which a field, column, section or rule has another id, and what names it says so. */
export function rename(doc, path, id) {
  const old = idOf(at(doc, path));
  let made = put(doc, [...path, "id"], id);
  if (old === "" || idsBeside(doc, path).has(old)) return made;
  if (isField(path)) made = renameField(made, old, id);
  if (isColumn(path)) made = renameColumn(made, path.slice(0, 4), old, id);
  return made;
}

function renameField(doc, old, id) {
  let made = doc;
  listOf(doc, "rules").forEach((rule, place) => {
    const names = listOf(rule, "fields");
    if (names.includes(old)) made = put(made, ["rules", place, "fields"], names.map((one) => (one === old ? id : one)));
  });
  return inExpressions(made, (text) => renamed(text, old, id), (table) => idsIn(table).has(old));
}

function renameColumn(doc, table, old, id) {
  const node = at(doc, table);
  const totals = listOf(node, "totals");
  let made = doc;
  if (totals.includes(old)) made = put(made, [...table, "totals"], totals.map((one) => (one === old ? id : one)));
  listOf(node, "columns").forEach((column, place) => {
    for (const name of ["formula", "required_if"]) {
      const path = [...table, "columns", place, name];
      if (typeof column.get(name) === "string") made = put(made, path, renamed(column.get(name), old, id));
    }
  });
  const [outer, inner] = [idOf(node), old].map((name) => name.replace(/[^\w]/g, "\\$&"));
  const quoted = new RegExp(`(\\bcolumn\\(\\s*${outer}\\s*,\\s*)(["'])${inner}\\2`, "g");
  const pointed = new RegExp(`\\b(${outer}\\.)${inner}\\b`, "g");
  return inExpressions(made, (text) => text.replace(quoted, `$1$2${id}$2`).replace(pointed, `$1${id}`));
}

/** Names outside of texts; a name after a point is a column's or another value's. */
function renamed(text, old, id) {
  return text.replace(TOKEN, (token, place) => (token === old && text[place - 1] !== "." ? id : token));
}

const idsIn = (table) => new Set(listOf(table, "columns").map(idOf));

/** hides: whether a table's rows have a name of their own for what is changed. */
function inExpressions(doc, change, hides = () => false) {
  let made = doc;
  const visit = (path, names) => {
    for (const name of names) {
      const text = at(made, [...path, name]);
      if (typeof text === "string" && change(text) !== text) made = put(made, [...path, name], change(text));
    }
  };
  listOf(doc, "sections").forEach((_, place) => visit(["sections", place], ["visible_if"]));
  listOf(doc, "rules").forEach((_, place) => visit(["rules", place], ["if_not"]));
  for (const { path, node } of fieldsOf(doc)) {
    visit(path, ["visible_if", "required_if", "formula"]);
    if (hides(node)) continue;
    listOf(node, "columns").forEach((_, place) => visit([...path, "columns", place], ["required_if"]));
  }
  return made;
}

/** Every id and every stored value of a form. */
export function namesIn(doc) {
  const fields = listOf(doc, "sections").flatMap((section) => listOf(section, "fields"));
  const columns = fields.flatMap((field) => listOf(field, "columns"));
  const options = [...fields, ...columns].flatMap((field) => listOf(field, "options"));
  const parts = [...listOf(doc, "sections"), ...listOf(doc, "rules"), ...fields, ...columns];
  return new Set([...parts.map(idOf), ...options.map((one) => textOf(one.get("value")))]);
}
