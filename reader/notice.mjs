// Gathers the licences of everything that ends up in the page, in a fixed order.

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";

// Parts inside a package that have a licence of their own, beside the package's.
const WITHIN = {
  "@zxcvbn-ts/language-id": ["NOTICE.md", "THIRD_PARTY_LICENSES.md"],
  "pdfjs-dist": [
    "wasm/LICENSE_JBIG2",
    "wasm/LICENSE_PDFJS_JBIG2",
    "wasm/LICENSE_OPENJPEG",
    "wasm/LICENSE_PDFJS_OPENJPEG",
    "wasm/LICENSE_QCMS",
    "wasm/LICENSE_PDFJS_QCMS",
    "standard_fonts/LICENSE_FOXIT",
  ],
};

/** `inputs`: the paths that esbuild says it has read. */
export async function notice(here, inputs) {
  const names = new Set(inputs.flatMap((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1] ?? []));
  const sections = [];
  for (const name of [...names].sort()) {
    const folder = join(here, "node_modules", name);
    const { version, license } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const main = (await readdir(folder)).filter((file) => /^licen[cs]e(\.\w+)?$/i.test(file)).sort()[0];
    if (main === undefined) throw new Error(`${name} brings no licence file`);
    sections.push(await section(`${name} ${version} (${license})`, join(folder, main)));
    for (const path of WITHIN[name] ?? []) sections.push(await section(`${name}: ${path}`, join(folder, path)));
  }
  for (const file of (await readdir(join(here, "licences"))).sort()) {
    sections.push(await section(file.replace(/\.txt$/, ""), join(here, "licences", file)));
  }
  const text = ["Ikrar, the reader of sealed reports (Apache-2.0). It contains:", ...sections].join("\n\n");
  if (/--!?>|<!--/.test(text)) throw new Error("a licence would end the comment that it stands in");
  return text;
}

async function section(title, path) {
  const text = (await readFile(path, "utf8")).replace(/\r\n?/g, "\n").trim();
  return `==== ${title} ====\n\n${text}`;
}
