// One picture on the viewer's stage: fitted first, then zoomed, rotated and moved by scrolling.

import type { Part } from "../crypt/protocol";
import { el, plain } from "../dom";
import { label, say } from "../texts";
import { tool, type Shown } from "./viewer";

const LARGEST = 8;

export function showPicture(part: Part & { kind: "picture" }, url: string, stage: HTMLElement, tools: HTMLElement): Shown {
  const picture = label(el("img", { id: "viewer-picture", draggable: "false" }), "picture-alt", { name: plain(part.name) }, "alt");
  const frame = el("div", { class: "frame" }, picture);
  const percent = el("output", { class: "percent" });
  let zoom: number | "fit" = "fit";
  let quarter = 0;

  function fitting(): number {
    const [width, height] = quarter % 2 === 0 ? [part.width, part.height] : [part.height, part.width];
    return Math.min(stage.clientWidth / width, stage.clientHeight / height, 1);
  }

  function lay(): void {
    const scale = zoom === "fit" ? fitting() : zoom;
    const [width, height] = [part.width * scale, part.height * scale];
    picture.style.width = `${width}px`;
    picture.style.height = `${height}px`;
    picture.style.transform = `translate(-50%, -50%) rotate(${quarter * 90}deg)`;
    frame.style.width = `${quarter % 2 === 0 ? width : height}px`;
    frame.style.height = `${quarter % 2 === 0 ? height : width}px`;
    percent.textContent = `${Math.round(scale * 100)}%`;
  }

  function setZoom(factor: number | "fit"): void {
    if (factor === "fit") zoom = "fit";
    else {
      const now = zoom === "fit" ? fitting() : zoom;
      const middle = [(stage.scrollLeft + stage.clientWidth / 2) / now, (stage.scrollTop + stage.clientHeight / 2) / now];
      zoom = Math.min(LARGEST, Math.max(Math.min(fitting(), 0.1), now * factor));
      lay();
      stage.scrollTo((middle[0] ?? 0) * zoom - stage.clientWidth / 2, (middle[1] ?? 0) * zoom - stage.clientHeight / 2);
    }
    lay();
  }

  function rotate(): void {
    quarter = (quarter + 1) % 4;
    lay();
  }

  picture.addEventListener("error", () => stage.replaceChildren(say(el("p", { class: "stage-words problem" }), "picture-broken")));
  picture.src = url;
  stage.replaceChildren(frame);
  tools.replaceChildren(
    tool("viewer-zoom-out", "minus", "zoom-out", () => setZoom(0.8)),
    percent,
    tool("viewer-zoom-in", "plus", "zoom-in", () => setZoom(1.25)),
    tool("viewer-fit", "fit", "zoom-fit", () => setZoom("fit")),
    tool("viewer-rotate", "rotate", "rotate", rotate),
  );
  lay();
  return { zoom: setZoom, rotate, resize: lay, end: () => picture.removeAttribute("src") };
}
