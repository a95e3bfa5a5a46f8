// A recipient's new key: a passphrase that stands guessing, the key file, and the proof that it was kept.

import { Forgotten } from "../crypt/client";
import { Refusal, type Judgement, type Key, type Made } from "../crypt/protocol";
import { byId, el } from "../dom";
import { JUDGE_MILLIS } from "../limits";
import type { Session } from "../session";
import { hush, label, say } from "../texts";
import { suggestion } from "../words";
import { copyButton } from "./copy";
import { progressBar } from "./progress";
import { revealer } from "./reveal";

export interface Making {
  /** Asks first where a key is at hand already. */
  begin(atHand: boolean): void;
  /** The key that was made and is not yet proven to be kept. */
  readonly untried: Key | null;
  /** Its file was saved or copied. */
  readonly saved: boolean;
  tried(): void;
  clear(): void;
}

export interface Steps {
  form(): void;
  made(): void;
  unlock(): void;
}

export function makeScreen(session: Session, go: Steps): Making {
  const form = byId<HTMLFormElement>("make-form");
  const first = byId<HTMLInputElement>("new-passphrase");
  const second = byId<HTMLInputElement>("new-passphrase-again");
  const showing = byId<HTMLButtonElement>("new-passphrase-show");
  const meter = byId<HTMLMeterElement>("strength");
  const hint = byId("strength-words");
  const problem = byId("make-problem");
  const text = byId<HTMLTextAreaElement>("made-text");
  const status = byId("made-status");
  const again = byId<HTMLDialogElement>("again-dialog");
  const discard = byId<HTMLDialogElement>("discard-dialog");
  const reveal = revealer(showing, [first, second]);
  const progress = progressBar("make", { begun: "making", estimate: "making-estimate" });
  let made: Made | null = null;
  let saved = false;
  let before = false;
  let run = 0;
  let judging = 0;

  function busy(working: boolean): void {
    byId("make-actions").hidden = working;
    byId("make-working").hidden = !working;
    for (const input of [first, second, showing, byId<HTMLButtonElement>("suggest")]) input.disabled = working;
    if (!working) progress.stop();
  }

  /** What is weak is told while one types, not only in the end. */
  function show(judgement: Judgement | null): void {
    meter.hidden = judgement === null;
    if (judgement === null) return void say(hint, "make-passphrase-hint");
    meter.value = judgement.weak === null ? 1 : Math.min(0.9, judgement.share);
    meter.dataset["weak"] = judgement.weak ?? "";
    say(hint, judgement.weak === null ? "strength-enough" : `weak-${judgement.weak}`);
  }

  function typed(): void {
    hush(problem);
    for (const input of [first, second]) input.removeAttribute("aria-invalid");
    window.clearTimeout(judging);
    if (first.value === "") return show(null);
    judging = window.setTimeout(() => {
      const asked = first.value;
      void session.keeper.judge(asked).then(
        (judgement) => {
          if (first.value === asked) show(judgement);
        },
        () => {},
      );
    }, JUDGE_MILLIS);
  }

  function refuse(input: HTMLInputElement, why: () => void): void {
    busy(false);
    why();
    input.setAttribute("aria-invalid", "true");
    input.focus();
  }

  async function make(): Promise<void> {
    const mine = ++run;
    const passphrase = first.value;
    hush(problem);
    if (passphrase === "") return refuse(first, () => say(problem, "make-nothing"));
    busy(true);
    progress.start();
    try {
      const judgement = await session.keeper.judge(passphrase);
      if (mine !== run) return;
      show(judgement);
      const { weak } = judgement;
      if (weak !== null) return refuse(first, () => say(problem, `weak-${weak}`));
      if (second.value !== passphrase) return refuse(second, () => say(problem, second.value === "" ? "make-again-missing" : "make-differs"));
      byId("make-cancel").focus();
      const key = await session.keeper.make(passphrase, progress.estimate);
      if (mine !== run) return;
      keep(key);
    } catch (error) {
      if (mine !== run || error instanceof Forgotten) return;
      busy(false);
      say(problem, `problem-${error instanceof Refusal ? error.problem : "unexpected"}`);
    }
  }

  function keep(key: Made): void {
    wipe();
    made = key;
    before = true;
    text.value = key.file;
    byId("made-fingerprint").textContent = key.fingerprint;
    go.made();
    byId("made-title").focus();
  }

  /** The form as it is at first; the key that was made stays. */
  function wipe(): void {
    run++;
    window.clearTimeout(judging);
    form.reset();
    reveal(false);
    show(null);
    hush(problem);
    for (const input of [first, second]) input.removeAttribute("aria-invalid");
    busy(false);
  }

  function drop(): void {
    made = null;
    saved = false;
    text.value = "";
    byId("made-fingerprint").textContent = "";
    byId<HTMLDetailsElement>("made-by-hand").open = false;
    hush(status);
    for (const dialog of [again, discard]) if (dialog.open) dialog.close();
  }

  function clear(): void {
    wipe();
    drop();
  }

  function begin(atHand: boolean): void {
    if (!atHand && !before) return open();
    again.showModal();
    byId("again-no").focus();
  }

  function open(): void {
    clear();
    go.form();
    byId("make-title").focus();
  }

  /** No browser tells whether a file was really kept: that is seen when it is chosen again. */
  function save(): void {
    if (made === null) return;
    const url = URL.createObjectURL(new Blob([made.file], { type: "application/octet-stream" }));
    const name = fileName(made);
    el("a", { href: url, download: name }).click();
    window.setTimeout(() => URL.revokeObjectURL(url), 30_000);
    saved = true;
    say(status, "made-saved", { name });
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void make();
  });
  for (const input of [first, second]) input.addEventListener("input", typed);
  byId("suggest").addEventListener("click", () => {
    first.value = suggestion();
    second.value = "";
    reveal(true);
    typed();
    second.focus();
  });
  byId("make-cancel").addEventListener("click", () => {
    run++;
    session.keeper.forget();
    busy(false);
    byId("make-go").focus();
  });
  byId("make-back").addEventListener("click", () => {
    clear();
    session.keeper.forget();
    go.unlock();
  });
  byId("made-save").addEventListener("click", save);
  copyButton(byId<HTMLButtonElement>("made-copy"), text, status, () => {
    saved = true;
  });
  byId("made-try").addEventListener("click", () => {
    if (!saved) {
      say(status, "made-save-first");
      byId("made-save").focus();
      return;
    }
    go.unlock();
  });
  byId("made-back").addEventListener("click", () => {
    go.made();
    byId("made-title").focus();
  });
  byId("made-discard").addEventListener("click", () => {
    discard.showModal();
    byId("discard-no").focus();
  });
  byId("discard-no").addEventListener("click", () => discard.close());
  byId("discard-yes").addEventListener("click", () => {
    clear();
    session.keeper.forget();
    go.unlock();
  });
  byId("again-no").addEventListener("click", () => again.close());
  byId("again-yes").addEventListener("click", () => {
    again.close();
    open();
  });
  label(meter, "strength");
  clear();

  return {
    begin,
    get untried() {
      return made;
    },
    get saved() {
      return saved;
    },
    tried: drop,
    clear,
  };
}

/** With the fingerprint in it, so that an older key's file is neither overwritten nor taken for it. */
function fileName(key: Key): string {
  return `kunci-penerima-${key.fingerprint}.age`;
}
