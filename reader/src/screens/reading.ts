// Step 3: the list of cases, and the chosen case as one sheet with its texts and attachments.

import type { Content, Part } from "../crypt/protocol";
import { byId, el, icon, plain, plainText, size } from "../dom";
import { PICTURE_PIXELS } from "../limits";
import type { Case, Item, Session } from "../session";
import { language, say, label, type Key } from "../texts";
import { saver } from "./save";
import type { Viewer } from "./viewer";

const CONTENT: Record<Content, Key> = { same: "content-same", other: "content-other", unmarked: "content-unmarked" };

export interface Reading {
  show(item: Item): void;
  refresh(): void;
  clear(): void;
}

export function readingScreen(session: Session, viewing: Viewer): Reading {
  const list = byId("cases");
  const sheet = byId("case");
  const saving = saver(session);
  let chosen = "";

  function refresh(): void {
    const cases = session.cases();
    const shown = cases.find((one) => one.code === chosen) ?? cases[0];
    if (shown === undefined) return clear();
    chosen = shown.code;
    list.replaceChildren(...cases.map((one) => entry(one, one === shown)));
    sheet.replaceChildren(...caseSheet(shown));
  }

  function show(item: Item): void {
    chosen = item.code;
    refresh();
  }

  function clear(): void {
    chosen = "";
    saving.close();
    list.replaceChildren();
    sheet.replaceChildren();
  }

  function choose(code: string, item?: Item): void {
    if (chosen !== code) {
      chosen = code;
      refresh();
    }
    const target = item === undefined ? sheet : document.getElementById(`item-${item.digest}`);
    target?.scrollIntoView({ block: "start" });
    (target ?? sheet).focus({ preventScroll: true });
  }

  function entry(one: Case, current: boolean): HTMLElement {
    const head = el("button", { type: "button", class: "case-entry", click: () => choose(one.code) }, caseName(el("span", { class: "case-code" }), one), say(el("span", { class: "count" }), "case-counts", { n: one.items.length }));
    if (current) head.setAttribute("aria-current", "true");
    const items = one.items.map((item) => el("li", {}, itemName(el("button", { type: "button", class: "item-entry", click: () => choose(one.code, item) }), item)));
    return el("div", { class: "case-group" }, head, current && one.items.length > 1 ? el("ul", {}, ...items) : "");
  }

  function caseSheet(one: Case): HTMLElement[] {
    return [caseName(el("h2", { class: "case-title" }), one), ...one.items.map((item) => itemSheet(item))];
  }

  function itemSheet(item: Item): HTMLElement {
    const id = `item-${item.digest}`;
    const head = el("header", { class: "item-head" }, itemName(el("h3", { id: `${id}-name` }), item));
    if (item.code !== "") head.append(el("p", { class: "file-name" }, el("bdi", {}, plain(item.file))));
    head.append(say(el("p", { class: item.content === "other" ? "problem content" : "hint content" }), CONTENT[item.content]));
    const texts = item.parts.filter((part) => part.kind === "text");
    const rest = item.parts.filter((part) => part.kind !== "text");
    const section = el("section", { id, class: "sheet item", tabindex: "-1", "aria-labelledby": `${id}-name` }, head);
    if (texts.length === 0 && rest.length === 0) section.append(say(el("p", { class: "hint" }), "no-text"));
    for (const part of texts) section.append(...textBlock(part, item));
    if (rest.length > 0) {
      section.append(say(el("h4", { class: "attachments-title" }), "attachments", { n: rest.length }));
      section.append(el("ul", { class: "attachments" }, ...rest.map((part) => el("li", { class: `attachment ${part.kind}` }, ...attachment(part, item)))));
    }
    return section;
  }

  function textBlock(part: Part & { kind: "text" }, item: Item): HTMLElement[] {
    const blocks: HTMLElement[] = [];
    if (part.name !== "laporan.txt") {
      blocks.push(el("div", { class: "text-head" }, el("p", { class: "file-name" }, icon("text"), el("bdi", {}, plain(part.name))), saveButton(part, item)));
    }
    blocks.push(el("div", { class: "report-text", dir: "auto" }, ...aligned(plainText(part.text).trimEnd())));
    if (part.cut) blocks.push(say(el("p", { class: "hint" }), "text-cut"), saveButton(part, item));
    return blocks;
  }

  function attachment(part: Part, item: Item): HTMLElement[] {
    const name = plain(part.name);
    const words = el("div", { class: "attachment-words" }, el("p", { class: "file-name" }, el("bdi", {}, name)), el("p", { class: "hint" }, say(el("span"), kindName(part)), ` · ${size(part.bytes.length, language())}`));
    const actions = el("div", { class: "attachment-actions" });
    const parts: HTMLElement[] = [words, actions];
    if (part.kind === "picture") {
      if (part.width * part.height > PICTURE_PIXELS || part.width === 0 || part.height === 0) {
        words.append(say(el("p", { class: "problem" }), "picture-too-large", { width: part.width, height: part.height }));
      } else {
        parts.unshift(thumbnail(part, words, item));
      }
    }
    if (part.kind === "pdf") {
      const read = () => viewing.pdf(part, () => saving.ask(part, item));
      const open = el("button", { type: "button", class: "primary pdf-open", click: read });
      parts.unshift(el("div", { class: "tile readable", click: read }, icon("pdf")));
      actions.append(label(say(open, "pdf-open"), "pdf-open-label", { name }));
    }
    if (part.kind === "other") {
      parts.unshift(el("div", { class: "tile" }, icon("other")));
      words.append(say(el("p", { class: "hint" }), "other-note"));
    }
    actions.append(saveButton(part, item));
    return parts;
  }

  function thumbnail(part: Part & { kind: "picture" }, words: HTMLElement, item: Item): HTMLElement {
    const name = plain(part.name);
    const url = session.url(part.bytes, part.mime);
    const picture = label(el("img", { decoding: "async", width: String(part.width), height: String(part.height) }), "picture-alt", { name }, "alt");
    const open = el("button", { type: "button", class: "picture-open", click: () => viewing.picture(part, url, () => saving.ask(part, item)) }, picture);
    picture.addEventListener("error", () => {
      open.remove();
      words.append(say(el("p", { class: "problem" }), "picture-broken"));
    });
    picture.src = url;
    return label(open, "picture-open", { name });
  }

  function saveButton(part: Part, item: Item): HTMLElement {
    const words = say(el("span"), "save");
    return label(el("button", { type: "button", class: "quiet save", click: () => saving.ask(part, item) }, icon("save"), words), "save-label", { name: plain(part.name) });
  }

  return { show, refresh, clear };
}

/** Lines such as `Kantor        : Dinas`, which spaces align only where all letters are of one width. */
const HEADING = /^(\S[^:\n]{0,24}?) {1,24}: (?=\S)/;

function aligned(text: string): (HTMLElement | string)[] {
  const end = text.indexOf("\n\n");
  if (end < 0) return [text];
  // What follows the first empty line is a person's own words: they stay as they are.
  const head: (HTMLElement | string)[] = [];
  let table: HTMLElement | null = null;
  for (const line of text.slice(0, end + 1).split(/(?<=\n)/)) {
    const name = HEADING.exec(line)?.[0];
    if (name === undefined) {
      table = null;
      head.push(line);
      continue;
    }
    if (table === null) head.push((table = el("span", { class: "report-table" })));
    table.append(el("span", { class: "report-line" }, el("span", { class: "report-name" }, name), el("span", {}, line.slice(name.length))));
  }
  return [...head, text.slice(end + 1)];
}

function kindName(part: Part): Key {
  return `kind-${part.kind}`;
}

function caseName<E extends HTMLElement>(node: E, one: Case): E {
  return one.code === "" ? say(node, "case-loose") : say(node, "case", { code: one.code });
}

function itemName<E extends HTMLElement>(node: E, item: Item): E {
  return item.code === "" ? say(node, "item-of", { name: plain(item.file) }) : say(node, "item", { n: item.number });
}
