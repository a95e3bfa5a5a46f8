// From an identity file and a passphrase to keys. Everything cryptographic is age's own TypeScript.

import { armor, Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { scrypt } from "@noble/hashes/scrypt.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { IDENTITY_BYTES, IDENTITY_KEYS, MADE_WORK_FACTOR, WORK_FACTOR } from "../limits";
import { binary, looksArmored, parseHeader, text } from "./header";
import { Refusal, type Key, type Made } from "./protocol";

const SECRET = /^AGE-SECRET-KEY-(PQ-)?1[0-9A-Z]+$/;
const CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/** The secret keys in an identity file, protected or plain. `estimate` hears how long scrypt will take. */
export async function unlock(file: Uint8Array, passphrase: string, estimate: (millis: number) => void): Promise<string[]> {
  if (file.length === 0) throw new Refusal("identity-empty");
  if (file.length > IDENTITY_BYTES) throw new Refusal("identity-too-large");
  const sealed = binary(file);
  if (sealed === null) {
    if (looksArmored(file)) throw new Refusal("identity-damaged");
    return parseIdentities(text(file));
  }
  const header = parseHeader(sealed);
  if (header === null) throw new Refusal("identity-damaged");
  if (!header.stanzas.includes("scrypt")) throw new Refusal("identity-is-case");
  if (header.workFactor === null) throw new Refusal("identity-damaged");
  if (header.workFactor > WORK_FACTOR) throw new Refusal("work-too-high");
  if (passphrase === "") throw new Refusal("passphrase-missing");
  estimate(measure(header.workFactor));
  return parseIdentities(await decrypt(sealed, passphrase));
}

/** A new key in the format of `age -p`, opened once more before anybody relies on it. */
export async function make(passphrase: string, estimate: (millis: number) => void): Promise<Made> {
  estimate(2 * measure(MADE_WORK_FACTOR));
  const secret = await generateX25519Identity();
  const key = await describe(secret);
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(MADE_WORK_FACTOR);
  const sealed = await encrypter.encrypt(`# public key: ${key.recipient}\n${secret}\n`);
  const file = armor.encode(sealed);
  const again = await unlock(new TextEncoder().encode(file), passphrase, () => {});
  if (again.length !== 1 || again[0] !== secret) throw new Refusal("unexpected");
  return { ...key, file: file.endsWith("\n") ? file : `${file}\n` };
}

/** The public half, and sixty bits of SHA-256 over its text. */
export async function describe(secret: string): Promise<Key> {
  const recipient = await identityToRecipient(secret);
  const digest = sha256(new TextEncoder().encode(recipient));
  let bits = 0n;
  for (const byte of digest.subarray(0, 8)) bits = (bits << 8n) | BigInt(byte);
  bits >>= 4n;
  let letters = "";
  for (let at = 0; at < 12; at++) letters += CROCKFORD[Number((bits >> BigInt(55 - 5 * at)) & 31n)];
  return { recipient, fingerprint: letters.replace(/(.{4})(?=.)/g, "$1-") };
}

async function decrypt(sealed: Uint8Array, passphrase: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  try {
    return await decrypter.decrypt(sealed, "text");
  } catch (error) {
    if (error instanceof RangeError) throw new Refusal("memory");
    const unmatched = error instanceof Error && error.message.startsWith("no identity matched");
    throw new Refusal(unmatched ? "passphrase-wrong" : "identity-damaged");
  }
}

export function parseIdentities(content: string): string[] {
  const lines = content.split(/\r?\n/).map((line) => line.trim());
  const keys = lines.filter((line) => SECRET.test(line));
  const rest = lines.filter((line) => line !== "" && !line.startsWith("#") && !SECRET.test(line));
  if (rest.some((line) => line.startsWith("AGE-PLUGIN-") || line.includes("PRIVATE KEY-----"))) {
    throw new Refusal("identity-unsupported");
  }
  if (keys.length === 0 && rest.some((line) => /^age1[0-9a-z]+$/.test(line))) throw new Refusal("identity-is-public");
  if (keys.length === 0 || keys.length > IDENTITY_KEYS || rest.length > 0) throw new Refusal("identity-unknown");
  return keys;
}

/** How long scrypt will take here, from a run that is a small, known part of it. */
function measure(workFactor: number): number {
  const small = 12;
  const run = () => scrypt("x", "x", { N: 2 ** small, r: 8, p: 1, dkLen: 32 });
  run();
  const start = performance.now();
  run();
  return (performance.now() - start) * 2 ** Math.max(0, workFactor - small);
}
