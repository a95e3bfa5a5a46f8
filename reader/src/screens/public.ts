// The public half of the key that is open: as text, as a picture to scan, and its fingerprint.

import { encodeQR } from "qr";
import type { Key } from "../crypt/protocol";
import { byId } from "../dom";
import { label } from "../texts";
import { copyButton } from "./copy";

const SVG = "http://www.w3.org/2000/svg";
/** Post-quantum keys have two thousand letters: no telephone reads that from a screen. */
const MOST_LETTERS = 300;
/** White around the picture, in modules, as scanners want it. */
const BORDER = 4;

export function publicScreen(): { show(key: Key, asked: boolean): void; clear(): void } {
  const field = byId<HTMLTextAreaElement>("recipient");
  const picture = byId("recipient-picture");
  const details = byId<HTMLDetailsElement>("public-key");

  copyButton(byId<HTMLButtonElement>("recipient-copy"), field, byId("recipient-status"));
  byId("recipient-print").addEventListener("click", () => window.print());

  function clear(): void {
    field.value = "";
    byId("public-fingerprint").textContent = "";
    picture.replaceChildren();
    details.open = false;
    byId("recipient-status").textContent = "";
  }

  /** Open at once where it is what the person came for. */
  function show(key: Key, asked: boolean): void {
    clear();
    field.value = key.recipient;
    field.rows = Math.min(6, Math.ceil(key.recipient.length / 40));
    byId("public-fingerprint").textContent = key.fingerprint;
    if (key.recipient.length <= MOST_LETTERS) picture.append(draw(key.recipient));
    details.open = asked;
    const files = byId("files-screen");
    const screen = byId("public-screen");
    if (asked) files.before(screen);
    else files.after(screen);
  }

  return { show, clear };
}

function draw(text: string): SVGElement {
  const rows = encodeQR(text, "raw", { ecc: "medium", border: BORDER });
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", `0 0 ${rows.length} ${rows.length}`);
  svg.setAttribute("shape-rendering", "crispEdges");
  svg.setAttribute("role", "img");
  svg.setAttribute("id", "recipient-qr");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ""))).join(""));
  svg.append(path);
  return label(svg, "recipient-picture");
}
