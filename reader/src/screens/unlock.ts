// Step 1: the identity file and its passphrase.

import { Forgotten } from "../crypt/client";
import { Refusal, type Key, type Problem } from "../crypt/protocol";
import { byId, plain } from "../dom";
import { IDENTITY_BYTES } from "../limits";
import type { Session } from "../session";
import { hush, say } from "../texts";
import { progressBar } from "./progress";
import { revealer } from "./reveal";

export interface Unlocking {
  /** Whether a key file was chosen or pasted. */
  readonly chosen: boolean;
  clear(): void;
}

/** `opened` may refuse the key, by the name of the text that says why. */
export function unlockScreen(session: Session, opened: (key: Key) => "made-other" | null): Unlocking {
  const form = byId<HTMLFormElement>("unlock-form");
  const file = byId<HTMLInputElement>("identity-file");
  const pasted = byId<HTMLTextAreaElement>("identity-text");
  const chosen = byId("identity-chosen");
  const passphrase = byId<HTMLInputElement>("passphrase");
  const showing = byId<HTMLButtonElement>("passphrase-show");
  const problem = byId("unlock-problem");
  const reveal = revealer(byId<HTMLButtonElement>("passphrase-show"), [passphrase]);
  const progress = progressBar("unlock", { begun: "unlocking", estimate: "unlocking-estimate" });
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
      const other = opened(key);
      if (other === null) return clear();
      busy(false);
      say(problem, other);
      file.focus();
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
  byId("unlock-cancel").addEventListener("click", () => {
    running++;
    session.keeper.forget();
    busy(false);
    say(problem, "cancelled");
    byId("unlock").focus();
  });
  clear();
  return {
    get chosen() {
      return file.files?.[0] !== undefined || pasted.value.trim() !== "";
    },
    clear,
  };
}

async function readIdentity(file: HTMLInputElement, pasted: HTMLTextAreaElement): Promise<Uint8Array> {
  const picked = file.files?.[0];
  if (picked === undefined && pasted.value.trim() === "") throw new Refusal("identity-missing");
  // What was pasted counts first: a text can be emptied, a chosen file hardly.
  if (picked === undefined || pasted.value.trim() !== "") return new TextEncoder().encode(pasted.value.trim());
  if (picked.size > IDENTITY_BYTES) throw new Refusal("identity-too-large");
  try {
    return new Uint8Array(await picked.arrayBuffer());
  } catch {
    throw new Refusal("unreadable");
  }
}
