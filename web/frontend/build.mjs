// Bundles every editor whose entry file exists into ../static/dist: `node build.mjs [folder]`.
//
// The same sources give the same bytes: entries keep their names, shared chunks carry their hash, and the manifest tells
// the hash of every file. The third-party licences are collected from the packages that really are in the bundles.

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

import { licencesOf } from "./licences.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
const TARGET = resolve(process.argv[2] ?? join(HERE, "..", "static", "dist"));
const ENTRIES = ["diagram-editor.js", "table-editor.js", "form-editor.js"].filter((name) =>
  existsSync(join(HERE, name)),
);
const LICENCES = "THIRD-PARTY-LICENCES.txt";

// The model's reader takes ids of ASCII letters only, against XML; ours may be Chinese.
const ASCII_IDS = String.raw`/^([a-z][\w-.]*:)?[a-z_][\w-.]*$/i`;
const XML_IDS = String.raw`/^([\p{L}_][\p{L}\p{M}\p{N}_.-]*:)?[\p{L}_][\p{L}\p{M}\p{N}_.-]*$/u`;
const everyId = {
  name: "every-id",
  setup({ onLoad }) {
    onLoad({ filter: /moddle-xml[/\\]dist[/\\]index\.js$/ }, ({ path }) => {
      const source = readFileSync(path, "utf8");
      if (source.split(ASCII_IDS).length !== 2) throw new Error("moddle-xml checks ids in another way now");
      return { contents: source.replace(ASCII_IDS, () => XML_IDS), loader: "js" };
    });
  },
};

const result = await build({
  absWorkingDir: HERE,
  entryPoints: ENTRIES,
  outdir: TARGET,
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  minify: true,
  charset: "utf8",
  legalComments: "none",
  chunkNames: "chunk-[hash]",
  loader: { ".svg": "text", ".woff": "empty", ".woff2": "dataurl", ".eot": "empty", ".ttf": "empty" },
  define: { "process.env.NODE_ENV": '"production"' },
  plugins: [everyId],
  alias: { "selection-ranges": "./table/ranges.js" }, // the package makes functions of texts
  metafile: true,
  write: false,
  logLevel: "warning",
});

rmSync(TARGET, { recursive: true, force: true });
mkdirSync(TARGET, { recursive: true });
const files = new Map(
  result.outputFiles.map((file) => [file.path.slice(TARGET.length + 1), Buffer.from(file.contents)]),
);
files.set(LICENCES, Buffer.from(licencesOf(HERE, Object.keys(result.metafile.inputs))));
const names = [...files.keys()].sort();
const manifest = Object.fromEntries(names.map((name) => [name, hash(files.get(name))]));
files.set("manifest.json", Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`));
for (const [name, content] of files) writeFileSync(join(TARGET, name), content);

function hash(content) {
  return createHash("sha256").update(content).digest("hex");
}
