// From a sealed file to its parts: bounded, strict, and without trust in anything inside.

import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { Decrypter } from "age-encryption";
import { unzipSync } from "fflate";
import { ENTRIES, NAME_LETTERS, SEALED_BYTES, TEXT_LETTERS, UNPACKED_BYTES } from "../limits";
import { binary, looksArmored, parseHeader } from "./header";
import { measurePicture } from "./picture";
import { Refusal, type Content, type Part } from "./protocol";

const FILLER = "isian.bin";
/** Random bytes that a filler begins with, so that a hash tells nothing of the text. */
const SALT = 16;
/** Half of the SHA-256 of what is sealed, in the name that the bot gives to a file. */
const MARK = /(?:^|[^A-Za-z0-9])([0-9a-f]{32})(?![A-Za-z0-9])/;

/** Opens with any of these keys. `name` is what the file is called on disk. */
export async function open(file: Uint8Array, name: string, keys: string[]): Promise<{ parts: Part[]; content: Content }> {
  if (file.length === 0) throw new Refusal("case-empty");
  if (file.length > SEALED_BYTES) throw new Refusal("case-too-large");
  const sealed = binary(file);
  if (sealed === null) throw new Refusal(looksArmored(file) ? "case-damaged" : "case-not-age");
  const header = parseHeader(sealed);
  if (header === null) throw new Refusal("case-damaged");
  if (header.stanzas.includes("scrypt")) throw new Refusal("case-is-identity");
  const plain = await decrypt(sealed, keys);
  // What the stock tool sealed need not be an envelope: then the file itself is shown.
  const content = compare(plain, name);
  if (!isZip(plain)) return { parts: [recognise(name.replace(/\.age$/i, "") || "isi", plain)], content };
  try {
    return { parts: unpack(plain), content };
  } finally {
    plain.fill(0);
  }
}

/** Whether what is sealed is what the bot kept, by the name under which it gave the file out. */
function compare(plain: Uint8Array, name: string): Content {
  const mark = MARK.exec(name)?.[1];
  if (mark === undefined) return "unmarked";
  return bytesToHex(sha256(plain)).startsWith(mark) ? "same" : "other";
}

async function decrypt(sealed: Uint8Array, keys: string[]): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  for (const key of keys) decrypter.addIdentity(key);
  try {
    return await decrypter.decrypt(sealed);
  } catch (error) {
    if (error instanceof RangeError) throw new Refusal("memory");
    const unmatched = error instanceof Error && error.message.startsWith("no identity matched");
    throw new Refusal(unmatched ? "case-wrong-key" : "case-damaged");
  }
}

/** Entries are stored, never compressed: then nothing can unfold into more than what was sealed. */
function unpack(zip: Uint8Array): Part[] {
  const declared = new Map<string, number>();
  let total = 0;
  const files = unzip(zip, (entry) => {
    if (declared.size >= ENTRIES) throw new Refusal("case-too-many");
    if (!isPlainName(entry.name) || declared.has(entry.name)) throw new Refusal("case-unsafe");
    total += entry.originalSize;
    if (total > UNPACKED_BYTES) throw new Refusal("case-unpacked-too-large");
    if (entry.compression !== 0) throw new Refusal("case-compressed");
    if (entry.size !== entry.originalSize) throw new Refusal("case-unsafe");
    declared.set(entry.name, entry.size);
    return true;
  });
  const parts: Part[] = [];
  for (const [name, size] of declared) {
    const bytes = files[name];
    if (bytes === undefined || bytes.length !== size) throw new Refusal("case-damaged");
    if (name !== FILLER || bytes.subarray(SALT).some((byte) => byte !== 0)) parts.push(recognise(name, bytes));
  }
  return parts;
}

type Filter = NonNullable<NonNullable<Parameters<typeof unzipSync>[1]>["filter"]>;

function unzip(zip: Uint8Array, filter: Filter): Record<string, Uint8Array> {
  try {
    return unzipSync(zip, { filter });
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal(error instanceof RangeError ? "memory" : "case-damaged");
  }
}

/** No way out of a folder, nothing invisible, nothing that means something to JavaScript. */
function isPlainName(name: string): boolean {
  return name.length > 0 && name.length <= NAME_LETTERS && !/[/\\:\p{C}]|^\.|^__/u.test(name);
}

/** By what a part is, not by what it is called. */
function recognise(name: string, bytes: Uint8Array): Part {
  const picture = measurePicture(bytes);
  if (picture !== null) return { kind: "picture", name, bytes, ...picture };
  if (hasPrefix(bytes, "%PDF-")) return { kind: "pdf", name, bytes };
  const text = decodeText(bytes);
  if (text === null) return { kind: "other", name, bytes };
  return { kind: "text", name, bytes, text: text.slice(0, TEXT_LETTERS), cut: text.length > TEXT_LETTERS };
}

function decodeText(bytes: Uint8Array): string | null {
  try {
    // Four bytes are the longest letter: what lies beyond is not shown anyway.
    const shown = bytes.subarray(0, TEXT_LETTERS * 4 + 4);
    const text = new TextDecoder("utf-8", { fatal: true }).decode(shown, { stream: shown.length < bytes.length });
    return text.includes("\0") ? null : text;
  } catch {
    return null;
  }
}

function isZip(bytes: Uint8Array): boolean {
  return hasPrefix(bytes, "PK\x03\x04") || hasPrefix(bytes, "PK\x05\x06");
}

function hasPrefix(bytes: Uint8Array, prefix: string): boolean {
  return [...prefix].every((letter, at) => bytes[at] === letter.charCodeAt(0));
}
