// The SHA-256 of a file that the person chooses: to check a fresh copy of the reader with a trusted one.

import { Keeper } from "../crypt/client";
import { byId, el, plain } from "../dom";
import { SEALED_BYTES } from "../limits";
import { hush, say } from "../texts";

export function checkScreen(): void {
  const input = byId<HTMLInputElement>("check-file");
  const result = byId("check-result");

  input.addEventListener("change", async () => {
    const file = input.files?.[0];
    hush(result);
    if (file === undefined) return;
    if (file.size > SEALED_BYTES) {
      say(result, "check-too-large");
      return;
    }
    // A worker of its own: it has nothing to do with keys.
    const keeper = new Keeper();
    try {
      const digest = await keeper.digest(new Uint8Array(await file.arrayBuffer()));
      result.append(say(el("span"), "check-result", { name: plain(file.name) }), el("code", { id: "check-digest" }, digest));
    } catch {
      say(result, "problem-unreadable");
    } finally {
      keeper.forget();
      input.value = "";
    }
  });
}
