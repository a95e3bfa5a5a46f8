// Saves one part as a file, after saying what that means.

import type { Part } from "../crypt/protocol";
import { byId, el, plain } from "../dom";
import type { Item, Session } from "../session";
import { hush, say } from "../texts";

const MIME = { text: "text/plain", pdf: "application/pdf", other: "application/octet-stream" };

export interface Saver {
  ask(part: Part, item: Item): void;
  close(): void;
}

export function saver(session: Session): Saver {
  const dialog = byId<HTMLDialogElement>("save-dialog");
  let save: (() => void) | null = null;

  function close(): void {
    save = null;
    hush(byId("save-warning"));
    if (dialog.open) dialog.close();
  }

  byId("save-no").addEventListener("click", close);
  byId("save-yes").addEventListener("click", () => {
    const agreed = save;
    close();
    agreed?.();
  });
  dialog.addEventListener("close", close);

  function ask(part: Part, item: Item): void {
    const name = fileName(part, item);
    say(byId("save-warning"), "save-warning", { name });
    save = () => {
      const mime = part.kind === "picture" ? part.mime : MIME[part.kind];
      el("a", { href: session.url(part.bytes, mime), download: name }).click();
      say(byId("files-status"), "saved", { name });
    };
    dialog.showModal();
    byId("save-no").focus();
  }

  return { ask, close };
}

/** A name that every system takes, and that says which case it belongs to. */
function fileName(part: Part, item: Item): string {
  const own = plain(part.name).replace(/[^A-Za-z0-9._-]+/g, "_").replace(/^[._]+/, "") || "lampiran";
  return item.code === "" ? own : `${item.code}-${item.number}-${own}`;
}
