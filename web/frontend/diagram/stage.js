// The pane of the diagram editor: the drawing, its panel, and the buttons above.

import { ask } from "../editing/dialogs.js";
import { element } from "../editing/page.js";
import { KEY_TABLE } from "./keys-words.js";

/** Builds the pane anew; answers with the nodes of the drawing and of the panel. */
export function makeStage({ stage, bar, say }, { readOnly, editor }) {
  const canvas = element("div", { class: "diagram-canvas", "aria-label": say("canvas"), role: "region" });
  const panel = element("aside", { class: "diagram-panel", "aria-label": say("panel") });
  panel.addEventListener("keydown", (event) => {
    if (event.key === "Escape") editor.act("canvas");
  });
  stage.classList.add("diagram-stage");
  stage.classList.toggle("alone", readOnly);
  stage.replaceChildren(canvas, ...(readOnly ? [] : [panel]));
  const changing = [button(say, "undo", "↶", editor), button(say, "redo", "↷", editor)];
  const looking = [
    button(say, "zoom_out", "−", editor),
    button(say, "zoom_in", "+", editor),
    button(say, "zoom_fit", "⤢", editor),
  ];
  const help = element("button", { type: "button", class: "button small", onclick: () => showKeys(say) }, say("keys"));
  bar.tools.replaceChildren(...(readOnly ? looking : [...changing, ...looking, help]));
  return { canvas, panel };
}

function button(say, name, sign, editor) {
  return element(
    "button",
    {
      type: "button",
      class: "button small sign",
      title: say(name),
      "aria-label": say(name),
      "data-act": name,
      onclick: () => editor.act(name),
    },
    sign,
  );
}

function showKeys(say) {
  const rows = KEY_TABLE.map(([keys, words]) =>
    element("tr", {}, element("td", {}, element("kbd", {}, keys)), element("td", {}, say(words))),
  );
  const head = element(
    "tr",
    {},
    element("th", { scope: "col" }, say("keys_key")),
    element("th", { scope: "col" }, say("keys_does")),
  );
  const table = element("table", { class: "table keys" }, element("thead", {}, head), element("tbody", {}, ...rows));
  return ask(say("keys"), [element("p", {}, say("keys_intro")), table], [["close", say("close"), "primary"]]);
}
