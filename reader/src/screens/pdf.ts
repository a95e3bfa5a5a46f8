// A PDF on the viewer's stage, one page at a time: drawn as a picture, its scripts, links and forms left dead.

import type { PDFDocumentLoadingTask, PDFDocumentProxy, RenderTask } from "pdfjs-dist";
import type { Part } from "../crypt/protocol";
import { el, plainText } from "../dom";
import { PAGE_MILLIS, PAGE_PIXELS, PDF_PAGES, TEXT_LETTERS } from "../limits";
import { load } from "../pdfjs";
import { hush, label, say, type Key, type Vars } from "../texts";
import { tool, type Shown } from "./viewer";

export function showPdf(part: Part & { kind: "pdf" }, stage: HTMLElement, tools: HTMLElement): Shown {
  const words = el("p", { class: "stage-words", role: "status" });
  const sheet = el("div", { class: "pdf-page" });
  const pageText = el("div", { id: "viewer-page-text", class: "page-text", dir: "auto" });
  const position = el("output", { id: "viewer-position", class: "position" });
  const previous = tool("viewer-previous", "previous", "page-previous", () => turn(-1));
  const next = tool("viewer-next", "next", "page-next", () => turn(1));
  const asText = label(say(el("button", { type: "button", id: "viewer-text", class: "tool words", "aria-pressed": "false", click: () => toggleText() }), "page-text"), "page-text-label");

  let task: PDFDocumentLoadingTask | null = null;
  let document_: PDFDocumentProxy | null = null;
  let rendering: RenderTask | null = null;
  let page = 1;
  let pages = 0;
  let zoom = 1;
  let quarter = 0;
  let textual = false;
  let run = 0;
  let width = 0;

  function tell(key: Key | null, vars: Vars = {}): void {
    words.hidden = key === null;
    if (key === null) hush(words);
    else say(words, key, vars);
  }

  async function begin(): Promise<void> {
    tell("page-loading");
    try {
      const loading = load(part.bytes);
      task = loading;
      document_ = await loading.promise;
    } catch (error) {
      if (ended()) return;
      tell(error instanceof Error && error.name === "PasswordException" ? "pdf-encrypted" : "pdf-broken");
      return;
    }
    if (ended()) return;
    pages = Math.min(document_.numPages, PDF_PAGES);
    await draw();
  }

  async function draw(): Promise<void> {
    if (document_ === null) return;
    const mine = ++run;
    rendering?.cancel();
    say(position, "page-of", { n: page, total: pages });
    previous.disabled = page <= 1;
    next.disabled = page >= pages;
    tell("page-loading");
    try {
      if (textual) await drawText(document_, mine);
      else await drawPage(document_, mine);
      if (mine === run) tell(document_.numPages > pages && page === pages ? "pages-cut" : null, { n: pages, total: document_.numPages });
    } catch (error) {
      if (mine !== run) return;
      sheet.replaceChildren();
      tell(error instanceof TooSlow ? "page-slow" : "page-broken");
    }
  }

  async function drawPage(source: PDFDocumentProxy, mine: number): Promise<void> {
    const proxy = await source.getPage(page);
    if (mine !== run) return;
    width = stage.clientWidth;
    const turned = (proxy.rotate + quarter * 90) % 360;
    const natural = proxy.getViewport({ scale: 1, rotation: turned });
    const scale = (Math.max(200, Math.min(width - 24, 900)) / natural.width) * zoom;
    // Sharp on dense screens, as far as a canvas may be large.
    const density = Math.min(window.devicePixelRatio || 1, Math.sqrt(PAGE_PIXELS / (natural.width * scale * natural.height * scale)));
    const viewport = proxy.getViewport({ scale: scale * density, rotation: turned });
    const canvas = label(el("canvas", { id: "viewer-page", role: "img" }), "page-label", { n: page, total: pages });
    canvas.width = Math.max(1, Math.floor(viewport.width));
    canvas.height = Math.max(1, Math.floor(viewport.height));
    canvas.style.width = `${Math.floor(natural.width * scale)}px`;
    canvas.style.height = `${Math.floor(natural.height * scale)}px`;
    rendering = proxy.render({ canvas, viewport, annotationMode: 0 });
    await inTime(rendering);
    if (mine === run) sheet.replaceChildren(canvas);
    proxy.cleanup();
  }

  async function drawText(source: PDFDocumentProxy, mine: number): Promise<void> {
    const proxy = await source.getPage(page);
    const content = await proxy.getTextContent();
    if (mine !== run) return;
    let text = "";
    for (const item of content.items) {
      if ("str" in item) text += item.str + (item.hasEOL ? "\n" : "");
      if (text.length > TEXT_LETTERS) break;
    }
    if (text.trim() === "") say(pageText, "page-text-none");
    else {
      hush(pageText);
      pageText.textContent = plainText(text);
    }
    sheet.replaceChildren(pageText);
  }

  function turn(by: number): void {
    const wanted = Math.min(pages, Math.max(1, page + by));
    if (wanted === page || document_ === null) return;
    page = wanted;
    stage.scrollTo(0, 0);
    void draw();
  }

  function setZoom(factor: number | "fit"): void {
    zoom = factor === "fit" ? 1 : Math.min(6, Math.max(0.3, zoom * factor));
    pageText.style.fontSize = `${zoom}em`;
    if (!textual) void draw();
  }

  function toggleText(): void {
    textual = !textual;
    asText.setAttribute("aria-pressed", String(textual));
    void draw();
  }

  function rotate(): void {
    quarter = (quarter + 1) % 4;
    if (!textual) void draw();
  }

  function resize(): void {
    if (!textual && document_ !== null && Math.abs(stage.clientWidth - width) > 24) void draw();
  }

  function ended(): boolean {
    return run < 0;
  }

  function end(): void {
    run = Number.NEGATIVE_INFINITY;
    rendering?.cancel();
    void task?.destroy();
    document_ = null;
  }

  stage.replaceChildren(words, sheet);
  tools.replaceChildren(
    previous,
    position,
    next,
    tool("viewer-zoom-out", "minus", "zoom-out", () => setZoom(0.8)),
    tool("viewer-zoom-in", "plus", "zoom-in", () => setZoom(1.25)),
    tool("viewer-fit", "fit", "zoom-fit", () => setZoom("fit")),
    tool("viewer-rotate", "rotate", "rotate", rotate),
    asText,
  );
  void begin();
  return { zoom: setZoom, rotate, turn, resize, end };
}

class TooSlow extends Error {}

async function inTime(task: RenderTask): Promise<void> {
  let timer = 0;
  const late = new Promise<never>((_, reject) => {
    timer = window.setTimeout(() => {
      reject(new TooSlow());
      task.cancel();
    }, PAGE_MILLIS);
  });
  try {
    await Promise.race([task.promise, late]);
  } finally {
    window.clearTimeout(timer);
  }
}
