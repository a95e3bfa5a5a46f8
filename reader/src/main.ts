// Puts the screens together: locked, open, and back.

import { byId } from "./dom";
import { checkScreen } from "./screens/check";
import { filesScreen } from "./screens/files";
import { idleLock } from "./screens/idle";
import { readingScreen } from "./screens/reading";
import { unlockScreen } from "./screens/unlock";
import { viewer } from "./screens/viewer";
import { Session } from "./session";
import { fill, hush, language, say, switchTo } from "./texts";
import { IDLE_MILLIS } from "./limits";

const session = new Session();
const notice = byId("notice");

fill();
const viewing = viewer();
const reading = readingScreen(session, viewing);
const unlocking = unlockScreen(session, opened);
const files = filesScreen(session, (first) => {
  show();
  reading.show(first);
});
const idle = idleLock(() => forget("idle"));
checkScreen();

byId("forget").addEventListener("click", () => forget("asked"));
byId("language").addEventListener("click", () => {
  switchTo(language() === "id" ? "en" : "id");
  if (session.unlocked) reading.refresh();
});
// A page that is left must not wait in the browser's memory to be taken up again.
window.addEventListener("pagehide", () => forget("asked"));

function opened(fingerprint: string): void {
  session.unlocked = true;
  hush(notice);
  byId("fingerprint").textContent = fingerprint;
  show();
  byId("files-title").focus();
  idle.start();
}

function forget(why: "asked" | "idle"): void {
  const wasOpen = session.unlocked;
  idle.stop();
  viewing.close();
  session.forget();
  unlocking.clear();
  files.clear();
  reading.clear();
  byId("fingerprint").textContent = "";
  show();
  if (!wasOpen) return;
  if (why === "idle") say(notice, "forgotten-idle", { minutes: IDLE_MILLIS / 60_000 });
  else say(notice, "forgotten");
  byId("unlock-title").focus();
}

function show(): void {
  const step = !session.unlocked ? 1 : session.count === 0 ? 2 : 3;
  document.body.dataset["state"] = ["locked", "open", "reading"][step - 1] ?? "";
  byId("bar").hidden = step === 1;
  byId("unlock-screen").hidden = step !== 1;
  byId("files-screen").hidden = step === 1;
  byId("reading").hidden = step !== 3;
  say(byId("case-files-label"), step === 3 ? "files-add" : "files-choose");
  for (const at of [1, 2, 3]) {
    const node = byId(`step-${at}`);
    if (at === step) node.setAttribute("aria-current", "step");
    else node.removeAttribute("aria-current");
    node.classList.toggle("done", at < step);
  }
}

show();
