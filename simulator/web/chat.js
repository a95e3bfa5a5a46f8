// The web chat: one phone-sized pane for each person, kept in step with the simulator by server-sent events.
"use strict";

/* ---------- words ---------- */

const WORDS = {
  id: {
    controls: "Kendali simulasi", otherLanguage: "English", languageHint: "Ganti bahasa ke Inggris", dark: "Gelap", light: "Terang",
    themeHint: "Ganti tema terang atau gelap", tools: "Menu halaman", addPerson: "Tambah orang", addGroup: "Buat grup",
    intro: "Panduan", introHint: "Tampilkan atau sembunyikan panduan simulasi ini", closeIntro: "Tutup panduan", moreControls: "Kendali waktu lainnya", workingHint: "Simulasi sedang bekerja", people: "Orang yang Anda mainkan", connecting: "Menyambung…",
    sideways: "Geser panel", previousPeople: "Ke orang sebelumnya", nextPeople: "Ke orang berikutnya", hiddenPeople: "{0} belum terlihat seluruhnya",
    lost: "Sambungan terputus, mencoba lagi…", nobody: "Belum ada orang di sini.",
    nobodyHint: "Tambahkan satu orang untuk mulai mengobrol dengan bot.", skip: "Lompat ke kotak pesan",
    paneMenu: "Menu {0}", chats: "Obrolan {0}", offers: "Yang Anda terima", again: "Lagi: {0}", log: "Percakapan {0} dengan {1}",
    toBottom: "Ke pesan terbaru", newMessages: "{0} pesan baru", earlier: "Pesan sebelumnya",
    typing: "{0} sedang mengetik…", working: "{0} sedang bekerja…", bot: "Bot", you: "Anda", edited: "diubah",
    emptyBot: "Belum ada pesan. Tekan Mulai untuk membuka obrolan dengan bot.", start: "Mulai",
    emptyOffers: "Belum ada pesan. Mulailah dengan yang diterima {0}, di atas.",
    emptyGroup: "Grup baru. Bot di grup biasanya hanya membaca perintah, sebutan, dan balasan kepadanya.",
    input: "Pesan dari {0}", placeholder: "Tulis pesan", inputHint: "**tebal**, __miring__, ~~coret~~, ||tersembunyi||, `kode`; Ctrl+B tebal, Ctrl+I miring", bold: "Tebal", italic: "Miring", send: "Kirim", commands: "Menu", commandsHint: "Menu perintah bot",
    noCommands: "Bot belum memasang perintah untuk orang ini.", attach: "Lampirkan", file: "Berkas", photo: "Foto", contact: "Kontak saya", contactCard: "Kontak",
    location: "Lokasi", sticker: "Stiker", voice: "Pesan suara", forward: "Teruskan dari kanal", showKeys: "Tampilkan tombol balasan",
    hideKeys: "Sembunyikan tombol balasan", keys: "Tombol balasan", messageMenu: "Pilihan untuk pesan ini", edit: "Ubah",
    remove: "Hapus", copy: "Salin teks", editing: "Mengubah pesan", reply: "Balas", replying: "Membalas {0}: {1}", cancel: "Batal", save: "Simpan", close: "Tutup", ok: "Oke",
    block: "Blokir bot", unblock: "Buka blokir", blocked: "{0} memblokir bot ini.", deactivated: "Akun {0} sudah dinonaktifkan.", closePane: "Tutup panel ini",
    waiting: "menunggu bot", unanswered: "Bot belum menjawab ketukan pada “{0}”.",
    offline: "Simulator tidak dapat dihubungi. Periksa apakah masih berjalan, lalu coba lagi.",
    failed: "Simulator menolak permintaan ini (kode {0}).", notSent: "Tidak terkirim: {0}", caption: "Keterangan (boleh kosong)",
    sendFile: "Kirim berkas", sendPhoto: "Kirim foto", latitude: "Lintang", longitude: "Bujur", badLocation: "Isi lintang (−90 sampai 90) dan bujur (−180 sampai 180) dengan angka.",
    sendLocation: "Kirim lokasi", channel: "Nama kanal", post: "Isi kiriman", sendForward: "Teruskan kiriman kanal",
    shareContact: "Bagikan nomor telepon?", shareContactText: "Bot akan menerima nama dan nomor telepon {0}.", share: "Bagikan",
    firstName: "Nama depan", lastName: "Nama belakang (boleh kosong)", username: "Nama pengguna (boleh kosong)", note: "Peran, misalnya: warga",
    language: "Bahasa", newPerson: "Orang baru", existing: "Buka panel orang yang sudah ada", open: "Buka", add: "Tambah", zone: "Zona waktu", find: "Cari nama", someShown: "Yang tampil {0} dari {1}. Ketik sebagian nama untuk menemukan yang lain.", noneFound: "Tidak ada nama yang cocok.",
    groupTitle: "Nama grup", members: "Anggota", needMember: "Pilih sedikitnya satu anggota.", needName: "Isi namanya dahulu.", create: "Buat",
    from: "Diteruskan dari {0}", document: "Berkas", openFile: "Buka {0} di tab baru", saveFile: "Unduh {0}", openPhoto: "Buka foto di tab baru", alertFor: "Untuk {0}", opensTab: "(tab baru)", spoiler: "Teks tersembunyi, tekan untuk membuka",
    unread: "{0} belum dibaca", copied: "Teks disalin.", replyTo: "Membalas pesan", gone: "Pesan ini sudah tidak ada.", animation: "Animasi", audio: "Audio", video: "Video", dice: "Dadu",
  },
  en: {
    controls: "Simulation controls", otherLanguage: "Bahasa Indonesia", languageHint: "Switch the language to Indonesian", dark: "Dark", light: "Light",
    themeHint: "Switch between light and dark", tools: "Page menu", addPerson: "Add a person", addGroup: "Create a group",
    intro: "Guide", introHint: "Show or hide the guide to this simulation", closeIntro: "Close the guide", moreControls: "More controls of time", workingHint: "The simulation is at work", people: "The people you play", connecting: "Connecting…",
    sideways: "Move along the panes", previousPeople: "To the people before", nextPeople: "To the next people", hiddenPeople: "{0} not fully in view",
    lost: "Connection lost, trying again…", nobody: "Nobody is here yet.",
    nobodyHint: "Add a person to start chatting with the bot.", skip: "Skip to the message box",
    paneMenu: "Menu for {0}", chats: "Chats of {0}", offers: "What you were given", again: "Again: {0}", log: "Conversation of {0} with {1}",
    toBottom: "To the newest message", newMessages: "{0} new", earlier: "Earlier messages",
    typing: "{0} is typing…", working: "{0} is working…", bot: "Bot", you: "You", edited: "edited",
    emptyBot: "No messages yet. Press Start to open a chat with the bot.", start: "Start",
    emptyOffers: "No messages yet. Begin with what {0} was given, above.",
    emptyGroup: "A new group. In groups a bot usually reads only commands, mentions and replies to it.",
    input: "Message from {0}", placeholder: "Write a message", inputHint: "**bold**, __italic__, ~~strike~~, ||spoiler||, `code`; Ctrl+B bold, Ctrl+I italic", bold: "Bold", italic: "Italic", send: "Send", commands: "Menu", commandsHint: "Menu of bot commands",
    noCommands: "The bot has set no commands for this person.", attach: "Attach", file: "File", photo: "Photo", contact: "My contact", contactCard: "Contact",
    location: "Location", sticker: "Sticker", voice: "Voice message", forward: "Forward from a channel", showKeys: "Show reply buttons",
    hideKeys: "Hide reply buttons", keys: "Reply buttons", messageMenu: "Options for this message", edit: "Edit",
    remove: "Delete", copy: "Copy text", editing: "Editing a message", reply: "Reply", replying: "Replying to {0}: {1}", cancel: "Cancel", save: "Save", close: "Close", ok: "OK",
    block: "Block the bot", unblock: "Unblock", blocked: "{0} has blocked this bot.", deactivated: "The account of {0} is deactivated.", closePane: "Close this pane",
    waiting: "waiting for the bot", unanswered: "The bot has not answered the tap on “{0}”.",
    offline: "The simulator cannot be reached. Check that it is still running, then try again.",
    failed: "The simulator refused this request (code {0}).", notSent: "Not sent: {0}", caption: "Caption (may be empty)",
    sendFile: "Send a file", sendPhoto: "Send a photo", latitude: "Latitude", longitude: "Longitude", badLocation: "Give the latitude (−90 to 90) and the longitude (−180 to 180) as numbers.",
    sendLocation: "Send a location", channel: "Channel name", post: "Text of the post", sendForward: "Forward a channel post",
    shareContact: "Share the phone number?", shareContactText: "The bot will receive the name and phone number of {0}.", share: "Share",
    firstName: "First name", lastName: "Last name (may be empty)", username: "Username (may be empty)", note: "Role, for example: citizen",
    language: "Language", newPerson: "A new person", existing: "Open the pane of someone who exists", open: "Open", add: "Add", zone: "Time zone", find: "Find a name", someShown: "{0} of {1} are shown. Type part of a name to find others.", noneFound: "No name fits.",
    groupTitle: "Group name", members: "Members", needMember: "Choose at least one member.", needName: "Give the name first.", create: "Create",
    from: "Forwarded from {0}", document: "File", openFile: "Open {0} in a new tab", saveFile: "Download {0}", openPhoto: "Open the photo in a new tab", alertFor: "For {0}", opensTab: "(new tab)", spoiler: "Hidden text, press to reveal",
    unread: "{0} unread", copied: "Text copied.", replyTo: "In reply to a message", gone: "This message is no longer there.", animation: "Animation", audio: "Audio", video: "Video", dice: "Dice",
  },
};

/** Settings survive a reload where storage is allowed, and the page works where it is not. */
const settings = {
  get(key) { try { return localStorage.getItem("chat." + key); } catch { return null; } },
  set(key, value) { try { localStorage.setItem("chat." + key, value); } catch { /* private window */ } },
};

/** What the person chose; without a choice, what the simulator was started with. */
const chosenLanguage = () => { const chosen = settings.get("language"); return chosen in WORDS ? chosen : null; };
let language = chosenLanguage() || "id";

function t(key, ...values) {
  return WORDS[language][key].replace(/\{(\d)\}/g, (_, n) => values[n]);
}

/* ---------- small tools ---------- */

const $ = (id) => document.getElementById(id);
const narrow = matchMedia("(max-width: 719px)");
const overlaid = matchMedia("(max-width: 1023px)");
let usingPointer = false;
addEventListener("pointerdown", () => { usingPointer = true; }, true);
addEventListener("keydown", () => { usingPointer = false; }, true);

function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (key === "data") Object.assign(node.dataset, value);
    else if (key === "class") node.className = value;
    else if (key === "value") node.value = value;
    else node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

const ICONS = {
  menu: "M4 7h16M4 12h16M4 17h10", more: "M12 5.5v.01M12 12v.01M12 18.5v.01", close: "M6 6l12 12M18 6L6 18",
  attach: "M20 11.5l-8 8a5 5 0 0 1-7-7l8.5-8.5a3.4 3.4 0 0 1 4.8 4.8L10 17a1.7 1.7 0 0 1-2.4-2.4L15 7.5",
  send: "M12 19V5M6 11l6-6 6 6", down: "M12 5v14M6 13l6 6 6-6", check: "M5 12.5l4.5 4.5L19 7.5", slash: "M9 19l6-14",
  bold: "M7 4h6a4 4 0 0 1 0 8H7zM7 12h7a4 4 0 0 1 0 8H7z", italic: "M10 4h7M7 20h7M14 4l-4 16", book: "M4 5.500c3-1.500 6-1 8 .5 2-1.500 5-2 8-.5V19c-3-1.500-6-1-8 .5-2-1.500-5-2-8-.5zM12 6v13.500", clock: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v5l3.500 2",
  file: "M7 3h7l5 5v13H7zM14 3v5h5", photo: "M4 5h16v14H4zM4 16l5-5 4 4 3-3 4 4M15.5 9v.01",
  contact: "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 21c.7-4 4-6 8-6s7.300 2 8 6", group: "M9 11a3.500 3.500 0 1 0 0-7 3.500 3.500 0 0 0 0 7zM2 20c.5-3.500 3.300-5.500 7-5.500s6.500 2 7 5.500M16 4.300a3.500 3.500 0 0 1 0 6.400M18.500 15c2 .8 3.200 2.500 3.500 5",
  location: "M12 21s7-6.500 7-11.500a7 7 0 0 0-14 0C5 14.500 12 21 12 21zM12 12a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5z",
  sticker: "M4 6a2 2 0 0 1 2-2h12a2 2 0 0 1 2 2v8l-6 6H6a2 2 0 0 1-2-2zM14 20v-4a2 2 0 0 1 2-2h4M9 9v.01M15 9v.01",
  voice: "M12 15a3 3 0 0 0 3-3V6a3 3 0 0 0-6 0v6a3 3 0 0 0 3 3zM5.500 11.500a6.500 6.500 0 0 0 13 0M12 18v3",
  forward: "M14 6l6 6-6 6M20 12h-9a7 7 0 0 0-7 6", reply: "M10 6l-6 6 6 6M4 12h9a7 7 0 0 1 7 6", edit: "M4 20l1-4L16 5l3 3L8 19zM14 7l3 3", trash: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13M10.500 11v5M13.500 11v5",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1", keys: "M3 6h18v12H3zM7 10v.01M11 10v.01M15 10v.01M8 14h8", block: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM6 6l12 12",
  user: "M10 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2.500 21c.7-4 3.700-6 7.500-6 1.500 0 2.800.3 4 .9M18.500 14v6M15.500 17h6", theme: "M12 21a9 9 0 1 0 0-18zM12 3a9 9 0 0 0 0 18", globe: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM3 12h18M12 3c3 3 3.500 6 3.500 9s-.5 6-3.500 9c-3-3-3.500-6-3.500-9s.5-6 3.500-9z",
  link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.700-5.700L12 7M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.700 5.700L12 17", out: "M8 16L17 7M10 7h7v7", left: "M15 5l-7 7 7 7", right: "M9 5l7 7-7 7", save: "M12 4v11M7 10.500l5 5 5-5M5 20h14",
};

function icon(name) {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  const path = document.createElementNS(space, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", `icon icon-${name}`);
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("focusable", "false");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

const locale = () => (language === "id" ? "id-ID" : "en-GB");
const formatters = new Map();

/** Making a formatter is slow, and every message asks for two. Without a zone, or with an unknown one, times are the browser's. */
function formatDate(seconds, style, zone, options) {
  const key = [locale(), style, zone].join();
  if (!formatters.has(key)) {
    let formatter;
    try { formatter = new Intl.DateTimeFormat(locale(), { ...options, timeZone: zone || undefined }); } catch { formatter = new Intl.DateTimeFormat(locale(), options); }
    formatters.set(key, formatter);
  }
  return formatters.get(key).format(seconds * 1000);
}

const clockTime = (seconds, zone) => formatDate(seconds, "time", zone, { hour: "2-digit", minute: "2-digit" });
const dayName = (seconds, zone) => formatDate(seconds, "day", zone, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
const fullTime = (seconds, zone) => formatDate(seconds, "full", zone, { dateStyle: "long", timeStyle: "long" });
const ZONES = ["Asia/Jakarta", "Asia/Makassar", "Asia/Jayapura"];

/** A text of whoever runs the simulation: one, or one for each language. */
function said(words) {
  if (words === null || words === undefined) return "";
  return typeof words === "string" ? words : words[language] || words.en || words.id || Object.values(words)[0] || "";
}

function fileSize(bytes) {
  const [amount, unit] = bytes >= 1e6 ? [bytes / 1e6, "MB"] : bytes >= 1000 ? [bytes / 1000, "kB"] : [bytes, "B"];
  return `${new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(amount)} ${unit}`;
}

async function api(method, path, body, contentType) {
  const raw = contentType !== undefined;
  const request = { method };
  if (body !== undefined) {
    request.headers = { "Content-Type": raw ? contentType : "application/json" };
    request.body = raw ? body : JSON.stringify(body);
  }
  let response, text;
  try {
    response = await fetch(path, request);
    text = await response.text();
  } catch {
    throw new Error(t("offline"));
  }
  let data = null;
  try { data = text ? JSON.parse(text) : null; } catch { /* not JSON: the status alone decides */ }
  if (!response.ok) throw new Error((data && said(data.error)) || t("failed", response.status));
  return data;
}

/* ---------- formatted text: only these tags ever reach the page ---------- */

const PLAIN_TAGS = { b: "strong", strong: "strong", i: "em", em: "em", u: "u", ins: "u", s: "s", strike: "s", del: "s", code: "code", pre: "pre", blockquote: "blockquote" };

/** Builds nodes from the server's HTML by an allow-list; unknown tags keep their text and lose the rest. */
function formatted(html, pane, fromBot) {
  const source = new DOMParser().parseFromString(html, "text/html").body;
  const result = document.createDocumentFragment();
  copyNodes(source, result, { pane, fromBot, literal: false });
  return result;
}

function copyNodes(from, to, context) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) { appendText(node.data, to, context); continue; }
    if (node.nodeType !== Node.ELEMENT_NODE) continue;
    const tag = node.localName;
    if (tag === "script" || tag === "style" || tag === "template") continue;
    if (tag === "br") { to.append("\n"); continue; }
    const copy = copyOf(node, tag, context);
    const inner = tag === "a" || tag === "pre" || tag === "code" ? { ...context, literal: true } : context;
    copyNodes(node, copy || to, inner);
    if (copy) to.append(copy);
  }
}

function copyOf(node, tag, context) {
  if (Object.hasOwn(PLAIN_TAGS, tag)) return h(PLAIN_TAGS[tag]);
  if (tag === "a") return link(node.getAttribute("href") || "", context.pane);
  if (tag === "tg-spoiler" || (tag === "span" && node.classList.contains("tg-spoiler"))) return spoiler();
  return null;
}

function spoiler() {
  const reveal = () => {
    node.classList.add("revealed");
    for (const name of ["role", "aria-label"]) node.removeAttribute(name);
  };
  const node = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": t("spoiler"), onclick: reveal });
  node.addEventListener("keydown", (event) => {
    if (event.key === "Enter" || event.key === " ") { event.preventDefault(); reveal(); }
  });
  return node;
}

/** The text after `/start` when the address is a deep link to this bot, otherwise null. */
function deepLink(address) {
  let url;
  try { url = new URL(address); } catch { return null; }
  const web = /^https?:$/.test(url.protocol) && /^(www\.)?(t|telegram)\.me$/.test(url.hostname);
  const scheme = url.protocol === "tg:" && /^\/{0,2}resolve/.test(url.href.slice(3));
  const name = web ? url.pathname.slice(1) : scheme ? url.searchParams.get("domain") : null;
  if (!name || !model.bot.username || name.toLowerCase() !== model.bot.username.toLowerCase()) return null;
  return url.searchParams.get("start") || "";
}

function link(address, pane) {
  const start = pane ? deepLink(address) : null;
  if (start !== null) return h("button", { type: "button", class: "text-link", onclick: () => pane.openDeepLink(start) });
  if (!/^(https?:\/\/|mailto:)/i.test(address)) return null;
  return h("a", { href: address, target: "_blank", rel: "noopener noreferrer" });
}

/** Makes addresses, and in a bot's text commands, something one can press. */
function appendText(text, to, context) {
  if (context.literal || !context.pane) { to.append(text); return; }
  const pattern = /(https?:\/\/[^\s<>"]*[^\s<>".,;:!?)\]])|(^|[\s(])(\/[a-z0-9_]{1,32}(?:@\w+)?)(?![\w/])/gi;
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const label = match[1] || match[3];
    const at = match.index + (match[1] ? 0 : match[2].length);
    if (!match[1] && !context.fromBot) continue;
    to.append(text.slice(end, at));
    const node = match[1] ? link(label, context.pane) : h("button", { type: "button", class: "text-link", onclick: () => context.pane.sendText(label) });
    node.append(label);
    to.append(node);
    end = at + label.length;
  }
  to.append(text.slice(end));
}

/* ---------- formatting as it is typed in Telegram's apps ---------- */

const MARKS = { "**": "b", "__": "i", "~~": "s", "||": "tg-spoiler" };
const SIGNS = { b: "**", strong: "**", i: "__", em: "__", s: "~~", strike: "~~", del: "~~", "tg-spoiler": "||", code: "`", pre: "```" };
const TYPED = /```([\s\S]+?)```|`([^`\n]+)`|(\*\*|__|~~|\|\|)(?=\S)([\s\S]*?\S)\3/g;

const escaped = (text) => text.replace(/[&<>]/g, (sign) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[sign]);

/** The tags for what was typed between signs; where there are none, the text itself, escaped. */
function typedHtml(text) {
  const pattern = new RegExp(TYPED);
  const isWord = (sign) => /[\p{L}\p{N}_]/u.test(sign || "");
  let html = "";
  let end = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) {
    const [whole, block, code, sign, inner] = match;
    const last = match.index + whole.length;
    // Within a word the signs are only signs, as in `nama__berkas`.
    if (sign && (isWord(text[match.index - 1]) || isWord(text[last]))) { pattern.lastIndex = match.index + 1; continue; }
    html += escaped(text.slice(end, match.index));
    if (block) html += `<pre>${escaped(block.replace(/^\n|\n$/g, ""))}</pre>`;
    else if (code) html += `<code>${escaped(code)}</code>`;
    else html += `<${MARKS[sign]}>${typedHtml(inner)}</${MARKS[sign]}>`;
    end = last;
    pattern.lastIndex = end;
  }
  return html + escaped(text.slice(end));
}

/** What is sent: `text` where nothing is formatted, otherwise `html`. */
function typed(text) {
  const html = typedHtml(text);
  return html === escaped(text) ? { text } : { html };
}

/** The way back, for editing: a message with its signs. */
function withSigns(message) {
  if (!message.html) return message.text;
  const write = (node) => {
    if (node.nodeType === Node.TEXT_NODE) return node.data;
    const sign = SIGNS[node.localName] || "";
    return sign + [...node.childNodes].map(write).join("") + sign;
  };
  const source = new DOMParser().parseFromString(message.html.replaceAll("\n", "&#10;"), "text/html").body;
  return [...source.childNodes].map(write).join("");
}

/* ---------- what the server told us ---------- */

const model = {
  title: "Simulator", intro: "", controls: [], status: "", working: null, moment: null, zone: null, bot: { id: 0, username: "", name: "Bot" },
  users: new Map(), chats: new Map(), answers: new Map(),
};
const panes = [];
let activePane = null;

const fullName = (user) => [user.first_name, user.last_name].filter(Boolean).join(" ");
const chatOf = (id) => {
  if (!model.chats.has(id)) model.chats.set(id, { id, messages: new Map(), loaded: false, busy: false, action: false, timer: 0 });
  return model.chats.get(id);
};
const paneOf = (userId) => panes.find((pane) => pane.userId === userId);
const panesShowing = (chatId) => panes.filter((pane) => pane.chatId === chatId);

/** A message loaded while events arrive must not be overwritten by an older copy: events wait until loading ends. */
const gate = { held: 0, waiting: [] };

async function holdingEvents(work) {
  gate.held += 1;
  try { return await work(); } finally {
    gate.held -= 1;
    while (gate.held === 0 && gate.waiting.length > 0) applyEvent(gate.waiting.shift());
  }
}

async function loadMessages(chatId) {
  await holdingEvents(async () => {
    const list = await api("GET", `/sim/chats/${chatId}/messages`);
    const chat = chatOf(chatId);
    chat.messages = new Map(list.filter((message) => !message.deleted).map((message) => [message.id, message]));
    chat.loaded = true;
    for (const pane of panesShowing(chatId)) pane.reconcile();
  });
}

/** Reads everything again: at the start, and after each reconnect, when events may have been missed. */
async function sync() {
  await holdingEvents(async () => {
    const [info, users] = await Promise.all([api("GET", "/sim/info"), api("GET", "/sim/users")]);
    if (!chosenLanguage() && info.language in WORDS) showLanguage(info.language);
    model.title = info.title || "Simulator";
    model.intro = info.intro_html || "";
    model.controls = info.controls || [];
    Object.assign(model, { status: info.status || "", working: info.working || null, moment: info.moment || null, zone: info.time_zone || null });
    model.bot = { ...info.bot, name: info.bot.name || info.bot.first_name || info.bot.username };
    model.users = new Map(users.map((user) => [user.id, user]));
    for (const chat of model.chats.values()) Object.assign(chat, { busy: false, action: false });
    const wanted = info.personas.length > 0 ? info.personas : users.slice(0, 3).map((user) => user.id);
    for (const pane of [...panes]) if (!model.users.has(pane.userId)) removePane(pane);
    for (const id of [...wanted, ...openedBefore()]) if (model.users.has(id) && !closed.has(id)) addPane(id);
    renderPage();
    for (const pane of panes) pane.renderUser();
    const shown = new Set();
    await Promise.all(panes.map(async (pane) => { await pane.loadChats(); shown.add(pane.chatId); }));
    for (const [id, chat] of model.chats) if (!shown.has(id)) chat.loaded = false;
    await Promise.all([...shown].map(loadMessages));
  });
}

function openedBefore() {
  try { return JSON.parse(sessionStorage.getItem("chat.opened") || "[]"); } catch { return []; }
}

function rememberOpened(id) {
  try { sessionStorage.setItem("chat.opened", JSON.stringify([...new Set([...openedBefore(), id])])); } catch { /* private window */ }
}

/** What is half written outlives a reload. */
const drafts = {
  key: (userId, chatId) => `chat.draft.${userId}.${chatId}`,
  get(userId, chatId) { try { return sessionStorage.getItem(this.key(userId, chatId)) || ""; } catch { return ""; } },
  set(userId, chatId, text) {
    try { if (text) sessionStorage.setItem(this.key(userId, chatId), text); else sessionStorage.removeItem(this.key(userId, chatId)); } catch { /* private window */ }
  },
};

/* ---------- live events ---------- */

const live = { source: null, everOpen: false, timer: 0 };

function connect() {
  clearTimeout(live.timer);
  if (live.source) live.source.close();
  const source = live.source = new EventSource("/sim/events");
  source.onopen = () => {
    live.everOpen = true;
    sync().then(() => setConnection(""), () => { setConnection(t("lost")); live.timer = setTimeout(connect, 1500); });
  };
  source.onmessage = (message) => {
    let event;
    try { event = JSON.parse(message.data); } catch { return; }
    if (gate.held > 0) gate.waiting.push(event); else applyEvent(event);
  };
  source.onerror = () => {
    setConnection(live.everOpen ? t("lost") : t("connecting"));
    if (source.readyState === EventSource.CLOSED) live.timer = setTimeout(connect, 1500);
  };
}

function setConnection(text) {
  const node = $("connection");
  if (node.textContent !== text) node.textContent = text;
}

function applyEvent(event) {
  switch (event.type) {
    case "message": case "edit": return applyMessage(event.message, event.type === "message");
    case "delete": return applyDelete(event.chat_id, event.message_id);
    case "answer": return applyAnswer(event);
    case "action": return applyAction(event.chat_id);
    case "busy": return applyBusy(event.chat_id, event.on);
    case "user": case "offers": return applyUser(event);
    case "chat": return refreshChats();
    case "control": return undefined;
    case "status": Object.assign(model, { status: event.text || "", working: event.working || null, moment: event.moment || null }); return renderStatus();
    case "reset": return sync().catch(() => setConnection(t("lost")));
    default: return undefined;
  }
}

function applyMessage(message, arrived) {
  if (message.deleted) { applyDelete(message.chat_id, message.id); return; }
  if (!panes.some((pane) => pane.hasChat(message.chat_id))) return;
  const chat = chatOf(message.chat_id);
  const fresh = !chat.messages.has(message.id);
  if (chat.loaded) chat.messages.set(message.id, message);
  if (message.from_bot && arrived) { chat.action = false; }
  for (const pane of panes) {
    if (pane.chatId === message.chat_id) { pane.showMessage(message, fresh && arrived); pane.showActivity(); }
    else if (fresh && arrived && pane.hasChat(message.chat_id)) pane.countUnread(message.chat_id);
  }
}

function applyDelete(chatId, messageId) {
  if (model.chats.has(chatId)) chatOf(chatId).messages.delete(messageId);
  for (const pane of panesShowing(chatId)) pane.dropMessage(messageId);
}

function applyAnswer(event) {
  if (model.answers.has(event.query_id)) return;
  model.answers.set(event.query_id, event);
  if (model.answers.size > 500) model.answers.delete(model.answers.keys().next().value);
  const pane = paneOf(event.user);
  if (!pane) return;
  pane.endTap(event.query_id);
  if (event.url) pane.openAddress(event.url);
  if (!event.text) return;
  if (event.show_alert) alertDialog(pane, event.text); else pane.toast(event.text);
}

function applyAction(chatId) {
  if (!panes.some((pane) => pane.hasChat(chatId))) return;
  const chat = chatOf(chatId);
  chat.action = true;
  clearTimeout(chat.timer);
  chat.timer = setTimeout(() => { chat.action = false; for (const pane of panesShowing(chatId)) pane.showActivity(); }, 5000);
  for (const pane of panesShowing(chatId)) pane.showActivity();
}

function applyBusy(chatId, on) {
  if (!panes.some((pane) => pane.hasChat(chatId))) return;
  chatOf(chatId).busy = on;
  // A quick bot would make the indicator flicker: it appears only when the work lasts.
  for (const pane of panesShowing(chatId)) if (on) setTimeout(() => pane.showActivity(), 250); else pane.showActivity();
}

async function applyUser(event) {
  let user = event.user;
  if (user === null || typeof user !== "object") {
    const id = user;
    user = (await api("GET", "/sim/users").catch(() => [])).find((one) => one.id === id);
  }
  if (!user) return;
  model.users.set(user.id, { ...model.users.get(user.id), ...user });
  const pane = paneOf(user.id);
  if (pane) pane.renderUser();
  else if (user.note && !closed.has(user.id)) { addPane(user.id); renderPage(); paneOf(user.id).open(); }
}

function refreshChats() {
  clearTimeout(refreshChats.timer);
  refreshChats.timer = setTimeout(() => panes.forEach((pane) => pane.loadChats().catch((error) => pane.notice(error.message))), 60);
}

/* ---------- menus ---------- */

let currentMenu = null;

/** items: {label, icon, hint, danger, run}. The menu takes the focus, and gives it back to its button when closed. */
function openMenu(button, host, name, items, place) {
  const again = currentMenu && currentMenu.button === button;
  if (currentMenu) currentMenu.close(false);
  if (again) return;
  const list = h("div", { class: `menu ${place}`, role: "menu", "aria-label": name }, items.map((item) => h("button", {
    type: "button", role: "menuitem", tabindex: "-1", class: item.danger ? "menu-item danger" : "menu-item",
    onclick: () => { close(true); item.run(); },
  }, item.icon && icon(item.icon), h("span", { class: "menu-label" }, item.label), item.hint && h("span", { class: "menu-hint" }, item.hint))));
  if (items.length === 0) list.append(h("p", { class: "menu-empty" }, t("noCommands")));
  const entries = [...list.querySelectorAll("[role=menuitem]")];
  const outside = (event) => { if (!list.contains(event.target) && !button.contains(event.target)) close(false); };
  const close = (refocus) => {
    const inside = list.contains(document.activeElement);
    document.removeEventListener("pointerdown", outside, true);
    currentMenu = null;
    button.setAttribute("aria-expanded", "false");
    if (refocus || inside) button.focus({ preventScroll: true });
    list.remove();
  };
  list.addEventListener("keydown", (event) => {
    const at = entries.indexOf(document.activeElement);
    const target = { ArrowDown: at + 1, ArrowUp: at - 1 + entries.length, Home: 0, End: entries.length - 1 }[event.key];
    if (event.key === "Escape") { event.preventDefault(); event.stopPropagation(); close(true); }
    else if (event.key === "Tab") close(true);
    else if (target !== undefined && entries.length > 0) { event.preventDefault(); entries[target % entries.length].focus(); }
  });
  if (entries.length === 0) list.tabIndex = -1;
  document.addEventListener("pointerdown", outside, true);
  button.setAttribute("aria-expanded", "true");
  host.append(list);
  currentMenu = { button, close, list };
  if (place === "inline") {
    // Over the log rather than in it, on the side with more room, so that nothing moves.
    const log = host.closest(".log").getBoundingClientRect();
    const row = button.getBoundingClientRect();
    list.classList.toggle("upwards", log.bottom - row.bottom < list.offsetHeight + 8 && row.top - log.top > log.bottom - row.bottom);
  }
  (entries[0] || list).focus({ preventScroll: true });
  list.scrollIntoView({ block: "nearest" });
}

/* ---------- dialogs ---------- */

let dialogCount = 0;

/** submit may throw: its sentence is shown in the dialog, which then stays open. */
function openDialog({ title, body, action, submit, alert = false }) {
  const before = document.activeElement;
  const place = placeOf(before);
  const id = `dialog-${dialogCount += 1}`;
  const problem = h("p", { class: "notice", role: "alert", hidden: true });
  const confirm = h("button", { type: "submit", class: "button primary" }, action);
  const form = h("form", { method: "dialog" },
    h("h2", { id, class: "dialog-title" }, title), h("div", { class: "dialog-body", id: `${id}-body` }, body), problem,
    h("div", { class: "dialog-actions" }, !alert && h("button", { type: "button", class: "button", onclick: () => dialog.close() }, t("cancel")), confirm));
  const dialog = h("dialog", { class: "dialog", role: alert ? "alertdialog" : null, "aria-labelledby": id, "aria-describedby": alert ? `${id}-body` : null }, form);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (dialog.dataset.sending) return;
    dialog.dataset.sending = "yes";
    try {
      await submit(new FormData(form));
      dialog.close();
    } catch (error) {
      problem.textContent = error.message;
      problem.hidden = false;
    } finally {
      delete dialog.dataset.sending;
    }
  });
  const done = new Promise((resolve) => dialog.addEventListener("close", () => {
    dialog.remove();
    if (document.activeElement === document.body || document.activeElement === null) {
      if (before && before.isConnected && before !== document.body) before.focus({ preventScroll: true });
      if (document.activeElement === document.body) returnTo(place);
    }
    resolve();
  }));
  $("dialogs").append(dialog);
  dialog.showModal();
  (dialog.querySelector("[autofocus]") || dialog.querySelector("input, textarea, select") || confirm).focus();
  return done;
}

let alerts = Promise.resolve();

function alertDialog(pane, text) {
  alerts = alerts.then(() => openDialog({
    title: panes.length > 1 ? t("alertFor", fullName(pane.user)) : model.bot.name,
    body: h("p", { class: "alert-text" }, text), action: t("ok"), submit: () => {}, alert: true,
  }));
}

function field(label, name, props = {}) {
  const { tag = "input", ...rest } = props;
  return h("label", { class: "field" }, h("span", {}, label), h(tag, { name, autocomplete: "off", ...rest }));
}

/* ---------- focus that outlives re-rendering ---------- */

/** Names the focused thing inside a message, so that its successor can be found after a re-render. */
function placeOf(element) {
  const message = element && element.closest && element.closest(".message");
  const pane = element && element.closest && element.closest(".pane");
  if (!pane) return null;
  return { userId: Number(pane.dataset.userId), messageId: message && message.dataset.messageId, key: (element.dataset && element.dataset.focusKey) || null };
}

function focusIn(row, key) {
  const candidates = [...row.querySelectorAll("[data-focus-key]")];
  // Of a text longer than the view one sees the beginning: pressing on must not reach a button out of sight.
  const log = row.closest(".log");
  const first = log && row.offsetHeight >= log.clientHeight ? null : row.querySelector(".inline-button");
  const target = candidates.find((node) => node.dataset.focusKey === key) || first || row;
  target.focus({ preventScroll: true });
  target.scrollIntoView({ block: "nearest" });
}

function returnTo(place) {
  const pane = place && paneOf(place.userId);
  if (!pane) { if (activePane) activePane.focusHome(); return; }
  const row = place.messageId && pane.rows.get(Number(place.messageId));
  if (row) focusIn(row.element, place.key); else pane.focusHome();
}

/* ---------- one person's pane ---------- */

const PAGE = 150;
const closed = new Set();

class Pane {
  constructor(userId) {
    this.userId = userId;
    this.chatId = userId;
    this.chats = [{ id: userId, kind: "private" }];
    this.rows = new Map();
    this.drafts = new Map();
    this.unread = new Map();
    this.missed = 0;
    this.limit = PAGE;
    this.pinned = true;
    this.place = null;
    this.taps = new Map();
    this.keysHidden = false;
    this.keysFrom = null;
    this.editing = null;
    this.replying = null;
    this.sending = Promise.resolve();
    this.build();
    this.input.value = drafts.get(userId, userId);
    this.fitInput();
  }

  get user() { return model.users.get(this.userId); }
  get chat() { return chatOf(this.chatId); }
  get zone() { return this.user.time_zone || model.zone; }
  get isPrivate() { return this.chatId === this.userId; }
  get chatTitle() { const chat = this.chats.find((one) => one.id === this.chatId); return this.isPrivate ? model.bot.name : (chat && chat.title) || String(this.chatId); }
  hasChat(id) { return this.chats.some((chat) => chat.id === id); }

  /* --- structure --- */

  build() {
    const button = (name, label, className, run) => h("button", { type: "button", class: className, "aria-label": label, title: label, onclick: run }, icon(name));
    const name = fullName(this.user);
    this.input = h("textarea", { rows: "1", class: "input", "aria-label": t("input", name), placeholder: t("placeholder"), title: t("inputHint"), autocomplete: "off", enterkeyhint: "send" });
    this.nameNode = h("h2", { class: "pane-name" });
    this.noteNode = h("p", { class: "pane-note" });
    this.avatar = h("span", { class: "avatar", "aria-hidden": "true" });
    this.menuButton = button("more", t("paneMenu", name), "icon-button", () => this.openPaneMenu());
    this.menuButton.setAttribute("aria-haspopup", "menu");
    this.head = h("header", { class: "pane-head" }, this.avatar, h("div", { class: "pane-title" }, this.nameNode, this.noteNode), this.menuButton, h("span", { class: "progress", "aria-hidden": "true" }));
    this.switcher = h("nav", { class: "switcher", "aria-label": t("chats", name), hidden: true });
    this.offers = h("div", { class: "offers", role: "group", "aria-label": t("offers"), hidden: true });
    this.list = h("div", { class: "log-inner" });
    this.typing = h("div", { class: "typing", "aria-hidden": "true", hidden: true }, h("span"), h("span"), h("span"));
    this.list.append(this.typing);
    this.log = h("div", { class: "log", role: "log", "aria-live": "polite", "aria-relevant": "additions text", tabindex: "0" }, this.list);
    this.downButton = h("button", { type: "button", class: "to-bottom", hidden: true, onclick: () => this.toBottom(true) });
    this.toasts = h("div", { class: "toasts", role: "status" });
    this.notices = h("div", { class: "notices" });
    this.commandsButton = h("button", { type: "button", class: "commands-button", "aria-label": t("commandsHint"), title: t("commandsHint"), onclick: () => this.openCommands() }, t("commands"));
    this.attachButton = button("attach", t("attach"), "icon-button attach-button", () => this.openAttach());
    for (const one of [this.commandsButton, this.attachButton]) one.setAttribute("aria-haspopup", "menu");
    this.keysButton = button("keys", t("hideKeys"), "icon-button keys-button", () => { this.keysHidden = !this.keysHidden; this.renderKeys(); });
    this.sendButton = h("button", { type: "submit", class: "send-button", "aria-label": t("send"), title: t("send") }, icon("send"));
    this.barText = h("span", {});
    this.editBar = h("div", { class: "edit-bar", hidden: true }, icon("edit"), this.barText, h("button", { type: "button", class: "icon-button small", "aria-label": t("cancel"), title: t("cancel"), onclick: () => { this.stopEditing(); this.stopReplying(); } }, icon("close")));
    this.suggestions = h("div", { class: "menu suggestions", role: "listbox", id: `suggest-${this.userId}`, "aria-label": t("commandsHint"), hidden: true });
    this.form = h("form", { class: "composer" }, this.suggestions, this.editBar,
      h("div", { class: "composer-row" }, this.commandsButton, this.attachButton, this.input, this.keysButton, this.sendButton));
    this.blockedBar = h("div", { class: "blocked-bar", hidden: true });
    this.keys = h("div", { class: "reply-keyboard", role: "group", "aria-label": t("keys"), hidden: true });
    this.foot = h("footer", { class: "pane-foot" }, this.notices, this.form, this.blockedBar, this.keys);
    this.filePicker = h("input", { type: "file", class: "visually-hidden", tabindex: "-1", "aria-hidden": "true" });
    const skip = h("button", { type: "button", class: "skip", onclick: () => this.input.focus() }, t("skip"));
    const fresh = h("section", { class: "pane", id: `pane-${this.userId}`, data: { userId: this.userId } }, skip, this.head, this.switcher, this.offers, this.toasts,
      h("div", { class: "log-wrap" }, this.log, this.downButton), this.foot, this.filePicker);
    if (this.element) this.element.replaceWith(fresh);
    this.element = fresh;
    this.rows.clear();
    this.listen();
  }

  listen() {
    this.form.addEventListener("submit", (event) => { event.preventDefault(); this.submit(); });
    this.input.addEventListener("keydown", (event) => this.onInputKey(event));
    this.input.addEventListener("input", () => { this.fitInput(); this.suggest(); this.keepDraft(); });
    this.input.addEventListener("blur", () => this.hideSuggestions());
    this.log.addEventListener("scroll", () => this.onScroll(), { passive: true });
    this.list.addEventListener("keydown", (event) => this.onKeyboardArrows(event));
    this.filePicker.addEventListener("change", () => this.onFilePicked());
    this.element.addEventListener("focusin", () => { activePane = this; });
    if (this.watcher) this.watcher.disconnect();
    this.watcher = new ResizeObserver(() => { if (this.pinned) this.log.scrollTop = this.log.scrollHeight; });
    this.watcher.observe(this.log);
    this.watcher.observe(this.list);
  }

  /** Builds everything again, as after a change of language, and keeps what the person had typed. */
  rebuild() {
    const text = this.input.value;
    const { editing, pinned } = this;
    const place = this.placeNow();
    const focus = placeOf(document.activeElement);
    this.build();
    this.input.value = text;
    this.fitInput();
    this.editing = editing;
    this.pinned = pinned;
    this.render();
    this.renderBar();
    this.place = place;
    this.takePlace();
    if (focus && focus.userId === this.userId && document.activeElement === document.body) returnTo(focus);
  }

  /** Which message is at the top of the view and how far it is cut; in a hidden pane, where it was last seen. */
  placeNow() {
    if (this.pinned) return null;
    // Hidden panes tell no places.
    const top = this.log.getBoundingClientRect().top;
    const first = this.log.clientHeight > 0 && [...this.list.querySelectorAll(".message")].find((row) => row.getBoundingClientRect().bottom > top);
    return first ? { id: Number(first.dataset.messageId), offset: first.getBoundingClientRect().top - top } : this.place;
  }

  takePlace() {
    const row = this.place && this.rows.get(this.place.id);
    if (!row || this.log.clientHeight === 0) return;
    this.log.scrollTop += row.element.getBoundingClientRect().top - this.log.getBoundingClientRect().top - this.place.offset;
    this.onScroll();
  }

  keepDraft() {
    if (this.editing === null) drafts.set(this.userId, this.chatId, this.input.value);
  }

  render() {
    this.renderUser();
    this.renderSwitcher();
    this.reconcile();
  }

  renderUser() {
    const { user } = this;
    const name = fullName(user);
    this.element.setAttribute("aria-label", name);
    this.nameNode.textContent = name;
    this.avatar.textContent = [user.first_name, user.last_name].filter(Boolean).map((part) => [...part][0].toUpperCase()).join("");
    this.avatar.dataset.tint = String(this.userId % 6);
    this.input.setAttribute("aria-label", t("input", name));
    this.showActivity();
    this.renderOffers();
    const gone = Boolean(user.deactivated);
    const blocked = gone || (Boolean(user.blocked) && this.isPrivate);
    const hadFocus = this.form.contains(document.activeElement);
    const unblock = this.blockedBar.contains(document.activeElement);
    this.form.hidden = blocked;
    this.blockedBar.hidden = !blocked;
    this.blockedBar.replaceChildren(...(blocked ? [h("span", {}, t(gone ? "deactivated" : "blocked", user.first_name)), !gone && h("button", { type: "button", class: "button primary", onclick: () => this.setBlocked(false) }, t("unblock"))].filter(Boolean) : []));
    if (blocked && hadFocus) (this.blockedBar.querySelector("button") || this.log).focus();
    if (!blocked && unblock) this.input.focus();
    this.renderKeys();
    renderTabs();
  }

  renderOffers() {
    // One that was used has done its duty; it can be repeated from the pane's menu.
    const offers = this.isPrivate ? (this.user.offers || []).filter((offer) => !offer.used) : [];
    const focused = this.offers.contains(document.activeElement) ? document.activeElement.dataset.offer : null;
    const fresh = this.chat.loaded && this.chat.messages.size === 0;
    // Made anew only where something changed, so that a finger does not lose the button under it.
    const state = JSON.stringify([language, fresh, offers]);
    if (this.offers.dataset.state === state) return;
    this.offers.dataset.state = state;
    this.offers.hidden = offers.length === 0;
    this.offers.replaceChildren(...(offers.length > 0 ? [h("span", { class: "offers-title" }, t("offers"))] : []), ...offers.map((offer, n) => {
      return h("button", { type: "button", class: fresh && n === 0 ? "chip first" : "chip", data: { offer: offer.n, label: said(offer.label) }, onclick: () => this.takeOffer(offer) },
        icon("link"), h("span", {}, said(offer.label)));
    }));
    if (focused !== null) (this.offers.querySelector(`[data-offer="${focused}"]`) || this.offers.querySelector(".chip") || this.log).focus({ preventScroll: true });
  }

  renderSwitcher() {
    const focused = this.switcher.contains(document.activeElement) ? document.activeElement.dataset.chatId : null;
    this.switcher.hidden = this.chats.length < 2;
    this.switcher.replaceChildren(...this.chats.map((chat) => {
      const count = this.unread.get(chat.id) || 0;
      const isPrivate = chat.id === this.userId;
      return h("button", { type: "button", class: "chat-tab", "aria-current": chat.id === this.chatId ? "true" : null, data: { chatId: chat.id }, onclick: () => this.switchTo(chat.id) },
        icon(isPrivate ? "contact" : "group"), h("span", { class: "chat-tab-label" }, isPrivate ? model.bot.name : chat.title), ...badge(count));
    }));
    if (focused !== null) (this.switcher.querySelector(`[data-chat-id="${focused}"]`) || this.log).focus();
    this.element.dataset.chatId = this.chatId;
    this.log.setAttribute("aria-label", t("log", fullName(this.user), this.chatTitle));
  }

  async loadChats() {
    const list = await api("GET", `/sim/users/${this.userId}/chats`);
    const groups = list.filter((chat) => chat.id !== this.userId);
    this.chats = [{ id: this.userId, kind: "private" }, ...groups];
    if (!this.hasChat(this.chatId)) this.switchTo(this.userId);
    this.renderSwitcher();
  }

  async open() {
    try {
      await this.loadChats();
      await loadMessages(this.chatId);
    } catch (error) { this.notice(error.message); }
  }

  switchTo(chatId) {
    if (chatId === this.chatId) return;
    this.keepDraft();
    this.drafts.delete(chatId);
    this.stopEditing(false);
    this.stopReplying();
    this.chatId = chatId;
    this.unread.delete(chatId);
    this.missed = 0;
    this.limit = PAGE;
    this.pinned = true;
    this.input.value = this.drafts.get(chatId) || drafts.get(this.userId, chatId);
    this.fitInput();
    for (const row of this.rows.values()) row.element.remove();
    this.rows.clear();
    this.render();
    if (!this.chat.loaded) loadMessages(chatId).catch((error) => this.notice(error.message));
  }

  countUnread(chatId) {
    this.unread.set(chatId, (this.unread.get(chatId) || 0) + 1);
    this.renderSwitcher();
    renderTabs();
  }

  get unreadTotal() { return [...this.unread.values()].reduce((sum, count) => sum + count, 0) + (this.element.hidden ? this.missed : 0); }

  /* --- the log --- */

  reconcile() {
    const all = [...this.chat.messages.values()].sort((a, b) => a.id - b.id);
    const shown = all.slice(-this.limit);
    const keep = new Set(shown.map((message) => message.id));
    this.log.setAttribute("aria-live", "off");
    for (const id of [...this.rows.keys()]) if (!keep.has(id)) this.dropMessage(id, false);
    for (const message of shown) this.placeRow(message);
    this.refreshRows();
    this.renderEarlier(all.length > shown.length);
    this.renderEmpty();
    this.renderKeys();
    if (this.pinned) this.toBottom(false);
    setTimeout(() => this.log.setAttribute("aria-live", "polite"), 50);
  }

  renderEarlier(more) {
    const old = this.list.querySelector(".earlier");
    if (!more) { if (old) old.remove(); return; }
    if (old) return;
    this.list.prepend(h("button", { type: "button", class: "earlier button", onclick: () => {
      const top = this.list.querySelector(".message");
      const offset = top.getBoundingClientRect().top;
      this.limit += PAGE;
      this.pinned = false;
      this.reconcile();
      this.log.scrollTop += top.getBoundingClientRect().top - offset;
      if (document.activeElement === document.body) top.focus({ preventScroll: true });
    } }, t("earlier")));
  }

  renderEmpty() {
    const old = this.list.querySelector(".empty");
    const empty = this.chat.loaded && this.chat.messages.size === 0;
    if (!empty && !old) return;
    const hadFocus = old && old.contains(document.activeElement);
    if (old) old.remove();
    if (empty) {
      // Whoever was given something begins with it; the plain start is then only the other way.
      const given = this.isPrivate && (this.user.offers || []).some((offer) => !offer.used);
      const words = this.user.blocked && this.isPrivate ? t("blocked", this.user.first_name) : given ? t("emptyOffers", this.user.first_name) : t(this.isPrivate ? "emptyBot" : "emptyGroup");
      this.list.prepend(h("div", { class: "empty" }, h("p", {}, words),
        this.isPrivate && !this.user.blocked && h("button", { type: "button", class: given ? "button start-button" : "button primary start-button", onclick: () => this.sendText("/start") }, t("start"))));
    }
    if (hadFocus) (this.list.querySelector(".start-button") || this.log).focus({ preventScroll: true });
    this.renderOffers();
  }

  /** Puts the message where its id belongs, or brings its row up to date. */
  placeRow(message) {
    const known = this.rows.get(message.id);
    if (known) { this.updateRow(known, message); return known; }
    const row = this.makeRow(message);
    this.rows.set(message.id, row);
    const later = [...this.rows.values()].filter((one) => one.message.id > message.id).sort((a, b) => a.message.id - b.message.id)[0];
    this.list.insertBefore(row.element, later ? later.element : this.typing);
    return row;
  }

  showMessage(message, arrived) {
    if (!this.chat.loaded) return;
    const known = this.rows.get(message.id);
    if (!known && !arrived) return;
    const own = message.from_id === this.userId;
    const wasPinned = this.pinned;
    const inHand = known && known.element.contains(document.activeElement);
    const row = this.placeRow(message);
    if (!known) row.element.classList.add("arriving");
    if (!known && message.reply_keyboard && message.reply_keyboard.force_reply) this.startReplying(message.id);
    this.refreshRows();
    this.renderEmpty();
    this.renderKeys();
    if (wasPinned || (own && !known) || inHand) this.reveal(row.element);
    if (!known && !own && (!wasPinned || this.element.hidden)) {
      this.missed += 1;
      this.renderDown();
      renderTabs();
    }
  }

  dropMessage(id, refresh = true) {
    const row = this.rows.get(id);
    if (!row) return;
    const { element } = row;
    const hadFocus = element.contains(document.activeElement);
    const isRow = (node) => node && node.classList.contains("message");
    const neighbour = isRow(element.nextElementSibling) ? element.nextElementSibling : element.previousElementSibling;
    if (currentMenu && element.contains(currentMenu.list)) currentMenu.close(false);
    element.remove();
    this.rows.delete(id);
    if (this.editing === id) this.stopEditing();
    if (this.replying === id) this.stopReplying();
    if (hadFocus) { if (isRow(neighbour)) focusIn(neighbour, null); else this.log.focus({ preventScroll: true }); }
    if (refresh) { this.refreshRows(); this.renderEmpty(); this.renderKeys(); }
  }

  makeRow(message) {
    const element = h("div", { class: "message", tabindex: "-1", data: { messageId: message.id, chatId: message.chat_id } });
    const row = { message, element, body: null, keyboard: null, bodyState: "", keyboardState: "" };
    element.classList.add(message.from_id === this.userId ? "own" : "other");
    this.updateRow(row, message);
    return row;
  }

  updateRow(row, message) {
    row.message = message;
    const { buttons = [], reply_keyboard: _, ...rest } = message;
    const bodyState = JSON.stringify(rest);
    const keyboardState = JSON.stringify(buttons);
    const focused = row.element.contains(document.activeElement) ? document.activeElement : null;
    const key = focused && ((currentMenu && currentMenu.list.contains(focused)) ? "menu" : focused.dataset.focusKey);
    if (bodyState !== row.bodyState) {
      row.bodyState = bodyState;
      if (currentMenu && row.element.contains(currentMenu.list)) currentMenu.close(false);
      const body = this.bubble(message);
      if (row.body) row.body.replaceWith(body); else row.element.prepend(body);
      row.body = body;
    }
    if (keyboardState !== row.keyboardState) {
      row.keyboardState = keyboardState;
      const keyboard = this.inlineKeyboard(message, buttons || []);
      if (row.keyboard) row.keyboard.remove();
      if (keyboard) row.element.append(keyboard);
      row.keyboard = keyboard;
    }
    if (focused && !focused.isConnected) focusIn(row.element, key);
  }

  /** Day lines, and the sender's name in a group only where the sender changes. */
  refreshRows() {
    let previous = null;
    for (const element of this.list.querySelectorAll(".message")) {
      const { message } = this.rows.get(Number(element.dataset.messageId));
      const day = dayName(message.date, this.zone);
      let line = element.previousElementSibling;
      if (!line || !line.classList.contains("day")) line = null;
      const wanted = !previous || dayName(previous.date, this.zone) !== day;
      if (line && !wanted) line.remove();
      if (!line && wanted) element.before(h("p", { class: "day" }, h("span", {}, day)));
      if (line && wanted && line.textContent !== day) line.firstChild.textContent = day;
      element.classList.toggle("follows", !wanted && previous !== null && previous.from_id === message.from_id);
      previous = message;
    }
    for (const line of this.list.querySelectorAll(".day")) if (!line.nextElementSibling || !line.nextElementSibling.classList.contains("message")) line.remove();
  }

  bubble(message) {
    if (message.service) return h("div", { class: "service", lang: "en" }, typeof message.service === "string" ? message.service : message.text);
    const own = message.from_id === this.userId;
    const who = own ? t("you") : message.sender || t("bot");
    const parts = [h("span", { class: this.isPrivate || own ? "visually-hidden" : "sender", data: { tint: String(Math.abs(message.from_id || 0) % 6) } }, this.isPrivate || own ? `${who}: ` : who)];
    if (message.forwarded_from) parts.push(h("p", { class: "origin" }, icon("forward"), t("from", message.forwarded_from)));
    if (message.reply_to) parts.push(this.quote(message.reply_to));
    parts.push(...this.attachments(message));
    if (message.html || message.text) {
      const text = h("div", { class: "text", lang: this.user.language_code || null });
      if (message.html) text.append(formatted(message.html, this, message.from_bot)); else text.textContent = message.text;
      parts.push(text);
    }
    const meta = h("div", { class: "meta" }, message.edited && h("span", {}, t("edited")), h("time", { datetime: new Date(message.date * 1000).toISOString(), title: fullTime(message.date, this.zone) }, clockTime(message.date, this.zone)));
    if (own || !this.isPrivate || message.from_bot) {
      const button = h("button", { type: "button", class: "message-menu", "aria-label": t("messageMenu"), title: t("messageMenu"), "aria-haspopup": "menu", data: { focusKey: "menu" } }, icon("more"));
      button.addEventListener("click", () => this.openMessageMenu(button, message));
      meta.append(button);
    }
    return h("div", { class: "bubble" }, parts, meta);
  }

  quote(id) {
    const original = this.chat.messages.get(id);
    const text = original ? summary(original) : t("gone");
    return h("blockquote", { class: "quote" }, h("span", { class: "visually-hidden" }, `${t("replyTo")}: `), original && h("b", {}, original.sender || t("bot")), h("span", {}, text.slice(0, 120)));
  }

  attachments(message) {
    const { file, contact, location } = message;
    const card = (name, title, detail) => h("div", { class: "card" }, h("span", { class: "card-icon" }, icon(name)), h("span", { class: "card-text" }, h("b", {}, title), detail && h("small", {}, detail)));
    const result = [];
    if (file) result.push(this.fileCard(file, card));
    if (contact) result.push(card("contact", [contact.first_name, contact.last_name].filter(Boolean).join(" ") || t("contactCard"), contact.phone_number));
    if (location) result.push(card("location", t("location"), [location.lat, location.lon].map((value) => Number(value).toFixed(5)).join(", ")));
    if (message.dice) result.push(card("sticker", t("dice"), String(message.dice)));
    return result;
  }

  fileCard(file, card) {
    const address = `/sim/files/${encodeURIComponent(file.id)}`;
    const outside = { href: address, target: "_blank", rel: "noopener", data: { focusKey: "file" } };
    if (file.kind === "photo") {
      const image = h("img", { src: address, alt: t("photo"), class: "photo", loading: "lazy" });
      const anchor = h("a", { ...outside, class: "photo-link", title: t("openPhoto") }, image);
      image.addEventListener("error", () => anchor.replaceChildren(card("photo", t("photo"), fileSize(file.size || 0))), { once: true });
      return anchor;
    }
    const known = { sticker: ["sticker", "sticker"], voice: ["voice", "voice"], video_note: ["photo", "video"], video: ["photo", "video"], audio: ["voice", "audio"], animation: ["photo", "animation"] }[file.kind];
    if (known) return card(known[0], t(known[1]), file.size ? fileSize(file.size) : null);
    const name = file.name || t("document");
    // What the name says is what people know it by: a TOML file is sent as plain text.
    const ending = /\.([a-z0-9]{1,6})$/i.exec(name);
    const type = (ending ? ending[1] : (file.mime || "").split("/").pop()).toUpperCase();
    // The server shows a PDF and lets everything else be downloaded only.
    const shown = file.mime === "application/pdf";
    const how = shown ? outside : { href: address, download: name, data: { focusKey: "file" } };
    return h("a", { ...how, class: "card document", "aria-label": `${t(shown ? "openFile" : "saveFile", name)}, ${fileSize(file.size || 0)}` },
      h("span", { class: "card-icon" }, icon("file")), h("span", { class: "card-text" }, h("b", {}, name), h("small", {}, [type.length <= 6 && type, fileSize(file.size || 0)].filter(Boolean).join(" · "))), icon(shown ? "out" : "save"));
  }

  inlineKeyboard(message, rows) {
    if (rows.length === 0) return null;
    const labels = rows.flat().map((button) => button.label);
    return h("div", { class: "keyboard" }, rows.map((row) => h("div", { class: "keyboard-row" }, row.map((button) => this.inlineButton(message, button, labels)))));
  }

  inlineButton(message, button, labels) {
    const waiting = [...this.taps.values()].some((tap) => tap.messageId === message.id && tap.label === button.label);
    const common = { class: waiting ? "inline-button waiting" : "inline-button", "aria-busy": waiting ? "true" : null, data: { label: button.label, focusKey: `button:${button.label}` } };
    const label = h("span", { class: "inline-label" }, button.label);
    if (button.url && deepLink(button.url) === null && /^https?:\/\//i.test(button.url)) {
      return h("a", { ...common, href: button.url, target: "_blank", rel: "noopener noreferrer" }, label, icon("out"), h("span", { class: "visually-hidden" }, ` ${t("opensTab")}`));
    }
    const twin = labels.filter((other) => other === button.label).length > 1;
    const run = button.url ? () => this.openAddress(button.url) : () => this.tap(message.id, button, twin);
    return h("button", { ...common, type: "button", onclick: run }, label);
  }

  /** Arrow keys move between the buttons of one message's keyboard; Tab goes through them all as well. */
  onKeyboardArrows(event) {
    const step = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1, Home: "first", End: "last" }[event.key];
    const keyboard = event.target.closest(".keyboard");
    if (step === undefined || !keyboard || event.ctrlKey || event.altKey || event.metaKey) return;
    const buttons = [...keyboard.querySelectorAll(".inline-button")];
    const at = buttons.indexOf(event.target);
    const next = step === "first" ? 0 : step === "last" ? buttons.length - 1 : at + step;
    if (!buttons[next]) return;
    event.preventDefault();
    buttons[next].focus();
  }

  /* --- scrolling --- */

  onScroll() {
    this.pinned = this.log.scrollHeight - this.log.scrollTop - this.log.clientHeight < 48;
    if (this.pinned && !this.element.hidden) this.missed = 0;
    this.place = this.placeNow();
    this.renderDown();
  }

  renderDown() {
    if (this.missed === 0 && this.pinned) {
      if (document.activeElement === this.downButton) this.log.focus({ preventScroll: true });
      this.downButton.hidden = true;
      renderTabs();
      return;
    }
    this.downButton.hidden = this.pinned;
    const label = this.missed > 0 ? t("newMessages", this.missed) : "";
    this.downButton.setAttribute("aria-label", [t("toBottom"), label].filter(Boolean).join(", "));
    this.downButton.replaceChildren(icon("down"), ...(label ? [h("span", {}, label)] : []));
  }

  toBottom(byHand) {
    this.pinned = true;
    this.missed = 0;
    this.log.scrollTop = this.log.scrollHeight;
    this.renderDown();
    if (byHand) this.focusHome();
  }

  /** A message taller than the view is shown from its beginning, anything else from the bottom. */
  reveal(element) {
    const last = element.nextElementSibling === this.typing;
    if (!last || element.offsetHeight < this.log.clientHeight || this.element.hidden) { if (last || this.pinned) this.toBottom(false); return; }
    this.log.scrollTop = element.offsetTop - 8;
    this.pinned = false;
    this.renderDown();
  }

  showActivity() {
    if (!this.user) return;
    const { busy, action } = this.chat;
    const active = busy || action;
    this.typing.hidden = !active;
    this.element.classList.toggle("is-busy", active);
    this.element.dataset.busy = active ? "true" : "false";
    this.noteNode.classList.toggle("active", active);
    this.noteNode.textContent = active ? t(action ? "typing" : "working", model.bot.name) : said(this.user.note) || (this.user.username ? `@${this.user.username}` : "");
    if (this.pinned) this.log.scrollTop = this.log.scrollHeight;
  }

  /** Where the focus goes when its own place is gone; touching a text box would raise a phone's keyboard. */
  focusHome() {
    const target = usingPointer || this.form.hidden ? this.log : this.input;
    target.focus({ preventScroll: true });
  }

  /* --- notices --- */

  notice(text) {
    const node = h("div", { class: "notice", role: "alert" }, h("span", {}, text),
      h("button", { type: "button", class: "icon-button small", "aria-label": t("close"), title: t("close"), onclick: () => { node.remove(); this.focusHome(); } }, icon("close")));
    for (const old of this.notices.children) if (old.firstChild.textContent === text) { old.remove(); break; }
    this.notices.append(node);
    while (this.notices.children.length > 2) this.notices.firstChild.remove();
  }

  clearNotices() {
    const hadFocus = this.notices.contains(document.activeElement);
    this.notices.replaceChildren();
    if (hadFocus) this.focusHome();
  }

  toast(text) {
    const known = [...this.toasts.children].find((one) => one.dataset.text === text);
    const times = known ? Number(known.dataset.times) + 1 : 1;
    const node = h("div", { class: "toast", data: { text, times: String(times) } }, h("span", {}, text), times > 1 && h("span", { class: "toast-times", "aria-hidden": "true" }, `×${times}`));
    if (known) { clearTimeout(known.timer); known.replaceWith(node); } else this.toasts.append(node);
    while (this.toasts.children.length > 2) this.toasts.firstChild.remove();
    node.timer = setTimeout(() => node.remove(), Math.min(12000, 2500 + 40 * text.length));
  }

  /** Runs one action of the person; a refusal becomes a notice in this pane. */
  async run(work) {
    try {
      const result = await work();
      this.clearNotices();
      makeRoom();
      return result;
    } catch (error) {
      this.notice(error.message);
      return null;
    }
  }

  /* --- sending --- */

  post(body, chatId = this.chatId) {
    return api("POST", `/sim/chats/${chatId}/messages`, { user: this.userId, ...body });
  }

  /** One after the other, so that two quick messages keep their order. */
  queue(work) {
    const result = this.sending.then(() => this.run(work));
    this.sending = result;
    return result;
  }

  send(body) { return this.queue(() => this.post(body)); }
  sendText(text) { return this.send({ text }); }

  /** Puts signs around what is selected, or takes them away; without a selection, the place between them. */
  wrap(sign) {
    const { selectionStart: from, selectionEnd: to, value } = this.input;
    const around = value.slice(from - sign.length, from) === sign && value.slice(to, to + sign.length) === sign;
    this.input.focus();
    if (around) this.input.setSelectionRange(from - sign.length, to + sign.length);
    // As typing does it, so that Ctrl+Z takes it back.
    const text = around ? value.slice(from, to) : sign + value.slice(from, to) + sign;
    const start = around ? from - sign.length : from;
    if (!document.execCommand("insertText", false, text)) this.input.setRangeText(text, start, start + (around ? to - from + 2 * sign.length : to - from));
    const inner = around ? start : start + sign.length;
    this.input.setSelectionRange(inner, inner + to - from);
    this.fitInput();
    this.keepDraft();
  }

  submit() {
    const text = this.input.value.trim();
    if (text === "") return;
    this.hideSuggestions();
    const { chatId, editing, replying } = this;
    this.input.value = "";
    this.fitInput();
    this.keepDraft();
    if (editing !== null) this.stopEditing();
    else this.stopReplying();
    this.queue(async () => {
      try {
        if (editing !== null) await api("PATCH", `/sim/chats/${chatId}/messages/${editing}`, { user: this.userId, ...typed(text) });
        else await this.post(replying === null ? typed(text) : { ...typed(text), reply_to: replying }, chatId);
      } catch (error) {
        // What was written is not lost: it goes back where it came from.
        if (chatId !== this.chatId) this.drafts.set(chatId, text);
        else if (this.input.value === "") {
          if (editing !== null) this.startEditing(editing, text);
          if (replying !== null) this.startReplying(replying);
          this.input.value = text;
          this.fitInput();
          this.keepDraft();
        }
        throw new Error(t("notSent", error.message));
      }
    });
  }

  fitInput() {
    this.input.rows = Math.min(5, this.input.value.split("\n").length);
    this.form.classList.toggle("has-text", this.input.value.trim() !== "");
  }

  openDeepLink(parameter) {
    this.switchTo(this.userId);
    this.sendText(parameter ? `/start ${parameter}` : "/start");
  }

  openAddress(address) {
    const start = deepLink(address);
    if (start !== null) { this.openDeepLink(start); return; }
    this.toast(address);
  }

  takeOffer(offer) {
    this.queue(() => api("POST", `/sim/users/${this.userId}/offers/${offer.n}`));
  }

  async tap(messageId, button, twin) {
    const tap = { messageId, label: button.label };
    const key = `${messageId}:${button.label}`;
    if ([...this.taps.values()].some((one) => one.messageId === messageId && one.label === button.label)) return;
    this.taps.set(key, tap);
    this.markTaps(messageId);
    const choice = twin && button.data ? { data: button.data } : { label: button.label };
    const result = await this.run(() => api("POST", `/sim/chats/${this.chatId}/taps`, { user: this.userId, message_id: messageId, ...choice }));
    this.taps.delete(key);
    if (result && !model.answers.has(result.query_id)) {
      this.taps.set(result.query_id, tap);
      setTimeout(() => this.checkTap(result.query_id), 16000);
    }
    this.markTaps(messageId);
  }

  endTap(queryId) {
    const tap = this.taps.get(queryId);
    if (!tap) return;
    this.taps.delete(queryId);
    this.markTaps(tap.messageId);
  }

  async checkTap(queryId) {
    const tap = this.taps.get(queryId);
    if (!tap) return;
    this.endTap(queryId);
    const query = await api("GET", `/sim/queries/${encodeURIComponent(queryId)}`).catch(() => null);
    if (query && !query.answered) this.notice(t("unanswered", tap.label));
  }

  markTaps(messageId) {
    const row = this.rows.get(messageId);
    if (!row) return;
    const labels = new Set([...this.taps.values()].filter((tap) => tap.messageId === messageId).map((tap) => tap.label));
    for (const button of row.element.querySelectorAll(".inline-button")) {
      const waiting = labels.has(button.dataset.label);
      button.classList.toggle("waiting", waiting);
      if (waiting) button.setAttribute("aria-busy", "true"); else button.removeAttribute("aria-busy");
    }
  }

  /* --- reply keyboard --- */

  get replyKeyboard() {
    let newest = null;
    for (const message of this.chat.messages.values()) if (message.reply_keyboard && (!newest || message.id > newest.id)) newest = message;
    return newest && newest.reply_keyboard !== "remove" ? { id: newest.id, ...newest.reply_keyboard } : null;
  }

  renderKeys() {
    const keyboard = this.replyKeyboard;
    if (keyboard && keyboard.id !== this.keysFrom) { this.keysFrom = keyboard.id; this.keysHidden = false; }
    const usable = keyboard && keyboard.rows && keyboard.rows.length > 0 && !this.form.hidden;
    const visible = Boolean(usable) && !this.keysHidden;
    const focused = this.keys.contains(document.activeElement) ? document.activeElement.dataset.label : null;
    const toggleFocused = document.activeElement === this.keysButton;
    const hint = keyboard && (!keyboard.force_reply || this.replying === keyboard.id) ? keyboard.placeholder : null;
    this.input.placeholder = hint || t("placeholder");
    this.keysButton.hidden = !usable;
    const name = t(visible ? "hideKeys" : "showKeys");
    for (const attribute of ["aria-label", "title"]) this.keysButton.setAttribute(attribute, name);
    this.keysButton.setAttribute("aria-expanded", String(visible));
    const state = visible ? JSON.stringify(keyboard.rows) : "";
    this.keys.hidden = !visible;
    if (state !== this.keysState || this.keys.childElementCount === 0) {
      this.keysState = state;
      this.keys.replaceChildren(...(visible ? keyboard.rows.map((row) => h("div", { class: "keyboard-row" }, row.map((key) => this.replyKey(key, keyboard)))) : []));
    }
    if (focused !== null && !this.keys.contains(document.activeElement)) {
      const same = [...this.keys.querySelectorAll("button")].find((button) => button.dataset.label === focused);
      if (visible) (same || this.keys.querySelector("button")).focus(); else this.focusHome();
    }
    if (toggleFocused && this.keysButton.hidden) this.focusHome();
  }

  replyKey(key, keyboard) {
    const label = key.label || key.text;
    const done = () => { if (keyboard.one_time) { this.keysHidden = true; this.renderKeys(); } };
    const run = () => {
      if (key.request_contact) this.shareContact(done);
      else if (key.request_location) this.locationDialog(done);
      else { done(); this.sendText(label); }
    };
    return h("button", { type: "button", class: "reply-button", data: { label }, onclick: run }, key.request_contact && icon("contact"), key.request_location && icon("location"), h("span", {}, label));
  }

  /* --- the composer's keys and commands --- */

  onInputKey(event) {
    if (event.isComposing) return;
    const sign = (event.ctrlKey || event.metaKey) && !event.altKey && (event.shiftKey ? { x: "~~", m: "`", p: "||" } : { b: "**", i: "__" })[event.key.toLowerCase()];
    if (sign) { event.preventDefault(); this.wrap(sign); return; }
    const options = this.suggestions.hidden ? [] : [...this.suggestions.children];
    if (options.length > 0 && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const at = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
      const next = event.key === "ArrowDown" ? (at + 1) % options.length : (at <= 0 ? options.length : at) - 1;
      options.forEach((option, n) => option.setAttribute("aria-selected", String(n === next)));
      options[next].scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", options[next].id);
      return;
    }
    if (event.key === "Escape") {
      if (options.length > 0) this.hideSuggestions(); else if (this.editing !== null) this.stopEditing(); else if (this.replying !== null) this.stopReplying(); else return;
      event.preventDefault();
    } else if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      const chosen = options.find((option) => option.getAttribute("aria-selected") === "true");
      if (chosen) this.input.value = chosen.dataset.command;
      this.submit();
    } else if (event.key === "ArrowUp" && this.input.value === "" && this.editing === null) {
      const own = [...this.chat.messages.values()].filter((message) => message.from_id === this.userId && message.text && !message.forwarded_from).sort((a, b) => b.id - a.id)[0];
      if (own) { event.preventDefault(); this.startEditing(own.id, withSigns(own)); }
    }
  }

  loadCommands() { return api("GET", `/sim/users/${this.userId}/commands?chat=${this.chatId}`); }

  async suggest() {
    const typed = this.input.value;
    if (!/^\/[a-z0-9_]*$/i.test(typed)) { this.hideSuggestions(); return; }
    const list = await this.loadCommands().catch(() => []);
    if (this.input.value !== typed || document.activeElement !== this.input) return;
    const fitting = list.filter((one) => `/${one.command}`.startsWith(typed.toLowerCase()));
    if (fitting.length === 0) { this.hideSuggestions(); return; }
    this.suggestions.replaceChildren(...fitting.map((one, n) => {
      const option = h("div", { class: "menu-item", role: "option", id: `suggest-${this.userId}-${n}`, "aria-selected": "false", data: { command: `/${one.command}` } }, h("span", { class: "menu-label" }, `/${one.command}`), h("span", { class: "menu-hint" }, one.description));
      // Not "click": the box must keep the focus, or leaving it would hide the list first.
      option.addEventListener("pointerdown", (event) => { event.preventDefault(); this.input.value = option.dataset.command; this.submit(); });
      return option;
    }));
    this.suggestions.hidden = false;
    this.input.setAttribute("aria-controls", this.suggestions.id);
    this.input.setAttribute("aria-autocomplete", "list");
  }

  hideSuggestions() {
    this.suggestions.hidden = true;
    this.suggestions.replaceChildren();
    for (const name of ["aria-controls", "aria-activedescendant", "aria-autocomplete"]) this.input.removeAttribute(name);
  }

  async openCommands() {
    const list = await this.run(() => this.loadCommands());
    if (!list) return;
    openMenu(this.commandsButton, this.form, t("commandsHint"), list.map((one) => ({ label: `/${one.command}`, hint: one.description, run: () => this.sendText(`/${one.command}`) })), "above");
  }

  openAttach() {
    const pick = (kind) => () => { this.picking = kind; this.filePicker.accept = kind === "photo" ? "image/*" : ""; this.filePicker.value = ""; this.filePicker.click(); };
    openMenu(this.attachButton, this.form, t("attach"), [
      { label: t("file"), icon: "file", run: pick("document") },
      { label: t("photo"), icon: "photo", run: pick("photo") },
      { label: t("contact"), icon: "contact", run: () => this.shareContact() },
      { label: t("location"), icon: "location", run: () => this.locationDialog() },
      { label: t("sticker"), icon: "sticker", run: () => this.send({ sticker: true }) },
      { label: t("voice"), icon: "voice", run: () => this.send({ voice: true }) },
      { label: t("forward"), icon: "forward", run: () => this.forwardDialog() },
      { label: t("bold"), icon: "bold", hint: "Ctrl+B", run: () => this.wrap("**") },
      { label: t("italic"), icon: "italic", hint: "Ctrl+I", run: () => this.wrap("__") },
    ], "above");
  }

  openPaneMenu() {
    const { blocked } = this.user;
    openMenu(this.menuButton, this.head, t("paneMenu", fullName(this.user)), [
      { label: t(blocked ? "unblock" : "block"), icon: "block", danger: !blocked, run: () => this.setBlocked(!blocked) },
      ...(this.isPrivate ? this.user.offers || [] : []).filter((offer) => offer.used).map((offer) => ({ label: t("again", said(offer.label)), icon: "link", run: () => this.takeOffer(offer) })),
      { label: t("addGroup"), icon: "group", run: () => groupDialog(this.userId) },
      { label: t("closePane"), icon: "close", run: () => { closed.add(this.userId); removePane(this); renderPage(); (activePane ? activePane.log : $("add-person")).focus(); } },
    ], "below");
  }

  openMessageMenu(button, message) {
    const row = this.rows.get(message.id);
    const own = message.from_id === this.userId;
    const items = [];
    // In a private chat either side may delete for both.
    if (own || this.isPrivate) items.push({ label: t("remove"), icon: "trash", danger: true, run: () => this.queue(() => api("DELETE", `/sim/chats/${message.chat_id}/messages/${message.id}?user=${this.userId}`)) });
    if (message.text && navigator.clipboard) items.unshift({ label: t("copy"), icon: "copy", run: () => navigator.clipboard.writeText(message.text).then(() => this.toast(t("copied")), (error) => this.notice(error.message)) });
    if (own && message.text && !message.forwarded_from) items.unshift({ label: t("edit"), icon: "edit", run: () => this.startEditing(message.id, withSigns(message)) });
    items.unshift({ label: t("reply"), icon: "reply", run: () => { this.startReplying(message.id); this.input.focus(); } });
    openMenu(button, row.element, t("messageMenu"), items, "inline");
  }

  startEditing(id, text) {
    if (this.editing === null) this.drafts.set(this.chatId, this.input.value === text ? "" : this.input.value);
    this.stopReplying();
    this.editing = id;
    this.renderBar();
    this.input.value = text;
    this.fitInput();
    this.input.focus();
  }

  stopEditing(refocus = true) {
    if (this.editing === null) return;
    this.editing = null;
    this.renderBar(refocus);
    this.input.value = this.drafts.get(this.chatId) || drafts.get(this.userId, this.chatId);
    this.drafts.delete(this.chatId);
    this.fitInput();
  }

  startReplying(id) {
    this.stopEditing();
    this.replying = id;
    this.renderBar();
  }

  stopReplying() {
    if (this.replying === null) return;
    this.replying = null;
    this.renderBar();
  }

  /** The line above the text box that says what the next text will do. */
  renderBar(refocus = true) {
    const inside = this.editBar.contains(document.activeElement);
    const original = this.replying !== null && this.chat.messages.get(this.replying);
    const text = this.editing !== null ? t("editing") : original ? t("replying", original.sender || t("bot"), summary(original)) : "";
    this.barText.textContent = text;
    this.editBar.replaceChild(icon(this.editing !== null ? "edit" : "reply"), this.editBar.firstChild);
    this.editBar.hidden = text === "";
    const name = t(this.editing !== null ? "save" : "send");
    for (const attribute of ["aria-label", "title"]) this.sendButton.setAttribute(attribute, name);
    if (inside && refocus && this.editBar.hidden) this.input.focus();
    this.renderKeys();
  }

  setBlocked(on) {
    this.queue(async () => {
      await api("POST", `/sim/users/${this.userId}/${on ? "block" : "unblock"}`);
      model.users.set(this.userId, { ...this.user, blocked: on });
      this.renderUser();
      this.renderEmpty();
    });
  }

  /* --- dialogs of the attach menu --- */

  onFilePicked() {
    const [file] = this.filePicker.files;
    if (!file) return;
    const kind = this.picking;
    const { chatId } = this;
    const url = kind === "photo" ? URL.createObjectURL(file) : null;
    openDialog({
      title: t(kind === "photo" ? "sendPhoto" : "sendFile"), action: t("send"),
      body: [url ? h("img", { class: "preview", src: url, alt: file.name }) : h("p", { class: "file-name" }, icon("file"), h("span", {}, `${file.name} · ${fileSize(file.size)}`)), field(t("caption"), "caption", { tag: "textarea", rows: "2", maxlength: "1024" })],
      submit: async (data) => {
        const { text = "", html = "" } = typed(data.get("caption").trim());
        const query = new URLSearchParams({ user: this.userId, name: file.name, kind, caption: text, caption_html: html });
        await api("POST", `/sim/chats/${chatId}/files?${query}`, file, file.type || "application/octet-stream");
        this.clearNotices();
      },
    }).then(() => { if (url) URL.revokeObjectURL(url); });
  }

  shareContact(done = () => {}) {
    openDialog({ title: t("shareContact"), body: h("p", {}, t("shareContactText", fullName(this.user))), action: t("share"), submit: async () => { await this.post({ contact: true }); done(); } });
  }

  locationDialog(done = () => {}) {
    openDialog({
      title: t("sendLocation"), action: t("send"),
      body: [field(t("latitude"), "lat", { inputmode: "decimal", value: "-6.1754" }), field(t("longitude"), "lon", { inputmode: "decimal", value: "106.8272" })],
      submit: async (data) => {
        const [lat, lon] = ["lat", "lon"].map((name) => (data.get(name).trim() === "" ? NaN : Number(data.get(name).trim().replace(",", ".").replace("−", "-"))));
        if (!(Math.abs(lat) <= 90 && Math.abs(lon) <= 180)) throw new Error(t("badLocation"));
        await this.post({ location: { lat, lon } });
        done();
      },
    });
  }

  forwardDialog() {
    openDialog({
      title: t("sendForward"), action: t("send"), body: [field(t("channel"), "channel", { required: true, maxlength: "128" }), field(t("post"), "text", { tag: "textarea", rows: "4", required: true, maxlength: "4096" })],
      submit: (data) => this.post({ forward: { channel: data.get("channel").trim(), text: data.get("text") } }),
    });
  }
}

/** A message in one line. */
function summary(message) {
  const { text, file, contact, location } = message;
  if (text) return text;
  if (contact) return t("contactCard");
  if (location) return t("location");
  const known = { photo: "photo", sticker: "sticker", voice: "voice", video_note: "video" };
  return file && known[file.kind] ? t(known[file.kind]) : (file && file.name) || t("document");
}

function badge(count) {
  return count > 0 ? [h("span", { class: "badge", "aria-hidden": "true" }, String(count)), h("span", { class: "visually-hidden" }, `, ${t("unread", count)}`)] : [];
}

/* ---------- the page around the panes ---------- */

function addPane(userId) {
  if (paneOf(userId)) return;
  const pane = new Pane(userId);
  panes.push(pane);
  $("panes").append(pane.element);
  pane.render();
  renderSideways();
}

function removePane(pane) {
  panes.splice(panes.indexOf(pane), 1);
  pane.watcher.disconnect();
  pane.element.remove();
  renderSideways();
  if (activePane === pane) activePane = panes[0] || null;
}

/** Opens a person's pane and moves there, whether it was shown before or not. */
function openPerson(userId) {
  closed.delete(userId);
  rememberOpened(userId);
  addPane(userId);
  const pane = paneOf(userId);
  activePane = pane;
  renderPage();
  pane.open();
  setTimeout(() => { pane.element.scrollIntoView({ inline: "nearest", block: "nearest" }); pane.log.focus({ preventScroll: true }); }, 0);
}

function renderPage() {
  document.documentElement.lang = language;
  document.title = $("title").textContent = said(model.title);
  $("bot-name").textContent = model.bot.username ? `@${model.bot.username}` : "";
  const dark = isDark();
  const tool = (id, name, label, hint) => {
    const button = $(id);
    button.replaceChildren(icon(name), h("span", {}, label));
    if (hint) button.title = hint;
  };
  tool("intro-toggle", "book", t("intro"), t("introHint"));
  tool("add-person", "user", t("addPerson"));
  tool("add-group", "group", t("addGroup"));
  tool("language", "globe", t("otherLanguage"), t("languageHint"));
  $("language").lang = language === "id" ? "en" : "id";
  tool("theme", "theme", t(dark ? "light" : "dark"), t("themeHint"));
  $("tools-toggle").replaceChildren(icon("menu"));
  $("tools-toggle").setAttribute("aria-label", t("tools"));
  renderIntro();
  renderControls();
  renderTabs();
  renderSideways();
  const area = $("panes");
  const old = area.querySelector(":scope > .empty");
  if (old) old.remove();
  if (panes.length === 0 && live.everOpen) area.append(h("div", { class: "empty page-empty" }, h("p", {}, h("b", {}, t("nobody"))), h("p", {}, t("nobodyHint")), h("button", { type: "button", class: "button primary", onclick: personDialog }, t("addPerson"))));
}

/** Beside the panes on a wide window, over them on a narrow one; there until it was put away once. */
function renderIntro() {
  const html = said(model.intro);
  const source = JSON.stringify(model.intro);
  $("intro-toggle").hidden = html === "";
  $("intro-title").textContent = t("intro");
  $("intro-close").replaceChildren(icon("close"));
  for (const name of ["aria-label", "title"]) $("intro-close").setAttribute(name, t("closeIntro"));
  if ($("intro-body").dataset.html !== html) {
    $("intro-body").dataset.html = html;
    $("intro-body").replaceChildren(formatted(html, null, false));
  }
  if ($("intro").dataset.source === source) return;
  $("intro").dataset.source = source;
  showIntro(html !== "" && settings.get("intro") !== source);
}

function showIntro(open) {
  const inside = $("intro").contains(document.activeElement);
  $("intro").hidden = !open;
  $("intro-toggle").setAttribute("aria-expanded", String(open));
  if (!open && inside) $(narrow.matches ? "tools-toggle" : "intro-toggle").focus();
  renderSideways();
}

/** The person has seen it: it stays away, also after a reload, until it is asked for. */
function putIntroAway() {
  settings.set("intro", $("intro").dataset.source);
  showIntro(false);
}

/** Buttons of whoever runs the simulation, such as one that lets a day pass. A small screen folds all but the first away. */
function renderControls() {
  const bar = $("controls");
  bar.hidden = model.controls.length === 0;
  bar.setAttribute("aria-label", t("controls"));
  const state = JSON.stringify([language, model.controls]);
  if (bar.dataset.state === state) return renderStatus();
  bar.dataset.state = state;
  const [first, ...rest] = model.controls.map(controlElement);
  const more = h("button", { type: "button", id: "controls-more", class: "icon-button controls-more", "aria-label": t("moreControls"), title: t("moreControls"), "aria-expanded": "false", "aria-controls": "controls-rest", onclick: () => showControls($("controls-rest").dataset.open !== "true", true) }, icon("clock"));
  bar.replaceChildren(h("p", { id: "control-status", class: "control-status" }),
    h("p", { id: "control-working", class: "control-working", role: "status", hidden: true }, h("span", { class: "spinner", "aria-hidden": "true" }), h("span", { id: "control-working-text" })),
    ...(first ? [first] : []), ...(rest.length > 0 ? [more] : []), h("div", { id: "controls-rest", class: "controls-rest" }, rest),
    h("p", { id: "control-result", class: "control-result", role: "status" }));
  renderStatus();
}

function showControls(open, byHand) {
  const rest = $("controls-rest");
  if (!rest) return;
  const inside = rest.contains(document.activeElement);
  rest.dataset.open = String(open);
  $("controls-more")?.setAttribute("aria-expanded", String(open));
  if (open && byHand) rest.querySelector("button, input")?.focus();
  if (!open && inside) $("controls-more")?.focus();
}

function renderStatus() {
  const status = $("control-status");
  if (!status) return;
  if (status.textContent !== said(model.status)) status.textContent = said(model.status);
  const working = said(model.working);
  $("control-working").hidden = working === "";
  $("control-working").title = t("workingHint");
  if ($("control-working-text").textContent !== working) $("control-working-text").textContent = working;
  // It follows the clock until somebody chooses a moment.
  for (const field of $("controls").querySelectorAll(".control-moment")) if (model.moment && !field.dataset.chosen) field.value = model.moment;
}

/** A button; where the control asks for a moment, a form with the field in which to choose it. */
function controlElement(control) {
  const label = said(control.label);
  if (!control.moment) return h("button", { type: "button", class: "button control", data: { control: control.n }, onclick: (event) => runControl(control, event.currentTarget, {}) }, label);
  const field = h("input", { type: "datetime-local", class: "control-moment", value: model.moment || control.moment, "aria-label": label, required: true, oninput: (event) => { event.currentTarget.dataset.chosen = "yes"; } });
  return h("form", { class: "control-form", onsubmit: (event) => { event.preventDefault(); runControl(control, event.currentTarget.querySelector("button"), { moment: field.value }, field); } },
    field, h("button", { type: "submit", class: "button control", data: { control: control.n } }, label));
}

/** Presses queue: none is lost because the one before it is still on its way. */
async function runControl(control, button, body, field) {
  const result = $("control-result");
  runControl.pressed = (runControl.pressed || 0) + 1;
  button.setAttribute("aria-busy", "true");
  result.classList.remove("failed");
  try {
    const answer = await api("POST", `/sim/controls/${control.n}`, body);
    result.textContent = answer ? said(answer.text) : "";
    if (field) delete field.dataset.chosen;
    showControls(false, false);
  } catch (error) {
    result.textContent = error.message;
    result.classList.add("failed");
  } finally {
    runControl.pressed -= 1;
    if (runControl.pressed === 0) for (const one of document.querySelectorAll(".control[aria-busy]")) one.removeAttribute("aria-busy");
  }
}

/** Whoever acts has looked at the guide: it is not there again after a reload, and where it lies over a conversation it goes at once. */
function makeRoom() {
  if ($("intro").hidden) return;
  if (overlaid.matches) putIntroAway(); else settings.set("intro", $("intro").dataset.source);
}

function renderTabs() {
  const tabs = $("tabs");
  const single = narrow.matches;
  if (!activePane || !panes.includes(activePane)) activePane = panes[0] || null;
  tabs.hidden = !single || panes.length < 2;
  for (const pane of panes) {
    const shown = !single || pane === activePane;
    if (pane.element.hidden === shown) { pane.element.hidden = !shown; if (shown) { if (pane.pinned) pane.toBottom(false); else pane.takePlace(); } }
    if (single && panes.length > 1) pane.element.setAttribute("role", "tabpanel"); else pane.element.removeAttribute("role");
  }
  tabs.setAttribute("aria-label", t("people"));
  const state = JSON.stringify([single, language, activePane && activePane.userId, panes.map((pane) => [pane.userId, pane.user && pane.user.first_name, pane.unreadTotal])]);
  if (tabs.dataset.state === state) return;
  tabs.dataset.state = state;
  const hadFocus = tabs.contains(document.activeElement);
  tabs.replaceChildren(...panes.map((pane) => h("button", {
    type: "button", role: "tab", id: `tab-${pane.userId}`, class: "tab", "aria-selected": String(pane === activePane), "aria-controls": pane.element.id, tabindex: pane === activePane ? "0" : "-1",
    onclick: () => choosePane(pane),
  }, h("span", { class: "tab-label" }, pane.user.first_name), ...badge(pane === activePane ? 0 : pane.unreadTotal))));
  const chosen = tabs.querySelector("[aria-selected=true]");
  if (chosen && hadFocus) chosen.focus();
  if (chosen) chosen.scrollIntoView({ block: "nearest", inline: "nearest" });
}

/** How many people stand beyond each edge, also those whose pane is cut off. */
function beyond() {
  const area = $("panes").getBoundingClientRect();
  const boxes = panes.map((pane) => pane.element.getBoundingClientRect());
  return { before: boxes.filter((box) => box.left < area.left - 1), after: boxes.filter((box) => box.right > area.right + 1) };
}

/** Arrows and shadows, where more people are at the table than the window is wide. */
function renderSideways() {
  const bar = $("sideways");
  const stage = $("stage");
  // Measured against the place without arrows, so that the arrows do not cause themselves.
  const crowded = !narrow.matches && $("panes").scrollWidth > stage.clientWidth + 1;
  if (!crowded && bar.contains(document.activeElement) && activePane) activePane.log.focus({ preventScroll: true });
  bar.hidden = !crowded;
  bar.setAttribute("aria-label", t("sideways"));
  const { before, after } = crowded ? beyond() : { before: [], after: [] };
  stage.classList.toggle("more-before", before.length > 0);
  stage.classList.toggle("more-after", after.length > 0);
  for (const [id, name, words, count] of [["to-previous", "left", "previousPeople", before.length], ["to-next", "right", "nextPeople", after.length]]) {
    const button = $(id);
    const label = count > 0 ? `${t(words)} (${t("hiddenPeople", count)})` : t(words);
    if (button.title === label) continue;
    button.title = label;
    button.setAttribute("aria-label", label);
    // Not disabled, which would take the focus away from whoever has reached the end.
    button.setAttribute("aria-disabled", String(count === 0));
    button.replaceChildren(icon(name), ...(count > 0 ? [h("span", { class: "badge", "aria-hidden": "true" }, String(count))] : []));
  }
}

function moveSideways(step) {
  const area = $("panes");
  const frame = area.getBoundingClientRect();
  const { before, after } = beyond();
  const box = step > 0 ? after[0] : before[before.length - 1];
  if (!box) return;
  const left = step > 0 ? box.left - frame.left - 20 : box.right - frame.right + 20;
  area.scrollBy({ left, behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "auto" : "smooth" });
}

function choosePane(pane) {
  activePane = pane;
  renderTabs();
}

function isDark() {
  const chosen = settings.get("theme");
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function applyTheme() { document.documentElement.dataset.theme = isDark() ? "dark" : "light"; }

function setLanguage(next) {
  settings.set("language", next);
  showLanguage(next);
}

function showLanguage(next) {
  if (language === next) return;
  language = next;
  for (const pane of panes) pane.rebuild();
  renderPage();
  renderSideways();
}

const MOST_SHOWN = 200;

/** Fills a list with those whose name fits; says how many are left out. */
function peopleFinder(people, place, draw) {
  const note = h("p", { class: "list-note", role: "status" });
  const name = (user) => [fullName(user), said(user.note)].filter(Boolean).join(", ");
  const box = h("input", { type: "search", autocomplete: "off", "aria-label": t("find"), placeholder: t("find"), class: "find" });
  const fill = () => {
    const wanted = box.value.trim().toLocaleLowerCase(locale());
    const fitting = people.filter((user) => name(user).toLocaleLowerCase(locale()).includes(wanted));
    draw(fitting.slice(0, MOST_SHOWN), name);
    note.textContent = fitting.length === 0 ? t("noneFound") : fitting.length > MOST_SHOWN ? t("someShown", MOST_SHOWN, fitting.length) : "";
  };
  box.addEventListener("input", fill);
  // Enter in the search must not send the form.
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
  fill();
  return people.length > 12 ? [box, place, note] : [place, note];
}

function personDialog() {
  const absent = [...model.users.values()].filter((user) => !paneOf(user.id));
  const existing = h("select", { name: "existing" });
  const finder = peopleFinder(absent, existing, (fitting, name) => {
    const chosen = existing.value;
    existing.replaceChildren(h("option", { value: "" }, t("newPerson")), ...fitting.map((user) => h("option", { value: String(user.id) }, name(user))));
    if ([...existing.options].some((option) => option.value === chosen)) existing.value = chosen;
    existing.dispatchEvent(new Event("change"));
  });
  const choose = absent.length > 0 && h("fieldset", { class: "field" }, h("legend", {}, t("existing")), finder);
  const select = h("select", { name: "language" }, h("option", { value: "id" }, "Bahasa Indonesia"), h("option", { value: "en" }, "English"));
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const zones = [...new Set([model.zone || own, ...ZONES, own])];
  const zone = h("select", { name: "time_zone" }, zones.map((one) => h("option", { value: one }, one)));
  const fresh = h("div", { class: "fields" }, field(t("firstName"), "first_name", { maxlength: "64", autofocus: true }), field(t("lastName"), "last_name", { maxlength: "64" }),
    field(t("username"), "username", { maxlength: "32" }), field(t("note"), "note", { maxlength: "80" }), h("label", { class: "field" }, h("span", {}, t("language")), select), h("label", { class: "field" }, h("span", {}, t("zone")), zone));
  existing.addEventListener("change", () => { fresh.hidden = existing.value !== ""; });
  openDialog({
    title: t("addPerson"), body: [choose, fresh], action: t("add"),
    submit: async (data) => {
      if (data.get("existing")) { openPerson(Number(data.get("existing"))); return; }
      const value = (name) => data.get(name).trim();
      if (value("first_name") === "") throw new Error(t("needName"));
      const body = { first_name: value("first_name"), language_code: value("language"), time_zone: value("time_zone") };
      for (const name of ["last_name", "username", "note"]) if (value(name)) body[name] = value(name).replace(/^@/, "");
      const user = await api("POST", "/sim/users", body);
      model.users.set(user.id, { offers: [], blocked: false, ...user });
      openPerson(user.id);
    },
  });
}

/** `first`: whose pane it was asked for in; only that one moves to the group. */
function groupDialog(first) {
  const people = [...panes.map((pane) => pane.user), ...[...model.users.values()].filter((user) => !paneOf(user.id))];
  const members = new Set(typeof first === "number" ? [first] : panes.map((pane) => pane.userId));
  const list = h("div", { class: "checks" });
  const finder = peopleFinder(people, list, (fitting, name) => {
    list.replaceChildren(...fitting.map((user) => h("label", { class: "check" },
      h("input", { type: "checkbox", name: "member", value: String(user.id), checked: members.has(user.id), onchange: (event) => { if (event.currentTarget.checked) members.add(user.id); else members.delete(user.id); } }), h("span", {}, name(user)))));
  });
  openDialog({
    title: t("addGroup"), action: t("create"),
    body: [field(t("groupTitle"), "title", { maxlength: "128", autofocus: true }), h("fieldset", { class: "field" }, h("legend", {}, t("members")), finder)],
    submit: async (data) => {
      if (data.get("title").trim() === "") throw new Error(t("needName"));
      if (members.size === 0) throw new Error(t("needMember"));
      const group = await api("POST", "/sim/groups", { title: data.get("title").trim(), members: [...members] });
      await Promise.all(panes.filter((pane) => members.has(pane.userId)).map((pane) => pane.loadChats()));
      // The others see the group beside their conversation, which stays where it is.
      const pane = typeof first === "number" ? paneOf(first) : activePane;
      if (pane && members.has(pane.userId)) pane.switchTo(group.id);
    },
  });
}

function closeTools(refocus) {
  $("tools").classList.remove("open");
  $("tools-toggle").setAttribute("aria-expanded", "false");
  if (refocus) $("tools-toggle").focus();
}

function startPage() {
  applyTheme();
  renderPage();
  setConnection(t("connecting"));
  $("language").addEventListener("click", () => setLanguage(language === "id" ? "en" : "id"));
  $("theme").addEventListener("click", () => { settings.set("theme", isDark() ? "light" : "dark"); applyTheme(); renderPage(); });
  $("add-person").addEventListener("click", () => { closeTools(narrow.matches); personDialog(); });
  $("add-group").addEventListener("click", () => { closeTools(narrow.matches); groupDialog(); });
  $("tools-toggle").addEventListener("click", () => { $("tools-toggle").setAttribute("aria-expanded", String($("tools").classList.toggle("open"))); });
  document.addEventListener("pointerdown", (event) => { if (!event.target.closest("#tools, #tools-toggle")) closeTools(false); });
  $("tools").parentElement.addEventListener("keydown", (event) => { if (event.key === "Escape" && $("tools").classList.contains("open")) closeTools(true); });
  $("intro-toggle").addEventListener("click", () => { closeTools(false); if ($("intro").hidden) { showIntro(true); $("intro-close").focus(); } else putIntroAway(); });
  $("intro-close").addEventListener("click", putIntroAway);
  $("intro").addEventListener("keydown", (event) => { if (event.key === "Escape") putIntroAway(); });
  document.addEventListener("pointerdown", (event) => { if (!event.target.closest("#controls")) showControls(false, false); });
  $("controls").addEventListener("keydown", (event) => { if (event.key === "Escape") showControls(false, false); });
  $("tabs").addEventListener("keydown", (event) => {
    const at = panes.indexOf(activePane);
    const next = { ArrowRight: (at + 1) % panes.length, ArrowLeft: (at - 1 + panes.length) % panes.length, Home: 0, End: panes.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    choosePane(panes[next]);
  });
  $("to-previous").addEventListener("click", () => moveSideways(-1));
  $("to-next").addEventListener("click", () => moveSideways(1));
  $("panes").addEventListener("scroll", renderSideways, { passive: true });
  new ResizeObserver(renderSideways).observe($("stage"));
  narrow.addEventListener("change", () => { renderControls(); renderTabs(); renderSideways(); });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => { applyTheme(); renderPage(); });
  connect();
}

startPage();
