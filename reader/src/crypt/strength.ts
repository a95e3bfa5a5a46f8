// How long a passphrase stands against guessing; the same bounds as `ikrar tips keygen` has.

import { ZxcvbnFactory, type MatchExtended } from "@zxcvbn-ts/core";
import { strFromU8, unzlibSync } from "fflate";
import packed from "virtual:dictionaries";
import type { Judgement, Weakness } from "./protocol";

/** Letters of a passphrase. */
export const LEAST = 14;

/** Guesses that it must stand, as a power of ten. Each takes a core more than half a second and 256 MiB. */
const GUESSES = 12;

/** Words that somebody who knows where the file comes from tries first. */
const NEARBY = [
  "ikrar", "kunci", "penerima", "laporan", "rahasia", "bkpsdm", "bawaslu", "pemilu", "pilkada", "netral", "netralitas", "indonesia",
  "merdeka", "garuda", "pancasila", "bismillah", "alhamdulillah", "sayang", "selamat", "kabupaten", "kota", "provinsi", "pemda", "sandi",
];

let estimator: ZxcvbnFactory | null = null;

function ready(): ZxcvbnFactory {
  estimator ??= new ZxcvbnFactory(JSON.parse(strFromU8(unzlibSync(packed))));
  return estimator;
}

/** `weak` is null where the passphrase will do; `share` is how far it is on the way there. */
export function judge(passphrase: string): Judgement {
  const letters = [...passphrase].length;
  // zxcvbn gives much for separators, which everybody puts between words.
  const joined = passphrase.replace(/[^\p{L}\p{N}]/gu, "");
  const results = [passphrase, joined].map((text) => ready().check(text, NEARBY));
  const worst = results.reduce((one, other) => (other.guessesLog10 < one.guessesLog10 ? other : one));
  const share = Math.min(1, worst.guessesLog10 / GUESSES, letters / LEAST);
  if (passphrase !== passphrase.trim()) return { weak: "edges", share };
  if (letters < LEAST) return { weak: "short", share };
  return { weak: worst.guessesLog10 < GUESSES ? reason(worst.sequence) : null, share };
}

/** What the longest part that can be guessed is. */
function reason(sequence: MatchExtended[]): Weakness {
  const longest = sequence.reduce<MatchExtended | null>((one, other) => (one === null || other.token.length > one.token.length ? other : one), null);
  switch (longest?.pattern) {
    case "repeat":
      return "repeat";
    case "sequence":
    case "spatial":
      return "sequence";
    case "date":
    case "regex":
      return "date";
    case "dictionary": {
      const name = (longest as MatchExtended & { dictionaryName: string }).dictionaryName;
      if (name === "userInputs") return "nearby";
      return name.startsWith("passwords") ? "common" : "few";
    }
    default:
      return "few";
  }
}
