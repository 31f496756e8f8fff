// The page of a diagram.

import "bpmn-js/dist/assets/diagram-js.css";
import "bpmn-js/dist/assets/bpmn-js.css";
import "bpmn-js/dist/assets/bpmn-font/css/bpmn-embedded.css";
import "./editing/editing.css";
import "./diagram/diagram.css";

import { choicesOf, DiagramEditor } from "./diagram/editor.js";
import { WORDS } from "./diagram/words.js";
import { openEditor } from "./editing/open.js";

openEditor({
  make: (frame) => new DiagramEditor(frame).open(),
  prepare: choicesOf,
  words: WORDS,
  styles: "diagram-editor.css",
  base: import.meta.url,
});
