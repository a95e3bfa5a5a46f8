// Step 1: the identity file and its passphrase.

import { Forgotten } from "../crypt/client";
import { Refusal, type Problem } from "../crypt/protocol";
import { byId, plain } from "../dom";
import { IDENTITY_BYTES } from "../limits";
import type { Session } from "../session";
import { hush, label, say } from "../texts";

export function unlockScreen(session: Session, opened: (fingerprint: string) => void): { clear(): void } {
  const form = byId<HTMLFormElement>("unlock-form");
  const file = byId<HTMLInputElement>("identity-file");
  const pasted = byId<HTMLTextAreaElement>("identity-text");
  const chosen = byId("identity-chosen");
  const passphrase = byId<HTMLInputElement>("passphrase");
  const showing = byId<HTMLButtonElement>("passphrase-show");
  const problem = byId("unlock-problem");
  const progress = progressBar();
  let running = 0;

  function showChosen(): void {
    const picked = file.files?.[0];
    if (picked === undefined) say(chosen, "identity-none");
    else {
      hush(chosen);
      chosen.textContent = plain(picked.name);
    }
    chosen.classList.toggle("is-chosen", picked !== undefined);
  }

  function reveal(visible: boolean): void {
    passphrase.type = visible ? "text" : "password";
    showing.setAttribute("aria-pressed", String(visible));
    say(showing, visible ? "passphrase-hide" : "passphrase-show");
    label(showing, visible ? "passphrase-hide-label" : "passphrase-show-label");
  }

  function busy(working: boolean): void {
    byId("unlock-actions").hidden = working;
    byId("unlock-working").hidden = !working;
    for (const input of [file, pasted, passphrase, showing]) input.disabled = working;
    if (!working) progress.stop();
  }

  function refuse(why: Problem): void {
    say(problem, `problem-${why}`);
    const wanted = why === "passphrase-missing" || why === "passphrase-wrong" ? passphrase : file;
    passphrase.setAttribute("aria-invalid", String(wanted === passphrase));
    wanted.focus();
    if (wanted === passphrase) passphrase.select();
  }

  async function unlock(): Promise<void> {
    const run = ++running;
    hush(problem);
    hush(byId("notice"));
    passphrase.removeAttribute("aria-invalid");
    busy(true);
    progress.start();
    byId("unlock-cancel").focus();
    try {
      const bytes = await readIdentity(file, pasted);
      const key = await session.keeper.unlock(bytes, passphrase.value, progress.estimate);
      if (run !== running) return;
      clear();
      opened(key.fingerprint);
    } catch (error) {
      if (run !== running || error instanceof Forgotten) return;
      busy(false);
      refuse(error instanceof Refusal ? error.problem : "unexpected");
    }
  }

  function clear(): void {
    running++;
    form.reset();
    byId<HTMLDetailsElement>("identity-paste").open = false;
    hush(problem);
    passphrase.removeAttribute("aria-invalid");
    reveal(false);
    showChosen();
    busy(false);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void unlock();
  });
  file.addEventListener("change", () => {
    showChosen();
    hush(problem);
    if (file.files?.length) passphrase.focus();
  });
  showing.addEventListener("click", () => reveal(passphrase.type === "password"));
  byId("unlock-cancel").addEventListener("click", () => {
    running++;
    session.keeper.forget();
    busy(false);
    say(problem, "cancelled");
    byId("unlock").focus();
  });
  clear();
  return { clear };
}

async function readIdentity(file: HTMLInputElement, pasted: HTMLTextAreaElement): Promise<Uint8Array> {
  const picked = file.files?.[0];
  // What was pasted counts first: a text can be emptied, a chosen file hardly.
  if (picked === undefined || pasted.value.trim() !== "") return new TextEncoder().encode(pasted.value.trim());
  if (picked.size > IDENTITY_BYTES) throw new Refusal("identity-too-large");
  try {
    return new Uint8Array(await picked.arrayBuffer());
  } catch {
    throw new Refusal("unreadable");
  }
}

/** Moves by the worker's estimate; scrypt itself does not tell how far it is. */
function progressBar() {
  const bar = byId<HTMLProgressElement>("unlock-progress");
  const words = byId("unlock-progress-text");
  let timer = 0;

  function stop(): void {
    window.clearInterval(timer);
    bar.removeAttribute("value");
    hush(words);
  }

  function start(): void {
    stop();
    say(words, "unlocking");
  }

  function estimate(millis: number): void {
    const begun = performance.now();
    say(words, "unlocking-estimate", { seconds: Math.max(1, Math.round(millis / 1000)) });
    window.clearInterval(timer);
    timer = window.setInterval(() => {
      const part = (performance.now() - begun) / Math.max(500, millis);
      bar.value = Math.min(97, part * 95);
      if (part > 1.25) say(words, "unlocking-longer");
    }, 120);
  }

  return { start, stop, estimate };
}
