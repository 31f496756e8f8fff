// The columns of a table: which there are, in which order, and which show their total.

import { arrayAt, at, idOf, insert, labelOf, listOf, textOf } from "./document.js";
import { IN_TABLES, NUMERIC, newField } from "./kinds.js";
import { tools } from "./members.js";
import { element } from "../editing/page.js";

/** The columns of a table, with their totals; each leads to its settings. */
export function columnsEditor(designer, path) {
  const { say, language } = designer;
  const table = at(designer.doc, path);
  const listPath = [...path, "columns"];
  const columns = listOf(table, "columns");
  const rows = columns.map((column, place) => columnRow(designer, [...listPath, place], column, columns.length));
  const kinds = IN_TABLES.map((kind) => element("option", { value: kind }, say(kind)));
  const kind = element("select", { "aria-label": say("column_kind"), "data-control": "columns.kind" }, ...kinds);
  const add = () => {
    const names = [designer.word(kind.value, "zh"), designer.word(kind.value, "en")];
    const made = newField(kind.value, names, new Set(columns.map(idOf)));
    designer.change(insert(designer.doc, listPath, columns.length, made), { select: [...listPath, columns.length] });
  };
  return element(
    "fieldset",
    { class: "fd-list" },
    element("legend", {}, say("columns")),
    element("ol", { class: "fd-columns", lang: language }, ...rows),
    element(
      "div",
      { class: "fd-compose-row" },
      kind,
      element("button", { type: "button", class: "button small", onclick: add, "data-control": "columns.add" }, say("add_column")),
    ),
  );
}

function columnRow(designer, path, column, count) {
  const { say, language } = designer;
  const label = labelOf(column, language) || idOf(column) || say("untitled");
  const choose = () => designer.select(path, { focus: true });
  const pick = element("button", { type: "button", class: "fd-column-pick", onclick: choose }, element("span", {}, label));
  pick.append(element("small", {}, kindOf(designer, column)));
  return element(
    "li",
    {},
    pick,
    NUMERIC.includes(column.get("type")) && totalTick(designer, path, column, label),
    tools(designer, path, count, label),
  );
}

function totalTick(designer, path, column, label) {
  const { say } = designer;
  const totals = [...path.slice(0, -2), "totals"];
  const given = () => arrayAt(designer.doc, totals);
  const tick = element("input", { type: "checkbox", "data-control": `totals.${idOf(column)}`, "aria-label": say("total_of", { label }) });
  tick.checked = given().includes(idOf(column));
  tick.addEventListener("change", () => {
    const others = given().filter((one) => one !== idOf(column));
    const made = tick.checked ? [...others, idOf(column)] : others;
    designer.set(totals, made.length ? made : undefined);
  });
  return element("label", { class: "fd-tick" }, tick, element("span", {}, say("total")));
}

function kindOf({ say }, column) {
  const kind = textOf(column.get("type"));
  return IN_TABLES.includes(kind) ? say(kind) : kind;
}
