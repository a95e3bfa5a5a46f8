// What is refused, and how it is said: wrong, damaged and hostile files; and that nothing ever leaves.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { deflateRawSync, deflateSync } from "node:zlib";
import { file, launch, open, PAGE, reader, unlock } from "./browser.mjs";
import * as make from "./make.mjs";

let chromium, mine, other;
before(async () => {
  [chromium, mine, other] = [await launch(), await make.key(), await make.key()];
});
after(() => chromium.close());

const text = (page, selector) => page.textContent(selector);

async function quiet({ context, page, seen }) {
  assert.deepEqual(seen, { requests: [], violations: [], errors: [], dialogs: [] });
  assert.deepEqual(await page.evaluate(() => globalThis.violations), []);
  await context.close();
}

describe("an identity is refused with what to do next", () => {
  const cases = [
    ["a wrong passphrase", () => make.protect(mine.text), "Make Believe", /^Kata sandi tidak cocok/],
    ["no passphrase", () => make.protect(mine.text), "", /dilindungi kata sandi\. Ketik/],
    ["a case", () => make.envelope({ "laporan.txt": "x" }, mine.recipient), "", /^Ini berkas laporan, bukan berkas kunci/],
    ["a public key", () => `${mine.recipient}\n`, "", /^Ini kunci publik/],
    ["an SSH key", () => "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n", "", /^Jenis kunci ini/],
    ["a letter wrong in a key", () => mine.text.replace(/.(?=\n$)/, (last) => (last === "Q" ? "P" : "Q")), "", /rusak atau tidak lengkap/],
    ["half a file", async () => (await make.protect(mine.text)).subarray(0, 200), make.PASSPHRASE, /rusak atau tidak lengkap/],
    ["a broken letter in the armor", async () => damage(await make.protect(mine.text), 260), make.PASSPHRASE, /rusak atau tidak lengkap/],
    ["a picture", () => make.photo(), "", /^Ini bukan berkas kunci/],
    ["an empty file", () => "", "", /kosong/],
    ["a large file", () => Buffer.alloc(70_000, 65), "", /terlalu besar untuk sebuah kunci/],
    ["too heavy a work factor", async () => Buffer.from((await raw(mine.text)).toString("latin1").replace(/^(-> scrypt \S+) 10$/m, "$1 30"), "latin1"), "x", /terlalu berat/],
  ];
  for (const [name, identity, passphrase, said] of cases) {
    test(name, async () => {
      const session = await reader(chromium.browser);
      const { page } = session;
      await page.setInputFiles("#identity-file", file("kunci.txt", await identity()));
      await page.fill("#passphrase", passphrase);
      await page.click("#unlock");
      await page.waitForSelector("#unlock-problem:not(:empty)");
      assert.match(await text(page, "#unlock-problem"), said);
      assert.equal(await page.isVisible("#unlock"), true);
      await quiet(session);
    });
  }
});

test("a wrong passphrase can be mended, and unlocking can be cancelled", async () => {
  const session = await reader(chromium.browser);
  const { page } = session;
  await page.setInputFiles("#identity-file", file("kunci.txt", await make.protect(mine.text, make.PASSPHRASE, 18)));
  await page.fill("#passphrase", make.PASSPHRASE);
  await page.click("#unlock");
  await page.waitForSelector("#unlock-cancel:visible");
  await page.click("#unlock-cancel");
  assert.match(await text(page, "#unlock-problem"), /^Dibatalkan/);
  await page.click("#passphrase-show");
  assert.equal(await page.getAttribute("#passphrase", "type"), "text");
  await page.click("#unlock");
  await page.waitForSelector("#files-screen:visible");
  assert.equal(await page.inputValue("#passphrase"), "");
  await quiet(session);
});

describe("a file is refused with what to do next", () => {
  const sealed = (zip) => make.seal(zip, mine.recipient);
  const stored = (...entries) => sealed(make.lyingZip(entries));
  const cases = [
    ["sealed to another key", () => make.envelope({ "laporan.txt": "x" }, other.recipient), /tidak disegel untuk kunci Bapak\/Ibu/],
    ["not an age file", () => "halo", /bukan berkas laporan yang disegel/],
    ["empty", () => "", /kosong/],
    ["an identity file", () => make.protect(mine.text), /tampaknya ini berkas kunci/],
    ["one byte changed", async () => damage(await make.envelope({ "laporan.txt": "x" }, mine.recipient), 1000), /rusak atau tidak lengkap/],
    ["one byte of the header changed", async () => damage(await make.envelope({ "laporan.txt": "x" }, mine.recipient), 165), /rusak atau tidak lengkap/],
    ["cut short", async () => (await make.envelope(make.fullCase(), mine.recipient)).subarray(0, 70_000), /rusak atau tidak lengkap/],
    ["cut within the header", async () => (await make.envelope(make.fullCase(), mine.recipient)).subarray(0, 100), /rusak atau tidak lengkap/],
    ["a header without end", () => `age-encryption.org/v1\n${`-> X25519 ${"A".repeat(43)}\n${"B".repeat(43)}\n`.repeat(20_000)}`, /rusak atau tidak lengkap/],
    ["a bomb", () => stored({ name: "laporan.txt", bytes: deflateRawSync(Buffer.alloc(50_000_000)), declared: 50_000_000, method: 8 }), /arsip yang dimampatkan/],
    ["a bomb that calls itself small", () => stored({ name: "laporan.txt", bytes: deflateRawSync(Buffer.alloc(50_000_000)), declared: 10, method: 8 }), /arsip yang dimampatkan/],
    ["100 MB declared", () => stored({ name: "laporan.txt", bytes: Buffer.from("x"), declared: 100_000_000 }), /lebih besar dari batas/],
    ["many that claim the same bytes", () => stored(...Array.from({ length: 60 }, (_, at) => ({ name: `${at}.txt`, bytes: Buffer.alloc(10), declared: 2_000_000, compressed: 2_000_000 }))), /lebih besar dari batas/],
    ["more declared than there is", () => stored({ name: "laporan.txt", bytes: Buffer.from("x"), declared: 5000, compressed: 5000 }), /rusak|tidak wajar/],
    ["a path upwards", () => stored({ name: "../../laporan.txt", bytes: Buffer.from("x") }), /tidak wajar/],
    ["a path of Windows", () => stored({ name: "C:\\laporan.txt", bytes: Buffer.from("x") }), /tidak wajar/],
    ["a name that turns the writing", () => stored({ name: "laporan\u202etxt.exe", bytes: Buffer.from("x") }), /tidak wajar/],
    ["a name that means something", () => stored({ name: "__proto__", bytes: Buffer.from("x") }), /tidak wajar/],
    ["the same name twice", () => stored({ name: "a.txt", bytes: Buffer.from("x") }, { name: "a.txt", bytes: Buffer.from("y") }), /tidak wajar/],
    ["too many entries", () => stored(...Array.from({ length: 65 }, (_, at) => ({ name: `${at}.txt`, bytes: Buffer.from("x") }))), /terlalu banyak bagian/],
    ["a ZIP without an end", () => sealed(make.zip({ "laporan.txt": "x" }).subarray(0, 3000)), /rusak atau tidak lengkap/],
  ];
  for (const [name, bytes, said] of cases) {
    test(name, async () => {
      const session = await reader(chromium.browser);
      const { page } = session;
      await unlock(page, mine.text);
      await open(page, file("K7Q2-M4XW-1.age", await bytes()));
      assert.match(await text(page, "#refusals"), said);
      assert.equal(await page.$(".report-text"), null);
      await open(page, file("K7Q2-M4XW-2.age", await make.envelope({ "laporan.txt": "masih bekerja" }, mine.recipient)));
      assert.equal(await text(page, ".report-text"), "masih bekerja");
      await quiet(session);
    });
  }
});

test("a file larger than any report is not even read", async () => {
  const folder = await mkdtemp(join(tmpdir(), "reader-"));
  const large = join(folder, "K7Q2-M4XW-1.age");
  await writeFile(large, "age-encryption.org/v1\n");
  await truncate(large, 67 * 1024 * 1024);
  const session = await reader(chromium.browser);
  const { page } = session;
  await unlock(page, mine.text);
  await page.setInputFiles("#case-files", large);
  await page.waitForSelector("#refusals:visible");
  assert.match(await text(page, "#refusals"), /terlalu besar \(paling besar 66 MB\)/);
  await quiet(session);
  await rm(folder, { recursive: true });
});

test("markup in a text and in names is shown as text", async () => {
  const session = await reader(chromium.browser);
  const { page } = session;
  await unlock(page, mine.text);
  const script = "<script>alert(1)</script><img src=x onerror=alert(2)> \u202eterbalik\u202c <a href=javascript:alert(3)>klik</a>";
  const name = "<img src=x onerror=alert(4)>.txt";
  await open(page, file("<b onmouseover=alert(5)>.age", await make.envelope({ "laporan.txt": script, [name]: "<svg onload=alert(6)>", "<i>.bin": Buffer.from([0, 1]) }, mine.recipient)));
  assert.equal(await page.$eval(".report-text", (node) => node.textContent), script.replace(/[\u202e\u202c]/g, "\u{fffd}"));
  assert.match(await text(page, "#case"), /<img src=x onerror=alert\(4\)>\.txt/);
  assert.match(await text(page, "#case"), /<b onmouseover=alert\(5\)>\.age/);
  assert.equal(await page.$$eval("#case :is(script, img, a, b, i), #case .report-text *", (nodes) => nodes.length), 0);
  await quiet(session);
});

test("a PDF's script, links, form and attachment do nothing", async () => {
  const session = await reader(chromium.browser);
  const { page } = session;
  const action = "/OpenAction << /S /JavaScript /JS (app.alert('halo'); app.launchURL('http://keluar.test/js')) >>";
  const annotations = "/Resources << /Font << /F1 5 0 R >> >> /Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A << /S /URI /URI (http://keluar.test/tautan) >> >> << /Type /Annot /Subtype /Widget /FT /Tx /T (isian) /Rect [50 50 200 80] /AA << /Fo << /S /JavaScript /JS (app.alert(2)) >> >> >>] /AA << /O << /S /JavaScript /JS (app.alert(3)) >> >>";
  await unlock(page, mine.text);
  await open(page, file("A-1.age", await make.envelope({ "berkas-1.pdf": make.pdf({ catalog: action, page: annotations }) }, mine.recipient)));
  await page.click(".pdf-open");
  await page.waitForSelector("#viewer-page");
  await page.click("#viewer-page", { position: { x: 200, y: 300 } });
  await page.waitForTimeout(500);
  assert.equal(await page.$$eval("#viewer-stage :is(a, input, section)", (nodes) => nodes.length), 0);
  assert.equal(session.context.pages().length, 1);
  assert.ok(!chromium.knocks.some((knock) => knock.includes("keluar.test")));
  await quiet(session);
});

describe("what cannot be shown says so and stays savable", () => {
  const hugePng = () => {
    const header = Buffer.from("89504e470d0a1a0a0000000d49484452000186a0000186a00806000000", "hex");
    return Buffer.concat([header, Buffer.from("00000000", "hex"), deflateSync(Buffer.alloc(1000))]);
  };
  const cases = [
    ["a picture of 100,000 × 100,000", "berkas-1.png", hugePng, ".attachment .problem", /terlalu besar untuk ditampilkan \(100000 × 100000/],
    ["a broken picture", "berkas-1.png", () => make.screenshot().subarray(0, 40), ".attachment .problem", /mungkin rusak/],
    ["another kind", "berkas-1.bin", () => Buffer.from([0, 255, 1]), ".attachment .hint >> nth=1", /tidak ditampilkan di sini/],
  ];
  for (const [name, entry, bytes, where, said] of cases) {
    test(name, async () => {
      const session = await reader(chromium.browser);
      const { page } = session;
      await unlock(page, mine.text);
      await open(page, file("A-1.age", await make.envelope({ "laporan.txt": "isi", [entry]: bytes() }, mine.recipient)));
      await page.waitForSelector(where);
      assert.match(await text(page, where), said);
      assert.equal(await page.$$eval(".attachment .save", (nodes) => nodes.length), 1);
      await quiet(session);
    });
  }

  const documents = [
    ["a broken PDF", () => Buffer.concat([Buffer.from("%PDF-1.7\n"), Buffer.alloc(3000, 7)]), /PDF ini tidak dapat ditampilkan/],
    ["a PDF with a password", () => encryptedPdf(), /kata sandi tersendiri/],
  ];
  for (const [name, bytes, said] of documents) {
    test(name, async () => {
      const session = await reader(chromium.browser);
      const { page } = session;
      await unlock(page, mine.text);
      await open(page, file("A-1.age", await make.envelope({ "berkas-1.pdf": bytes() }, mine.recipient)));
      await page.click(".pdf-open");
      await page.waitForFunction(() => /PDF/.test(document.querySelector(".stage-words")?.textContent ?? ""));
      assert.match(await text(page, ".stage-words"), said);
      await quiet(session);
    });
  }
});

describe("nothing leaves", () => {
  test("the policy stands in the file and names no place outside", () => {
    const [, policy] = /http-equiv="Content-Security-Policy" content="([^"]+)"/.exec(readFileSync(PAGE, "utf8"));
    assert.match(policy, /^default-src 'none'; script-src 'sha256-[^']+' 'wasm-unsafe-eval'; style-src 'sha256-[^']+'; img-src blob:; worker-src blob:; connect-src 'none';/);
    assert.doesNotMatch(policy, /unsafe-inline|'unsafe-eval'|https?:|\*|data:/);
  });

  test("every way out is shut, from the page's own console as well", async () => {
    const { page, context, seen } = await reader(chromium.browser);
    await page.evaluate(async () => {
      const out = "http://keluar.test/";
      const tried = [];
      const attempt = async (name, act) => {
        try {
          await act();
          tried.push(name);
        } catch {
          // Shut.
        }
      };
      await attempt("fetch", () => fetch(out));
      await attempt("XMLHttpRequest", () => new Promise((resolve, reject) => Object.assign(new XMLHttpRequest(), { onload: resolve, onerror: reject }).open("GET", out)) && reject());
      navigator.sendBeacon?.(`${out}beacon`, "x");
      for (const make of [() => new WebSocket("ws://keluar.test/"), () => new EventSource(out)]) await attempt("socket", () => new Promise((resolve, reject) => Object.assign(make(), { onopen: resolve, onerror: reject })));
      const node = (tag, attributes) => document.body.append(Object.assign(document.createElement(tag), attributes));
      node("img", { src: `${out}img` });
      node("link", { rel: "stylesheet", href: `${out}css` });
      node("link", { rel: "prefetch", href: `${out}prefetch` });
      node("iframe", { src: `${out}frame` });
      node("video", { src: `${out}video` });
      const form = Object.assign(document.createElement("form"), { action: out, method: "post" });
      document.body.append(form);
      form.submit();
      globalThis.tried = tried;
    }).catch(() => {});
    await page.waitForTimeout(1000);
    assert.deepEqual(await page.evaluate(() => globalThis.tried ?? []), []);
    const refused = await page.evaluate(() => globalThis.violations.join("\n"));
    for (const directive of ["connect-src", "img-src", "style-src", "frame-src", "form-action"]) assert.ok(refused.includes(directive), `${directive} was not tried: ${refused}`);
    assert.deepEqual(chromium.knocks.filter((knock) => knock.includes("keluar.test")), []);
    assert.equal(page.url(), PAGE.href);
    assert.ok(seen.violations.length > 0);
    await context.close();
  });

  test("scripts, markup and workers from elsewhere are refused", async () => {
    const { page, context } = await reader(chromium.browser);
    const results = await page.evaluate(async () => {
      const attempt = (act) => {
        try {
          act();
          return "went through";
        } catch (error) {
          return error.name;
        }
      };
      return {
        html: attempt(() => (document.body.innerHTML = "<p>")),
        worker: attempt(() => new Worker(URL.createObjectURL(new Blob(["1"])))),
        policy: attempt(() => trustedTypes.createPolicy("lain", {})),
        script: attempt(() => (document.createElement("script").textContent = "1")),
        handler: attempt(() => document.body.setAttribute("onclick", "1")),
        // Not from here: what the debugger evaluates may evaluate.
        eval: await new Promise((resolve) => setTimeout(() => resolve(attempt(() => (0, eval)("1"))))),
      };
    });
    assert.deepEqual(results, { html: "TypeError", worker: "TypeError", policy: "TypeError", script: "TypeError", handler: "TypeError", eval: "EvalError" });
    await context.close();
  });

  test("over all that these tests did, only Chromium itself knocked", () => {
    const strangers = chromium.knocks.filter((knock) => !/ (https?:\/\/)?[a-z0-9.-]+\.(google|googleapis|gvt1|gstatic)\.com[:/]/.test(knock));
    assert.deepEqual(strangers, []);
  });
});

test("it works without a secure context and with an opaque origin, as from a phone's content provider", async () => {
  const html = readFileSync(PAGE);
  const session = await reader(chromium.browser, {
    url: "http://pembaca.test/",
    prepare: (page) =>
      page.route("http://pembaca.test/**", (route) =>
        route.fulfill({ status: route.request().url().endsWith("/") ? 200 : 404, contentType: "text/html; charset=utf-8", headers: { "Content-Security-Policy": "sandbox allow-scripts allow-forms allow-downloads" }, body: html }),
      ),
  });
  const { page } = session;
  assert.deepEqual(await page.evaluate(() => [origin, isSecureContext, typeof crypto.subtle]), ["null", false, "undefined"]);
  await unlock(page, await make.protect(mine.text), make.PASSPHRASE);
  await open(page, file("K7Q2-M4XW-1.age", await make.envelope(make.fullCase(), mine.recipient)));
  assert.equal(await text(page, ".report-text"), make.REPORT.trimEnd());
  await page.click(".pdf-open");
  await page.waitForSelector("#viewer-page");
  await session.context.close();
});

function damage(bytes, at) {
  const copy = Buffer.from(bytes);
  copy[at] ^= 1;
  return copy;
}

async function raw(identity) {
  const { armor } = await import("age-encryption");
  return Buffer.from(armor.decode(String(await make.protect(identity))));
}

/** Says that it is encrypted with a password that nobody has. */
function encryptedPdf() {
  const key = "A".repeat(32);
  return Buffer.from(make.pdf().toString("latin1").replace("/Root 1 0 R", `/Root 1 0 R /ID [(${key.slice(16)})(${key.slice(16)})] /Encrypt << /Filter /Standard /V 1 /R 2 /P -44 /O (${key}) /U (${key}) >>`), "latin1");
}
