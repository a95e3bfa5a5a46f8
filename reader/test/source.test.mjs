// What can be read off the source and the built file without a browser.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import { PAGE, path } from "./browser.mjs";

const root = path(new URL("../src/", import.meta.url));
const sources = readdirSync(root, { recursive: true })
  .filter((name) => /\.(ts|html|css)$/.test(name))
  .map((name) => ({ name, code: readFileSync(`${root}${name}`, "utf8") }));
const one = (name) => sources.find((source) => source.name === name).code;

test("every file says its duty first and is short enough to read", () => {
  for (const { name, code } of sources) {
    if (!name.endsWith(".html")) assert.match(code, /^(\/\/ |\/\* )[A-Z“]/, name);
    assert.ok(code.split("\n").length <= 400, `${name} is too long`);
  }
});

test("no source has a way from text to markup or code", () => {
  for (const { name, code } of sources) {
    assert.doesNotMatch(code, /innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(|new Function|setHTML|DOMParser|srcdoc|fetch\((?!\{ filename)|XMLHttpRequest/, name);
  }
});

test("every text is used, and every used text is there", () => {
  const keys = [...one("texts/id.ts").matchAll(/^ {2}"([a-z0-9-]+)":/gm)].map((found) => found[1]);
  const used = sources.filter(({ name }) => !name.startsWith("texts/") || name === "texts/index.ts").map(({ code }) => code).join("\n");
  const problems = [...one("crypt/protocol.ts").matchAll(/^ {2}\| "([a-z-]+)"/gm)].map((found) => `problem-${found[1]}`);
  const weaknesses = [.../type Weakness = (.*);/.exec(one("crypt/protocol.ts"))[1].matchAll(/"([a-z]+)"/g)].map((found) => `weak-${found[1]}`);
  for (const key of keys) {
    const composed = /^(problem|kind|weak)-/.test(key) ? problems.includes(key) || weaknesses.includes(key) || key.startsWith("kind-") : used.includes(`"${key}"`);
    assert.ok(composed, `unused: ${key}`);
  }
  for (const [, key] of one("page.html").matchAll(/data-t(?:-label)?="([^"]+)"/g)) assert.ok(keys.includes(key), `missing: ${key}`);
});

test("both languages name the same variables", () => {
  const variables = (file) => new Map([...one(file).matchAll(/^ {2}"([a-z0-9-]+)": (.*)$/gm)].map(([, key, text]) => [key, [...new Set(text.match(/\{ [a-z]+ \}/g) ?? [])].sort().join()]));
  assert.deepEqual(variables("texts/en.ts"), variables("texts/id.ts"));
});

test("the built file is small, whole, and names no machine and no address to load from", () => {
  const page = readFileSync(PAGE, "latin1");
  assert.ok(page.length < 3_000_000, `${page.length} bytes`);
  const [bare, licences] = page.replace(/<script[^>]*>[^]*?<\/script>/g, "").split("</html>");
  // Not `doesNotMatch`: at a failure it prints the whole page.
  assert.ok(!/\s(src|href|action|srcset|poster)=|@import|url\(/.test(bare), "something is loaded");
  assert.ok(!/\/home\/|\/tmp\/|sourceMappingURL/.test(page), "a path of the machine");
  for (const name of ["age-encryption", "@noble/ciphers", "@noble/curves", "@noble/hashes", "@scure/base", "fflate", "pdfjs-dist", "core-js", "qr", "@zxcvbn-ts/core", "@zxcvbn-ts/language-common", "@zxcvbn-ts/language-id"]) {
    assert.ok(licences.includes(`==== ${name}`), `no licence of ${name}`);
  }
});

test("a byte chooses one of the words that are suggested", () => {
  const words = one("words.ts").match(/`\n([^`]+)`/)[1].trim().split(/\s+/);
  assert.equal(words.length, 256);
  assert.equal(new Set(words).size, 256);
  for (const word of words) assert.match(word, /^[a-z]{3,9}$/);
});
