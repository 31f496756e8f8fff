// The settings of a field or of a table's column: what its kind has, and what all have.

import { columnsEditor } from "./columns.js";
import { at, idOf, isColumn, labelOf, listOf, move, textOf } from "./document.js";
import { FILES, IN_TABLES, KINDS, SETTINGS, SHOWN_ONLY, asKind } from "./kinds.js";
import { optionsEditor } from "./options.js";
import { Panel } from "./panel.js";
import { patternControl } from "./patterns.js";
import { element } from "../editing/page.js";

const OWNERS = ["AM", "BS", "SYS"];
const ROLES = ["am", "sup", "cc", "cc_head", "bs", "aud"];
const NUMBERS = ["min", "max", "decimals", "min_length", "max_length", "min_rows", "max_rows", "max_files", "max_mb"];

export class FieldPanel extends Panel {
  parts() {
    const kind = textOf(this.node.get("type"));
    const isShownOnly = SHOWN_ONLY.includes(kind);
    const inTable = isColumn(this.path);
    return [
      this._head(this.say(inTable ? "settings_of_column" : KINDS.includes(kind) ? kind : "kind")),
      inTable && this._back(),
      this.controls.bilingual("label", {
        long: kind === "note",
        write: (language, typed) => this._label("label", language, typed),
      }),
      ...this._own(kind),
      !isShownOnly && kind !== "computed" && this._group("group_rules", ...this._limits(kind)),
      !inTable && this._group("group_conditions", this._expression("visible_if")),
      !isShownOnly && kind !== "computed" && this._group("group_filling", ...this._filling(kind)),
      this._group("group_more", ...this._more(kind)),
    ].filter(Boolean);
  }

  /** What only this kind has. */
  _own(kind) {
    const { say, controls, designer, path } = this;
    const names = SETTINGS[kind] ?? [];
    return [
      names.includes("options") && optionsEditor(designer, path),
      names.includes("columns") && columnsEditor(designer, path),
      names.includes("formula") && this._expression("formula", { hint: say("formula_help"), isFormula: true }),
      names.includes("unit") && controls.bilingual("unit"),
      names.includes("roles") &&
        controls.ticks("roles", ROLES.map((one) => [one, say(`role_${one}`)]), {
          hint: say("roles_help"),
          same: (one, other) => textOf(one).toLowerCase() === other,
        }),
      names.includes("kinds") && controls.ticks("kinds", FILES.map((one) => [one, say(`files_${one}`)])),
      kind === "computed" && this._row(controls.number("decimals")),
    ].filter(Boolean);
  }

  _limits(kind) {
    const { controls } = this;
    const isSingle = kind === "attachment" && this.node.get("multiple") !== true;
    const numbers = (SETTINGS[kind] ?? []).filter((name) => NUMBERS.includes(name) && !(isSingle && name === "max_files"));
    return [
      controls.flag("required", { label: kind === "table" ? "required_min_rows" : "required" }),
      !["table", "boolean"].includes(kind) && this._expression("required_if"),
      kind === "attachment" && controls.flag("multiple"),
      numbers.length > 0 && this._row(...numbers.map((name) => controls.number(name))),
      (SETTINGS[kind] ?? []).includes("pattern") && patternControl(this.designer, controls, this.path),
      kind === "table" && controls.flag("fixed_rows"),
    ].filter(Boolean);
  }

  _filling(kind) {
    const { controls, say } = this;
    const owners = [["", say("owner_none")], ...OWNERS.map((one) => [one, say(`owner_${one}`)])];
    return [
      controls.flag("read_only", { label: "is_given", hint: say("is_given_help") }),
      kind !== "boolean" && controls.flag("expected"),
      controls.select("owner", owners),
      !isColumn(this.path) && this._expression("prefill", { hint: say("prefill_help"), isFormula: true }),
    ].filter(Boolean);
  }

  _more(kind) {
    const { controls, say, designer } = this;
    const inTable = isColumn(this.path);
    const kinds = (inTable ? IN_TABLES : KINDS).map((one) => [one, say(one)]);
    const become = (chosen) => designer.set(this.path, asKind(this.node, chosen));
    const isValue = !SHOWN_ONLY.includes(kind);
    return [
      isValue && controls.bilingual("help", { long: true }),
      this._row(controls.select("type", kinds, { label: "kind", write: become }), !inTable && this._inSection()),
      this._id(),
      isValue && !inTable && controls.flag("process", { hint: say("process_help", { id: idOf(this.node) }) }),
      isValue && controls.flag("personal"),
    ].filter(Boolean);
  }

  /** Which section a field stands in, to be chosen: nothing needs to be dragged. */
  _inSection() {
    const { designer, path } = this;
    const sections = listOf(designer.doc, "sections");
    const choices = sections.map((one, i) => [String(i), labelOf(one, designer.language, "title") || idOf(one)]);
    const go = (chosen) => {
      const listPath = ["sections", Number(chosen), "fields"];
      const place = listOf(sections[chosen], "fields").length;
      designer.change(move(designer.doc, path, listPath, place), { select: [...listPath, place] });
    };
    return this.controls.select("section", choices, { label: "in_section", value: String(path[1]), write: go });
  }

  _back() {
    const table = this.path.slice(0, 4);
    const label = labelOf(at(this.designer.doc, table), this.designer.language);
    const back = () => this.designer.select(table, { focus: true });
    return element("button", { type: "button", class: "button small", onclick: back }, `← ${this.say("back_to", { label })}`);
  }
}
