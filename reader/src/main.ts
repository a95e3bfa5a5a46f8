// Puts the screens together: locked, open, and back.

import { byId } from "./dom";
import { checkScreen } from "./screens/check";
import { filesScreen } from "./screens/files";
import { idleLock } from "./screens/idle";
import { makeScreen } from "./screens/make";
import { printButton } from "./screens/print";
import { publicScreen } from "./screens/public";
import { readingScreen } from "./screens/reading";
import { unlockScreen } from "./screens/unlock";
import { viewer } from "./screens/viewer";
import type { Key } from "./crypt/protocol";
import { Session } from "./session";
import { fill, hush, language, say, switchTo } from "./texts";
import { IDLE_MILLIS } from "./limits";

type State = "locked" | "making" | "made" | "open" | "reading";

const session = new Session();
/** Which of the screens without an open key. */
let closed: "locked" | "making" | "made" = "locked";
const notice = byId("notice");

fill();
const viewing = viewer();
const reading = readingScreen(session, viewing);
const unlocking = unlockScreen(session, opened);
const files = filesScreen(session, (first) => {
  show();
  reading.show(first);
});
const printing = printButton();
const shared = publicScreen();
const making = makeScreen(session, {
  form: () => closedAt("making"),
  made: () => closedAt("made"),
  unlock: () => {
    closedAt("locked");
    byId("unlock-title").focus();
  },
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

byId("make").addEventListener("click", () => making.begin(unlocking.chosen || making.untried !== null));
byId("make-another").addEventListener("click", () => {
  const atHand = session.unlocked;
  forget("asked");
  making.begin(atHand);
});
// A key that nobody has kept would be lost without a word.
window.addEventListener("beforeunload", (event) => {
  if (making.untried !== null) event.preventDefault();
});

function closedAt(where: typeof closed): void {
  closed = where;
  hush(notice);
  unlocking.clear();
  if (where === "locked" && making.untried === null) idle.stop();
  else idle.start();
  if (where === "locked" && making.untried !== null) say(notice, "made-try-now", { fingerprint: making.untried.fingerprint });
  show();
}

function opened(key: Key): "made-other" | null {
  const { untried } = making;
  if (untried !== null && untried.recipient !== key.recipient) {
    session.keeper.forget();
    return "made-other";
  }
  making.tried();
  session.unlocked = true;
  hush(notice);
  if (untried !== null) say(notice, "made-tried");
  byId("fingerprint").textContent = key.fingerprint;
  shared.show(key, untried !== null);
  show();
  byId(untried === null ? "files-title" : "public-title").focus();
  idle.start();
  return null;
}

function forget(why: "asked" | "idle"): void {
  const wasOpen = session.unlocked || closed !== "locked" || making.untried !== null;
  const lost = making.untried !== null;
  idle.stop();
  viewing.close();
  printing.close();
  session.forget();
  closed = "locked";
  making.clear();
  unlocking.clear();
  files.clear();
  reading.clear();
  shared.clear();
  byId("fingerprint").textContent = "";
  show();
  if (!wasOpen) return;
  if (lost) say(notice, "forgotten-untried");
  else if (why === "idle") say(notice, "forgotten-idle", { minutes: IDLE_MILLIS / 60_000 });
  else say(notice, "forgotten");
  byId("unlock-title").focus();
}

function show(): void {
  const state: State = !session.unlocked ? closed : session.count === 0 ? "open" : "reading";
  const step = state === "reading" ? 3 : state === "open" ? 2 : 1;
  document.body.dataset["state"] = state;
  byId("bar").hidden = step === 1;
  byId("unlock-screen").hidden = state !== "locked";
  byId("make-screen").hidden = state !== "making";
  byId("made-screen").hidden = state !== "made";
  byId("made-back").hidden = making.untried === null;
  byId("make-offer").hidden = making.untried !== null;
  byId("public-screen").hidden = state !== "open";
  byId("files-screen").hidden = step === 1;
  byId("print").hidden = state !== "reading";
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
