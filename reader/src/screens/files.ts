// Step 2: one or several sealed files, chosen or dropped, opened one after another.

import { Forgotten } from "../crypt/client";
import { Refusal, type Problem } from "../crypt/protocol";
import { byId, el, icon, plain } from "../dom";
import { FILES, HELD_BYTES, SEALED_BYTES } from "../limits";
import type { Item, Session } from "../session";
import { hush, label, say, type Key, type Vars } from "../texts";

interface Refused {
  name: string;
  why: Key;
  vars: Vars;
}

class TooMuch extends Error {
  constructor(readonly why: Key, readonly vars: Vars = {}) {
    super(why);
  }
}

export function filesScreen(session: Session, added: (first: Item) => void): { clear(): void } {
  const input = byId<HTMLInputElement>("case-files");
  const status = byId("files-status");
  const refusals = byId("refusals");
  let queue: Promise<void> = Promise.resolve();

  async function openAll(files: File[]): Promise<void> {
    const refused: Refused[] = [];
    const known: string[] = [];
    const opened: Item[] = [];
    for (const file of files) {
      const name = plain(file.name);
      say(status, "opening", { name });
      try {
        const item = await openOne(session, file);
        if (item === null) known.push(name);
        else opened.push(item);
      } catch (error) {
        if (error instanceof Forgotten) return;
        if (error instanceof TooMuch) refused.push({ name, why: error.why, vars: error.vars });
        else refused.push({ name, vars: {}, why: `problem-${error instanceof Refusal ? error.problem : ("unexpected" as Problem)}` });
      }
    }
    if (known.length > 0) say(status, "already-open", { name: known.join(", ") });
    else if (opened.length > 0) say(status, "opened", { n: opened.length });
    else hush(status);
    showRefusals(refusals, refused);
    if (opened[0] !== undefined) {
      added(opened[0]);
      byId("case").focus({ preventScroll: true });
    }
  }

  function take(files: FileList | undefined | null): void {
    const chosen = [...(files ?? [])];
    if (chosen.length === 0) return;
    if (!session.unlocked) {
      say(byId("notice"), "dropped-while-locked");
      return;
    }
    queue = queue.then(() => openAll(chosen)).catch(() => void say(status, "problem-unexpected"));
  }

  input.addEventListener("change", () => {
    take(input.files);
    input.value = "";
  });
  dropAnywhere(take);

  function clear(): void {
    input.value = "";
    hush(status);
    showRefusals(refusals, []);
  }
  return { clear };
}

/** `null` where this very file is open already. */
async function openOne(session: Session, file: File): Promise<Item | null> {
  if (session.count >= FILES) throw new TooMuch("too-many-files", { n: FILES });
  if (file.size > SEALED_BYTES) throw new Refusal("case-too-large");
  if (session.held + file.size > HELD_BYTES) throw new TooMuch("too-much-held");
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(await file.arrayBuffer());
  } catch {
    throw new Refusal("unreadable");
  }
  if (!session.unlocked) throw new Forgotten();
  const opened = await session.keeper.open(bytes, file.name);
  if (session.has(opened.digest)) return null;
  return session.add(file.name, opened);
}

function showRefusals(box: HTMLElement, refused: Refused[]): void {
  box.replaceChildren();
  box.hidden = refused.length === 0;
  if (refused.length === 0) return;
  const dismiss = label(el("button", { type: "button", class: "quiet icon-only", click: () => showRefusals(box, []) }, icon("close")), "dismiss");
  const list = el("ul");
  for (const one of refused) {
    list.append(el("li", {}, el("strong", { class: "file-name" }, el("bdi", {}, one.name)), say(el("span"), one.why, one.vars)));
  }
  box.append(el("div", { class: "problem-head" }, say(el("h2"), "refused-title", { n: refused.length }), dismiss), list);
}

/** The whole page takes files; a file dropped beside the mark would otherwise be opened by the browser. */
function dropAnywhere(take: (files: FileList | undefined) => void): void {
  const leave = () => document.body.classList.remove("dropping");
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    document.body.classList.add("dropping");
  });
  document.addEventListener("dragleave", (event) => {
    if (event.relatedTarget === null) leave();
  });
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    leave();
    take(event.dataTransfer?.files);
  });
}
