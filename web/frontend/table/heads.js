// The heads of columns; of a table that is edited each has a button that opens the dialog of its column.

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

function Heads(components) {
  components.onGetComponent("cell", ({ cellType }) => ({ "input-header": InputCell, "output-header": OutputCell })[cellType]);
}
Heads.$inject = ["components"];

function HeadButtons(components, eventBus) {
  components.onGetComponent("cell-inner", ({ cellType }) =>
    ["input-cell", "output-cell"].includes(cellType) ? EditButton : undefined,
  );
  eventBus.on("input.edit", ({ input }) => eventBus.fire("column.edit", { clause: input }));
  eventBus.on("output.edit", ({ output }) => eventBus.fire("column.edit", { clause: output }));
}
HeadButtons.$inject = ["components", "eventBus"];

export const SHOWN_HEADS = { __init__: ["heads"], heads: ["type", Heads] };
export const EDITED_HEADS = { __depends__: [SHOWN_HEADS], __init__: ["headButtons"], headButtons: ["type", HeadButtons] };
