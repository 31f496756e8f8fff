// The pane of the table editor: what is said of the table, the table itself, and below it the test box and the findings.

import { element } from "../editing/page.js";
import { ColumnDialog } from "./column-dialog.js";
import { Toolbar } from "./toolbar.js";

/** Builds the pane anew; answers with its toolbar. */
export function makeStage({ stage, bar, say, grid, pane, readOnly, panels }) {
  const toolbar = new Toolbar({ grid, say, bar, readOnly });
  stage.classList.add("table-stage");
  stage.replaceChildren(toolbar.node, pane, element("div", { class: "table-panels" }, ...panels));
  if (!readOnly) {
    new ColumnDialog(grid, say);
    pane.addEventListener("keydown", (event) => moveByKeys(event, toolbar), { capture: true });
  }
  return { toolbar };
}

function moveByKeys(event, toolbar) {
  const name = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  if (!event.altKey || !name || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  toolbar.act(name);
}
