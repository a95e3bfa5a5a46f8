// Looks at an age header without any key: what kind of file this is, and whether it is worth trying.

import { armor } from "age-encryption";
import { HEADER_BYTES } from "../limits";

const MAGIC = "age-encryption.org/v1\n";
const ARMOR = "-----BEGIN AGE ENCRYPTED FILE-----";

export interface Header {
  /** `X25519`, `scrypt`, … one for each recipient. */
  stanzas: string[];
  /** The base-2 logarithm of scrypt's N, where the file is protected by a passphrase. */
  workFactor: number | null;
}

/** The binary form of an age file that may be armored; `null` for anything else or broken armor. */
export function binary(file: Uint8Array): Uint8Array | null {
  if (startsWith(file, MAGIC)) return file;
  if (!looksArmored(file)) return null;
  try {
    return armor.decode(text(file).trim());
  } catch {
    return null;
  }
}

export function looksArmored(file: Uint8Array): boolean {
  return text(file.subarray(0, 256)).trimStart().startsWith(ARMOR);
}

/** `null` where the header does not end within the bound. */
export function parseHeader(file: Uint8Array): Header | null {
  const start = latin1(file.subarray(0, HEADER_BYTES));
  const end = start.search(/\n--- [^\n]*\n/);
  if (!start.startsWith(MAGIC) || end < 0) return null;
  const header: Header = { stanzas: [], workFactor: null };
  for (const line of start.slice(0, end).split("\n")) {
    const [arrow, type, , factor] = line.split(" ");
    if (arrow !== "->" || type === undefined) continue;
    header.stanzas.push(type);
    if (type === "scrypt" && /^[1-9][0-9]?$/.test(factor ?? "")) header.workFactor = Number(factor);
  }
  return header;
}

/** A small text file as people have them: UTF-8, or UTF-16 where PowerShell wrote it. */
export function text(file: Uint8Array): string {
  const utf16 = file[0] === 0xff && file[1] === 0xfe ? "utf-16le" : file[0] === 0xfe && file[1] === 0xff ? "utf-16be" : null;
  return new TextDecoder(utf16 ?? "utf-8").decode(file);
}

function startsWith(file: Uint8Array, magic: string): boolean {
  return latin1(file.subarray(0, magic.length)) === magic;
}

function latin1(bytes: Uint8Array): string {
  return new TextDecoder("latin1").decode(bytes);
}
