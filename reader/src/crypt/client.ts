// The page's side of the worker that holds the keys: asks, waits, ends it.

import { spawn } from "../spawn";
import { Refusal, type Answer, type Judgement, type Key, type Made, type Opened, type Request } from "./protocol";

interface Waiting {
  resolve(value: unknown): void;
  reject(error: Error): void;
  estimate?: ((millis: number) => void) | undefined;
}

type WithoutId<T> = T extends unknown ? Omit<T, "id"> : never;

export class Keeper {
  #worker: Worker | null = null;
  #waiting = new Map<number, Waiting>();
  #next = 1;

  judge(passphrase: string): Promise<Judgement> {
    return this.#ask({ ask: "judge", passphrase }) as Promise<Judgement>;
  }

  make(passphrase: string, estimate: (millis: number) => void): Promise<Made> {
    return this.#ask({ ask: "make", passphrase }, estimate) as Promise<Made>;
  }

  unlock(file: Uint8Array, passphrase: string, estimate: (millis: number) => void): Promise<Key> {
    return this.#ask({ ask: "unlock", file, passphrase }, estimate) as Promise<Key>;
  }

  open(file: Uint8Array, name: string): Promise<Opened> {
    return this.#ask({ ask: "open", file, name }) as Promise<Opened>;
  }

  digest(file: Uint8Array): Promise<string> {
    return this.#ask({ ask: "digest", file }) as Promise<string>;
  }

  /** Ends the worker: with it go the keys and whatever it was doing. */
  forget(): void {
    this.#worker?.terminate();
    this.#worker = null;
    const waiting = [...this.#waiting.values()];
    this.#waiting.clear();
    for (const one of waiting) one.reject(new Forgotten());
  }

  #ask(request: WithoutId<Request>, estimate?: (millis: number) => void): Promise<unknown> {
    const id = this.#next++;
    const worker = this.#running();
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve, reject, estimate });
      worker.postMessage({ ...request, id }, "file" in request ? [request.file.buffer as ArrayBuffer] : []);
    });
  }

  #running(): Worker {
    if (this.#worker !== null) return this.#worker;
    const worker = spawn("crypt-worker");
    worker.onmessage = (event: MessageEvent<Answer>) => this.#hear(event.data);
    worker.onerror = (event) => {
      event.preventDefault();
      for (const one of this.#waiting.values()) one.reject(new Refusal("unexpected"));
      this.#waiting.clear();
    };
    this.#worker = worker;
    return worker;
  }

  #hear(answer: Answer): void {
    const waiting = this.#waiting.get(answer.id);
    if (waiting === undefined) return;
    if (answer.said === "estimate") {
      waiting.estimate?.(answer.millis);
      return;
    }
    this.#waiting.delete(answer.id);
    if (answer.said === "done") waiting.resolve(answer.value);
    else waiting.reject(new Refusal(answer.problem));
  }
}

/** The question was withdrawn: nothing to tell. */
export class Forgotten extends Error {}
