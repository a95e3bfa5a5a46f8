// Makes what the tests open: keys, envelopes as the bot seals them, and hostile files.

import { readFileSync } from "node:fs";
import { armor, Encrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { zipSync } from "fflate";

const sample = (name) => readFileSync(new URL(`samples/${name}`, import.meta.url));

export const PASSPHRASE = "kopi pagi di tepi danau 17";

export async function key() {
  const secret = await generateX25519Identity();
  const recipient = await identityToRecipient(secret);
  const text = `# created: 2026-11-22T08:00:00+09:00\n# public key: ${recipient}\n${secret}\n`;
  return { secret, recipient, text };
}

/** An identity file as `ikrar tips keygen` writes it: armored, behind a passphrase. */
export async function protect(text, passphrase = PASSPHRASE, workFactor = 10) {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(workFactor);
  return Buffer.from(armor.encode(await encrypter.encrypt(text)));
}

export async function seal(bytes, ...recipients) {
  const encrypter = new Encrypter();
  for (const recipient of recipients) encrypter.addRecipient(recipient);
  return Buffer.from(await encrypter.encrypt(bytes));
}

/** The ZIP of an envelope: stored entries, then a filler up to the next 4 KiB that begins with random bytes. */
export function zip(entries) {
  const files = Object.fromEntries(Object.entries(entries).map(([name, bytes]) => [name, typeof bytes === "string" ? Buffer.from(bytes) : bytes]));
  const options = { level: 0, mtime: "1980-01-02" };
  const bare = zipSync({ ...files, "isian.bin": new Uint8Array(16) }, options).length;
  const filler = new Uint8Array(16 + Math.ceil(bare / 4096) * 4096 - bare);
  crypto.getRandomValues(filler.subarray(0, 16));
  return zipSync({ ...files, "isian.bin": filler }, options);
}

export const envelope = (entries, ...recipients) => seal(zip(entries), ...recipients);

export const REPORT = `LAPORAN TERTUTUP
Kode: K7Q2-M4XW
Jenis: Tekanan dari atasan untuk mendukung pasangan calon
Instansi: Dinas Contoh, Kabupaten Contoh
Waktu dan tempat: Sabtu, 14 November 2026, sekitar pukul 19.00 WIT, aula kantor

Uraian
Pada hari Jumat sore semua staf menerima undangan melalui grup kantor. Isinya kami diminta hadir dengan kaus yang dibagikan, dan kehadiran akan dicatat.

Di aula, kepala bidang menyampaikan bahwa kontrak tenaga honorer “akan dilihat kembali” sesudah pemungutan suara, sesuai daftar hadir. Beberapa rekan merasa tertekan.

Bukti yang disertakan: satu foto, satu tangkapan layar, dan surat undangannya.
`;

export const photo = () => sample("foto.jpg");
export const screenshot = () => sample("pesan.png");
export const letter = () => sample("surat.pdf");

export const fullCase = () => ({ "laporan.txt": REPORT, "berkas-1.jpg": photo(), "berkas-2.png": screenshot(), "berkas-3.pdf": letter() });

/** A PDF of one page from loose objects; `catalog` and `page` take further keys. */
export function pdf({ catalog = "", page = "", objects = [], content = "BT /F1 24 Tf 60 700 Td (Halaman satu) Tj ET" } = {}) {
  const bodies = [
    `<< /Type /Catalog /Pages 2 0 R ${catalog} >>`,
    "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
    `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R ${page || "/Resources << /Font << /F1 5 0 R >> >>"} >>`,
    stream("", Buffer.from(content)),
    "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ...objects,
  ];
  const parts = [Buffer.from("%PDF-1.7\n")];
  const offsets = [];
  for (const [at, body] of bodies.entries()) {
    offsets.push(parts.reduce((sum, part) => sum + part.length, 0));
    parts.push(Buffer.concat([Buffer.from(`${at + 1} 0 obj\n`), Buffer.from(body), Buffer.from("\nendobj\n")]));
  }
  const start = parts.reduce((sum, part) => sum + part.length, 0);
  const table = offsets.map((offset) => `${String(offset).padStart(10, "0")} 00000 n \n`).join("");
  parts.push(Buffer.from(`xref\n0 ${bodies.length + 1}\n0000000000 65535 f \n${table}trailer\n<< /Size ${bodies.length + 1} /Root 1 0 R >>\nstartxref\n${start}\n%%EOF\n`));
  return Buffer.concat(parts);
}

export function stream(dictionary, bytes) {
  return Buffer.concat([Buffer.from(`<< ${dictionary} /Length ${bytes.length} >>\nstream\n`), bytes, Buffer.from("\nendstream")]);
}

/** One picture over the whole page, in a coding that only PDF.js's WebAssembly reads. */
export function scannedPdf(kind) {
  const coding =
    kind === "fax"
      ? stream("/Type /XObject /Subtype /Image /Width 400 /Height 300 /BitsPerComponent 1 /ColorSpace /DeviceGray /Filter /CCITTFaxDecode /DecodeParms << /K -1 /Columns 400 /Rows 300 >>", sample("faks.g4"))
      : stream("/Type /XObject /Subtype /Image /Width 400 /Height 300 /Filter /JPXDecode", sample("gambar.jp2"));
  return pdf({ page: "/Resources << /XObject << /Im 6 0 R >> >>", objects: [coding], content: "q 595 0 0 446 0 200 cm /Im Do Q" });
}

/** A ZIP written by hand, so that it may lie: `declared` is what its headers say, `bytes` what is there. */
export function lyingZip(entries) {
  const locals = [];
  const centrals = [];
  let offset = 0;
  for (const { name, bytes = Buffer.alloc(0), declared = bytes.length, compressed = bytes.length, method = 0 } of entries) {
    const label = Buffer.from(name);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(0x800, 2);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(compressed, 14);
    common.writeUInt32LE(declared, 18);
    common.writeUInt16LE(label.length, 22);
    const local = Buffer.concat([Buffer.from("PK\x03\x04"), common, label, bytes]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    centrals.push(Buffer.concat([Buffer.from("PK\x01\x02\x14\0", "latin1"), common, tail, label]));
    locals.push(local);
    offset += local.length;
  }
  const central = Buffer.concat(centrals);
  const end = Buffer.alloc(22);
  end.write("PK\x05\x06", "latin1");
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...locals, central, end]);
}
