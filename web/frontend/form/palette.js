// What can be added: pressed, it comes after what is selected; dragged, to where it is dropped.

import Sortable from "sortablejs";

import { PALETTE } from "./kinds.js";
import { element } from "../editing/page.js";

export function palette(designer) {
  const { say } = designer;
  const groups = PALETTE.map(([name, kinds]) => group(say(name), kinds.map((kind) => chip(say(kind), { "data-kind": kind }))));
  const parts = element("ul", {}, chip(say("section"), { "data-add": "section" }), chip(say("rule"), { "data-add": "rule" }));
  groups.at(-1).append(parts);
  const node = element(
    "details",
    { class: "fd-palette", open: true },
    element("summary", {}, element("h2", {}, say("palette"))),
    ...groups,
    element("p", { class: "field-help" }, say("palette_help")),
  );
  // One listener for all: the library leaves a copy where something was dragged away.
  node.addEventListener("click", (event) => {
    const { kind, add } = event.target.closest("li")?.dataset ?? {};
    if (kind) designer.acts.add(kind);
    else if (add === "section") designer.acts.addSection();
    else if (add === "rule") designer.acts.addRule();
  });
  return node;
}

function group(title, chips) {
  const list = element("ul", {}, ...chips);
  new Sortable(list, { group: { name: "palette", pull: "clone", put: false }, sort: false, forceFallback: true });
  return element("div", { class: "fd-palette-group" }, element("h3", { class: "visually-hidden" }, title), list);
}

function chip(label, data) {
  return element("li", data, element("button", { type: "button", class: "fd-chip" }, label));
}
