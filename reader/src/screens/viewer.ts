// The large view of one attachment: a picture, or a PDF page by page; zoom, rotate, back.

import type { Part } from "../crypt/protocol";
import { byId, el, icon, plain } from "../dom";
import { label, say, type Key } from "../texts";
import { showPdf } from "./pdf";
import { showPicture } from "./picture";

export interface Viewer {
  picture(part: Part & { kind: "picture" }, url: string, save: () => void): void;
  pdf(part: Part & { kind: "pdf" }, save: () => void): void;
  close(): void;
}

/** What stands on the stage; the keys and buttons of the viewer go to it. */
export interface Shown {
  zoom(factor: number | "fit"): void;
  rotate(): void;
  turn?(pages: number): void;
  resize(): void;
  end(): void;
}

export function viewer(): Viewer {
  const dialog = byId<HTMLDialogElement>("viewer");
  const stage = byId("viewer-stage");
  const tools = byId("viewer-tools");
  let shown: Shown | null = null;
  let save: (() => void) | null = null;

  const back = byId("viewer-close");
  back.append(icon("previous"), say(el("span"), "viewer-close"));
  back.addEventListener("click", close);
  const saving = byId("viewer-save");
  saving.append(icon("save"), say(el("span"), "save"));
  saving.addEventListener("click", () => save?.());

  function open(part: Part, saveIt: () => void, show: () => Shown): void {
    end();
    byId("viewer-name").textContent = plain(part.name);
    label(saving, "save-label", { name: plain(part.name) });
    save = saveIt;
    dialog.showModal();
    document.body.classList.add("viewing");
    shown = show();
    stage.focus();
  }

  function end(): void {
    shown?.end();
    shown = null;
    save = null;
    stage.replaceChildren();
    tools.replaceChildren();
    byId("viewer-name").textContent = "";
    label(saving, "save");
    document.body.classList.remove("viewing");
  }

  // The dialog tells of its closing only later; what it showed is to be gone at once.
  function close(): void {
    end();
    if (dialog.open) dialog.close();
  }

  dialog.addEventListener("close", end);
  dialog.addEventListener("keydown", (event) => {
    if (shown === null || event.ctrlKey || event.metaKey || event.altKey) return;
    if (obey(shown, event.key, stage)) event.preventDefault();
  });
  new ResizeObserver(() => shown?.resize()).observe(stage);

  return {
    picture: (part, url, saveIt) => open(part, saveIt, () => showPicture(part, url, stage, tools)),
    pdf: (part, saveIt) => open(part, saveIt, () => showPdf(part, stage, tools)),
    close,
  };
}

/** Whether the key meant something. Arrows turn pages only where there is nothing to scroll sideways. */
function obey(shown: Shown, key: string, stage: HTMLElement): boolean {
  const wide = stage.scrollWidth > stage.clientWidth + 1;
  if (key === "+" || key === "=") shown.zoom(1.25);
  else if (key === "-") shown.zoom(0.8);
  else if (key === "0") shown.zoom("fit");
  else if (key === "r") shown.rotate();
  else if (key === "PageDown" || (key === "ArrowRight" && !wide)) return turned(shown, 1);
  else if (key === "PageUp" || (key === "ArrowLeft" && !wide)) return turned(shown, -1);
  else return false;
  return true;
}

function turned(shown: Shown, pages: number): boolean {
  shown.turn?.(pages);
  return shown.turn !== undefined;
}

/** A button of the toolbar with a drawing and a name. */
export function tool(id: string, drawing: Parameters<typeof icon>[0], name: Key, act: () => void): HTMLButtonElement {
  const button = el("button", { type: "button", id, class: "tool", click: act }, icon(drawing));
  label(button, name, {}, "title");
  return label(button, name);
}
