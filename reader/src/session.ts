// What is open right now: the worker with the keys, the cases, and how all of it is forgotten.

import { Keeper } from "./crypt/client";
import type { Content, Opened, Part } from "./crypt/protocol";

export interface Item {
  digest: string;
  /** The file's name on disk, for the eye only. */
  file: string;
  /** From `<code>-<n>-<mark>.age`; an empty code gathers all other files. */
  code: string;
  number: number;
  parts: Part[];
  content: Content;
  bytes: number;
}

export interface Case {
  code: string;
  items: Item[];
}

export class Session {
  readonly keeper = new Keeper();
  unlocked = false;
  #items: Item[] = [];
  #urls = new Map<Uint8Array, string>();

  get count(): number {
    return this.#items.length;
  }

  get held(): number {
    return this.#items.reduce((sum, item) => sum + item.bytes, 0);
  }

  has(digest: string): boolean {
    return this.#items.some((item) => item.digest === digest);
  }

  add(file: string, { digest, parts, content }: Opened): Item {
    const bytes = parts.reduce((sum, part) => sum + part.bytes.length, 0);
    const item = { digest, file, ...parseName(file), parts, content, bytes };
    this.#items.push(item);
    return item;
  }

  /** By code; within a case by number; files of other names last. */
  cases(): Case[] {
    const cases = new Map<string, Item[]>();
    for (const item of this.#items) cases.set(item.code, [...(cases.get(item.code) ?? []), item]);
    return [...cases]
      .map(([code, items]) => ({ code, items: items.sort((a, b) => a.number - b.number) }))
      .sort((a, b) => Number(a.code === "") - Number(b.code === "") || (a.code < b.code ? -1 : 1));
  }

  /** An address by which the browser shows or saves these bytes; it ends with the session. */
  url(bytes: Uint8Array, mime: string): string {
    const known = this.#urls.get(bytes);
    if (known !== undefined) return known;
    const url = URL.createObjectURL(new Blob([bytes as Uint8Array<ArrayBuffer>], { type: mime }));
    this.#urls.set(bytes, url);
    return url;
  }

  forget(): void {
    this.keeper.forget();
    for (const url of this.#urls.values()) URL.revokeObjectURL(url);
    for (const part of this.#items.flatMap((item) => item.parts)) {
      part.bytes.fill(0);
      if (part.kind === "text") part.text = "";
    }
    this.#urls.clear();
    this.#items = [];
    this.unlocked = false;
  }
}

/** Phones add ` (1)` to a file that they have already. */
export function parseName(file: string): { code: string; number: number } {
  const found = /^([A-Za-z0-9][A-Za-z0-9-]{0,39}?)-(\d{1,5})(?:-[0-9a-f]{32})?(?: ?\(\d{1,3}\))?\.age$/i.exec(file);
  return found === null ? { code: "", number: 0 } : { code: (found[1] ?? "").toUpperCase(), number: Number(found[2]) };
}
