// Builds what the page of `boundary-lint report` carries: page.js, page.css, LICENSES.txt. With --check: compares them with those that are there.

import { readFileSync, writeFileSync, existsSync, mkdirSync } from "node:fs";
import { Script } from "node:vm";
import { fileURLToPath } from "node:url";
import { dirname, join } from "node:path";
import { build } from "esbuild";

const here = dirname(fileURLToPath(import.meta.url));
const place = join(here, "..", "src", "boundary_lint", "draw", "page");

// What @viz-js/viz has inside, compiled: its package names no licence of them.
const INSIDE = { "@viz-js/viz": ["Graphviz", "Expat", "Emscripten", "musl"] };

const files = await built();
if (process.argv.includes("--check")) {
  const stale = [...files].filter(([name, text]) => !same(join(place, name), text)).map(([name]) => name);
  if (stale.length > 0) {
    console.error(
      `src/boundary_lint/draw/page: ${stale.join(", ")} is not what web/ builds. Run 'make web' and commit what it wrote.`,
    );
    process.exit(1);
  }
  console.log("src/boundary_lint/draw/page is what web/ builds");
} else {
  mkdirSync(place, { recursive: true });
  for (const [name, text] of files) {
    writeFileSync(join(place, name), text);
    console.log(`${name} ${Buffer.byteLength(text).toLocaleString("en")} bytes`);
  }
}

async function built() {
  const result = await build({
    absWorkingDir: here,
    entryPoints: [
      { in: "src/main.ts", out: "page" },
      { in: "src/page.css", out: "page" },
    ],
    outdir: ".",
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2022",
    charset: "utf8",
    legalComments: "none", // the licences stand in full before the script
    logOverride: { "empty-import-meta": "silent" }, // viz.js asks for its address only to find a file that it has inside
    metafile: true,
    write: false,
  });
  const [script, style] = ["page.js", "page.css"].map(
    (name) => result.outputFiles.find((file) => file.path.endsWith(name)).text,
  );
  const terms = licences(Object.keys(result.metafile.inputs));
  return new Map([
    ["page.js", inScript(`/*\n${terms}*/\n${script}`)], // whoever hands on a report hands on what is in it
    ["page.css", inStyle(style)],
    ["LICENSES.txt", terms],
  ]);
}

/** Return a script that may stand within a <script> element: nothing in it ends the element, or is read otherwise there. */
function inScript(text) {
  const safe = text.replaceAll(/<(?=\/script|script|!--)/gi, "\\x3C");
  new Script(safe); // outside of texts and patterns the escape would be a mistake of syntax
  if (/[\0\r]/.test(safe)) throw new Error("page.js has a NUL or CR, which HTML changes");
  return safe;
}

function inStyle(text) {
  if (/<\/style|<!--/i.test(text)) throw new Error("page.css has a text that would end its element");
  return text;
}

function licences(inputs) {
  const names = new Set(inputs.map((path) => /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1]).filter(Boolean));
  const parts = [...names]
    .sort()
    .flatMap((name) => [licence(name), ...(INSIDE[name] ?? []).map((inside) => inner(name, inside))]);
  return `The page of boundary-lint has inside what others wrote, under these licences.\n\n${parts.join("\n")}`;
}

function licence(name) {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const own = join(here, "licenses", `${name.split("/")[0].slice(1)}.txt`);
  return part(
    `${name} ${version} (${license})`,
    readFileSync(existsSync(join(folder, "LICENSE")) ? join(folder, "LICENSE") : own, "utf8"),
  );
}

/** Return the licence of what is compiled into a package; its version is told by where it was taken from. */
function inner(name, inside) {
  const sources = JSON.parse(readFileSync(join(here, "node_modules", name, "lib", "provenance.json"), "utf8")).predicate
    .buildDefinition.resolvedDependencies;
  const version = sources.map(({ uri }) => new RegExp(`/${inside}-([\\d.]+)\\.tar`, "i").exec(uri)?.[1]).find(Boolean);
  return part(
    `${inside}${version ? ` ${version}` : ""}, within ${name}`,
    readFileSync(join(here, "licenses", `${inside.toLowerCase()}.txt`), "utf8"),
  );
}

function part(title, text) {
  return `${"=".repeat(title.length)}\n${title}\n${"=".repeat(title.length)}\n\n${text.trim()}\n`;
}

function same(path, text) {
  return existsSync(path) && readFileSync(path, "utf8") === text;
}
