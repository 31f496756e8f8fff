// What a person does to the parts of a form: adding, moving, copying, removing. Each answers with the document that
// comes of it and what is selected then; null where nothing can be done.

import { at, fieldsOf, idOf, insert, isColumn, isField, isRule, isSection, listOf, move, remove, step } from "./document.js";
import { newField, newRule, newSection } from "./kinds.js";
import { idFrom } from "./names.js";

const fieldIds = (doc) => new Set(fieldsOf(doc).map(({ node }) => idOf(node)));
const ids = (doc, name) => new Set(listOf(doc, name).map(idOf));

/** A new field after what is selected. names: [zh, en] of its kind. */
export function addField(doc, selected, kind, names, sectionNames) {
  const field = newField(kind, names, fieldIds(doc));
  const sections = listOf(doc, "sections");
  if (sections.length === 0) {
    const made = newSection(sectionNames, new Set(), field);
    return { doc: insert(doc, ["sections"], 0, made), selected: ["sections", 0, "fields", 0] };
  }
  const section = selected[0] === "sections" ? selected[1] : sections.length - 1;
  const listPath = ["sections", section, "fields"];
  const place = selected.length >= 4 ? selected[3] + 1 : listOf(sections[section], "fields").length;
  return { doc: insert(doc, listPath, place, field), selected: [...listPath, place] };
}

/** A new field where it was dropped. */
export function addFieldAt(doc, listPath, place, kind, names) {
  const field = newField(kind, names, fieldIds(doc));
  return { doc: insert(doc, listPath, place, field), selected: [...listPath, place] };
}

/** A new section after the selected one, with one field: an empty section is no form. */
export function addSection(doc, selected, names, fieldNames) {
  const sections = listOf(doc, "sections");
  const place = selected[0] === "sections" ? selected[1] + 1 : sections.length;
  const made = newSection(names, ids(doc, "sections"), newField("text", fieldNames, fieldIds(doc)));
  return { doc: insert(doc, ["sections"], place, made), selected: ["sections", place] };
}

export function addRule(doc, names) {
  const place = listOf(doc, "rules").length;
  return { doc: insert(doc, ["rules"], place, newRule(names, ids(doc, "rules"))), selected: ["rules", place] };
}

/** One step up (-1) or down (1), past the border of a section too. */
export function moveBy(doc, path, by) {
  const there = step(doc, path, by);
  return there && moveTo(doc, path, ...there);
}

export function moveTo(doc, path, listPath, place) {
  const target = [...listPath, place];
  if (target.join("/") === path.join("/")) return null;
  return { doc: move(doc, path, listPath, place), selected: target };
}

/** The same again after it, under other ids. */
export function copy(doc, path) {
  const node = at(doc, path);
  const [listPath, place] = [path.slice(0, -1), path.at(-1) + 1];
  return { doc: insert(doc, listPath, place, copied(doc, path, node)), selected: [...listPath, place] };
}

function copied(doc, path, node) {
  if (isField(path)) return withId(node, fieldIds(doc));
  const made = withId(node, ids(doc, isRule(path) ? "rules" : "sections"));
  if (!isSection(path)) return made;
  const taken = fieldIds(doc);
  const fields = listOf(node, "fields").map((field) => {
    const one = withId(field, taken);
    taken.add(idOf(one));
    return one;
  });
  return made.set("fields", fields);
}

const withId = (node, taken) => new Map(node).set("id", idFrom(idOf(node), "field", taken));

/** Without a part; what stood beside it is selected. */
export function removePart(doc, path) {
  if (isSection(path) && listOf(doc, "sections").length === 1) return null;
  const made = remove(doc, path);
  const listPath = path.slice(0, -1);
  const left = (at(made, listPath) ?? []).length;
  if (left > 0) return { doc: made, selected: [...listPath, Math.min(path.at(-1), left - 1)] };
  return { doc: made, selected: isField(path) || isColumn(path) ? path.slice(0, -2) : [] };
}
