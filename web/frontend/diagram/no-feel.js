// Stands in for the editors of another expression language that the properties panel would bring along.
export default class NoFeelEditor {
  setVariables() {}
  destroy() {}
}
export const FeelersEditor = NoFeelEditor;
