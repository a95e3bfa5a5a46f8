// A recipient makes a key: the passphrase, the file, the proof that it was kept, the public half.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { after, before, test } from "node:test";
import { Decrypter } from "age-encryption";
import decodeQR from "qr/decode.js";
import { file, launch, open, reader, unlock } from "./browser.mjs";
import * as make from "./make.mjs";

const STRONG = "tujuh perahu menunggu angin timur";

let chromium;
before(async () => {
  chromium = await launch();
});
after(() => chromium.close());

const text = (page, selector) => page.textContent(selector);
const state = (page, wanted) => page.waitForSelector(`body[data-state="${wanted}"]`);

async function quiet({ context, page, seen }) {
  assert.deepEqual(seen, { requests: [], violations: [], errors: [], dialogs: [] });
  assert.deepEqual(await page.evaluate(() => globalThis.violations), []);
  await context.close();
}

async function makes(page, passphrase = STRONG) {
  await page.click("#make");
  await page.fill("#new-passphrase", passphrase);
  await page.fill("#new-passphrase-again", passphrase);
  await page.click("#make-go");
  await state(page, "made");
}

/** Saves the file and gives its name and bytes. */
async function saves(page) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.click("#made-save")]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

async function tries(page, key, passphrase = STRONG) {
  await page.setInputFiles("#identity-file", file(key.name, key.bytes));
  await page.fill("#passphrase", passphrase);
  await page.click("#unlock");
}

for (const viewport of [{ width: 1280, height: 900 }, { width: 360, height: 740 }]) {
  test(`a key is made, kept, tried, and opens what is sealed to it, at ${viewport.width} pixels`, async () => {
    const session = await reader(chromium.browser, { viewport, acceptDownloads: true });
    const { page } = session;
    await makes(page);
    const fingerprint = await text(page, "#made-fingerprint");
    // Nobody registers a key that was not kept.
    await page.click("#made-try");
    assert.match(await text(page, "#made-status"), /^Simpan berkas kunci dahulu/);
    const key = await saves(page);
    assert.equal(key.name, `kunci-penerima-${fingerprint}.age`);
    assert.match(String(key.bytes), /^-----BEGIN AGE ENCRYPTED FILE-----\n[^]+\n-----END AGE ENCRYPTED FILE-----\n$/);
    await page.click("#made-try");
    assert.ok((await text(page, "#notice")).includes(fingerprint));

    await tries(page, key, `${STRONG}!`);
    await page.waitForSelector("#unlock-problem:not(:empty)");
    assert.match(await text(page, "#unlock-problem"), /^Kata sandi tidak cocok/);
    await page.fill("#passphrase", STRONG);
    await page.click("#unlock");
    await state(page, "open");
    assert.match(await text(page, "#notice"), /^Kunci baru tersimpan/);
    assert.equal(await text(page, "#fingerprint"), fingerprint);
    const recipient = await page.inputValue("#recipient");
    assert.match(recipient, /^age1[0-9a-z]{58}$/);
    assert.equal(await text(page, "#public-fingerprint"), fingerprint);
    assert.equal(await scanned(page), recipient);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    assert.ok(wide <= 0, `the page is ${wide} pixels too wide`);

    await open(page, file("K7Q2-M4XW-1.age", await make.envelope({ "laporan.txt": "Untuk kunci baru." }, recipient)));
    assert.equal(await text(page, ".report-text"), "Untuk kunci baru.");

    // And it is an ordinary age file.
    const decrypter = new Decrypter();
    decrypter.addPassphrase(STRONG);
    const { armor } = await import("age-encryption");
    const plain = await decrypter.decrypt(armor.decode(String(key.bytes)), "text");
    assert.equal(plain.split("\n")[0], `# public key: ${recipient}`);
    assert.match(plain.split("\n")[1], /^AGE-SECRET-KEY-1[0-9A-Z]{58}$/);
    if (spawnSync("age-keygen", ["--version"]).status === 0) {
      assert.equal(String(execFileSync("age-keygen", ["-y"], { input: plain })).trim(), recipient);
    }
    await quiet(session);
  });
}

/** What a telephone would read from the picture. */
async function scanned(page) {
  const shot = await page.$eval("#recipient-qr", async (svg) => {
    const size = svg.viewBox.baseVal.width;
    const scale = 8;
    const canvas = Object.assign(document.createElement("canvas"), { width: size * scale, height: size * scale });
    const context = canvas.getContext("2d");
    context.fillStyle = getComputedStyle(svg.parentElement).backgroundColor;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.scale(scale, scale);
    context.fillStyle = getComputedStyle(svg).fill;
    context.fill(new Path2D(svg.querySelector("path").getAttribute("d")));
    const { data, width, height } = context.getImageData(0, 0, canvas.width, canvas.height);
    return { data: [...data], width, height };
  });
  return decodeQR({ ...shot, data: new Uint8ClampedArray(shot.data) });
}

test("a passphrase that is easily guessed is told why, while one types and in the end", async () => {
  const session = await reader(chromium.browser);
  const { page } = session;
  await page.click("#make");
  const judged = async (passphrase) => {
    await page.fill("#new-passphrase", "");
    await page.waitForSelector("#strength", { state: "hidden" });
    await page.fill("#new-passphrase", passphrase);
    await page.waitForSelector("#strength:not([hidden])");
    return page.getAttribute("#strength", "data-weak");
  };
  // As `ikrar tips keygen` judges them.
  for (const passphrase of ["rahasia", "P@ssw0rd2026!", "x7$Kq9!mZ"]) assert.equal(await judged(passphrase), "short", passphrase);
  for (const passphrase of ["aaaaaaaaaaaaaaaaaaaaaaaa", "12345678901234567890", "qwertyuiopasdfghjkl", "passwordpassword", "indonesia merdeka", "netralitas pilkada", "bismillahbismillah", "Pemilu Indonesia 2024", "bawaslu-bkpsdm-2026", "- - - - - - - - - -", "17 Agustus 1945"]) {
    assert.notEqual(await judged(passphrase), "", passphrase);
  }
  for (const passphrase of ["sawah hijau di kaki gunung", STRONG, "nX4kq vB7zt Rw2mp Yc9hd"]) assert.equal(await judged(passphrase), "", passphrase);
  assert.equal(await judged(`${STRONG} `), "edges");

  await page.fill("#new-passphrase", "netralitas pilkada");
  await page.fill("#new-passphrase-again", "netralitas pilkada");
  await page.click("#make-go");
  await page.waitForSelector("#make-problem:not(:empty)");
  assert.equal(await page.evaluate(() => document.activeElement.id), "new-passphrase");
  await page.fill("#new-passphrase", STRONG);
  await page.click("#make-go");
  await page.waitForFunction(() => document.getElementById("make-problem").textContent.startsWith("Kedua kata sandi tidak sama"));
  assert.equal(await page.getAttribute("#new-passphrase-again", "aria-invalid"), "true");
  await page.click("#new-passphrase-show");
  assert.deepEqual(await page.$$eval("#make-form input", (nodes) => nodes.map((node) => node.type)), ["text", "text"]);
  assert.equal(await page.getAttribute("body", "data-state"), "making");
  await quiet(session);
});

test("six words by chance are suggested, shown, and strong enough", async () => {
  const session = await reader(chromium.browser);
  const { page } = session;
  await page.click("#make");
  const seen = new Set();
  for (let n = 0; n < 5; n++) {
    await page.click("#suggest");
    const words = await page.inputValue("#new-passphrase");
    assert.match(words, /^[a-z]+( [a-z]+){5}$/);
    seen.add(words);
    await page.waitForFunction(() => document.getElementById("strength").dataset.weak === "");
  }
  assert.equal(seen.size, 5);
  assert.equal(await page.getAttribute("#new-passphrase", "type"), "text");
  await quiet(session);
});

test("whoever has a key is asked before another one is made", async () => {
  const session = await reader(chromium.browser, { acceptDownloads: true });
  const { page } = session;
  const mine = await make.key();
  await page.setInputFiles("#identity-file", file("kunci.age", mine.text));
  await page.click("#make");
  assert.match(await text(page, "#again-dialog"), /Kunci baru tidak membuka laporan yang sudah disegel untuk kunci lama/);
  await page.click("#again-no");
  assert.equal(await page.getAttribute("body", "data-state"), "locked");
  await page.click("#unlock");
  await state(page, "open");
  // The public half of an older key is there as well, folded away.
  assert.equal(await page.isVisible("#recipient"), false);
  assert.equal(await page.inputValue("#recipient"), mine.recipient);
  await page.click("#public-key summary");
  await page.click("#make-another");
  await page.click("#again-yes");
  await state(page, "making");
  await page.fill("#new-passphrase", STRONG);
  await page.fill("#new-passphrase-again", STRONG);
  await page.click("#make-go");
  await state(page, "made");
  await page.click("#made-discard");
  await page.click("#discard-yes");
  await state(page, "locked");
  await page.click("#make");
  assert.equal(await page.isVisible("#again-dialog"), true, "it was made once already");
  await quiet(session);
});

test("another key's file does not pass for the new one, and one can go back to save it", async () => {
  const session = await reader(chromium.browser, { acceptDownloads: true });
  const { page } = session;
  await makes(page);
  const key = await saves(page);
  await page.click("#made-try");
  await tries(page, { name: "lama.age", bytes: (await make.key()).text }, "");
  await page.waitForSelector("#unlock-problem:not(:empty)");
  assert.match(await text(page, "#unlock-problem"), /^Ini berkas kunci lain/);
  await page.click("#made-back");
  assert.deepEqual(await saves(page), key);
  await page.click("#made-try");
  await tries(page, key);
  await state(page, "open");
  await quiet(session);
});

test("nothing of a new key is left when it is forgotten, and that it was not tried is said", async () => {
  const session = await reader(chromium.browser, { prepare: (page) => page.clock.install() });
  const { page } = session;
  await page.click("#make");
  await page.fill("#new-passphrase", STRONG);
  await page.fill("#new-passphrase-again", STRONG);
  await page.click("#make-go");
  await page.clock.runFor("00:01");
  await state(page, "made");
  const secret = await page.inputValue("#made-text");
  assert.match(secret, /^-----BEGIN AGE/);
  await page.clock.runFor("11:00");
  await state(page, "locked");
  assert.match(await text(page, "#notice"), /^Kunci yang baru dibuat dan belum dicoba sudah dilupakan/);
  const left = await page.evaluate(() => document.documentElement.innerHTML.replace(/<script[\s\S]*?<\/script>/g, "") + [...document.querySelectorAll("input, textarea")].map((node) => node.value).join());
  for (const canary of [secret.split("\n")[1], STRONG]) assert.ok(!left.includes(canary));
  await quiet(session);
});

test("unlocking with nothing chosen asks for a file, and a forgotten passphrase is spoken of", async () => {
  const session = await reader(chromium.browser);
  const { page } = session;
  await page.click("#unlock");
  await page.waitForSelector("#unlock-problem:not(:empty)");
  assert.equal(await text(page, "#unlock-problem"), "Pilih berkas kunci dahulu, lalu ketik kata sandinya.");
  assert.equal(await page.evaluate(() => document.activeElement.id), "identity-file");
  await page.click("#lost summary");
  assert.match(await text(page, "#lost"), /tidak dapat dipulihkan atau diganti siapa pun/);
  await quiet(session);
});

test("a case is printed only after a word on what paper means", async () => {
  const session = await reader(chromium.browser, { prepare: (page) => page.addInitScript(() => (globalThis.print = () => (globalThis.printed = (globalThis.printed ?? 0) + 1))) });
  const { page } = session;
  const mine = await make.key();
  await unlock(page, mine.text);
  assert.equal(await page.isVisible("#print"), false, "there is nothing to print yet");
  await open(page, file("K7Q2-M4XW-1.age", await make.envelope({ "laporan.txt": make.REPORT }, mine.recipient)));
  await page.click("#print");
  assert.match(await text(page, "#print-warning"), /Hasil cetak terbaca siapa pun/);
  await page.click("#print-no");
  assert.equal(await page.evaluate(() => globalThis.printed), undefined);
  await page.click("#print");
  await page.click("#print-yes");
  assert.equal(await page.evaluate(() => globalThis.printed), 1);
  await page.emulateMedia({ media: "print" });
  assert.equal(await page.isVisible(".print-only"), true);
  await quiet(session);
});

test("what the bot aligns with spaces stands in columns", async () => {
  const session = await reader(chromium.browser);
  const { page } = session;
  const mine = await make.key();
  const report = "LAPORAN ANONIM (INFORMASI AWAL)\nNomor         : K7Q2-M4XW\nWaktu, tempat : Senin, di aula\nUntuk         : BKPSDM\n\nCERITA\n| Jam 9 : datang ke aula.\n";
  await unlock(page, mine.text);
  await open(page, file("K7Q2-M4XW-1.age", await make.envelope({ "laporan.txt": report }, mine.recipient)));
  assert.equal(await text(page, ".report-text"), report.trimEnd());
  const edges = await page.$$eval(".report-line span:last-child", (nodes) => nodes.map((node) => Math.round(node.getBoundingClientRect().left)));
  assert.equal(edges.length, 3);
  assert.equal(new Set(edges).size, 1);
  await quiet(session);
});
