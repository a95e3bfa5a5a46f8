// What an official sees: unlocking, opening, reading text, pictures and PDF, saving, locking.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { after, before, describe, test } from "node:test";
import { file, launch, open, PAGE, path, reader, unlock } from "./browser.mjs";
import * as make from "./make.mjs";

let chromium, mine, other;
before(async () => {
  [chromium, mine, other] = [await launch(), await make.key(), await make.key()];
});
after(() => chromium.close());

async function quiet({ context, page, seen }) {
  assert.deepEqual(seen, { requests: [], violations: [], errors: [], dialogs: [] });
  assert.deepEqual(await page.evaluate(() => globalThis.violations), []);
  await context.close();
}

const text = (page, selector) => page.textContent(selector);

/** Waits until the page on the viewer's stage is drawn, and gives the share of its pixels that are not white. */
async function ink(page, canvas = "#viewer-page") {
  await page.waitForSelector(canvas);
  return page.$eval(canvas, (node) => {
    const { data } = node.getContext("2d").getImageData(0, 0, node.width, node.height);
    let dark = 0;
    for (let at = 0; at < data.length; at += 4) if (data[at] < 200) dark++;
    return dark / (data.length / 4);
  });
}

for (const viewport of [{ width: 1280, height: 900 }, { width: 360, height: 740 }]) {
  test(`a whole case is read at ${viewport.width} pixels`, async () => {
    const session = await reader(chromium.browser, { viewport });
    const { page } = session;
    assert.match(await text(page, "#offline"), /^\s*Halaman ini tidak terhubung ke internet\./);
    await unlock(page, await make.protect(mine.text, make.PASSPHRASE, 18), make.PASSPHRASE);
    const digest = createHash("sha256").update(mine.recipient).digest();
    assert.match(await text(page, "#fingerprint"), /^(?:[0-9A-HJKMNP-TV-Z]{4}-){2}[0-9A-HJKMNP-TV-Z]{4}$/);
    assert.equal((await text(page, "#fingerprint")).replaceAll("-", ""), crockford(digest));
    await open(page, file("K7Q2-M4XW-1.age", await make.envelope(make.fullCase(), mine.recipient, other.recipient)));

    assert.equal(await text(page, ".case-title"), "Laporan K7Q2-M4XW");
    assert.equal(await text(page, ".report-text"), make.REPORT.trimEnd());
    assert.deepEqual(await page.$$eval(".attachment bdi", (nodes) => nodes.map((node) => node.textContent)), ["berkas-1.jpg", "berkas-2.png", "berkas-3.pdf"]);
    const loaded = () => page.$$eval(".picture-open img", (nodes) => nodes.map((node) => [node.naturalWidth, node.naturalHeight]));
    await page.waitForFunction(() => [...document.querySelectorAll(".picture-open img")].every((node) => node.complete));
    assert.deepEqual(await loaded(), [[1200, 900], [700, 1000]]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `the page is ${wide} pixels too wide`);
    await quiet(session);
  });
}

test("a fingerprint is the one that everybody else shows", async () => {
  const session = await reader(chromium.browser);
  // The key of the vault's own tests and of docs/tips-keys.md.
  await unlock(session.page, "AGE-SECRET-KEY-1HFMCAAMHQA4Z9P2NVNFHJGVCY5P58ZVAQ4RWTRDC97V5J8NMH6AQAKRRL8\n");
  assert.equal(await text(session.page, "#fingerprint"), "DZ50-FN90-N2GK");
  await quiet(session);
});

test("on paper stands the case, without empty pages", async () => {
  const session = await reader(chromium.browser);
  const { page } = session;
  await unlock(page, mine.text);
  await open(page, file("K7Q2-M4XW-1.age", await make.envelope({ "laporan.txt": make.REPORT, "berkas-1.pdf": make.letter() }, mine.recipient)));
  const printed = await page.pdf({ format: "A4" });
  assert.equal(printed.toString("latin1").match(/\/Type ?\/Page\b/g).length, 1);
  await page.emulateMedia({ media: "print" });
  assert.deepEqual(await page.$$eval("button, label, summary", (nodes) => nodes.filter((node) => node.checkVisibility()).map((node) => node.id)), []);
  assert.equal(await page.isVisible(".report-text"), true);
  await quiet(session);
});

test("a picture is enlarged, rotated, zoomed and left by keyboard alone", async () => {
  const session = await reader(chromium.browser);
  const { page } = session;
  await unlock(page, mine.text);
  await open(page, file("A-1.age", await make.envelope(make.fullCase(), mine.recipient)));
  await page.focus(".picture-open");
  await page.keyboard.press("Enter");
  const box = () => page.$eval("#viewer-picture", (node) => [node.getBoundingClientRect().width, node.getBoundingClientRect().height].map(Math.round));
  const [width, height] = await box();
  assert.ok(Math.abs(width / height - 4 / 3) < 0.02);
  await page.keyboard.press("r");
  const turned = await box();
  assert.ok(Math.abs(turned[1] / turned[0] - 4 / 3) < 0.02);
  await page.keyboard.press("+");
  assert.ok((await box())[0] > turned[0] * 1.2);
  await page.keyboard.press("0");
  assert.deepEqual(await box(), turned);
  await page.keyboard.press("Escape");
  assert.equal(await page.isVisible("#viewer"), false);
  assert.equal(await page.evaluate(() => document.activeElement.className), "picture-open");
  await quiet(session);
});

test("a PDF is read page by page, zoomed, rotated, and as text", async () => {
  const session = await reader(chromium.browser);
  const { page } = session;
  await unlock(page, mine.text);
  await open(page, file("A-1.age", await make.envelope(make.fullCase(), mine.recipient)));
  await page.click(".pdf-open");
  assert.ok((await ink(page)) > 0.003);
  assert.equal(await text(page, "#viewer-position"), "1 / 3");
  const width = () => page.$eval("#viewer-page", (node) => node.clientWidth);
  const before_ = await width();
  await page.click("#viewer-zoom-in");
  await page.waitForFunction((was) => document.getElementById("viewer-page")?.clientWidth > was * 1.2, before_);
  await page.keyboard.press("PageDown");
  await page.waitForFunction(() => document.getElementById("viewer-page")?.getAttribute("aria-label") === "Halaman 2 dari 3");
  await page.click("#viewer-text");
  await page.waitForSelector("#viewer-page-text");
  assert.match(await text(page, "#viewer-page-text"), /DAFTAR HADIR[\s\S]+“kutipan” – é ñ ü Ω ✓/);
  await page.click("#viewer-text");
  await page.click("#viewer-fit");
  await page.click("#viewer-rotate");
  await page.waitForFunction(() => document.getElementById("viewer-page")?.clientWidth > document.getElementById("viewer-page")?.clientHeight);
  await page.click("#viewer-close");
  assert.equal(await page.$$eval("#viewer-stage *", (nodes) => nodes.length), 0);
  await quiet(session);
});

describe("what scanners write is drawn", () => {
  for (const kind of ["fax", "jpeg2000"]) {
    test(kind, async () => {
      const session = await reader(chromium.browser);
      const { page } = session;
      await unlock(page, mine.text);
      await open(page, file("A-1.age", await make.envelope({ "berkas-1.pdf": make.scannedPdf(kind) }, mine.recipient)));
      await page.click(".pdf-open");
      assert.ok((await ink(page)) > 0.1, "an empty page");
      await quiet(session);
    });
  }
});

test("symbols that no system has a font for are drawn from the page's own", async () => {
  const session = await reader(chromium.browser);
  const { page } = session;
  const font = (name) => make.pdf({ page: "/Resources << /Font << /F1 6 0 R >> >>", objects: [`<< /Type /Font /Subtype /Type1 /BaseFont /${name} >>`], content: "BT /F1 300 Tf 60 400 Td (4) Tj ET" });
  await unlock(page, mine.text);
  await open(page, file("A-1.age", await make.envelope({ "berkas-1.pdf": font("ZapfDingbats"), "berkas-2.pdf": font("Helvetica") }, mine.recipient)));
  const drawn = [];
  for (const at of [0, 1]) {
    await page.click(`.pdf-open >> nth=${at}`);
    drawn.push(await ink(page));
    await page.click("#viewer-close");
  }
  assert.ok(drawn[0] > 0.01, "nothing drawn");
  assert.notEqual(drawn[0], drawn[1], "a tick is drawn as the digit four");
  await quiet(session);
});

test("several files are grouped by case, in order, each once", async () => {
  const session = await reader(chromium.browser);
  const { page } = session;
  await unlock(page, mine.text);
  const one = async (name, words) => file(name, await make.envelope({ "laporan.txt": words }, mine.recipient));
  const repeated = await one("BBBB-2222-10.age", "sepuluh");
  await open(page, repeated, await one("BBBB-2222-2 (1).age", "dua"), await one("AAAA-1111-1.age", "lain"), { ...repeated, name: "BBBB-2222-10 (1).age" });
  assert.deepEqual(await page.$$eval(".case-code", (nodes) => nodes.map((node) => node.textContent)), ["Laporan AAAA-1111", "Laporan BBBB-2222"]);
  assert.deepEqual(await page.$$eval(".report-text", (nodes) => nodes.map((node) => node.textContent)), ["dua", "sepuluh"]);
  assert.equal(await text(page, "#files-status"), "BBBB-2222-10 (1).age: sudah terbuka, tidak ditambahkan lagi.");
  await page.click(".case-entry >> nth=0");
  assert.deepEqual(await page.$$eval(".report-text", (nodes) => nodes.map((node) => node.textContent)), ["lain"]);
  await quiet(session);
});

test("what the stock tool sealed opens as well: armored, and not an envelope", async () => {
  const { armor } = await import("age-encryption");
  const session = await reader(chromium.browser);
  const { page } = session;
  await unlock(page, mine.text);
  const sealed = await make.seal(Buffer.from("Catatan biasa."), other.recipient, mine.recipient);
  await open(page, file("catatan.txt.age", armor.encode(sealed)), file("foto.jpg.age", await make.seal(make.photo(), mine.recipient)));
  assert.equal(await text(page, ".report-text"), "Catatan biasa.");
  assert.equal(await page.$$eval(".picture-open", (nodes) => nodes.length), 1);
  await quiet(session);
});

test("files may be dropped anywhere, but not before the key is open", async () => {
  const session = await reader(chromium.browser);
  const { page } = session;
  const sealed = [...(await make.envelope({ "laporan.txt": "diseret" }, mine.recipient))];
  const drop = () =>
    page.evaluate((bytes) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([new Uint8Array(bytes)], "C-1.age"));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    }, sealed);
  await drop();
  assert.match(await text(page, "#notice"), /^Buka kunci terlebih dahulu/);
  await unlock(page, mine.text);
  await drop();
  await page.waitForSelector(".report-text");
  assert.equal(await text(page, ".report-text"), "diseret");
  await quiet(session);
});

test("a copy is saved only after a warning", async () => {
  const session = await reader(chromium.browser, { acceptDownloads: true });
  const { page } = session;
  await unlock(page, mine.text);
  await open(page, file("K7Q2-M4XW-1.age", await make.envelope(make.fullCase(), mine.recipient)));
  await page.click(".attachment .save");
  assert.match(await text(page, "#save-warning"), /tanpa perlindungan apa pun/);
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#save-yes")]);
  assert.equal(download.suggestedFilename(), "K7Q2-M4XW-1-berkas-1.jpg");
  assert.deepEqual(readFileSync(await download.path()), make.photo());
  await session.context.close();
});

test("“Tutup dan lupakan” leaves nothing of the case or the key in the document", async () => {
  const session = await reader(chromium.browser);
  const { page } = session;
  await page.click("#identity-paste summary");
  await page.fill("#identity-text", mine.text);
  await page.click("#unlock");
  await page.waitForSelector("#files-screen:visible");
  await open(page, file("K7Q2-M4XW-1.age", await make.envelope(make.fullCase(), mine.recipient)));
  const picture = await page.getAttribute(".picture-open img", "src");
  await page.click(".pdf-open");
  await ink(page);
  assert.equal(page.workers().length, 2);
  await page.click("#viewer-save");
  assert.match(await text(page, "#save-warning"), /K7Q2-M4XW-1-berkas-3\.pdf/);
  await page.evaluate(() => document.getElementById("forget").click());
  await page.waitForFunction(() => document.body.dataset.state === "locked");

  const left = await page.evaluate(() => document.documentElement.innerHTML.replace(/<script[\s\S]*?<\/script>/g, "") + [...document.querySelectorAll("input, textarea")].map((node) => node.value).join());
  for (const canary of ["kepala bidang", "K7Q2", "berkas-", "UNDANGAN", "AGE-SECRET-KEY-1", mine.recipient]) {
    assert.ok(!left.includes(canary), `still there: ${canary}`);
  }
  assert.equal(await page.$$eval("canvas, #case *, #cases *", (nodes) => nodes.length), 0);
  const gone = await page.evaluate((url) => new Promise((resolve) => Object.assign(new Image(), { onload: () => resolve(false), onerror: () => resolve(true), src: url })), picture);
  assert.ok(gone, "the picture's address still works");
  for (let tries = 0; page.workers().length > 0 && tries < 50; tries++) await page.waitForTimeout(100);
  assert.equal(page.workers().length, 0, "a worker still runs");
  assert.match(await text(page, "#notice"), /sudah dilupakan/);
  await session.context.close();
});

test("ten idle minutes lock the page, after a warning that one can answer", async () => {
  const session = await reader(chromium.browser, { prepare: (page) => page.clock.install() });
  const { page } = session;
  await unlock(page, mine.text);
  await open(page, file("A-1.age", await make.envelope({ "laporan.txt": "rahasia" }, mine.recipient)));
  await page.clock.runFor("08:50");
  assert.equal(await page.isVisible("#idle-dialog"), false);
  await page.clock.runFor("00:15");
  assert.match(await text(page, "#idle-warning"), /dalam 5\d detik/);
  await page.click("#idle-stay");
  await page.clock.runFor("08:00");
  assert.equal(await text(page, ".report-text"), "rahasia");
  await page.clock.runFor("02:05");
  assert.equal(await page.$(".report-text"), null);
  assert.match(await text(page, "#notice"), /terkunci sendiri karena 10 menit tidak digunakan/);
  await quiet(session);
});

test("the page goes on in English, and says what it said", async () => {
  const session = await reader(chromium.browser);
  const { page } = session;
  await unlock(page, mine.text);
  await open(page, file("A-1.age", await make.envelope(make.fullCase(), mine.recipient)), file("B-1.age", "bukan"));
  await page.click("#language");
  assert.equal(await page.getAttribute("html", "lang"), "en");
  assert.match(await text(page, "#refusals"), /One file could not be opened.*This is not a sealed report/);
  assert.equal(await text(page, ".attachments-title"), "3 attachments");
  const leftover = await page.evaluate(() => [...document.querySelectorAll("[data-t]")].filter((node) => node.textContent === "").map((node) => node.dataset.t));
  assert.deepEqual(leftover, []);
  await quiet(session);
});

test("the page computes the SHA-256 of a chosen file", async () => {
  const session = await reader(chromium.browser);
  const { page } = session;
  await page.click("#check summary");
  await page.setInputFiles("#check-file", path(PAGE));
  await page.waitForSelector("#check-digest");
  assert.equal(await text(page, "#check-digest"), createHash("sha256").update(readFileSync(PAGE)).digest("hex"));
  await quiet(session);
});

function crockford(digest) {
  const bits = [...digest].map((byte) => byte.toString(2).padStart(8, "0")).join("").slice(0, 60);
  return bits.match(/.{5}/g).map((five) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[parseInt(five, 2)]).join("");
}

test("what was changed after it was kept is told loudly", async () => {
  const session = await reader(chromium.browser);
  const { page } = session;
  await unlock(page, await make.protect(mine.text), make.PASSPHRASE);
  const zip = make.zip({ "laporan.txt": "Ada amplop." });
  const mark = createHash("sha256").update(zip).digest("hex").slice(0, 32);
  const changed = make.zip({ "laporan.txt": "Tidak ada apa-apa." });
  const names = [`K7Q2-M4XW-1-${mark}.age`, `K7Q2-M4XW-2-${mark} (1).age`, "K7Q2-M4XW-3.age"];
  for (const [name, bytes] of [[names[0], zip], [names[1], changed], [names[2], zip]]) {
    await open(page, file(name, await make.seal(bytes, mine.recipient)));
  }
  assert.equal(await text(page, ".case-title"), "Laporan K7Q2-M4XW");
  const seen = await page.$$eval(".item", (nodes) => nodes.map((node) => [node.querySelector(".content").textContent.slice(0, 12), node.querySelector(".problem.content") !== null, node.querySelectorAll(".attachment").length]));
  assert.deepEqual(seen, [["Isi tidak be", false, 0], ["PERINGATAN: ", true, 0], ["Tidak dapat ", false, 0]]);
  await quiet(session);
});
