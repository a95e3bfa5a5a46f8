// Small helpers around the DOM. Text goes in as text, never as markup.

type Child = Node | string;
type Tags = HTMLElementTagNameMap;

/** An element with attributes; `on…` functions become listeners. */
export function el<K extends keyof Tags>(tag: K, attributes: Record<string, string | boolean | ((event: Event) => void)> = {}, ...children: Child[]): Tags[K] {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

/** The element with this id, which stands in page.html. */
export function byId<T extends HTMLElement = HTMLElement>(id: string): T {
  const node = document.getElementById(id);
  if (node === null) throw new Error(`page.html has no #${id}`);
  return node as T;
}

const SVG = "http://www.w3.org/2000/svg";

/** One of the line drawings below, hidden from screen readers: words stand beside it or in a label. */
export function icon(name: keyof typeof DRAWINGS): SVGElement {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  for (const d of DRAWINGS[name]) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

const DRAWINGS = {
  text: ["M6 3h9l4 4v14H6z", "M9.5 11.5h6M9.5 15h6M9.5 8h2.5"],
  picture: ["M4 5h16v14H4z", "M4 16l4.5-4.5 4 4 3-3L20 17", "M15.2 9.2h.01"],
  pdf: ["M6 3h9l4 4v14H6z", "M15 3v4h4", "M9 16.5c4-2 5-6 4.2-7.2-1.4-1 -1.6 5.2 3.3 6.2"],
  other: ["M6 3h9l4 4v14H6z", "M15 3v4h4"],
  save: ["M12 4v11", "M7.5 11L12 15.5 16.5 11", "M5 19.5h14"],
  close: ["M6 6l12 12M18 6L6 18"],
  plus: ["M12 6v12M6 12h12"],
  minus: ["M6 12h12"],
  rotate: ["M19 12a7 7 0 1 1-2.2-5.1", "M19.5 3.5v4h-4"],
  previous: ["M14.5 6l-6 6 6 6"],
  next: ["M9.5 6l6 6-6 6"],
  fit: ["M4 9V4h5M20 9V4h-5M4 15v5h5M20 15v5h-5"],
};

/** What a name from outside may show: nothing invisible, nothing that turns the direction of writing. */
export function plain(name: string, letters = 80): string {
  const seen = name.replace(/[\p{C}\p{Zl}\p{Zp}]/gu, "\u{fffd}").trim();
  return [...seen].length > letters ? `${[...seen].slice(0, letters - 1).join("")}…` : seen;
}

/** The same for a text of many lines: line breaks and tabs stay. */
export function plainText(text: string): string {
  return text.replace(/\r\n?/g, "\n").replace(/[^\P{C}\n\t\u{200c}\u{200d}]|[\p{Zl}\p{Zp}]/gu, "\u{fffd}");
}

/** `1,2 MB`, `14 KB`, in the given language. */
export function size(bytes: number, language: string): string {
  const [value, unit] = bytes >= 1_000_000 ? [bytes / 1_000_000, "MB"] : [Math.max(1, Math.round(bytes / 1000)), "KB"];
  return `${new Intl.NumberFormat(language, { maximumFractionDigits: 1 }).format(value as number)} ${unit}`;
}
