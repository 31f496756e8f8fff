// The line above an editor: what state the file is in, the button that saves, and what went wrong.

import { element } from "./page.js";

export class Bar {
  constructor(say, { readOnly, onSave }) {
    this._say = say;
    this.tools = element("div", { class: "editor-tools" });
    this._state = element("span", { class: "editor-state", role: "status" }, say(readOnly ? "read_only" : "saved"));
    this._save = element(
      "button",
      { type: "button", class: "button primary", title: say("save_keys"), onclick: onSave },
      say("save"),
    );
    this._warning = element("p", { class: "notice error editor-warning", role: "alert", hidden: true });
    this.node = element(
      "div",
      { class: "editor-head" },
      element("div", { class: "editor-bar" }, this.tools, this._state, readOnly ? null : this._save),
      this._warning,
    );
  }

  /** Tells the state by the key of its words. */
  tell(key, values) {
    this._state.textContent = this._say(key, values);
    this._state.dataset.state = key;
  }

  /** Tells what went wrong, until the next success; null takes it away. */
  warn(sentence) {
    this._warning.textContent = sentence ?? "";
    this._warning.hidden = sentence === null;
  }

  /** From now on the file can only be looked at, and why. */
  lock(sentences) {
    this._save.remove();
    this.tell("read_only");
    const lines = sentences.map((sentence) => element("li", {}, sentence));
    this._warning.replaceWith(
      element("div", { class: "notice warning editor-lock", role: "alert" }, element("ul", {}, ...lines)),
    );
  }

  /** Something to know that stops nobody. */
  note(sentence) {
    this.node.append(element("p", { class: "notice editor-note" }, sentence));
  }
}
