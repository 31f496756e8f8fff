// The decision of a file as dmn-js edits it.

import { DmnModdle } from "dmn-moddle";
import { Ids } from "ids";

import { parts } from "../faithful/identities.js";

/** The file holds nothing that can be shown as a table; code: "no_table" or "rule_cells". */
export class NoTable extends Error {
  constructor(code, detail = "") {
    super(code);
    this.code = code;
    this.detail = detail;
  }
}

export class TableModel {
  /** Reads a text; throws `NoTable`, or the model's own error. */
  static async read(text) {
    const moddle = new DmnModdle();
    moddle.ids = new Ids([32, 36, 1]);
    const { rootElement, elementsById } = await moddle.fromXML(text);
    for (const [id, one] of Object.entries(elementsById)) moddle.ids.claim(id, one);
    return new TableModel(moddle, rootElement);
  }

  constructor(moddle, definitions) {
    this.moddle = moddle;
    this._definitions = definitions;
    this.decision = (definitions.drgElement ?? []).find((one) => one.decisionLogic?.$instanceOf("dmn:DecisionTable"));
    if (!this.decision) throw new NoTable("no_table");
    this._lent = this._lendIds();
    this._refuseUneven();
  }

  get table() {
    return this.decision.decisionLogic;
  }

  /** The text as the model writes it; ids that only the editor needed are left out. */
  async text() {
    const ids = new Map([...this._lent].map((one) => [one, one.id]));
    for (const one of ids.keys()) one.id = undefined;
    try {
      return (await this.moddle.toXML(this._definitions, { format: true })).xml;
    } finally {
      for (const [one, id] of ids) one.id = id;
    }
  }

  _lendIds() {
    const without = [...parts(this.decision)].filter((one) => one.id === undefined && one.$instanceOf?.("dmn:DMNElement"));
    for (const one of without) one.id = this.moddle.ids.nextPrefixed(`${one.$type.replace("dmn:", "")}_`, one);
    return new Set(without);
  }

  _refuseUneven() {
    const [inputs, outputs] = [this.table.input ?? [], this.table.output ?? []];
    if (!outputs.length || inputs.some((one) => !one.inputExpression)) throw new NoTable("no_columns");
    (this.table.rule ?? []).forEach((rule, place) => {
      const even = (rule.inputEntry ?? []).length === inputs.length && (rule.outputEntry ?? []).length === outputs.length;
      if (!even) throw new NoTable("rule_cells", place + 1);
    });
  }
}

/** What the model writes of a text that nobody changed. */
export async function exportOf(text) {
  return (await TableModel.read(text)).text();
}
