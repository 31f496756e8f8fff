// The kinds of fields: in which group of the palette, with which settings, and how a new one begins.

import { Digits } from "./json.js";
import { idFrom } from "./names.js";

const NUMBER = ["min", "max", "unit"];
const TEXT = ["min_length", "max_length", "pattern"];
const DECIMAL = ["min", "max", "decimals", "unit"];

/** kind → settings of its own, beside those of every field. */
export const SETTINGS = {
  __proto__: null, // a file may call a kind "constructor"
  text: TEXT,
  longtext: ["min_length", "max_length"],
  integer: NUMBER,
  decimal: DECIMAL,
  money: DECIMAL,
  date: [],
  choice: ["options"],
  multichoice: ["options"],
  boolean: [],
  attachment: ["kinds", "multiple", "max_files", "max_mb"],
  person: ["roles"],
  customer: [],
  table: ["columns", "min_rows", "max_rows", "fixed_rows", "totals"],
  computed: ["formula", "decimals", "unit"],
  heading: [],
  note: [],
};
export const KINDS = Object.keys(SETTINGS);
export const SHOWN_ONLY = ["heading", "note"];
export const NUMERIC = ["integer", "decimal", "money", "computed"];
export const IN_TABLES = KINDS.filter((kind) => !["table", "attachment", ...SHOWN_ONLY].includes(kind));
export const FILES = ["pdf", "image", "office", "text"];
const OWN = [...new Set(Object.values(SETTINGS).flat())];
const OF_FILLED = ["required", "required_if", "expected", "owner", "read_only"];

export const PALETTE = [
  ["entry", ["text", "longtext", "integer", "decimal", "money", "date", "attachment"]],
  ["choosing", ["choice", "multichoice", "boolean", "person", "customer"]],
  ["building", ["table", "computed", "heading", "note"]],
];

const texts = (zh, en) =>
  new Map([
    ["zh", zh],
    ["en", en],
  ]);

/** A new field of a kind; names: [zh, en] of the kind; taken: ids it may not have. */
export function newField(kind, names, taken) {
  const node = new Map([
    ["id", idFrom(names[1], kind, taken)],
    ["label", texts(...names)],
    ["type", kind],
  ]);
  for (const [name, value] of Object.entries(needed(kind))) node.set(name, value);
  return node;
}

export function newOption(taken, number) {
  return new Map([
    ["value", idFrom(`option ${number}`, "option", taken)],
    ["label", texts(`选项${number}`, `Option ${number}`)],
  ]);
}

export function newSection(names, taken, field) {
  return new Map([
    ["id", idFrom(names[1], "section", taken)],
    ["title", texts(...names)],
    ["fields", [field]],
  ]);
}

export function newRule(names, taken) {
  return new Map([
    ["id", idFrom("rule", "rule", taken)],
    ["if_not", "True"],
    ["fields", []],
    ["message", texts(...names)],
  ]);
}

/** The field as another kind: with what that kind needs, without what only the old one knew. */
export function asKind(node, kind) {
  const fits = new Set(SETTINGS[kind] ?? []);
  const filled = !SHOWN_ONLY.includes(kind) && kind !== "computed";
  const goes = (name) => (OWN.includes(name) && !fits.has(name)) || (OF_FILLED.includes(name) && !filled);
  const made = new Map([...node].filter(([name]) => !goes(name)));
  made.set("type", kind);
  for (const [name, value] of Object.entries(needed(kind))) if (!made.has(name)) made.set(name, value);
  return made;
}

function needed(kind) {
  if (kind === "choice" || kind === "multichoice") {
    const first = newOption(new Set(), 1);
    return { options: [first, newOption(new Set([first.get("value")]), 2)] };
  }
  if (kind === "table") return { columns: [newField("text", ["内容", "Item"], new Set())] };
  if (kind === "attachment") return { kinds: ["pdf", "image"] };
  if (kind === "computed") return { formula: "0" };
  if (kind === "text") return { max_length: new Digits("100") };
  if (kind === "longtext") return { max_length: new Digits("1000") };
  return {};
}
