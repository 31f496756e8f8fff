// The page of a form: the designer in the frame that all editors share.

import "./editing/editing.css";
import "./form/form.css";

import { openEditor } from "./editing/open.js";
import { Designer } from "./form/designer.js";
import { WORDS } from "./form/words.js";

openEditor({
  make: async (frame) => new Designer(frame),
  words: WORDS,
  styles: "form-editor.css",
  base: import.meta.url,
});
