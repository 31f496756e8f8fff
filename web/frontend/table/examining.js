// Asks the server about the table as it is on the page, and shows in the table what it answers.

import { Findings } from "./findings.js";
import { Marks } from "./marks.js";
import { Trial } from "./trial.js";

const AFTER = 400; // milliseconds after the last change
const QUOTED = /"([^"]*)"/g;

export class Examining {
  /** read(): Promise<text> of the table as it is now. */
  constructor({ grid, say, server, read }) {
    Object.assign(this, { _grid: grid, _say: say, _server: server, _read: read, _marks: new Marks() });
    const choose = Object.assign((rule) => this.goTo(rule), { number: (rule) => this._numberOf(rule) });
    this._trial = new Trial({
      say,
      choose,
      run: async (inputs) => this._server.evaluate(await this._read(), inputs),
      show: (rules) => this._showMatched(rules),
      textsOf: (column) => this._textsOf(column),
    });
    this._findings = new Findings(say, (finding) => this._chosen(finding));
    this.panels = [this._trial.node, this._findings.node];
  }

  /** Examines after a pause in the changes. */
  soon() {
    clearTimeout(this._timer);
    this._timer = setTimeout(() => this._examine(), AFTER);
  }

  end() {
    clearTimeout(this._timer);
    this._ended = true;
    this._marks.clear();
  }

  /** To a rule, or to whatever else has that id. */
  goTo(id) {
    const row = this._grid.rows.find((one) => one.id === id || one.cells.some((cell) => cell.id === id));
    if (!row) return;
    this._grid.choose(row.id, Math.max(0, row.cells.findIndex((cell) => cell.id === id)));
  }

  /** Marks the rules that a check found fault with, and where it quotes a cell also that. */
  markFaults(problems) {
    const rules = new Map(this._grid.rows.map((row) => [row.id, row]));
    const faulty = problems.filter((one) => rules.has(one.element));
    this._marks.rules("faulty", faulty.map((one) => one.element));
    const quoted = (row, message) => row.cells.filter(({ businessObject: { text } }) => text?.trim() && message.includes(`(${text.trim()})`));
    this._marks.cells(faulty.flatMap((one) => quoted(rules.get(one.element), one.message).map((cell) => cell.id)));
  }

  async _examine() {
    const turn = (this._turn = Symbol("turn"));
    let answer;
    try {
      answer = await this._server.evaluate(await this._read());
    } catch {
      if (turn === this._turn) this._findings.unknown("no_answer");
      return;
    }
    if (turn !== this._turn || this._ended) return;
    if (answer.problems.length) this._findings.unknown("not_examined");
    else {
      this._findings.show(answer.findings);
      this._trial.setFields(answer.fields);
    }
    this._marks.rules("found", []);
    this._trial.again();
  }

  _chosen(finding) {
    this._marks.rules("found", finding.rules);
    if (finding.rules.length) this._grid.choose(finding.rules[0], finding.column ?? 0);
    if (Object.keys(finding.example).length) this._trial.fill(finding.example);
  }

  _showMatched(rules) {
    this._marks.rules("matched", rules);
  }

  _numberOf(rule) {
    return this._grid.rows.findIndex((row) => row.id === rule) + 1;
  }

  /** The texts that the cells of an input column ask for. */
  _textsOf(column) {
    if (column === null) return [];
    const cells = this._grid.rows.map((row) => row.cells[column]?.businessObject.text ?? "");
    return [...new Set(cells.flatMap((text) => [...text.matchAll(QUOTED)].map((one) => one[1])))];
  }
}
