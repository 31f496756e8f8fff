// The three parts of the designer: side by side where there is room, one at a time where there is not.

import { element } from "../editing/page.js";

const NAMES = ["list", "settings", "preview"];

export class Panes {
  /** content: the children of each pane by its name. */
  constructor(say, content) {
    this._buttons = NAMES.map((name) =>
      element("button", { type: "button", class: "button small", onclick: () => this._choose(name) }, say(`pane_${name}`)),
    );
    this._tabs = element("div", { class: "fd-tabs", role: "group", "aria-label": say("pane") }, ...this._buttons);
    this._panes = NAMES.map((name) =>
      element("section", { class: `fd-pane is-${name}`, "aria-label": say(`pane_${name}`) }, ...content[name].filter(Boolean)),
    );
    this.node = element("div", { class: "fd" }, this._tabs, ...this._panes);
    this._choose("list");
  }

  /** Whether only one part is seen at a time. */
  get isNarrow() {
    return getComputedStyle(this._tabs).display !== "none";
  }

  /** Leads to a part; where all are seen there is nothing to do. */
  open(name) {
    if (this.isNarrow) this._choose(name);
  }

  _choose(name) {
    this.node.dataset.pane = name;
    for (const [place, button] of this._buttons.entries()) button.setAttribute("aria-pressed", String(NAMES[place] === name));
  }
}
