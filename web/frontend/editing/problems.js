// The list of problems under the editor: what the server's check found, each leading to its element.

import { element } from "./page.js";

export class ProblemList {
  /** choose(problem): shows where a problem of this file is; problems of other files are only told. */
  constructor(say, path, choose) {
    this._say = say;
    this._path = path;
    this._choose = choose;
    this._count = element("span", { class: "editor-problem-count", role: "status" }, say("checking"));
    this._list = element("ol", { class: "editor-problem-list" });
    this.node = element(
      "details",
      { class: "editor-problems", open: true },
      element("summary", {}, element("h2", {}, say("problems")), " ", this._count),
      this._list,
    );
  }

  show(problems) {
    const count = problems.length;
    const words = count === 0 ? "no_problems" : count === 1 ? "one_problem" : "problem_count";
    this._count.textContent = this._say(words, { count });
    this._count.dataset.count = count;
    this._list.replaceChildren(...problems.map((problem) => this._row(problem)));
  }

  /** Says that what is listed may be out of date. */
  unknown() {
    this._count.textContent = this._say("not_checked");
    delete this._count.dataset.count;
  }

  _row(problem) {
    const here = !problem.file || problem.file === this._path;
    const where = [here ? null : problem.file, problem.element].filter(Boolean).join(" · ");
    const parts = [problem.message, where && element("span", { class: "editor-problem-where" }, where)].filter(Boolean);
    const leads = here && problem.element;
    const tag = leads ? "button" : "span";
    const act = leads ? { type: "button", onclick: () => this._choose(problem) } : {};
    return element("li", { "data-code": problem.code }, element(tag, { class: "editor-problem", ...act }, ...parts));
  }
}
