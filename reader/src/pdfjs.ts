// PDF.js as this page uses it: its worker from this very file, its data from this very file, nothing fetched.

import { getDocument, PDFWorker, type PDFDocumentLoadingTask } from "pdfjs-dist/legacy/build/pdf.mjs";
import dingbats from "pdfjs-dist/standard_fonts/FoxitDingbats.pfb";
import symbol from "pdfjs-dist/standard_fonts/FoxitSymbol.pfb";
import jbig2 from "pdfjs-dist/wasm/jbig2.wasm";
import openjpeg from "pdfjs-dist/wasm/openjpeg.wasm";
import { PICTURE_PIXELS } from "./limits";
import { spawn } from "./spawn";

// Decoders of fax, JBIG2 and JPEG 2000, as office scanners write them, and the two standard fonts for which
// no system has a substitute. Character maps for unembedded Chinese, Japanese and Korean fonts are left out:
// they would double the file.
const DATA: Record<string, Uint8Array> = {
  "jbig2.wasm": jbig2,
  "openjpeg.wasm": openjpeg,
  "FoxitDingbats.pfb": dingbats,
  "FoxitSymbol.pfb": symbol,
};

class Inlined {
  async fetch({ filename }: { filename: string }): Promise<Uint8Array> {
    const found = DATA[filename];
    if (found === undefined) throw new Error("not in this file");
    return found.slice();
  }
}

/** Its `destroy` ends the worker as well, and with it what it knows of the document. */
export function load(bytes: Uint8Array): PDFDocumentLoadingTask {
  const port = spawn("pdf-worker");
  const worker = PDFWorker.create({ port, verbosity: 0 } as never) as PDFWorker;
  const task = getDocument({
    data: bytes.slice(),
    worker,
    BinaryDataFactory: Inlined,
    useWorkerFetch: false,
    // No addresses: with one, PDF.js would name it as a source of fonts as well.
    disableWorkerRendering: true,
    enableXfa: false,
    maxImageSize: PICTURE_PIXELS,
    verbosity: 0,
  } as never);
  const destroy = task.destroy.bind(task);
  task.destroy = async () => {
    try {
      await Promise.race([destroy(), new Promise((resolve) => setTimeout(resolve, 1000))]);
    } finally {
      worker.destroy();
      port.terminate();
    }
  };
  return task;
}
