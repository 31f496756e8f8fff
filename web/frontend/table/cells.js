// The cells of rules: an input's test or an output's value, typed as it stands in the file.

import ContentEditable from "dmn-js-shared/lib/components/ContentEditable";
import { is } from "dmn-js-shared/lib/util/ModelUtil";
import { Component, createComponentVNode } from "inferno";
import DecisionRulesBodyComponent from "dmn-js-decision-table/lib/features/decision-rules/components/DecisionRulesBodyComponent";
import DecisionRulesRowComponent from "dmn-js-decision-table/lib/features/decision-rules/components/DecisionRulesRowComponent";
import DecisionRulesCellComponent from "dmn-js-decision-table/lib/features/decision-rules/components/DecisionRulesCellComponent";
import { Cell } from "table-js/lib/components";

import { columnName } from "./names.js";

const COMPONENT = 2; // inferno's flag: a component of either kind

class RuleCell extends Component {
  constructor(props, context) {
    super(props, context);
    this._modeling = context.injector.get("modeling");
    this._say = context.injector.get("say");
    this._changed = () => this.forceUpdate();
  }

  componentWillMount() {
    this.context.changeSupport.onElementsChanged(this.props.cell.id, this._changed);
  }

  componentWillUnmount() {
    this.context.changeSupport.offElementsChanged(this.props.cell.id, this._changed);
  }

  render() {
    const { cell, row, col, rowIndex, colIndex } = this.props;
    const isTest = is(cell, "dmn:UnaryTests");
    const editor = createComponentVNode(COMPONENT, ContentEditable, {
      label: this._say("cell", { column: columnName(col.businessObject), rule: rowIndex + 1 }),
      className: "rule-text",
      ctrlForNewline: true,
      onInput: (text) => this._modeling.editCell(cell.businessObject, text.replaceAll("\u00a0", " ")),
      value: cell.businessObject.text ?? "",
      placeholder: isTest ? "-" : "",
    });
    return createComponentVNode(COMPONENT, Cell, {
      className: isTest ? "input-cell" : "output-cell",
      elementId: cell.id,
      coords: `${rowIndex}:${colIndex}`,
      "data-row-id": row.id,
      "data-col-id": col.id,
      children: editor,
    });
  }
}

function cellsOf(CellComponent) {
  function Cells(components) {
    components.onGetComponent("table.body", () => DecisionRulesBodyComponent);
    components.onGetComponent("row", ({ rowType }) => (rowType === "rule" ? DecisionRulesRowComponent : undefined));
    components.onGetComponent("cell", ({ cellType }) => (cellType === "rule" ? CellComponent : undefined));
  }
  Cells.$inject = ["components"];
  return { __init__: ["cells"], cells: ["type", Cells] };
}

export const SHOWN_CELLS = cellsOf(DecisionRulesCellComponent);
export const EDITED_CELLS = cellsOf(RuleCell);
