// A real Chromium with the page opened from disk, watched for everything that might leave it.

import { createServer } from "node:net";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";

export const PAGE = new URL("../dist/ikrar-pembaca.html", import.meta.url);

const FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"];

function executable() {
  const known = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser"];
  const found = known.find((path) => path && existsSync(path));
  if (!found) throw new Error("no Chromium; install it or name it in CHROMIUM");
  return found;
}

/** A browser whose only way out is a proxy that lets nothing through and remembers who knocked. */
export async function launch() {
  const knocks = [];
  const trap = createServer((socket) => {
    socket.on("data", (data) => knocks.push(String(data).split("\r\n")[0]));
    socket.on("error", () => {});
    setTimeout(() => socket.destroy(), 50);
  });
  await new Promise((resolve) => trap.listen(0, "127.0.0.1", resolve));
  const proxy = { server: `http://127.0.0.1:${trap.address().port}`, bypass: "<-loopback>" };
  const browser = await chromium.launch({ executablePath: executable(), args: FLAGS, proxy });
  return {
    knocks,
    browser,
    async close() {
      await browser.close();
      await new Promise((resolve) => trap.close(resolve));
    },
  };
}

/** The reader in a context of its own. `seen` gathers what ought to stay empty. */
export async function reader(browser, options = {}) {
  const { url = PAGE.href, prepare, ...rest } = options;
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: "id-ID", ...rest });
  const seen = { requests: [], violations: [], errors: [], dialogs: [] };
  context.on("request", (request) => {
    if (request.url() !== url && !request.url().startsWith("blob:")) seen.requests.push(request.url());
  });
  const page = await context.newPage();
  page.on("console", (message) => {
    if (/content security policy|trusted/i.test(message.text())) seen.violations.push(message.text());
    else if (message.type() === "error") seen.errors.push(message.text());
  });
  page.on("pageerror", (error) => seen.errors.push(String(error)));
  page.on("dialog", (dialog) => {
    seen.dialogs.push(dialog.message());
    void dialog.dismiss();
  });
  await page.addInitScript(() => {
    globalThis.violations = [];
    document.addEventListener("securitypolicyviolation", (event) => globalThis.violations.push(`${event.violatedDirective} ${event.blockedURI}`));
  });
  await prepare?.(page);
  await page.goto(url);
  return { context, page, seen };
}

export const file = (name, buffer, mimeType = "application/octet-stream") => ({ name, mimeType, buffer: Buffer.from(buffer) });

export async function unlock(page, identity, passphrase = "") {
  await page.setInputFiles("#identity-file", file("kunci.txt", identity));
  await page.fill("#passphrase", passphrase);
  await page.click("#unlock");
  await page.waitForSelector("#files-screen:visible");
}

export async function open(page, ...files) {
  await page.setInputFiles("#case-files", files);
  await page.waitForFunction(() => !/^(Membuka|Opening) /.test(document.getElementById("files-status").textContent) && (document.querySelector("#case section") || !document.getElementById("refusals").hidden));
}

export const path = (url) => fileURLToPath(url);
