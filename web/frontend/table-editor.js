// The page of a decision table.

import "dmn-js/dist/assets/dmn-js-shared.css";
import "dmn-js/dist/assets/dmn-js-decision-table.css";
import "dmn-js/dist/assets/dmn-js-decision-table-controls.css";
import "dmn-js/dist/assets/dmn-font/css/dmn-embedded.css";
import "./editing/editing.css";
import "./table/table.css";

import { openEditor } from "./editing/open.js";
import { TableEditor } from "./table/editor.js";
import { WORDS } from "./table/words.js";

openEditor({
  make: (frame) => new TableEditor(frame).open(),
  words: WORDS,
  styles: "table-editor.css",
  base: import.meta.url,
});
