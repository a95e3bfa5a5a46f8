// A bar that moves by the worker's estimate; scrypt itself does not tell how far it is.

import { byId } from "../dom";
import { hush, say, type Key } from "../texts";

interface Words {
  begun: Key;
  estimate: Key;
}

export interface ProgressBar {
  start(): void;
  stop(): void;
  estimate(millis: number): void;
}

/** `name` is that of the elements `#name-progress` and `#name-progress-text`. */
export function progressBar(name: string, said: Words): ProgressBar {
  const bar = byId<HTMLProgressElement>(`${name}-progress`);
  const words = byId(`${name}-progress-text`);
  let timer = 0;

  function stop(): void {
    window.clearInterval(timer);
    bar.removeAttribute("value");
    hush(words);
  }

  function start(): void {
    stop();
    say(words, said.begun);
  }

  function estimate(millis: number): void {
    const begun = performance.now();
    say(words, said.estimate, { seconds: Math.max(1, Math.round(millis / 1000)) });
    window.clearInterval(timer);
    timer = window.setInterval(() => {
      const part = (performance.now() - begun) / Math.max(500, millis);
      bar.value = Math.min(97, part * 95);
      if (part > 1.25) say(words, "unlocking-longer");
    }, 120);
  }

  return { start, stop, estimate };
}
