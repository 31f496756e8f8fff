// The heads of columns: each with a button that opens the dialog of its column.

import InputCell from "dmn-js-decision-table/lib/features/decision-table-head/editor/components/InputCell";
import OutputCell from "dmn-js-decision-table/lib/features/decision-table-head/editor/components/OutputCell";
import { Component, createVNode } from "inferno";

import { columnName } from "./names.js";

const ELEMENT = 1; // inferno's flags: a plain element, without children
const EMPTY = 1;

class EditButton extends Component {
  render() {
    const { injector } = this.context;
    const clause = this.props.col;
    return createVNode(ELEMENT, "button", "edit-button dmn-icon-edit", null, EMPTY, {
      type: "button",
      "aria-label": injector.get("say")("edit_column", { column: columnName(clause) }),
      "data-edit-column": clause.id,
      onClick: () => injector.get("eventBus").fire("column.edit", { clause }),
    });
  }
}

function Heads(components, eventBus) {
  components.onGetComponent("cell", ({ cellType }) => ({ "input-header": InputCell, "output-header": OutputCell })[cellType]);
  components.onGetComponent("cell-inner", ({ cellType }) =>
    ["input-cell", "output-cell"].includes(cellType) ? EditButton : undefined,
  );
  eventBus.on("input.edit", ({ input }) => eventBus.fire("column.edit", { clause: input }));
  eventBus.on("output.edit", ({ output }) => eventBus.fire("column.edit", { clause: output }));
}
Heads.$inject = ["components", "eventBus"];

export const EDITED_HEADS = { __init__: ["heads"], heads: ["type", Heads] };
