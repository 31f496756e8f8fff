// The options of a choice: what is stored and what a person reads, in both languages.

import { at, insert, labelOf, listOf, put, textOf } from "./document.js";
import { newOption } from "./kinds.js";
import { tools } from "./members.js";
import { idFrom } from "./names.js";
import { element } from "../editing/page.js";

/** Value and labels of each option; a new one's value follows its English label until the form is saved. */
export function optionsEditor(designer, path) {
  const { say } = designer;
  const listPath = [...path, "options"];
  const options = listOf(at(designer.doc, path), "options");
  const rows = options.map((_, place) => optionRow(designer, [...listPath, place], options.length));
  const heads = ["chinese", "english", "option_value"].map((key) => element("span", {}, say(key)));
  const add = () => {
    const taken = new Set(options.map((one) => textOf(one.get("value"))));
    const made = insert(designer.doc, listPath, options.length, newOption(taken, options.length + 1));
    designer.change(made, { focus: `options.${options.length}.zh` });
  };
  return element(
    "fieldset",
    { class: "fd-list" },
    element("legend", {}, say("options")),
    element("p", { class: "fd-options-head", "aria-hidden": "true" }, ...heads),
    element("ol", { class: "fd-options" }, ...rows),
    element("button", { type: "button", class: "button small", onclick: add, "data-control": "options.add" }, say("add_option")),
  );
}

function optionRow(designer, path, count) {
  const { say, doc } = designer;
  const [option, place] = [at(doc, path), path.at(-1)];
  const name = say("option_number", { number: place + 1 });
  const value = box(`options.${place}.value`, `${name}: ${say("option_value")}`, textOf(option.get("value")), (typed) =>
    designer.set([...path, "value"], typed, `${path.join("/")}/value`),
  );
  const labels = ["zh", "en"].map((language) =>
    box(
      `options.${place}.${language}`,
      `${name}: ${say(language === "zh" ? "chinese" : "english")}`,
      labelOf(option, language),
      (typed) => {
        designer.change(relabelled(designer, path, language, typed), { typed: `${path.join("/")}/${language}` });
        value.value = textOf(at(designer.doc, [...path, "value"]));
      },
    ),
  );
  return element("li", {}, labels[0], labels[1], value, tools(designer, path, count, name));
}

/** With another label. The value of an option that was never stored follows the English one. */
function relabelled(designer, path, language, typed) {
  const option = at(designer.doc, path);
  const label = new Map(option.get("label") instanceof Map ? option.get("label") : []);
  const value = textOf(option.get("value"));
  let made = put(designer.doc, [...path, "label"], label.set(language, typed));
  if (language === "en" && !designer.isStored(value)) {
    const others = at(made, path.slice(0, -1)).filter((_, place) => place !== path.at(-1));
    made = put(made, [...path, "value"], idFrom(typed, "option", new Set(others.map((one) => textOf(one.get("value"))))));
  }
  return made;
}

function box(control, label, value, write) {
  const input = element("input", { "data-control": control, "aria-label": label, title: label, autocomplete: "off" });
  input.value = value;
  input.addEventListener("input", () => write(input.value));
  return input;
}
