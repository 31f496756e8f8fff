// Marks on rules and cells. They are rules of a style sheet, not classes: the table is drawn anew at every step.

export class Marks {
  constructor() {
    this._sheets = new Map();
  }

  /** Marks these rules (ids) in a manner: "matched", "faulty" or "found"; earlier ones of that manner go. */
  rules(manner, ids) {
    this._put(manner, ids.map((id) => [`td[data-row-id="${CSS.escape(id)}"]`, `td.rule-index[data-row-id="${CSS.escape(id)}"]`]));
  }

  /** Marks these cells (ids) as faulty. */
  cells(ids) {
    this._put("cell", ids.map((id) => [`td[data-element-id="${CSS.escape(id)}"]`, null]));
  }

  clear() {
    for (const manner of this._sheets.keys()) this._put(manner, []);
  }

  _put(manner, places) {
    let sheet = this._sheets.get(manner);
    if (!sheet) {
      sheet = new CSSStyleSheet();
      this._sheets.set(manner, sheet);
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    }
    const { ground, sign, line } = MANNERS[manner];
    const written = places.flatMap(([cells, index]) => [
      `.table-grid ${cells} { ${ground ? `background-color: ${ground} !important;` : ""} ${line ? `box-shadow: inset 0 0 0 2px ${line};` : ""} }`,
      index && sign ? `.table-grid ${index}::after { content: "${sign}"; position: absolute; inset-inline-end: 2px; top: 1px; font-size: 0.75rem; }` : "",
    ]);
    sheet.replaceSync(written.join("\n"));
  }
}

const MANNERS = {
  matched: { ground: "#d9efe0", sign: "✓" },
  found: { ground: "#fdf0d5", sign: "?" },
  faulty: { ground: null, sign: "!", line: null },
  cell: { ground: "#fbe9e6", sign: null, line: "#a3271f" },
};
