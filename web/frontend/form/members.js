// What can be done with a member of a list inside a field: an option, a column.

import { arrayAt, at, idOf, move, put, remove } from "./document.js";
import { idsBeside } from "./names.js";
import { element } from "../editing/page.js";

/** Up, down and away. */
export function tools(designer, path, count, label) {
  const { say } = designer;
  const [listPath, place] = [path.slice(0, -1), path.at(-1)];
  const name = listPath.at(-1);
  const go = (by) => () => {
    const made = move(designer.doc, path, listPath, place + by);
    designer.change(made, { focus: `${name}.${place + by}.${by < 0 ? "up" : "down"}` });
  };
  const away = () => designer.change(withoutMember(designer.doc, path), { focus: `${name}.add` });
  const tool = (key, sign, act, isOff) =>
    element(
      "button",
      {
        ...{ type: "button", class: "fd-tool", onclick: act, disabled: isOff, "data-control": `${name}.${place}.${key}` },
        ...{ title: say(key), "aria-label": `${say(key)}: ${label}` },
      },
      sign,
    );
  return element(
    "span",
    { class: "fd-tools" },
    tool("up", "↑", go(-1), place === 0),
    tool("down", "↓", go(1), place === count - 1),
    tool("remove", "✕", away, false),
  );
}

/** Without an option or a column; a column's total goes with it. */
export function withoutMember(doc, path) {
  const totals = [...path.slice(0, -2), "totals"];
  const id = idOf(at(doc, path));
  const made = remove(doc, path);
  if (path.at(-2) !== "columns" || !arrayAt(doc, totals).includes(id) || idsBeside(doc, path).has(id)) return made;
  const rest = arrayAt(doc, totals).filter((one) => one !== id);
  return put(made, totals, rest.length ? rest : undefined);
}
