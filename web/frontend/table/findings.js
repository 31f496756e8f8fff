// What the server found in the rules: overlaps, gaps, rules that never decide. Each leads to its rule and can be tried.

import { element } from "../editing/page.js";

export class Findings {
  /** choose(finding): shows where it is. */
  constructor(say, choose) {
    this._say = say;
    this._choose = choose;
    this._count = element("span", { class: "editor-problem-count", role: "status" });
    this._list = element("ol", { class: "editor-problem-list" });
    this.node = element(
      "section",
      { class: "table-panel table-findings", "aria-labelledby": "table-findings-title" },
      element("h2", { id: "table-findings-title" }, say("findings"), " ", this._count),
      element("p", { class: "table-hint" }, say("findings_hint")),
      this._list,
    );
  }

  show(findings) {
    const count = findings.length;
    this._count.textContent = count ? this._say("finding_count", { count }) : this._say("no_findings");
    this._list.replaceChildren(...findings.map((one) => this._row(one)));
  }

  /** The table cannot be examined as it is, or the server did not answer. */
  unknown(words) {
    this._count.textContent = this._say(words);
    this._list.replaceChildren();
  }

  _row(finding) {
    const leads = finding.rules.length || Object.keys(finding.example).length;
    const act = leads ? { type: "button", onclick: () => this._choose(finding) } : {};
    const kind = element("span", { class: "table-kind" }, this._say(`finding_${finding.code}`));
    const words = element("span", { class: "table-finding" }, finding.message);
    return element("li", { "data-code": finding.code }, element(leads ? "button" : "span", { class: "editor-problem", ...act }, kind, words));
  }
}
