// The test box: one field for each thing the table must be told, and what it decides.

import { element } from "../editing/page.js";
import { choice, field } from "./fields.js";

export class Trial {
  /** run(inputs): what the server answers; show(ruleIds): marks rules; choose(ruleId): goes to one; textsOf(column): texts. */
  constructor({ say, run, show, choose, textsOf }) {
    Object.assign(this, { _say: say, _run: run, _show: show, _choose: choose, _textsOf: textsOf });
    this._fields = [];
    this._controls = new Map();
    this._inputs = element("div", { class: "table-inputs" });
    this._result = element("div", { class: "table-result", role: "status" });
    this._tried = false;
    const submit = (event) => {
      event.preventDefault();
      this.try();
    };
    const actions = element("div", { class: "table-actions" }, element("button", { class: "button primary small" }, say("try")), this._clearButton());
    this._form = element("form", { onsubmit: submit }, this._inputs, actions);
    this._form.noValidate = true;
    this.node = element(
      "section",
      { class: "table-panel table-trial", "aria-labelledby": "table-trial-title" },
      element("h2", { id: "table-trial-title" }, say("trial")),
      this._form,
      this._result,
    );
  }

  /** What must be typed; what was typed stays. */
  setFields(fields) {
    const key = (list) => JSON.stringify(list.map((one) => [one, this._textsOf(one.column)]));
    if (key(fields) === this._key) return;
    this._key = key(fields);
    const typed = this.typed();
    const focused = document.activeElement?.dataset?.input;
    this._fields = fields;
    this._controls.clear();
    this._inputs.replaceChildren(...fields.map((one, place) => this._field(one, place, typed[one.name] ?? "")));
    if (focused) this._controls.get(focused)?.focus();
  }

  typed() {
    return Object.fromEntries([...this._controls].map(([name, control]) => [name, control.value]));
  }

  /** Fills in an example and tries it. */
  fill(example) {
    for (const [name, value] of Object.entries(example)) {
      const control = this._controls.get(name);
      if (!control) continue;
      control.value = value;
    }
    return this.try();
  }

  async try() {
    this._tried = true;
    const turn = (this._turn = Symbol("turn"));
    let answer;
    try {
      answer = await this._run(this.typed());
    } catch {
      answer = { trial: null, problems: [] };
    }
    if (turn === this._turn) this._tell(answer);
  }

  /** After a step in the table: what was tried is tried again. */
  again() {
    if (this._tried) this.try();
  }

  _tell(answer) {
    const { trial } = answer;
    if (!trial) {
      this._show([]);
      this._result.replaceChildren(element("p", { class: "table-reason" }, this._say(answer.problems?.length ? "not_tried" : "no_answer")));
      return;
    }
    this._show(trial.rules);
    const reasons = trial.reasons.map((one) => element("p", { class: "table-reason" }, one));
    const results = trial.results.map((row, place) => this._row(row, trial.rules[place]));
    this._result.replaceChildren(...reasons, ...(reasons.length ? this._matched(trial.rules) : results));
  }

  _matched(rules) {
    return rules.length ? [element("p", {}, ...rules.map((rule) => this._ruleButton(rule)))] : [];
  }

  _row(outputs, rule) {
    const values = outputs.map((one) => element("div", {}, element("dt", {}, one.label), element("dd", {}, one.value)));
    return element("div", { class: "table-decided" }, this._ruleButton(rule), element("dl", {}, ...values));
  }

  _ruleButton(rule) {
    const go = () => this._choose(rule);
    return element("button", { type: "button", class: "button quiet small", onclick: go, "data-rule": rule }, this._say("matched_rule", { rule: this._choose.number(rule) }));
  }

  _clearButton() {
    const clear = () => {
      for (const control of this._controls.values()) control.value = "";
      this._tried = false;
      this._turn = null;
      this._show([]);
      this._result.replaceChildren();
    };
    return element("button", { type: "button", class: "button small", onclick: clear }, this._say("clear"));
  }

  _field(one, place, typed) {
    const control = this._control(one, place);
    control.value = typed;
    control.dataset.input = one.name;
    this._controls.set(one.name, control);
    const named = one.label === one.name ? one.label : element("span", {}, one.label, " ", element("code", {}, one.name));
    return field(named, control);
  }

  _control(one, place) {
    const say = this._say;
    if (one.kind === "flag") return choice("", [["", "—"], ["true", say("yes")], ["false", say("no")], ["null", say("unknown")]]);
    if (one.kind === "number") return element("input", { type: "text", inputmode: "decimal", placeholder: say("number"), autocomplete: "off" });
    const texts = one.column === null ? [] : this._textsOf(one.column);
    const list = element("datalist", { id: `table-texts-${place}` }, ...texts.map((text) => element("option", { value: text })));
    this._inputs.parentElement?.querySelector(`#table-texts-${place}`)?.remove();
    this._form.append(list);
    return element("input", { type: "text", list: list.id, placeholder: say(one.kind === "text" ? "text" : "any"), autocomplete: "off" });
  }
}
