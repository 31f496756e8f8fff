// What stands above the table: its name and hit policy, and the buttons that act on the chosen rule.

import { element } from "../editing/page.js";
import { button, choice, field } from "./fields.js";

const POLICIES = ["UNIQUE", "FIRST", "COLLECT"];

export class Toolbar {
  constructor({ grid, say, bar, readOnly }) {
    Object.assign(this, { _grid: grid, _say: say });
    this._told = element("p", { class: "visually-hidden", role: "status" });
    const { decision, table } = grid.model;
    this._name = element("input", { type: "text", maxlength: 200, disabled: readOnly, onchange: () => this._rename() });
    this._policy = choice("", this._policies(table.hitPolicy), { disabled: readOnly, onchange: () => this._setPolicy() });
    this._hint = element("small", { class: "table-hint" });
    this.refresh();
    const about = [field(say("decision_name"), this._name), field(say("hit_policy"), this._policy)];
    const tools = readOnly ? null : this._ruleTools();
    this.node = element("div", { class: "table-head" }, element("div", { class: "table-about" }, ...about, this._hint), tools, this._told);
    if (decision.name === undefined) this._name.value = "";
    bar.tools.replaceChildren(...(readOnly ? [] : this._steps()));
  }

  /** After a step, also one taken back. */
  refresh() {
    const { decision, table } = this._grid.model;
    this._name.value = decision.name ?? "";
    const policy = table.hitPolicy ?? "UNIQUE";
    const known = POLICIES.includes(policy) && !table.aggregation;
    this._policy.value = policyValue(table);
    this._hint.textContent = known ? this._say(`policy_${policy}`) : this._say("policy_other");
  }

  _policies(current) {
    const options = POLICIES.map((one) => [one, this._say(`policy_name_${one}`)]);
    const own = policyValue(this._grid.model.table);
    return current && !POLICIES.includes(own) ? [...options, [own, own]] : options;
  }

  _rename() {
    this._grid.get("modeling").editDecisionTableName(this._name.value.trim());
  }

  _setPolicy() {
    this._grid.get("modeling").editHitPolicy(this._policy.value, undefined);
  }

  _steps() {
    const say = this._say;
    const step = (name, sign) =>
      button(sign, () => this._grid.get("commandStack")[name](), { class: "button small sign", title: say(name), "aria-label": say(name), "data-act": name });
    return [step("undo", "↶"), step("redo", "↷")];
  }

  _ruleTools() {
    const say = this._say;
    const tool = (name) => button(say(`rule_${name}`), () => this.act(name), { "data-rule-act": name, title: say(`rule_${name}_title`) });
    const tools = ["above", "below", "copy", "up", "down", "remove"].map(tool);
    return element("div", { class: "table-tools", role: "toolbar", "aria-label": say("rule_tools") }, ...tools);
  }

  /** above, below, copy, up, down or remove, on the rule that was chosen last. */
  act(name) {
    const { rows, chosenRow } = this._grid;
    const modeling = this._grid.get("modeling");
    const place = rows.indexOf(chosenRow);
    if (place === -1 && name !== "below") return this._tell("choose_rule");
    const acts = {
      above: () => this._shown(modeling.addRow({ type: "dmn:DecisionRule" }, place), "rule_added"),
      below: () => this._shown(modeling.addRow({ type: "dmn:DecisionRule" }, place === -1 ? rows.length : place + 1), "rule_added"),
      copy: () => this._copy(chosenRow, place),
      up: () => this._move(chosenRow, place - 1),
      down: () => this._move(chosenRow, place + 1),
      remove: () => this._remove(chosenRow, place),
    };
    return acts[name]();
  }

  _copy(row, place) {
    this._grid.get("editorActions").trigger("copy", { element: row });
    this._grid.get("editorActions").trigger("pasteAfter", { element: row });
    this._shown(this._grid.rows[place + 1], "rule_added");
  }

  _move(row, place) {
    if (place < 0 || place >= this._grid.rows.length) return this._tell("rule_at_end");
    const active = document.activeElement?.closest("[data-element-id]")?.dataset.elementId;
    this._grid.get("modeling").moveRow(row, place);
    const cell = row.cells.find((one) => one.id === active);
    return this._shown(row, "rule_moved", cell);
  }

  _remove(row, place) {
    this._grid.get("modeling").removeRow(row);
    const { rows } = this._grid;
    this._tell("rule_removed", { rule: place + 1 });
    if (rows.length) this._grid.choose(rows[Math.min(place, rows.length - 1)].id);
  }

  _shown(row, words, cell = row.cells[0]) {
    this._grid.choose(row.id, row.cells.indexOf(cell));
    this._tell(words, { rule: this._grid.rows.indexOf(row) + 1 });
  }

  _tell(words, values = {}) {
    this._told.textContent = this._say(words, values);
  }
}

function policyValue(table) {
  return [table.hitPolicy ?? "UNIQUE", table.aggregation].filter(Boolean).join(" ");
}
