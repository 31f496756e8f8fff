// Reads and writes JSON without losing anything: objects become Maps, so that every key keeps its place, and numbers
// keep their digits. What is written looks like the forms that are shipped: a part on one line where it fits.

const TOKEN =
  /[ \t\n\r]*(?:([{}[\],:])|("[^"\\\u0000-\u001f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\u0000-\u001f]*)*")|(-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?)|(true|false|null))/y;
const WORDS = { true: true, false: false, null: null };
const DEEPEST = 100;
const WIDTH = 120;
const layouts = new WeakMap(); // of what was read: "flat" on one line, or "opened"

/** A number as it was written. */
export class Digits {
  constructor(text) {
    this.text = text;
  }

  toString() {
    return this.text;
  }
}

/** The text cannot be read, or not without losing something: `reason` is the key of a sentence. */
export class Unreadable extends Error {
  constructor(reason, values = {}) {
    super(reason);
    this.key = reason;
    this.values = values;
  }
}

/** The value of a JSON text; raises `Unreadable`. */
export function readJson(text) {
  const reader = new Reader(text);
  const value = reader.value(reader.token(), 0);
  if (text.slice(reader.at).trim() !== "") throw new Unreadable("not_json");
  return value;
}

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  token() {
    TOKEN.lastIndex = this.at;
    const found = TOKEN.exec(this.text);
    if (found === null) throw new Unreadable("not_json");
    this.at = TOKEN.lastIndex;
    return found;
  }

  value([, sign, string, digits, word], depth) {
    if (depth > DEEPEST) throw new Unreadable("not_json");
    if (string !== undefined) return JSON.parse(string);
    if (digits !== undefined) return new Digits(digits);
    if (word !== undefined) return WORDS[word];
    if (sign !== "{" && sign !== "[") throw new Unreadable("not_json");
    const begin = this.at;
    const made = sign === "{" ? this.object(depth) : this.array(depth);
    layouts.set(made, this.text.slice(begin, this.at).includes("\n") ? "opened" : "flat");
    return made;
  }

  object(depth) {
    const made = new Map();
    for (let token = this.token(); made.size || token[1] !== "}"; token = this.token()) {
      if (token[2] === undefined || this.token()[1] !== ":") throw new Unreadable("not_json");
      const key = JSON.parse(token[2]);
      if (made.has(key)) throw new Unreadable("key_twice", { key });
      made.set(key, this.value(this.token(), depth + 1));
      if (this.ends("}")) break;
    }
    return made;
  }

  array(depth) {
    const made = [];
    for (let token = this.token(); made.length || token[1] !== "]"; token = this.token()) {
      made.push(this.value(token, depth + 1));
      if (this.ends("]")) break;
    }
    return made;
  }

  /** Whether a list ends here; else a comma must stand here. */
  ends(closing) {
    const [, sign] = this.token();
    if (sign !== closing && sign !== ",") throw new Unreadable("not_json");
    return sign === closing;
  }
}

/** The text of a value as a file holds it. */
export function writeJson(value) {
  return `${written(value, "", 0)}\n`;
}

function written(value, indent, used) {
  const flat = flatText(value);
  if (isFlat(value, indent, used + flat.length)) return flat;
  const inner = `${indent}  `;
  if (value instanceof Map) {
    const lines = [...value].map(([key, one]) => {
      const name = `${JSON.stringify(key)}: `;
      return `${inner}${name}${written(one, inner, name.length)}`;
    });
    return `{\n${lines.join(",\n")}\n${indent}}`;
  }
  return `[\n${value.map((one) => `${inner}${written(one, inner, 0)}`).join(",\n")}\n${indent}]`;
}

/** What was not touched stands as it stood; the rest on one line where it fits. */
function isFlat(value, indent, length) {
  const count = value instanceof Map ? value.size : Array.isArray(value) ? value.length : 0;
  if (count === 0) return true;
  const layout = layouts.get(value);
  return layout ? layout === "flat" : indent !== "" && indent.length + length + 1 <= WIDTH;
}

function flatText(value) {
  if (value instanceof Digits) return value.text;
  if (value instanceof Map) return `{${[...value].map(([key, one]) => `${JSON.stringify(key)}: ${flatText(one)}`).join(", ")}}`;
  if (Array.isArray(value)) return `[${value.map(flatText).join(", ")}]`;
  return JSON.stringify(value);
}
