// What a column is called to a person: its label, else what it reads or is named.

/** column: an input or output clause of the model. */
export function columnName(column) {
  return column.label || column.inputExpression?.text || column.name || "";
}
