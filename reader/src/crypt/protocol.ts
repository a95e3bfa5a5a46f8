// What the page and the worker that holds the keys say to each other.

/** Everything that can be wrong with a file, by the name of the text that explains it. */
export type Problem =
  | "identity-missing"
  | "identity-empty"
  | "identity-too-large"
  | "identity-unknown"
  | "identity-is-case"
  | "identity-is-public"
  | "identity-unsupported"
  | "identity-damaged"
  | "passphrase-missing"
  | "passphrase-wrong"
  | "work-too-high"
  | "memory"
  | "case-empty"
  | "case-too-large"
  | "case-not-age"
  | "case-is-identity"
  | "case-wrong-key"
  | "case-damaged"
  | "case-unsafe"
  | "case-compressed"
  | "case-unpacked-too-large"
  | "case-too-many"
  | "unreadable"
  | "unexpected";

/** A refusal that the person can understand and mend. */
export class Refusal extends Error {
  constructor(readonly problem: Problem) {
    super(problem);
  }
}

export type Part =
  | { kind: "text"; name: string; bytes: Uint8Array; text: string; cut: boolean }
  | { kind: "picture"; name: string; bytes: Uint8Array; mime: string; width: number; height: number }
  | { kind: "pdf"; name: string; bytes: Uint8Array }
  | { kind: "other"; name: string; bytes: Uint8Array };

export interface Key {
  /** `ABCD-EFGH-JKMN`, as the bot and `ikrar tips keygen` show it. */
  fingerprint: string;
  /** The public half, `age1…`. */
  recipient: string;
}

/** A key that was made just now: `file` is its identity file, armored, behind the passphrase. */
export interface Made extends Key {
  file: string;
}

/** Why a passphrase will not do, by the name of the hint that helps. */
export type Weakness = "short" | "edges" | "repeat" | "sequence" | "date" | "nearby" | "common" | "few";

export interface Judgement {
  weak: Weakness | null;
  /** From 0 to 1, where 1 is enough. */
  share: number;
}

/** Whether it is what the bot kept; `unmarked` where the name of the file does not say. */
export type Content = "same" | "other" | "unmarked";

export interface Opened {
  /** SHA-256 of the sealed file, to notice that it is open already. */
  digest: string;
  parts: Part[];
  content: Content;
}

export type Request =
  | { id: number; ask: "judge"; passphrase: string }
  | { id: number; ask: "make"; passphrase: string }
  | { id: number; ask: "unlock"; file: Uint8Array; passphrase: string }
  | { id: number; ask: "open"; file: Uint8Array; name: string }
  | { id: number; ask: "digest"; file: Uint8Array };

export type Answer =
  | { id: number; said: "estimate"; millis: number }
  | { id: number; said: "done"; value: unknown }
  | { id: number; said: "refused"; problem: Problem };
