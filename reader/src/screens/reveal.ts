// The button beside a passphrase that shows and hides what is typed.

import { label, say } from "../texts";

/** All inputs show and hide together; the function that is returned hides or shows them. */
export function revealer(button: HTMLButtonElement, inputs: HTMLInputElement[]): (visible: boolean) => void {
  let shown = false;

  function reveal(visible: boolean): void {
    shown = visible;
    for (const input of inputs) input.type = visible ? "text" : "password";
    button.setAttribute("aria-pressed", String(visible));
    say(button, visible ? "passphrase-hide" : "passphrase-show");
    label(button, visible ? "passphrase-hide-label" : "passphrase-show-label");
  }

  button.addEventListener("click", () => reveal(!shown));
  reveal(false);
  return reveal;
}
