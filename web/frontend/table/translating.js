// The language of dmn-js's own menus and hints. Misses are kept for the tests.

import { CHINESE, ENGLISH } from "./chinese.js";

/** A module for the library, and the set of texts that it was asked for and has not. */
export function translation(language) {
  const misses = new Set();
  const translate = (template, values = {}) => {
    const text = language === "zh" ? CHINESE[template.trim()] : (ENGLISH[template] ?? template);
    if (text === undefined && template.trim()) misses.add(template);
    return (text ?? template).replace(/\{([^}]+)\}/g, (whole, name) => (name in values ? String(values[name]) : whole));
  };
  return { module: { translate: ["value", translate] }, misses };
}
