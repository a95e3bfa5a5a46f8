// Copies a text that stands in a field, with a word on whether it worked.

import { hush, say } from "../texts";

/** Where the clipboard cannot be reached, the text is selected, to be copied by hand. */
export function copyButton(button: HTMLButtonElement, field: HTMLTextAreaElement, told: HTMLElement, copied: () => void = () => {}): void {
  button.addEventListener("click", async () => {
    hush(told);
    field.focus();
    field.select();
    let done = false;
    try {
      await navigator.clipboard.writeText(field.value);
      done = true;
    } catch {
      // Not a secure context, or not allowed: the older way needs neither.
      done = document.execCommand("copy");
    }
    say(told, done ? "copied" : "copy-by-hand");
    copied();
  });
}
