// Rules without an id: a result could not tell which rule made it, so each is given one when the file is opened.

import { textOf } from "../faithful/file.js";
import { byId, parse } from "../faithful/tree.js";

/** {text, count}: the text with an id on every rule, and how many were given. */
export function withRuleIds(text) {
  const document = parse(text);
  const rules = [...document.getElementsByTagNameNS("*", "rule")].filter((one) => !one.getAttribute("id"));
  if (!rules.length) return { text, count: 0 };
  const taken = byId(document);
  let number = 0;
  for (const rule of rules) {
    do number += 1;
    while (taken.has(`rule-${number}`));
    rule.setAttribute("id", `rule-${number}`);
  }
  return { text: textOf(document, text), count: rules.length };
}
