// The language of the drawing library's own menus and hints. Misses are kept for the tests.

import { CHINESE } from "./chinese.js";

/** A module for the library, and the set of texts that it was asked for and has not. */
export function translation(language) {
  const misses = new Set();
  const translate = (template, values = {}) => {
    let text = template;
    if (language === "zh" && template.trim()) {
      text = CHINESE[template.trim()];
      if (text === undefined) {
        misses.add(template);
        text = template;
      }
    }
    return text.replace(/\{([^}]+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  };
  return { module: { translate: ["value", translate] }, misses };
}
