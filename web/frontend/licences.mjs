// The licences of the packages whose files are in a bundle, each in full; one without a licence stops the build.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const ALLOWED = /^(MIT|ISC|BSD-2-Clause|BSD-3-Clause|Apache-2\.0|0BSD)$/;
const PACKAGE = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)\/(?!.*node_modules\/)/;

/** The text of the licence file. ``inputs``: what the bundler read, relative to ``folder``. */
export function licencesOf(folder, inputs) {
  const roots = new Map();
  for (const input of inputs) {
    const found = PACKAGE.exec(input);
    if (found) roots.set(input.slice(0, found.index + found[0].length), found[1]);
  }
  const parts = [...roots].map(([root, name]) => licenceOf(join(folder, root), name));
  return `The bundles in this folder contain these packages.\n\n${[...new Set(parts)].sort().join("\n")}`;
}

function licenceOf(root, name) {
  const about = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const file = readdirSync(root).find((one) => /^licen[cs]e/i.test(one));
  const text = file && existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8").trim() : "";
  if (!text && !ALLOWED.test(about.license ?? "")) throw new Error(`${name} has no licence that we know`);
  return [
    "=".repeat(80),
    `${about.name} ${about.version} (${about.license})`,
    "=".repeat(80),
    text.replace(/\r\n/g, "\n") || `${about.license}; the package ships no licence text.`,
    "",
  ].join("\n");
}
