// Builds dist/ikrar-pembaca.html: one file with everything in it, the same bytes wherever it is built.

import { createHash } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { adjacencyGraphs, dictionary as common } from "@zxcvbn-ts/language-common";
import { dictionary as indonesian } from "@zxcvbn-ts/language-id";
import { build } from "esbuild";
import { zlibSync } from "fflate";
import { notice } from "./notice.mjs";

const here = dirname(fileURLToPath(import.meta.url));

/** Commonest first; behind these a passphrase of fourteen letters is long enough anyway. */
const PASSWORDS = 10_000;

/** What a guesser tries, as the estimator wants it: packed by fflate, whose bytes are the same on every machine. */
const dictionaries = {
  name: "dictionaries",
  setup(build) {
    build.onResolve({ filter: /^virtual:dictionaries$/ }, ({ path }) => ({ path, namespace: "virtual" }));
    build.onLoad({ filter: /.*/, namespace: "virtual" }, () => {
      const { "passwords-common": passwords, "diceware-common": diceware } = common;
      const { "wikipedia-id": _, ...words } = indonesian;
      const dictionary = { ...words, "passwords-common": passwords.slice(0, PASSWORDS), "diceware-common": diceware };
      const text = JSON.stringify({ dictionary, graphs: adjacencyGraphs });
      return { contents: zlibSync(new TextEncoder().encode(text), { level: 9 }), loader: "binary" };
    });
  },
};
/** The packages whose words are in it. */
const WORDS = ["node_modules/@zxcvbn-ts/language-common/x", "node_modules/@zxcvbn-ts/language-id/x"];

const settings = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  write: false,
  metafile: true,
  platform: "browser",
  format: "iife",
  charset: "ascii",
  legalComments: "none",
  // PDF.js decides how old a browser may be; this is what its legacy build asks for.
  target: ["chrome118", "firefox115", "safari16.4"],
  loader: { ".wasm": "binary", ".pfb": "binary" },
  plugins: [dictionaries],
  logLevel: "error",
  // Its modules ask where they were loaded from; here they were not.
  logOverride: { "empty-import-meta": "silent" },
};

async function bundle(entry, more = {}) {
  const result = await build({ ...settings, ...more, entryPoints: [entry] });
  return { code: result.outputFiles[0].text.trimEnd(), inputs: Object.keys(result.metafile.inputs) };
}

/** Raw text of a script element ends at `</script`, and `<!--` changes how it is read. */
function inert(name, code) {
  if (/<\/script|<!--|\r|\0/i.test(code)) throw new Error(`${name} cannot stand inside a script element`);
  return code;
}

const hash = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;

const style = await bundle("src/style.css", { charset: "utf8" });
const app = await bundle("src/main.ts");
const crypt = await bundle("src/crypt/worker.ts");
const pdf = await bundle("src/pdf-worker.ts");

const csp = [
  "default-src 'none'",
  // WebAssembly for PDF.js's decoders of fax and JPEG 2000 pictures; never a text as code.
  `script-src ${hash(app.code)} 'wasm-unsafe-eval'`,
  `style-src ${hash(style.code)}`,
  "img-src blob:",
  "worker-src blob:",
  "connect-src 'none'",
  "font-src 'none'",
  "frame-src 'none'",
  "object-src 'none'",
  "form-action 'none'",
  "base-uri 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types ikrar",
].join("; ");

const inputs = [...[app, crypt, pdf].flatMap((one) => one.inputs), ...WORDS];
const parts = {
  csp,
  style: style.code,
  "crypt-worker": inert("crypt-worker", crypt.code),
  "pdf-worker": inert("pdf-worker", pdf.code),
  app: inert("app", app.code),
  notice: await notice(here, inputs),
};

const template = await readFile(join(here, "src/page.html"), "utf8");
const page = template.replace(/\{\{([a-z-]+)\}\}/g, (_, name) => parts[name]);
await mkdir(join(here, "dist"), { recursive: true });
await writeFile(join(here, "dist/ikrar-pembaca.html"), page);

const bytes = Buffer.from(page);
const sizes = Object.entries(parts).map(([name, text]) => `${name} ${Math.round(Buffer.byteLength(text) / 1000)}`);
console.log(`dist/ikrar-pembaca.html  ${bytes.length} bytes (KB: ${sizes.join(", ")})`);
console.log(createHash("sha256").update(bytes).digest("hex"));
