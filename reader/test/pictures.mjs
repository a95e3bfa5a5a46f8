// Takes pictures of every screen, light and dark, phone and desk, into test/pictures: for people to look at.

import { mkdir } from "node:fs/promises";
import { file, launch, open, path, reader, unlock } from "./browser.mjs";
import * as make from "./make.mjs";

const folder = path(new URL("pictures/", import.meta.url));
await mkdir(folder, { recursive: true });
const { browser, close } = await launch();
const mine = await make.key();
const other = await make.key();
const identity = await make.protect(mine.text);

const files = [
  file("K7Q2-M4XW-1.age", await make.envelope(make.fullCase(), mine.recipient)),
  file("K7Q2-M4XW-2.age", await make.envelope({ "laporan.txt": "Tambahan dari pelapor\n\nPertemuan berikutnya dijadwalkan hari Kamis." }, mine.recipient)),
  file("9TCB-HH20-1.age", await make.envelope({ "laporan.txt": "Laporan kedua." }, mine.recipient)),
  file("P3XR-77VD-1.age", await make.envelope({ "laporan.txt": "Bukan untuk saya." }, other.recipient)),
  file("catatan.age", await make.seal(Buffer.from("Catatan yang ditutup dengan program age biasa."), mine.recipient)),
  file("P3XR-77VD-2.age", Buffer.from("bukan age")),
];

for (const colorScheme of ["light", "dark"]) {
  for (const [size, viewport] of [["desk", { width: 1280, height: 900 }], ["phone", { width: 360, height: 740 }]]) {
    const isPhone = size === "phone";
    const { page, context } = await reader(browser, { colorScheme, viewport, hasTouch: isPhone, isMobile: isPhone, deviceScaleFactor: isPhone ? 2 : 1 });
    const shot = (name, fullPage = false) => page.screenshot({ path: `${folder}${name}-${size}-${colorScheme}.png`, fullPage });
    await shot("1-locked", true);
    await page.setInputFiles("#identity-file", file("kunci-bawaslu.txt", identity));
    await page.fill("#passphrase", "keliru");
    await page.click("#unlock");
    await page.waitForSelector("#unlock-problem:not(:empty)");
    await shot("2-wrong", true);
    await unlock(page, identity, make.PASSPHRASE);
    await shot("3-files");
    await open(page, ...files);
    await page.waitForTimeout(300);
    await shot("4-reading", true);
    await page.click(".picture-open");
    await page.waitForTimeout(200);
    await shot("5-picture");
    await page.click("#viewer-rotate");
    await shot("6-rotated");
    await page.click("#viewer-close");
    await page.click(".pdf-open");
    await page.waitForSelector("#viewer-page");
    await page.click("#viewer-next");
    await page.waitForTimeout(500);
    await shot("7-pdf");
    await page.click("#viewer-text");
    await page.waitForTimeout(200);
    await shot("8-pdf-text");
    await page.click("#viewer-close");
    await page.click(".save");
    await shot("9-save");
    await page.click("#save-no");
    await page.click("#language");
    await page.click("#check summary");
    await shot("a-english", true);
    await page.click("#forget");
    await shot("b-forgotten");
    await page.click("#language");
    await page.click("#make");
    await page.fill("#new-passphrase", "netralitas pilkada");
    await page.waitForSelector("#strength:not([hidden])");
    await shot("c-make-weak", true);
    await page.click("#suggest");
    await page.waitForFunction(() => document.getElementById("strength").dataset.weak === "");
    await shot("d-make-strong", true);
    const passphrase = await page.inputValue("#new-passphrase");
    await page.fill("#new-passphrase-again", passphrase);
    await page.click("#make-go");
    await page.waitForSelector("body[data-state=made]");
    await shot("e-made", true);
    const made = await page.inputValue("#made-text");
    await page.click("#made-save");
    await page.click("#made-try");
    await page.setInputFiles("#identity-file", file("kunci-penerima.age", made));
    await page.fill("#passphrase", passphrase);
    await page.click("#unlock");
    await page.waitForSelector("body[data-state=open]");
    await shot("f-public", true);
    await context.close();
  }
}
const { page } = await reader(browser, {});
await unlock(page, identity, make.PASSPHRASE);
await open(page, files[0]);
await page.pdf({ path: `${folder}print.pdf`, format: "A4" });
await close();
