// DMN files of other versions: the model knows 1.3 only. What differs between them in a decision table is the name of the
// namespace, so it is exchanged before the model reads the file and again after the file was written.

import { parse } from "../faithful/tree.js";

const KNOWN = "https://www.omg.org/spec/DMN/20191111/MODEL/";
const OTHERS = new Set([
  "http://www.omg.org/spec/DMN/20151101/dmn.xsd",
  "http://www.omg.org/spec/DMN/20151101/dmn11.xsd",
  "http://www.omg.org/spec/DMN/20180521/MODEL/",
  "https://www.omg.org/spec/DMN/20211108/MODEL/",
  "https://www.omg.org/spec/DMN/20230324/MODEL/",
  "https://www.omg.org/spec/DMN/20240513/MODEL/",
]);

export class Version {
  /** Throws `Unreadable`. */
  constructor(text) {
    const own = parse(text).documentElement.namespaceURI;
    this._own = OTHERS.has(own) && !text.includes(KNOWN) ? own : KNOWN;
  }

  /** The text as the model reads it. */
  known(text) {
    return exchanged(text, this._own, KNOWN);
  }

  /** A text of the model's version as the file's. */
  own(text) {
    return exchanged(text, KNOWN, this._own);
  }
}

function exchanged(text, from, to) {
  if (from === to) return text;
  return text.replace(/(xmlns(?::[\w.-]+)?\s*=\s*)(["'])(.*?)\2/g, (whole, name, quote, address) =>
    address === from ? `${name}${quote}${to}${quote}` : whole,
  );
}
