// Questions that a person must answer before going on, and the two texts side by side.

import { element } from "./page.js";
import { compareLines } from "./lines.js";

const AROUND = 2; // equal lines shown before and after a difference

/** Asks in a modal dialog; answers with the chosen button's value, or the last one's when it is closed. */
export function ask(title, content, buttons) {
  return new Promise((resolve) => {
    const close = (value) => {
      dialog.close();
      dialog.remove();
      resolve(value);
    };
    const made = buttons.map(([value, label, tone = ""]) =>
      element("button", { type: "button", class: `button ${tone}`, onclick: () => close(value) }, label),
    );
    const dialog = element(
      "dialog",
      { class: "editor-dialog", "aria-labelledby": "editor-dialog-title" },
      element("h2", { id: "editor-dialog-title" }, title),
      ...content.filter(Boolean),
      element("div", { class: "actions" }, ...made),
    );
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      close(buttons.at(-1)[0]);
    });
    document.body.append(dialog);
    dialog.showModal();
  });
}

/** Two texts side by side, the lines that differ marked; long equal stretches are left out. */
export function sideBySide(say, leftTitle, left, rightTitle, right) {
  const rows = compareLines(left, right);
  const count = rows.filter((row) => !row.same).length;
  const head = element(
    "tr",
    {},
    element("th", { scope: "col" }, leftTitle),
    element("th", { scope: "col" }, rightTitle),
  );
  const body = element("tbody");
  let skipped = false;
  rows.forEach((row, index) => {
    if (!near(rows, index)) {
      skipped = true;
      return;
    }
    if (skipped) body.append(element("tr", { class: "gap" }, element("td", { colspan: 2 }, "⋯")));
    skipped = false;
    body.append(element("tr", { class: row.same ? "" : "differs" }, cell(row.left), cell(row.right)));
  });
  return element(
    "div",
    { class: "editor-texts" },
    element("p", { class: "muted" }, count ? say("lines_differ", { count }) : say("same_text")),
    element(
      "div",
      { class: "editor-texts-scroll", tabindex: 0 },
      element("table", {}, element("thead", {}, head), body),
    ),
  );
}

function near(rows, index) {
  for (let at = Math.max(0, index - AROUND); at <= Math.min(rows.length - 1, index + AROUND); at += 1) {
    if (!rows[at].same) return true;
  }
  return false;
}

function cell(text) {
  return element("td", { class: text === null ? "none" : "" }, element("code", {}, text ?? ""));
}

/** Hands a text to the person as a file. */
export function download(name, text) {
  const address = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
  const link = element("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 1000);
}
