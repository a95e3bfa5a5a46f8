// Prints the case that is shown, after saying what paper means.

import { byId } from "../dom";

export function printButton(): { close(): void } {
  const dialog = byId<HTMLDialogElement>("print-dialog");

  byId("print").addEventListener("click", () => {
    dialog.showModal();
    byId("print-no").focus();
  });
  byId("print-no").addEventListener("click", () => dialog.close());
  byId("print-yes").addEventListener("click", () => {
    dialog.close();
    window.print();
  });

  return {
    close() {
      if (dialog.open) dialog.close();
    },
  };
}
