// A pattern to be typed, or taken from those that a bank's forms need.

import { at, textOf } from "./document.js";
import { element } from "../editing/page.js";

const READY = [
  ["time", "([01]\\d|2[0-3]):[0-5]\\d"],
  ["phone", "1[3-9]\\d{9}"],
  ["post", "\\d{6}"],
  ["mail", "[\\w.+-]{1,64}@[\\w-]{1,63}(\\.[\\w-]{1,63}){1,3}"],
  ["code", "[0-9A-HJ-NPQRTUWXY]{18}"],
];

export function patternControl(designer, controls, path) {
  const { say } = designer;
  const given = textOf(at(designer.doc, [...path, "pattern"]));
  const options = [["", "pattern_none"], ...READY.map(([key, pattern]) => [pattern, `pattern_${key}`])].map(([value, words]) =>
    element("option", { value, selected: value === given }, say(words)),
  );
  const ready = element("select", { "aria-label": say("pattern_ready"), "data-control": "pattern.ready" }, ...options);
  ready.addEventListener("change", () => designer.set([...path, "pattern"], ready.value || undefined));
  const text = controls.text("pattern", { hint: say("pattern_help"), mono: true });
  text.append(ready);
  return text;
}
