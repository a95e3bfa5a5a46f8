// Puts texts into elements and keeps them there in the language that is chosen.

import { en } from "./en";
import { id } from "./id";

export type Key = keyof typeof id;
export type Texts = { [K in Key]: (typeof id)[K] extends string ? string : { one: string; other: string } };
export type Vars = Record<string, string | number>;
export type Language = "id" | "en";

const all: Record<Language, Texts> = { id, en };
let current: Language = "id";

interface Said {
  key: Key;
  vars: Vars;
}

/** What stands in an element (`text`) and in its attributes, so that it can be said anew. */
const said = new WeakMap<Element, Map<string, Said>>();

export function language(): Language {
  return current;
}

export function text(key: Key, vars: Vars = {}): string {
  const found: string | { one: string; other: string } = all[current][key];
  const chosen = typeof found === "string" ? found : vars["n"] === 1 ? found.one : found.other;
  return chosen.replace(/\{ (\w+) \}/g, (whole, name: string) => String(vars[name] ?? whole));
}

/** The element says this from now on, in whichever language. */
export function say<E extends Element>(node: E, key: Key, vars: Vars = {}): E {
  remember(node, "text", { key, vars });
  return node;
}

/** The same for an attribute, such as `aria-label`. */
export function label<E extends Element>(node: E, key: Key, vars: Vars = {}, attribute = "aria-label"): E {
  remember(node, attribute, { key, vars });
  return node;
}

export function hush(node: Element): void {
  said.get(node)?.delete("text");
  node.removeAttribute("data-t");
  node.textContent = "";
}

/** Fills what page.html names with `data-t` and `data-t-label`. */
export function fill(): void {
  for (const node of document.querySelectorAll("[data-t]")) say(node, node.getAttribute("data-t") as Key);
  for (const node of document.querySelectorAll("[data-t-label]")) label(node, node.getAttribute("data-t-label") as Key);
  document.title = text("page-title");
}

export function switchTo(chosen: Language): void {
  current = chosen;
  document.documentElement.lang = chosen;
  document.title = text("page-title");
  for (const node of document.querySelectorAll("[data-t], [data-t-label]")) {
    for (const [where, what] of said.get(node) ?? []) put(node, where, what);
  }
}

function remember(node: Element, where: string, what: Said): void {
  const known = said.get(node) ?? new Map<string, Said>();
  known.set(where, what);
  said.set(node, known);
  node.setAttribute(where === "text" ? "data-t" : "data-t-label", what.key);
  put(node, where, what);
}

function put(node: Element, where: string, { key, vars }: Said): void {
  if (where === "text") node.textContent = text(key, vars);
  else node.setAttribute(where, text(key, vars));
}
