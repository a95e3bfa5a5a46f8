// The worker that holds the keys. To forget them it is ended, and its memory with it.

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { open } from "./envelope";
import { describe, make, unlock } from "./identity";
import { Refusal, type Answer, type Judgement, type Key, type Made, type Opened, type Request } from "./protocol";
import { judge } from "./strength";

let keys: string[] = [];

// Not every way to open a file from disk counts as a secure context. age then falls back to its own
// arithmetic, but only if asking for WebCrypto fails in the way of a browser that lacks X25519.
if (globalThis.crypto !== undefined && globalThis.crypto.subtle === undefined) {
  const importKey = () => Promise.reject(new DOMException("no secure context", "NotSupportedError"));
  Object.defineProperty(globalThis.crypto, "subtle", { value: { importKey } });
}

globalThis.onmessage = async (event: MessageEvent<Request>) => {
  const request = event.data;
  try {
    answer({ id: request.id, said: "done", value: await handle(request) });
  } catch (error) {
    const problem = error instanceof Refusal ? error.problem : error instanceof RangeError ? "memory" : "unexpected";
    answer({ id: request.id, said: "refused", problem });
  }
};

async function handle(request: Request): Promise<Key | Made | Judgement | Opened | string> {
  const estimate = (millis: number) => answer({ id: request.id, said: "estimate", millis });
  switch (request.ask) {
    case "judge":
      return judge(request.passphrase);
    case "make":
      return make(request.passphrase, estimate);
    case "unlock": {
      const found = await unlock(request.file, request.passphrase, estimate);
      const [first] = await described(found);
      if (first === undefined) throw new Refusal("identity-unknown");
      keys = found;
      return first;
    }
    case "open":
      return { digest: bytesToHex(sha256(request.file)), ...(await open(request.file, request.name, keys)) };
    case "digest":
      return bytesToHex(sha256(request.file));
  }
}

async function described(found: string[]): Promise<Key[]> {
  try {
    return await Promise.all(found.map(describe));
  } catch {
    // A letter of the key is wrong: its own checksum says so.
    throw new Refusal("identity-damaged");
  }
}

/** Parts are handed over, not copied: a phone holds each of them once. */
function answer(message: Answer): void {
  const parts = message.said === "done" ? ((message.value as Partial<Opened>).parts ?? []) : [];
  postMessage(message, { transfer: parts.map((part) => part.bytes.buffer as ArrayBuffer) });
}
