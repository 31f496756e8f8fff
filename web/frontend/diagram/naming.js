// What is named on the drawing is cut to what a file may hold: the library lays out a text sign by sign, and the page
// would stand still for minutes over one that was pasted by mistake. A diagram-js module.

import { LONGEST_LINE } from "./panel/fields.js";

class ShortNames {
  static $inject = ["labelEditingProvider"];

  constructor(naming) {
    const update = naming.update.bind(naming);
    naming.update = (element, text, ...more) => update(element, text.slice(0, LONGEST_LINE), ...more);
  }
}

export const NamingModule = { __init__: ["shortNames"], shortNames: ["type", ShortNames] };
