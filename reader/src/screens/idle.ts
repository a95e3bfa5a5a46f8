// Locks the reader when nobody has touched it for a while, after a warning.

import { byId } from "../dom";
import { IDLE_MILLIS, WARNING_MILLIS } from "../limits";
import { say } from "../texts";

const SIGNS = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart", "scroll", "input"];

export function idleLock(lock: () => void): { start(): void; stop(): void } {
  const dialog = byId<HTMLDialogElement>("idle-dialog");
  let last = 0;
  let timer = 0;

  // While the warning stands, only an answer to it counts.
  function touched(): void {
    if (!dialog.open) last = Date.now();
  }

  function check(): void {
    // By the clock, not by counting ticks: a phone in a pocket suspends timers, and locks on waking.
    const left = last + IDLE_MILLIS - Date.now();
    if (left <= 0) return lock();
    if (left > WARNING_MILLIS) return;
    say(byId("idle-warning"), "idle-warning", { seconds: Math.ceil(left / 1000) });
    if (dialog.open) return;
    dialog.showModal();
    byId("idle-stay").focus();
  }

  function stay(): void {
    last = Date.now();
    if (dialog.open) dialog.close();
  }

  function start(): void {
    stop();
    last = Date.now();
    timer = window.setInterval(check, 1000);
  }

  function stop(): void {
    window.clearInterval(timer);
    timer = 0;
    if (dialog.open) dialog.close();
  }

  for (const sign of SIGNS) document.addEventListener(sign, touched, { capture: true, passive: true });
  document.addEventListener("visibilitychange", () => {
    if (timer !== 0) check();
  });
  byId("idle-stay").addEventListener("click", stay);
  byId("idle-forget").addEventListener("click", lock);
  dialog.addEventListener("cancel", stay);
  return { start, stop };
}
